"""人员与岗位: second factors that wait for a check or a confirmation."""

from django.utils.translation import gettext_lazy as _

from gonghui.desks.staff.models import Reset
from gonghui.desks.staff.rulebook import RESET, ResetState
from gonghui.foundation.accounts.roles import ARRANGERS

from .queue import Queue


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
QUEUES = (RESETS,)
