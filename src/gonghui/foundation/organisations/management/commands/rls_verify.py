"""Proves the second wall: `gonghui rls_verify`."""

from gonghui.foundation.journal.proofs import Proof
from gonghui.foundation.organisations import walls


class Command(Proof):
    help = "证明行级安全完好 proves that row-level security stands as declared"
    proven = "行级安全与声明一致。"

    def breaches(self):
        for breach in walls.breaches():
            yield {"what": "row-level security", "where": breach}
