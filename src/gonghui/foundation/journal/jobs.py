"""What the calendar does with the journal; when is written in config/schedule.py."""

from procrastinate.contrib.django import app

from . import sealing


@app.task(name="journal.seal", queueing_lock="journal.seal")
def seal(timestamp: int = 0):
    """Seal what was written since the last seal."""
    sealing.seal()
