"""The rule books of money: sources, payments and their batches (X-R1, E-R10, E-R13, O.3)."""

from .batches import (
    BATCH,
    REVEALS_A_DAY,
    BatchState,
    PaymentState,
    finance,
    the_authoriser,
    the_checker,
    the_maker,
)
from .ledger import (
    AT_THE_BANK,
    FROM_OUTSIDE,
    FUND_OPENING,
    RECEIPT,
    AccountKind,
    OpeningState,
    PostingKind,
    ReceiptKind,
    ReceiptState,
)
from .reconciling import RECONCILE_EVERY, RECONCILIATION, SheetState, the_reconciler
from .recoveries import RECOVERY, RecoveryState, the_proposer
from .sources import PAYS, Level, Source

__all__ = [
    "AT_THE_BANK",
    "BATCH",
    "FROM_OUTSIDE",
    "FUND_OPENING",
    "PAYS",
    "RECEIPT",
    "RECONCILE_EVERY",
    "RECONCILIATION",
    "RECOVERY",
    "REVEALS_A_DAY",
    "AccountKind",
    "BatchState",
    "Level",
    "OpeningState",
    "PaymentState",
    "PostingKind",
    "ReceiptKind",
    "ReceiptState",
    "RecoveryState",
    "SheetState",
    "Source",
    "finance",
    "the_authoriser",
    "the_checker",
    "the_maker",
    "the_proposer",
    "the_reconciler",
]
