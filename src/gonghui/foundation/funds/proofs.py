"""The ledger recomputed: what `ledger_verify` asks of every posting, line, payment, recovery and closed month."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

QUESTION = re.compile(r"^-- (?P<what>.+)\n(?P<select>SELECT [^;]+);$", re.MULTILINE)


def questions() -> list[tuple[str, str]]:
    """What must never be, in words, and the SELECT that says where it is."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    return [(found["what"], found["select"]) for found in QUESTION.finditer(text)]


def breaches(using="owner") -> Iterator[dict]:
    """Whatever in the ledger is not as it must be."""
    with connections[using].cursor() as cursor:
        for what, select in questions():
            cursor.execute(select)
            for (where,) in cursor.fetchall():
                yield {"what": what, "where": where}
