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
from .sources import PAYS, Source

__all__ = [
    "BATCH",
    "PAYS",
    "REVEALS_A_DAY",
    "BatchState",
    "PaymentState",
    "Source",
    "finance",
    "the_authoriser",
    "the_checker",
    "the_maker",
]
