"""Proves the ledger: `gonghui ledger_verify`."""

from gonghui.foundation.funds import proofs
from gonghui.foundation.journal.proofs import Proof


class Command(Proof):
    help = "证明账目平衡、与付款和对账一致 proves that the ledger adds up and agrees with payments and the bank"
    proven = "账目平衡,余额无误,与付款、追回、银行对账一致。"

    def breaches(self):
        yield from proofs.breaches()
