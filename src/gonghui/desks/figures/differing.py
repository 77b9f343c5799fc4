"""Differences between sealed months and the records as they are now: figure, unit, month, old, new, and which records.

A record that a sealed month has counted stays with the unit that held it then, wherever its file has gone since; a
stock whose records only stand with other units now does not differ. Only what came, went or is valued anew does.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from gonghui.kernel.indicators import Stock, countable
from gonghui.kernel.periods import Period

from . import counting, sealing, trees
from .counting import Own
from .models import Cell, Counted, SealedMonth
from .sealing import NUMBERS, Row


@dataclass
class Sealed:
    """What the cells of a figure in a month hold now, all rows added."""

    own: dict[int, Own] = field(default_factory=dict)
    digests: dict[int, str] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)


def differences(months: Iterable[Period]) -> list[Row]:
    """For each figure, unit and locked month where records and cells differ: the rows that would make them equal."""
    locked = sorted(months)
    figures = {figure.code: figure for figure in countable()}
    now = defaultdict(list)
    for each in counting.counted(figures.values(), locked, keys=True):
        now[each.figure, each.month].append(each)
    sealed = _sealed(locked)
    tree_of = {each.start: tree for each, tree in _trees(locked)}
    found: list[Row] = []
    for code, month in sorted({*now, *sealed}):
        if code in figures:
            own, held = now[code, month], sealed[code, month]
            own = _placed(figures[code], own, held, month, sealed, locked)
            found += _rows(figures[code], own, held, tree_of[month], month)
    return found


def _trees(months):
    by_day = trees.of_days([month.last_day for month in months])
    return [(month, by_day[month.last_day]) for month in months]


def _sealed(months) -> dict[tuple[str, date], Sealed]:
    found: dict[tuple[str, date], Sealed] = defaultdict(Sealed)
    records = SealedMonth.objects.of(months)
    starts = {record.pk: record.period.start for record in records}
    cells = Cell.objects.filter(month__in=starts)
    sums = cells.values("figure", "month", "unit").annotate(**{f"sum_{name}": Sum(name) for name in NUMBERS})
    for each in sums.order_by("figure", "month", "unit"):
        row = Row(each["figure"], each["unit"], starts[each["month"]])
        for name in NUMBERS:
            setattr(row, name, each[f"sum_{name}"])
        found[row.figure, row.month].rows[row.unit] = row
    for figure, month, unit, own, total in cells.order_by("pk").values_list(
        "figure", "month", "unit", "own_digest", "total_digest"
    ):
        row = found[figure, starts[month]].rows[unit]
        row.own_digest, row.total_digest = own, total
    kept = Counted.objects.filter(cell__month__in=starts).order_by("pk")
    for figure, month, unit, keys, gone in kept.values_list(
        "cell__figure", "cell__month", "cell__unit", "keys", "gone"
    ):
        units = found[figure, starts[month]].units
        for key in gone:
            if units.get(key) == unit:
                del units[key]
        units |= dict.fromkeys(keys, unit)
    return found


# Records stay where they were counted


def _placed(figure, own, held, month, sealed, locked) -> list[Own]:
    """What units hold now, each record with the unit that a sealed month counted it for."""
    if isinstance(figure, Stock):
        return own
    unit_of = {key: each.unit for each in own for key in each.keys}
    if not any(held.units.get(key, unit) != unit for key, unit in unit_of.items()):
        return own
    values = _values(figure, unit_of)
    numbers, records, keys = Counter(), Counter(), defaultdict(list)
    for key, unit in unit_of.items():
        at = held.units.get(key, unit)
        numbers[at] += values[key]
        records[at] += 1
        keys[at].append(key)
    return [Own(figure.code, unit, month, numbers[unit], records[unit], sorted(keys[unit])) for unit in sorted(records)]


def _values(figure, keys) -> dict[int, int]:
    """What each record adds to the figure, in the raw unit."""
    records = figure.records().filter(pk__in=keys).order_by()
    return dict(records.values("pk").annotate(number_of=figure.measure).values_list("pk", "number_of"))


# Rows that hold the difference


def _rows(figure, own, held, tree, month) -> list[Row]:
    fresh = {row.unit: row for row in sealing.with_totals(own, {month: tree})}
    if isinstance(figure, Stock) and _only_moved(fresh, held, tree):
        return []
    nothing = sealing.digest_of_keys([])
    found = []
    for unit in sorted({*fresh, *held.rows}):
        before = held.rows.get(unit) or Row(figure.code, unit, month, own_digest=nothing, total_digest=nothing)
        after = fresh.get(unit) or Row(figure.code, unit, month, own_digest=nothing, total_digest=nothing)
        if _said(before) != _said(after):
            found.append(_difference(before, after, held, figure))
    return found


def _only_moved(fresh, held, tree) -> bool:
    """Whether the same records hold in the whole city, and only stand with other units."""
    tops = [unit for unit, parent in tree.parents.items() if parent is None]
    return bool(held.rows) and all(
        unit in held.rows and _whole(fresh.get(unit)) == _whole(held.rows[unit])
        for unit in tops
        if unit in fresh or unit in held.rows
    )


def _whole(row):
    return row and (row.total, row.total_records, row.total_digest)


def _said(row) -> tuple:
    return (*row.numbers(), row.own_digest, row.total_digest)


def _difference(before, after, held, figure) -> Row:
    row = Row(after.figure, after.unit, after.month)
    for name in NUMBERS:
        setattr(row, name, getattr(after, name) - getattr(before, name))
    row.own_digest, row.total_digest = after.own_digest, after.total_digest
    if not isinstance(figure, Stock):
        kept = {key for key, unit in held.units.items() if unit == after.unit}
        row.keys, row.gone = sorted({*after.keys} - kept), sorted(kept - {*after.keys})
    return row


# As they are told


def told(rows: list[Row], months: Iterable[Period]) -> list[dict]:
    """Differences as a restatement keeps them: names of months, ids of units, old and new in the raw unit."""
    before = _totals(months)
    lines = []
    for row in rows:
        own, total = before.get((row.figure, row.unit, row.month), (0, 0))
        line = {"figure": row.figure, "unit": row.unit, "month": f"{row.month:%Y-%m}"}
        line |= {"own": [own, own + row.own], "total": [total, total + row.total]}
        line |= {"records": [row.own_records, row.total_records], "new": row.keys, "gone": row.gone}
        lines.append(line | {"digests": [row.own_digest, row.total_digest]})
    return lines


def _totals(months) -> dict:
    cells = Cell.objects.filter(month__in=SealedMonth.objects.of(months)).values("figure", "unit", "month__number")
    sums = cells.annotate(a=Sum("own"), b=Sum("total")).order_by("figure", "unit", "month__number")
    return {
        (each["figure"], each["unit"], Period.named(each["month__number"]).start): (each["a"], each["b"])
        for each in sums
    }


def digest(lines: list[dict]) -> str:
    """SHA-256 over differences as they are told."""
    return hashlib.sha256(json.dumps(lines, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
