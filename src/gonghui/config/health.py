"""Whether the work goes on: what a watcher asks of a running installation, and `selfcheck` with it."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from gonghui.foundation.journal.models import Entry, Seal

LONGEST_SILENCE = timedelta(seconds=60)
"""After which a job worker counts as dead: the same as in `jobs.sweep`."""
LONGEST_UNSEALED = timedelta(minutes=5)


def red(at: datetime) -> list[str]:
    """What is not in order: database, jobs, journal. Raises DatabaseError when the database is away."""
    return [name for name, is_well in (
        ("database", takes_and_gives(at)), ("jobs", has_live_worker(at)), ("journal", is_sealed(at))
    ) if not is_well]  # fmt: skip


def takes_and_gives(at: datetime) -> bool:
    """Whether the application writes a row and reads it back."""
    said = at.isoformat()
    cache.set("health", said, 60)
    return cache.get("health") == said


def has_live_worker(at: datetime) -> bool:
    """Whether a job worker has given a sign of life in the last minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        last = cursor.fetchone()[0]
    return last is not None and at - last <= LONGEST_SILENCE


def is_sealed(at: datetime) -> bool:
    """Whether no entry of the journal waits longer than five minutes for its seal."""
    last = Seal.objects.order_by("-pk").values_list("last_id", flat=True).first() or 0
    oldest = Entry.objects.filter(pk__gt=last).order_by("pk").values_list("at", flat=True).first()
    return oldest is None or at - oldest <= LONGEST_UNSEALED
