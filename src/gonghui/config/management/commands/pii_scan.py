"""Proves that no identity number, phone or card lies open: `gonghui pii_scan [FILE …]`."""

import re
from pathlib import Path

from django.conf import settings
from django.db import connections

from gonghui.foundation.journal.proofs import Proof
from gonghui.kernel.identifiers import InvalidIdentifier, fits_luhn, identity_number

DIGITS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?![0-9A-Za-z])")
TEXTS = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
  AND (data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'xml') OR udt_name LIKE '\\_%')
ORDER BY 1, 2, 3
"""
CHUNK = 1 << 20


class Command(Proof):
    help = "查找未加密的个人信息 looks for personal data lying open in tables, logs and files"
    proven = "数据库、日志和文件中没有明文的身份证号、手机号和银行卡号。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="另查的文件 more files to look through")

    def handle(self, *args, files, **options):
        self.files = [*files, *sorted(settings.DATA_FOLDER.rglob("*.log")), Path(settings.JOURNAL_ANCHORS)]
        super().handle(*args, **options)

    def breaches(self):
        yield from self._in_tables()
        for path in self.files:
            if path.is_file():
                yield from self._in_file(path)

    def _in_tables(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute(TEXTS)
            for schema, table, column in cursor.fetchall():
                cursor.execute(
                    f'SELECT "{column}"::text FROM "{schema}"."{table}" WHERE "{column}"::text ~ %s', [r"\d{11}"]
                )
                if kinds := {kind for (text,) in cursor for kind in personal(text)}:
                    yield {"what": "、".join(sorted(kinds)), "where": f"{table}.{column}"}

    def _in_file(self, path):
        with path.open(encoding="utf-8", errors="replace") as file:
            tail = ""
            while chunk := file.read(CHUNK):
                if kinds := personal(tail + chunk):
                    yield {"what": "、".join(sorted(kinds)), "where": str(path)}
                    return
                tail = chunk[-20:]


def personal(text: str) -> set[str]:
    """The kinds of personal number that stand open in a text."""
    return {kind for found in DIGITS.findall(text) if (kind := _kind(found))}


def _kind(found: str) -> str | None:
    if len(found) == 11:
        return "mobile"
    try:
        identity_number(found)
        return "identity number"
    except InvalidIdentifier:
        return "bank card" if found.isdigit() and found[0] in "3456" and fits_luhn(found) else None
