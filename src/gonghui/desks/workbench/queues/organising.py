"""组织建设: unions that are being set up, who asks to join, rosters to confirm, persons to be looked into."""

from django.utils.translation import gettext_lazy as _

from gonghui.programs.organising.models import Founding, JoinApplication, MembershipCheck, Roster
from gonghui.programs.organising.models.joining import CHECKERS
from gonghui.programs.organising.rulebook import CHAIRS, CHECK, FOUNDING, JOINING, OFFICES, ROSTER

from .queue import Queue


def _foundings(by, on):
    return Founding.objects.waiting_for(by).select_related("unit")


def _applications(by, on):
    return JoinApplication.objects.waiting_for(by).select_related("unit")


def _rosters(by, on):
    return Roster.objects.waiting_for(by).select_related("unit").defer("rows", "findings")


def _checks(by, on):
    return MembershipCheck.objects.waiting_for(by).select_related("wanted_by")


FOUNDINGS = Queue(
    _("建会"),
    "building-community",
    "organising:foundings",
    FOUNDING,
    _foundings,
    lambda founding: (founding.name, str(founding.unit)),
    "organising:founding_",
    OFFICES,
)
APPLICATIONS = Queue(
    _("入会申请"),
    "user-plus",
    "organising:applications",
    JOINING,
    _applications,
    lambda application: (application.name, str(application.unit)),
    "organising:application_",
    CHAIRS,
)
ROSTERS = Queue(
    _("会员名册"),
    "list-check",
    "organising:rosters",
    ROSTER,
    _rosters,
    lambda roster: (roster.original_name, str(roster.unit)),
    "organising:roster_",
    CHAIRS,
)
CHECKS = Queue(
    _("会籍核对"),
    "user-search",
    "organising:checks",
    CHECK,
    _checks,
    lambda check: (check.said_name, str(check.wanted_by)),
    "",
    CHECKERS,
)
QUEUES = (FOUNDINGS, APPLICATIONS, ROSTERS, CHECKS)
