"""资金发放: batches that wait, and payments that no batch has taken up."""

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.funds.rulebook import BATCH
from gonghui.programs.hardship.models.waiting import turns

from .queue import Queue, yuan


def _batches(by, on):
    states = list(turns(BATCH, by, PaymentBatch(unit=by.unit, position=by.unit.position)))
    return PaymentBatch.objects.visible_to(by).filter(state__in=states).select_related("unit", "fund")


BATCHES = Queue(
    _("付款批次"),
    "building-bank",
    "funds:batches",
    BATCH,
    _batches,
    lambda batch: (f"{batch.fund} · {yuan(batch.total)}", str(batch.unit)),
    "funds:",
    FINANCE_ROLES,
)
QUEUES = (BATCHES,)


def unbatched(by) -> dict:
    """How many payments wait for a maker to batch them, and what they come to in fen; nothing for others."""
    if by.role != Role.FINANCE_MAKER:
        return {}
    waiting = Payment.objects.visible_to(by).pending().of_funds_within(by.unit)
    return waiting.aggregate(count=Count("pk"), total=Sum("amount"))
