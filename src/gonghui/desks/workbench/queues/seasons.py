"""应急慰问、帮扶项目、四季送: reliefs, projects and plans that wait."""

from django.utils.translation import gettext_lazy as _

from gonghui.programs.hardship.models import AidProject, Campaign, Relief
from gonghui.programs.hardship.rulebook import SEEN_BY
from gonghui.programs.hardship.rulebook.campaigns import CAMPAIGN
from gonghui.programs.hardship.rulebook.projects import PROJECT
from gonghui.programs.hardship.rulebook.relief import RELIEF

from .queue import Queue, yuan


def _reliefs(by, on):
    return Relief.objects.waiting_for(by).select_related("unit")


def _projects(by, on):
    return AidProject.objects.waiting_for(by).select_related("unit")


def _campaigns(by, on):
    return Campaign.objects.waiting_for(by).select_related("unit")


RELIEFS = Queue(
    _("应急慰问"),
    "first-aid-kit",
    "hardship:reliefs",
    RELIEF,
    _reliefs,
    lambda relief: (f"{relief.name} · {yuan(relief.amount)}", str(relief.unit)),
    "hardship:relief_",
    SEEN_BY,
)
PROJECTS = Queue(
    _("帮扶项目"),
    "folder",
    "hardship:projects",
    PROJECT,
    _projects,
    lambda project: (str(project), str(project.unit)),
    "",
    SEEN_BY,
)
CAMPAIGNS = Queue(
    _("四季送"),
    "calendar-event",
    "hardship:campaigns",
    CAMPAIGN,
    _campaigns,
    lambda campaign: (campaign.title, str(campaign.unit)),
    "hardship:campaign_",
    SEEN_BY,
)
QUEUES = (RELIEFS, PROJECTS, CAMPAIGNS)
