"""What the calendar does in hardship aid; when is written in config/schedule.py. All may run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions import helping, rechecking, season_reminders


@app.task(name="hardship.remind_helpers", queueing_lock="hardship.remind_helpers", lock="hardship.remind_helpers")
def remind_helpers(timestamp: int = 0):
    """Tell helpers, before the day and once a month, whom they have yet to visit (E-R15)."""
    helping.ensure_reminded(on=timezone.localdate())


@app.task(name="hardship.remind_rechecks", queueing_lock="hardship.remind_rechecks", lock="hardship.remind_rechecks")
def remind_rechecks(timestamp: int = 0):
    """Tell the counties' operators which files are soon to be rechecked (E, States)."""
    rechecking.ensure_rechecks_reminded(on=timezone.localdate())


@app.task(name="hardship.remind_seasons", queueing_lock="hardship.remind_seasons", lock="hardship.remind_seasons")
def remind_seasons(timestamp: int = 0):
    """Remind offices of a season of 四季送 that is about to open (E-R16)."""
    season_reminders.ensure_reminded(on=timezone.localdate())
