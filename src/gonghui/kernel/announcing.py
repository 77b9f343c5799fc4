"""The one signal of the house: what was done, changed, read, revealed or imported."""

from django.dispatch import Signal

announced = Signal()
"""Sent inside the transaction with kind (step, edit, read, reveal, import), record, by (a post), on (a date),
name, title and facts (a dict that the journal may keep: never a secret in plain text)."""


def announce(kind, record, *, by, on, name, title, facts=None, step=None):
    """Tell the journal and whoever listens; listeners run in the caller's transaction and may refuse."""
    what = {"kind": kind, "name": name, "title": title, "facts": facts or {}, "step": step}
    announced.send(sender=type(record), record=record, by=by, on=on, **what)
