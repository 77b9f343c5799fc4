"""What the calendar does with papers; when is written in config/schedule.py."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions
from .exports import actions as exports


@app.task(name="documents.sweep", queueing_lock="documents.sweep")
def sweep(timestamp: int = 0):
    """Sweep up files that a crash or a rollback left behind."""
    actions.ensure_no_orphans(at=timezone.now())


@app.task(name="documents.produce_exports", queueing_lock="documents.produce_exports", lock="documents.exports")
def produce_exports(timestamp: int = 0):
    """Produce the lists that have been let go, and take away those whose time is over (O.1, T04)."""
    on, at = timezone.localdate(), timezone.now()
    exports.ensure_produced(on=on, at=at)
    exports.ensure_expired(on=on, at=at)
