"""What the system does with batches; when is written in config/schedule.py. Arguments are ids; all may run twice."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gonghui.foundation.accounts.actions import system_post

from . import actions
from .actions import inquiring


@app.task(name="funds.send_batch", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def send_batch(batch_id: int):
    """Write the bank file of an authorised batch (O.3)."""
    actions.ensure_sent(batch_id, by=system_post("payments"), on=timezone.localdate())


@app.task(name="funds.send_waiting", queueing_lock="funds.send_waiting", lock="funds.send_waiting")
def send_waiting(timestamp: int = 0):
    """Write the files of authorised batches whose own job was lost with its worker (T11)."""
    actions.ensure_all_sent(by=system_post("payments"), on=timezone.localdate())


@app.task(name="funds.turn_to_phone", queueing_lock="funds.turn_to_phone", lock="funds.turn_to_phone")
def turn_to_phone(timestamp: int = 0):
    """Hand inquiries that were not answered in time to the auditors' phone (E-R13)."""
    inquiring.ensure_turned_to_phone(on=timezone.localdate())
