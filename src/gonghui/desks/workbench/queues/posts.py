"""人员与岗位: second factors that wait for a check or a confirmation, unions whose chair has not been invited."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.desks.staff.models import Reset
from gonghui.desks.staff.rulebook import RESET, ResetState
from gonghui.desks.staff.vacancies import WHO, vacant
from gonghui.foundation.accounts.roles import ARRANGERS
from gonghui.programs.organising.rulebook import FOUNDING

from .queue import Queue, Task


def _resets(by, on):
    """Those of my units that wait for another than herself, and to be confirmed for another than who checked."""
    waiting = Reset.objects.arranged_by(by).under_way().exclude(user=by.user_id)
    return waiting.exclude(state=ResetState.CHECKED, checked_by=by.user_id).select_related("unit", "user")


RESETS = Queue(
    _("二次验证重置"),
    "shield-lock",
    "staff:resets",
    RESET,
    _resets,
    lambda reset: (reset.user.name, str(reset.unit)),
    "",
    tuple(ARRANGERS),
)


class Chairs(Queue):
    """A union is set up and its founding is over: what is left is the post of its chair."""

    def _task(self, record, by) -> Task:
        name, place = self.names(record)
        return Task(record, name, place, _("邀请主席到岗"), reverse("staff:invite_chair", args=[record.number]))


CHAIRS = Chairs(
    _("主席待到岗"),
    "user-check",
    "staff:chairs",
    FOUNDING,
    vacant,
    lambda founding: (founding.name, str(founding.union)),
    "",
    WHO,
)
QUEUES = (RESETS, CHAIRS)
