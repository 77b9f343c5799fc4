"""Proves the journal: `gonghui journal_verify`."""

from dataclasses import asdict

from gonghui.foundation.journal import sealing
from gonghui.foundation.journal.proofs import Proof


class Command(Proof):
    help = "证明日志未被改动 proves that journal and records are as they were written"
    proven = "日志封存完好,记录与日志一致。"

    def breaches(self):
        sealing.seal()
        for fault in sealing.faults():
            yield asdict(fault)
