"""Proves the seals: `gonghui seal_verify`."""

from gonghui.foundation.journal.proofs import Proof

from ... import proofs


class Command(Proof):
    help = "证明封存数未被改动 proves that sealed figures are as they were sealed and restated"
    proven = "封存数与封条、记录集、口径、日志一致;送封与封存、提出与核准各为两人。"

    def breaches(self):
        yield from proofs.breaches()
