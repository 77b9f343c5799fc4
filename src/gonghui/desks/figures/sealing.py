"""Rows of cells and their digests, and the chain of seals over them (N-R7, X-R11).

A row's digest is over all it says and over the text of its definition; a seal's over the rows of a month or of a
restatement, in order of month, figure and unit, and over the seal before. `seal_verify` reckons both anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from gonghui.kernel.indicators import countable
from gonghui.kernel.periods import Period

from . import counting, trees
from .counting import Own
from .models import Cell, Counted, Seal, SealedMonth

GENESIS = "0" * 64
NUMBERS = ("own", "total", "own_records", "total_records")


@dataclass
class Row:
    """What a cell will say: numbers in the raw unit, and the keys behind them."""

    figure: str
    unit: int
    month: date
    own: int = 0
    total: int = 0
    own_records: int = 0
    total_records: int = 0
    keys: list[int] = field(default_factory=list)
    all_keys: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    own_digest: str = ""
    total_digest: str = ""

    @property
    def place(self) -> tuple:
        return self.month, self.figure, self.unit

    def numbers(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in NUMBERS)


def rows_of(month: Period, sealed: Iterable[Period]) -> list[Row]:
    """The rows of a month as the records stand now, in order of figure and unit; none where all is zero."""
    own = counting.counted(countable(), [month], sealed, keys=True)
    tree = trees.of_days([month.last_day])[month.last_day]
    return with_totals(own, {month.start: tree})


def with_totals(own: list[Own], tree_of: dict[date, trees.Tree]) -> list[Row]:
    """A row for every unit that holds something, itself or below it, under the tree of the month's last day."""
    found: dict[tuple, Row] = {}
    for each in own:
        for unit in tree_of[each.month].above(each.unit):
            row = found.setdefault((each.month, each.figure, unit), Row(each.figure, unit, each.month))
            row.total += each.number
            row.total_records += each.records
            row.all_keys += each.keys
            if unit == each.unit:
                row.own, row.own_records, row.keys = each.number, each.records, each.keys
    for row in found.values():
        row.own_digest, row.total_digest = digest_of_keys(row.keys), digest_of_keys(row.all_keys)
    return [found[place] for place in sorted(found)]


def digest_of_keys(keys: Iterable[int]) -> str:
    """SHA-256 over sorted primary keys, parted by commas."""
    return hashlib.sha256(",".join(map(str, sorted(keys))).encode()).hexdigest()


def digest_of_rows(rows: list[Row]) -> str:
    """What a person has looked at, as one digest."""
    said = [[*row.place[1:], str(row.month), *row.numbers(), row.own_digest, row.total_digest] for row in rows]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


# Cells


def keep(rows: list[Row], months: dict[date, SealedMonth], definitions: dict, restatement=None) -> list[Cell]:
    """Write rows as cells; for flows with the keys they count."""
    cells = [_cell(row, months[row.month], definitions[row.figure], restatement) for row in rows]
    Cell.objects.bulk_create(cells, batch_size=2000)
    kinds = {figure.code: figure.kind for figure in countable()}
    counted = [
        Counted(cell=cell, keys=sorted(row.keys), gone=sorted(row.gone))
        for row, cell in zip(rows, cells, strict=True)
        if kinds[row.figure] == "flow" and (row.keys or row.gone)
    ]
    Counted.objects.bulk_create(counted, batch_size=2000)
    return cells


def _cell(row, month, definition, restatement) -> Cell:
    cell = Cell(month=month, figure=row.figure, unit_id=row.unit, restatement=restatement)
    cell.version, cell.unit_word = definition.version, definition.unit_word
    for name in (*NUMBERS, "own_digest", "total_digest"):
        setattr(cell, name, getattr(row, name))
    cell.digest = digest_of_cell(cell, definition)
    return cell


def digest_of_cell(cell: Cell, definition) -> str:
    """SHA-256 over what a cell says and what its figure meant."""
    told = [cell.month_id, cell.figure, cell.version, cell.unit_word, cell.unit_id, cell.restatement_id]
    told += [getattr(cell, name) for name in (*NUMBERS, "own_digest", "total_digest")]
    told += [definition.name, definition.text, definition.kind, definition.dated_by, definition.distinct]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


# The chain


def hold_the_chain() -> None:
    """One seal after another: whoever adds one waits for the other to be done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('figures.seal'))")


def add_seal(cells: list[Cell], *, month=None, restatement=None) -> Seal:
    """Chain a seal over these cells to the seal before."""
    last = Seal.objects.order_by("pk").last()
    previous = last.digest if last else GENESIS
    digest = digest_of_seal(previous, (month or restatement).number, [cell.digest for cell in cells])
    return Seal.objects.create(month=month, restatement=restatement, rows=len(cells), previous=previous, digest=digest)


def digest_of_seal(previous: str, number: str, digests: list[str]) -> str:
    """SHA-256 over the seal before, what is sealed, and its rows in order."""
    return hashlib.sha256("\n".join([previous, number, *digests]).encode()).hexdigest()
