"""What the calendar does with notices and messages; when is written in config/schedule.py."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gonghui.foundation.accounts.actions import system_post

from . import actions, sending


@app.task(name="notices.send", queueing_lock="notices.send", lock="notices.send")
def send(timestamp: int = 0):
    """Ring the phones of people who have new messages."""
    sending.ensure_sent(at=timezone.now())


@app.task(name="notices.close_passed", queueing_lock="notices.close_passed")
def close_passed(timestamp: int = 0):
    """Close the notices that have run their days (X-R8)."""
    actions.ensure_closed(by=system_post("calendar"), on=timezone.localdate())


@app.task(name="notices.take_down", queueing_lock="notices.take_down")
def take_down(timestamp: int = 0):
    """Take old notices off the board (X-R10)."""
    actions.ensure_taken_down(by=system_post("calendar"), on=timezone.localdate())
