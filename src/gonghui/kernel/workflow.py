"""Workflows as tables: which step leads where, who may take it, how soon, and on what authority."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from .announcing import announce
from .refusals import NotEntitled, WrongState
from .rules import Rule

WHERE_IT_WAS = "where it was"
"""The target of a step that puts a returned record back where it was returned from (X-R5)."""
STAYS = "stays"
"""The target of a step that changes the record and not its state: a correction, a second opinion (X-R4)."""


@dataclass(frozen=True)
class Step:
    """One line of a rule book.

    `within` is a dated policy (`.on(date)` gives working days) for taking it once a state in `since` is reached;
    `pauses` stops the clock (X-R5); a `quiet` step has no button: another step or a job takes it.
    """

    name: str
    title: Any
    since: tuple
    to: Any
    by: Rule
    cites: str
    within: Any = None
    pauses: bool = False
    quiet: bool = False

    def require(self, record, by) -> None:
        """Raise WrongState or NotEntitled when this step is not open to `by` on `record`."""
        if record.state not in self.since:
            raise WrongState(step=self.title, record=record, state=record.get_state_display())
        if not self.by(by, record):
            raise NotEntitled(step=self.title, needs=self.by)


class Workflow:
    """The steps of one kind of record; a program's rule book."""

    def __init__(self, *steps: Step):
        self.steps = {step.name: step for step in steps}
        self.actions: dict[str, Any] = {}

    def __getitem__(self, name) -> Step:
        return self.steps[name]

    def open_to(self, by, record) -> list[Step]:
        """The steps this post may take on this record now: the buttons on the page."""
        return [s for s in self.steps.values() if record.state in s.since and not s.quiet and s.by(by, record)]

    def next_of(self, state) -> list[Step]:
        """The steps with a deadline that start from `state`: what is expected next, and within what."""
        return [s for s in self.steps.values() if state in s.since and s.within]

    def action(self, body):
        """Make `body` the way this workflow takes the step of the same name.

        The action takes (record, *, by, on, **facts), where `by` is a post and `on` the day that counts. It raises
        WrongState, NotEntitled and what the body refuses, and then leaves everything as it was.
        """
        step = self.steps[body.__name__]

        @functools.wraps(body)
        def take(record, *, by, on: date, **facts):
            with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):  # what is kept is in one language
                record.refresh_from_db(from_queryset=type(record).objects.select_for_update())
                step.require(record, by)
                kept = body(record, by=by, on=on, **facts)
                self._move(record, step, on)
                record.save()
                told = {"name": step.name, "title": step.title, "facts": facts if kept is None else kept}
                announce("step", record, by=by, on=on, step=step, **told)
            return record

        self.actions[step.name] = take
        return take

    def _move(self, record, step, on) -> None:
        if step.to == WHERE_IT_WAS:
            record.resume(on)
        elif step.pauses:
            record.pause(self.next_of(step.to), on)
            record.state = step.to
        elif step.to != STAYS:
            record.state = step.to
            record.expect(self.next_of(step.to), on)

    def as_table(self) -> list[tuple[str, ...]]:
        """The rule book as rows: step, from, to, who, within, authority."""
        return [
            (s.name, s.title, "/".join(s.since), s.to, s.by.name, s.within.name if s.within else "", s.cites)
            for s in self.steps.values()
        ]

    def as_mermaid(self) -> str:
        """The rule book as a state diagram."""
        moves = [step for step in self.steps.values() if step.to not in (WHERE_IT_WAS, STAYS)]
        arrows = [f"    {since} --> {step.to}: {step.title}" for step in moves for since in step.since]
        return "\n".join(["stateDiagram-v2", *arrows])
