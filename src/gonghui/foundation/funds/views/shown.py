"""How batches and payments look everywhere: tones of states."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.columns import Column

from ..rulebook import BatchState, PaymentState

BATCH_TONES = {
    BatchState.DRAFT: "blue",
    BatchState.CHECKED: "azure",
    BatchState.AUTHORISED: "orange",
    BatchState.SENT: "purple",
    BatchState.SETTLED: "green",
    BatchState.CANCELLED: "grey",
}
PAYMENT_TONES = {
    PaymentState.PENDING: "blue",
    PaymentState.BATCHED: "azure",
    PaymentState.SENT: "purple",
    PaymentState.PAID: "green",
    PaymentState.RETURNED: "red",
    PaymentState.CANCELLED: "grey",
}
BATCH_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=BATCH_TONES)
PAYMENT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=PAYMENT_TONES)
