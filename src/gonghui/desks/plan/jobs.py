"""What the calendar does with plans; when is written in config/schedule.py. May run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions import reminding


@app.task(name="plan.remind", queueing_lock="plan.remind", lock="plan.remind")
def remind(timestamp: int = 0):
    """Remind counties and owners of what falls due soon (N-R3)."""
    reminding.ensure_reminded(on=timezone.localdate())
