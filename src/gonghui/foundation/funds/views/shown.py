"""How batches and payments look everywhere: tones of states."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.columns import Column

from ..rulebook import BatchState, OpeningState, PaymentState, ReceiptState, RecoveryState, SheetState

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
RECEIPT_TONES = {
    ReceiptState.ENTERED: "blue",
    ReceiptState.CONFIRMED: "green",
    ReceiptState.REFUSED: "red",
    ReceiptState.REVERSING: "orange",
    ReceiptState.REVERSED: "grey",
}
OPENING_TONES = {OpeningState.PROPOSED: "blue", OpeningState.OPENED: "green", OpeningState.REFUSED: "red"}
RECOVERY_TONES = {
    RecoveryState.PROPOSED: "blue",
    RecoveryState.CONFIRMED: "orange",
    RecoveryState.SETTLED: "green",
    RecoveryState.GIVEN_UP: "grey",
    RecoveryState.REFUSED: "red",
}
SHEET_TONES = {SheetState.DRAFT: "blue", SheetState.MADE: "azure", SheetState.CLOSED: "green"}
RECEIPT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=RECEIPT_TONES)
OPENING_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=OPENING_TONES)
RECOVERY_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=RECOVERY_TONES)
SHEET_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=SHEET_TONES)
