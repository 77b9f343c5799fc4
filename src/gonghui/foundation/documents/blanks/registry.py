"""The forms there are: what each is called, which fields it may use, how it looks as shipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NUMBER = "序号"
"""Stands in each row of each list."""


@dataclass(frozen=True)
class Field:
    """A field of a form by the word that stands in the template; a list has fields `within` each of its rows."""

    name: str
    meaning: Any
    sample: str = ""
    within: tuple[Field, ...] = ()

    @property
    def example(self):
        """What it is tried out with: a text, or two rows."""
        return rows([samples(self.within)] * 2) if self.within else self.sample


@dataclass(frozen=True)
class Blank:
    """A form: `layout` is how it is drawn as shipped; an `is_list` form takes many records on one sheet.

    Who prints a `is_personal` form says why, and her name and the time stand at its foot (O.1).
    """

    kind: str
    title: Any
    fields: tuple[Field, ...]
    layout: Any
    is_personal: bool = True
    is_list: bool = False


HEAD = (
    Field("打印人", _("谁打印的"), "王测试"),
    Field("打印单位", _("打印人所在工会"), "金寨县总工会"),
    Field("打印日期", _("打印的日期"), "2021年5月26日"),
)
"""What may stand in the head and foot of every form, and in its text."""

registered: dict[str, Blank] = {}


def register(blank: Blank) -> Blank:
    """Let a form be printed and its template be edited."""
    registered[blank.kind] = blank
    return blank


def choices() -> list[tuple[str, Any]]:
    """Every form there is, for a field of choices."""
    return [(blank.kind, blank.title) for blank in registered.values()]


def title_of(kind: str) -> str:
    return str(registered[kind].title) if kind in registered else kind


def names(fields: tuple[Field, ...]) -> dict:
    """The names that may stand in a template: name -> None, or the names within each row."""
    return {field.name: {NUMBER: None} | names(field.within) if field.within else None for field in fields}


def samples(fields: tuple[Field, ...]) -> dict:
    """What a template is tried out with."""
    return {field.name: field.example for field in fields}


def rows(each: list[dict]) -> list[dict]:
    """Rows of a list with their numbers."""
    return [{NUMBER: str(number)} | row for number, row in enumerate(each, 1)]
