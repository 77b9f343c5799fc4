"""Policies as rule books name them: a default from the rule book, and dated editions that the office enters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from . import remembering


def _editions():
    return apps.get_model("policies", "Edition").objects


registry: dict[str, Policy] = {}


@dataclass(frozen=True)
class Policy:
    """A number or word that the year decides: `value` is the rule book's default, `unit` its unit, `cites` its rule."""

    name: str
    value: Any
    title: Any
    unit: Any
    cites: str

    def __post_init__(self):
        registry[self.name] = self

    def on(self, day: date, area=None) -> Any:
        """The value in force on `day`, for the area itself or the nearest area above it, else the default."""
        known = remembering.known()
        row = known(self.name, day, area) if known else _editions().in_force(self.name, day, area)
        return self.value if row is None else self.read(row)

    def read(self, text: str) -> Any:
        """A stored value in the type of the default."""
        if isinstance(self.value, bool):
            return text == "true"
        return type(self.value)(Decimal(text)) if isinstance(self.value, int | Decimal) else text
