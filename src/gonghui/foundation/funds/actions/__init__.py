"""What is done with money: payments are entered, batched, checked, authorised, sent, and answered by the bank."""

from . import beginnings, matching, openings, receipts, reconciling, recoveries, statements
from .answers import import_return
from .batches import (
    authorise,
    cancel,
    check,
    ensure_all_sent,
    ensure_sent,
    open_bank_file,
    open_totals_file,
    prepare,
    send,
    send_back,
    settle,
)
from .payments import cancel_payment, ensure_payment
from .persons import name_a_hand

__all__ = [
    "authorise",
    "beginnings",
    "cancel",
    "cancel_payment",
    "check",
    "ensure_all_sent",
    "ensure_payment",
    "ensure_sent",
    "import_return",
    "matching",
    "name_a_hand",
    "open_bank_file",
    "open_totals_file",
    "openings",
    "prepare",
    "receipts",
    "reconciling",
    "recoveries",
    "send",
    "send_back",
    "settle",
    "statements",
]
