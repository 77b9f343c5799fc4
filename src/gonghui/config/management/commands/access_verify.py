"""Proves who may see which page: `gonghui access_verify [--write]`."""

from difflib import unified_diff
from pathlib import Path

from gonghui.config import access
from gonghui.foundation.journal.proofs import Proof

GOLDEN = Path(access.__file__).with_name(access.GOLDEN)


class Command(Proof):
    help = "证明谁能打开哪个页面 proves that pages open to whom the access matrix says"
    proven = "所有页面都已声明,且与准入表一致。"

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="按现行规则重写准入表 write the matrix anew")

    def handle(self, *args, write, **options):
        if write:
            GOLDEN.write_text("\n".join(access.matrix()) + "\n", encoding="utf-8")
        super().handle(*args, **options)

    def breaches(self):
        for name in access.undeclared():
            yield {"what": "a page declares nothing", "where": name}
        golden = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []
        for line in unified_diff(golden, access.matrix(), lineterm="", n=0):
            if line[:1] in "+-" and line[:3] not in ("+++", "---"):
                yield {"what": "differs from the access matrix", "where": line}
