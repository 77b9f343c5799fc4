"""Records of money."""

from .batch import BankReturn, PaymentBatch
from .claims import Claim
from .fund import MONEY_ROLES, Fund
from .limits import Limit
from .payment import DONE_WITH, NOT_FOR_BANKS, Payment

__all__ = [
    "DONE_WITH",
    "MONEY_ROLES",
    "NOT_FOR_BANKS",
    "BankReturn",
    "Claim",
    "Fund",
    "Limit",
    "Payment",
    "PaymentBatch",
]
