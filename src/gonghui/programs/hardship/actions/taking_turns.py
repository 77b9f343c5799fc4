"""Who puts people on file takes turns with who else does: one person, one active file, and no deadlock (E-R6).

Two households with the same two people, approved at one instant, would each hold what the other waits for. So each
first takes the turn of every one of its people, in one order; the one who comes later then meets a constraint.
"""

from collections.abc import Iterable

from django.db import connection

ALL = "hardship: everybody on file"


def take_turns(indexes: Iterable[str | None]) -> None:
    """Wait for who else puts one of these people (blind indexes) on file, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [ALL])
        for index in sorted({*filter(None, indexes)}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"on file: {index}"])


def take_every_turn() -> None:
    """Wait for whoever puts anybody on file: a workbook of thousands asks for everybody at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ALL])
