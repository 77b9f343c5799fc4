"""What the calendar does with papers; when is written in config/schedule.py."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions


@app.task(name="documents.sweep", queueing_lock="documents.sweep")
def sweep(timestamp: int = 0):
    """Sweep up files that a crash or a rollback left behind."""
    actions.ensure_no_orphans(at=timezone.now())
