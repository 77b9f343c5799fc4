"""Numbers of records: H-2021-0017. Given out in order by the database; a number is never given twice."""

import re

from django.db import connection


def next_number(prefix: str, year: int) -> str:
    """The next number `PREFIX-year-NNNN`; a gap means that a transaction was rolled back."""
    stem = f"{prefix}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_number(%s)", [stem])
        return f"{stem}{cursor.fetchone()[0]:04d}"


def is_number(text: str) -> bool:
    """Whether `text` has the form of a record's number."""
    return re.fullmatch(r"[A-Z]{1,3}-\d{4}-\d{4,}", text) is not None
