"""The ledger: accounts of a fund, what a posting may be for, and money that comes in (E-R10, E-R13)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import Step, Workflow


class AccountKind(TextChoices):
    """Where the money of a fund stands; what comes from outside stands below zero, so that all sum to 0."""

    SOURCE = "source", _("拨入")
    OPENING = "opening", _("期初")
    CARRIED = "carried", _("结转")
    AVAILABLE = "available", _("可用")
    RESERVED = "reserved", _("已制单")
    SPENT = "spent", _("已发放")
    RECEIVABLE = "receivable", _("待追回")
    WRITTEN_OFF = "written_off", _("已核销")


FROM_OUTSIDE = (AccountKind.SOURCE, AccountKind.OPENING, AccountKind.CARRIED)
"""The accounts that may stand below zero."""
AT_THE_BANK = (AccountKind.AVAILABLE, AccountKind.RESERVED)
"""What a fund has at its bank: what is reserved has not left it yet."""


class PostingKind(TextChoices):
    RECEIPT = "receipt", _("资金拨入")
    OPENING = "opening", _("期初余额")
    CARRIED_OUT = "carried_out", _("结转下年")
    CARRIED_IN = "carried_in", _("上年结转")
    PREPARED = "prepared", _("批次制单")
    RELEASED = "released", _("批次作废")
    PAID = "paid", _("银行付款")
    RETURNED = "returned", _("银行退回")
    CLAIMED = "claimed", _("确认追回")
    REPAID = "repaid", _("追回入账")
    WRITTEN_OFF = "written_off", _("追回核销")
    REVERSED = "reversed", _("冲销")


class ReceiptKind(TextChoices):
    GRANTED = "granted", _("资金拨入")
    OPENING = "opening", _("期初余额")
    CARRIED = "carried", _("上年结转")


class ReceiptState(TextChoices):
    ENTERED = "entered", _("待复核")
    CONFIRMED = "confirmed", _("已入账")
    REFUSED = "refused", _("未通过")
    REVERSING = "reversing", _("待复核冲销")
    REVERSED = "reversed", _("已冲销")


class OpeningState(TextChoices):
    PROPOSED = "proposed", _("待复核")
    OPENED = "opened", _("已设立")
    REFUSED = "refused", _("未通过")


CONFIRM_WITHIN = Policy("funds.confirm", 3, _("资金入账复核期限"), _("工作日"), "1.9 (gk)")

maker, checker = holds(Role.FINANCE_MAKER), holds(Role.FINANCE_CHECKER)
R = ReceiptState

RECEIPT = Workflow(
    Step("confirm", _("复核入账"), (R.ENTERED,), R.CONFIRMED, checker, "X-R1 E-R10", within=CONFIRM_WITHIN),
    Step("refuse", _("不予入账"), (R.ENTERED,), R.REFUSED, maker | checker, "X-R1"),
    Step("ask_reversal", _("申请冲销"), (R.CONFIRMED,), R.REVERSING, maker, "X-R4"),
    Step("reverse", _("复核冲销"), (R.REVERSING,), R.REVERSED, checker, "X-R1 X-R4", within=CONFIRM_WITHIN),
    Step("keep", _("不予冲销"), (R.REVERSING,), R.CONFIRMED, checker, "X-R1"),
)
"""Money enters the ledger by two persons; a mistake is put right by a posting against it, never by a change."""

FUND_OPENING = Workflow(
    Step(
        "open",
        _("复核设立"),
        (OpeningState.PROPOSED,),
        OpeningState.OPENED,
        checker,
        "X-R1 E-R10",
        within=CONFIRM_WITHIN,
    ),
    Step("refuse", _("不予设立"), (OpeningState.PROPOSED,), OpeningState.REFUSED, maker | checker, "X-R1"),
)
