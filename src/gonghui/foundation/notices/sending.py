"""Ringing phones: what waits is sent through the message port until it is acknowledged (contracts §5, O.4)."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gonghui.foundation.accounts import ports
from gonghui.foundation.organisations import sight

from .models import Outgoing

LOG = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(minutes=1)
AT_ONCE = 500


def ensure_sent(*, at) -> int:
    """Send what is due, each row by itself; how many were acknowledged. May run twice, and beside itself.

    An attempt is written down before it is made, and the acknowledgement after it: whatever breaks in between, the
    row is tried again later and no other row waits for it.
    """
    return sum(_try_one(row_id, at) for row_id in _due(at))


def _due(at):
    with transaction.atomic(), sight.system("notices"):
        return list(Outgoing.objects.due(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _try_one(row_id, at) -> bool:
    mobile = _begin(row_id, at)
    if not mobile:
        return False
    try:
        ports.send(mobile, _("您有一条新消息,请登录职工服务平台,在“消息”中查看。"))
    except OSError as fault:
        LOG.warning("outgoing %s is not acknowledged: %s", row_id, type(fault).__name__)
        return False
    with transaction.atomic(), sight.system("notices"):
        return bool(Outgoing.objects.filter(pk=row_id).update(acknowledged_at=at))


def _begin(row_id, at) -> str:
    """Count the attempt; the number to ring, or nothing when another worker has the row."""
    with transaction.atomic(), sight.system("notices"):
        rows = Outgoing.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        row = rows.select_related("message__user").filter(pk=row_id).first()
        if row is None:
            return ""
        row.next_try_at = at + FIRST_PAUSE * 2**row.attempts
        row.attempts += 1
        row.save(update_fields=["attempts", "next_try_at"])
        return row.message.user.mobile.open()
