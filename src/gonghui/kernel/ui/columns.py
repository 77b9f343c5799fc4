"""Columns: what a list, a record and a workbook show of a record, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Manager
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

NOTHING = "—"


@dataclass(frozen=True)
class Cell:
    """One value as it is shown."""

    title: str
    text: str
    tone: str = ""
    href: str = ""
    reveal: str = ""
    narrow: str = "row"
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class Head:
    """The head of a column in a list: its title, the order it offers next, and the order it is in."""

    title: str
    is_number: bool
    sort: str = ""
    order: str = ""


@dataclass(frozen=True)
class Column:
    """One value of a record: where it is (`unit.short_name`, a method, `due_on`), what it is called, how it looks.

    `kind`: text, money (fen, shown in yuan), number, or state (a chip, its tone from `tones`). `sort`: the order it
    offers. `narrow`: its place in a card at 390 px: title, state, left, right, row, hide. `reveal`: a masked value that
    may be asked for, with the name of the page that asks why.
    """

    path: str
    title: Any
    kind: str = "text"
    sort: str = ""
    link: bool = False
    narrow: str = "row"
    tones: Mapping[Any, str] = field(default_factory=dict)
    reveal: str = ""
    wide: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in ("money", "number")

    def value(self, record):
        """The value itself; None where the way to it ends."""
        for name in self.path.split("."):
            shown = getattr(record, f"get_{name}_display", None)
            record = shown if shown and self.kind != "state" else getattr(record, name, None)
            if callable(record) and not isinstance(record, Manager):
                record = record()
        return record

    def text(self, record) -> str:
        """The value in words: masked where it is secret."""
        value = self.value(record)
        if self.kind == "state":
            return str(getattr(record, f"get_{self.path}_display")())
        if self.kind == "money" and value is not None:
            return f"{Decimal(value) / 100:,.2f}"
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "Y-m-d H:i")
        if isinstance(value, date):
            return date_format(value, "Y-m-d")
        return NOTHING if value is None or str(value) == "" else str(value)

    def cell(self, record, *, href="", reveal="") -> Cell:
        tone = self.tones.get(self.value(record), "grey") if self.kind == "state" else ""
        text, narrow = self.text(record), self.narrow
        return Cell(self.title, text, tone, href, reveal, narrow, is_number=self.is_number, is_wide=self.wide)

    def cell_in_list(self, record) -> Cell:
        """The cell of a row, which leads to the record where the column is its link."""
        return self.cell(record, href=record.get_absolute_url() if self.link else "")

    def exported(self, record):
        """The value for a workbook: whole fen and numbers as such, all else in words."""
        return self.value(record) if self.is_number else self.text(record)

    def head(self, sort) -> Head:
        """The head of this column in a list that is sorted by `sort`."""
        if not self.sort:
            return Head(self.title, self.is_number)
        order = {self.sort: "ascending", f"-{self.sort}": "descending"}.get(sort, "")
        return Head(self.title, self.is_number, f"-{self.sort}" if order == "ascending" else self.sort, order)


@dataclass(frozen=True)
class Section:
    """Columns of a record under one heading."""

    title: Any
    columns: tuple[Column, ...]
