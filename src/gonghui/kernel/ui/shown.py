"""Small shapes that skeletons draw: where one is, what happened, what is next, how many stand where, a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Crumb:
    """A place on the way to a page; the last one has no address."""

    title: Any
    url: str = ""


@dataclass(frozen=True)
class Moment:
    """One line of a timeline; `state` is done, now, next or stopped."""

    title: str
    who: str = ""
    at: datetime | date | None = None
    note: str = ""
    state: str = "done"


@dataclass(frozen=True)
class StepLink:
    """A button that leads to the page of a step; the main one is the step that is awaited."""

    title: Any
    url: str
    is_main: bool = True


@dataclass(frozen=True)
class StateCount:
    """How many records of a list stand in a state."""

    value: str
    title: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Figure:
    """A figure on top of a board: shown value and unit word, its own target, and the list of records it opens.

    `standing` is met, short or far: how the figure stands against its own target.
    """

    title: str
    icon: str
    shown: str
    unit: str
    href: str
    target: str = ""
    share: str = ""
    standing: str = "met"
