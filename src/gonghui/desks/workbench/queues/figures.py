"""月度封存、更正: months to be submitted or locked, differences to be taken over, restatements to be decided (N-R7)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures.models import Comparison, Restatement, SealedMonth
from gonghui.desks.figures.rulebook import (
    LOCKERS,
    RESTATING,
    SEALING,
    SUBMITTERS,
    MonthState,
    RestatementState,
)

from .queue import Queue


def _months(by, on):
    """To be submitted once they are over, to be locked by another than who submitted."""
    to_submit = Q(state=MonthState.OPEN, number__lt=f"{on:%Y-%m}") if by.role in SUBMITTERS else Q(pk__in=())
    to_lock = Q(state=MonthState.SUBMITTED) & ~Q(submitted_by=by.user_id)
    return SealedMonth.objects.visible_to(by).filter(to_submit | to_lock).select_related("unit")


def _restatements(by, on):
    proposed = Restatement.objects.visible_to(by).filter(state=RestatementState.PROPOSED)
    return proposed.exclude(proposed_by=by.user_id).select_related("unit")


def _differences(by, on):
    return Comparison.objects.visible_to(by).waiting().select_related("unit")


MONTHS = Queue(
    _("月度封存"),
    "lock",
    "figures:months",
    SEALING,
    _months,
    lambda month: (str(month), str(month.unit)),
    "",
    LOCKERS,
)
DIFFERENCES = Queue(
    _("封存差异"),
    "zoom-question",
    "figures:comparison",
    None,
    _differences,
    lambda found: (str(found), str(found.unit)),
    "",
    SUBMITTERS,
)
RESTATEMENTS = Queue(
    _("更正"),
    "edit",
    "figures:restatements",
    RESTATING,
    _restatements,
    lambda restatement: (f"{restatement.number} {restatement.reason}", str(restatement.unit)),
    "figures:restatement_",
    LOCKERS,
)
QUEUES = (MONTHS, DIFFERENCES, RESTATEMENTS)
