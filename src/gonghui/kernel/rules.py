"""Who may: small named questions about a post and a record, combined with | and &."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """A yes-or-no question about the post `by` and a record; `title` is how a person says it."""

    name: str
    holds: Callable[[Any, Any], bool]
    title: Any = ""

    def __call__(self, by, record) -> bool:
        return self.holds(by, record)

    def __or__(self, other: Rule) -> Rule:
        return Rule(f"{self.name} or {other.name}", lambda b, r: self(b, r) or other(b, r), f"{self}或{other}")

    def __and__(self, other: Rule) -> Rule:
        return Rule(f"{self.name} and {other.name}", lambda b, r: self(b, r) and other(b, r), f"{self},且{other}")

    def __str__(self):
        return str(self.title or self.name)


def rule(title: Any):
    """Make a function of (by, record) a rule that reads as `title` on pages."""

    def named(holds) -> Rule:
        return Rule(holds.__name__.replace("_", " "), holds, title)

    return named
