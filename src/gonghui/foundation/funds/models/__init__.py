"""Records of money."""

from .batch import BankReturn, PaymentBatch
from .claims import Claim
from .fund import MONEY_ROLES, Fund
from .inquiry import Discrepancy, Inquiry, SampleRound
from .ledger import Account, Line, Posting
from .limits import Limit
from .payment import DONE_WITH, NOT_FOR_BANKS, Payment
from .receipt import FundOpening, Receipt
from .reconciliation import BankLine, BankStatement, Match, MatchedLine, MatchedPosting, Reconciliation
from .recovery import Recovery, Repayment

__all__ = [
    "DONE_WITH",
    "MONEY_ROLES",
    "NOT_FOR_BANKS",
    "Account",
    "BankLine",
    "BankReturn",
    "BankStatement",
    "Claim",
    "Discrepancy",
    "Fund",
    "FundOpening",
    "Inquiry",
    "Limit",
    "Line",
    "Match",
    "MatchedLine",
    "MatchedPosting",
    "Payment",
    "PaymentBatch",
    "Posting",
    "Receipt",
    "Reconciliation",
    "Recovery",
    "Repayment",
    "SampleRound",
]
