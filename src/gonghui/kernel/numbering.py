"""Numbers of records: H-2021-0017. Given out in order by the database; a number is never given twice."""

from django.db import connection


def next_number(prefix: str, year: int) -> str:
    """The next number `PREFIX-year-NNNN`; a gap means that a transaction was rolled back."""
    stem = f"{prefix}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_number(%s)", [stem])
        return f"{stem}{cursor.fetchone()[0]:04d}"


def next_numbers(prefix: str, year: int, count: int) -> list[str]:
    """So many numbers `PREFIX-year-NNNN` at once, in order."""
    stem = f"{prefix}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_number(%s) FROM generate_series(1, %s)", [stem, count])
        return sorted(f"{stem}{row[0]:04d}" for row in cursor.fetchall())
