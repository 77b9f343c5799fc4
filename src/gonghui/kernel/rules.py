"""Who may: small named questions about a post and a record, combined with | and &."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """A yes-or-no question about the post `by` and a record; `title` is how a person says it."""

    name: str
    holds: Callable[[Any, Any], bool]
    title: Any = ""

    def __call__(self, by, record) -> bool:
        return self.holds(by, record)

    def __or__(self, other: Rule) -> Rule:
        return Rule(f"{self.name} or {other.name}", lambda b, r: self(b, r) or other(b, r), either(self, other))

    def __and__(self, other: Rule) -> Rule:
        title = format_lazy(_("{a},且{b}"), a=self, b=other)
        return Rule(f"{self.name} and {other.name}", lambda b, r: self(b, r) and other(b, r), title)

    def __str__(self):
        return str(self.title or self.name)


def either(*titles):
    """Several titles as one, read in the language of the reader: “甲或乙”."""
    return reduce(lambda a, b: format_lazy(_("{a}或{b}"), a=a, b=b), titles)


def rule(title: Any):
    """Make a function of (by, record) a rule that reads as `title` on pages."""

    def named(holds) -> Rule:
        return Rule(holds.__name__.replace("_", " "), holds, title)

    return named
