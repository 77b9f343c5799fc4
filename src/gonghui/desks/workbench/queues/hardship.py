"""困难职工帮扶: files, household changes and grants that wait."""

from django.utils.translation import gettext_lazy as _

from gonghui.programs.hardship.models import AidGrant, HardshipArchive, HouseholdChange
from gonghui.programs.hardship.rulebook import AID, FILE, SEEN_BY
from gonghui.programs.hardship.rulebook.changes import CHANGE

from .queue import Queue, yuan


def _files(by, on):
    return HardshipArchive.objects.waiting_for(by, on).select_related("unit")


def _grants(by, on):
    return AidGrant.objects.waiting_for(by).select_related("file__unit", "project")


def _changes(by, on):
    return HouseholdChange.objects.waiting_for(by).select_related("file__unit", "unit")


FILES = Queue(
    _("困难职工档案"),
    "heart-handshake",
    "hardship:files",
    FILE,
    _files,
    lambda file: (file.applicant_name, str(file.unit)),
    "hardship:",
    SEEN_BY,
)
GRANTS = Queue(
    _("帮扶发放"),
    "coin-yuan",
    "hardship:grants",
    AID,
    _grants,
    lambda grant: (f"{grant.file.applicant_name} · {yuan(grant.amount)}", str(grant.file.unit)),
    "hardship:grant_",
    SEEN_BY,
)
CHANGES = Queue(
    _("家庭变动"),
    "users",
    "hardship:changes",
    CHANGE,
    _changes,
    lambda change: (f"{change.applicant_name} · {change.get_kind_display()}", str(change.unit)),
    "hardship:change_",
    SEEN_BY,
)
QUEUES = (FILES, CHANGES, GRANTS)
