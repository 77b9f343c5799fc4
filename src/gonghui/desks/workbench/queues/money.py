"""资金发放: batches that wait, and payments that no batch has taken up."""

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.funds.models import FundOpening, Limit, Payment, PaymentBatch, Receipt, Reconciliation, Recovery
from gonghui.foundation.funds.rulebook import BATCH, FUND_OPENING, RECEIPT, RECONCILIATION, RECOVERY
from gonghui.foundation.funds.rulebook.limits import LIMIT
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


def _waiting(model, workflow, *own):
    """What of a kind is this post's turn, but for what she entered herself: (field, state) pairs."""

    def waiting(by, on):
        states = list(turns(workflow, by, model(unit=by.unit, position=by.unit.position)))
        found = model.objects.visible_to(by).filter(state__in=states).select_related("unit")
        for field, state in own:
            found = found.exclude(**{field: by.user_id, "state": state})
        return found

    return waiting


OPENINGS = Queue(
    _("资金设立"),
    "wallet",
    "funds:receipts",
    FUND_OPENING,
    _waiting(FundOpening, FUND_OPENING, ("proposed_by", "proposed")),
    lambda opening: (f"{opening.year} {opening.name}", str(opening.unit)),
    "funds:opening_",
    FINANCE_ROLES,
)
RECEIPTS = Queue(
    _("资金入账"),
    "receipt",
    "funds:receipts",
    RECEIPT,
    _waiting(Receipt, RECEIPT, ("entered_by", "entered"), ("reversal_asked_by", "reversing")),
    lambda receipt: (f"{receipt.paper} · {yuan(receipt.amount)}", str(receipt.unit)),
    "funds:receipt_",
    FINANCE_ROLES,
)
SHEETS = Queue(
    _("银行对账"),
    "scale",
    "funds:reconciliations",
    RECONCILIATION,
    _waiting(Reconciliation, RECONCILIATION, ("made_by", "made")),
    lambda sheet: (f"{sheet.number} · {sheet.ends_on:%Y-%m}", str(sheet.unit)),
    "funds:sheet_",
    FINANCE_ROLES,
)
RECOVERIES = Queue(
    _("追回"),
    "arrow-back-up",
    "funds:recoveries",
    RECOVERY,
    _waiting(Recovery, RECOVERY, ("proposed_by", "proposed")),
    lambda recovery: (f"{recovery.number} · {yuan(recovery.amount)}", str(recovery.unit)),
    "funds:recovery_",
    FINANCE_ROLES,
)
LIMITS = Queue(
    _("发放限额"),
    "calculator",
    "funds:limits",
    LIMIT,
    _waiting(Limit, LIMIT, ("proposed_by", "proposed")),
    lambda limit: (str(limit), str(limit.unit)),
    "funds:limit_",
    (Role.CITY_APPROVER,),
)
QUEUES = (BATCHES, OPENINGS, RECEIPTS, SHEETS, RECOVERIES, LIMITS)


def unbatched(by) -> dict:
    """How many payments wait for a maker to batch them, and what they come to in fen; nothing for others."""
    if by.role != Role.FINANCE_MAKER:
        return {}
    waiting = Payment.objects.visible_to(by).pending().of_funds_within(by.unit)
    return waiting.aggregate(count=Count("pk"), total=Sum("amount"))
