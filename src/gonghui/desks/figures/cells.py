"""Values of closed months, read from cells: few statements, however many figures, months and unions are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from gonghui.kernel.periods import Period

from .models import SealedMonth

THEN = """
SELECT c.figure, c.unit_id, m.number, sum(c.total)::bigint, sum(c.total_records)::bigint,
  bool_or(c.restatement_id IS NOT NULL), string_agg(c.digest, '' ORDER BY c.id)
FROM figures_cell c JOIN figures_sealedmonth m ON m.id = c.month_id
WHERE m.number = ANY(%(months)s) AND c.unit_id = ANY(%(units)s) AND c.figure = ANY(%(figures)s)
GROUP BY c.figure, c.unit_id, m.number
"""
TODAY = """
SELECT c.figure, asked.id, m.number, sum(c.own)::bigint, sum(c.own_records)::bigint,
  bool_or(c.restatement_id IS NOT NULL), string_agg(c.digest, '' ORDER BY c.id)
FROM organisations_unit asked JOIN organisations_unit u ON u.position BETWEEN asked.position AND asked.last
  JOIN figures_cell c ON c.unit_id = u.id JOIN figures_sealedmonth m ON m.id = c.month_id
WHERE m.number = ANY(%(months)s) AND asked.id = ANY(%(units)s) AND c.figure = ANY(%(figures)s)
GROUP BY c.figure, asked.id, m.number
"""
OWN = """
SELECT c.figure, c.unit_id, m.number, sum(c.own)::bigint, sum(c.own_records)::bigint,
  bool_or(c.restatement_id IS NOT NULL), string_agg(c.digest, '' ORDER BY c.id)
FROM figures_cell c JOIN figures_sealedmonth m ON m.id = c.month_id
WHERE m.number = ANY(%(months)s) AND c.unit_id = ANY(%(units)s) AND c.figure = ANY(%(figures)s)
GROUP BY c.figure, c.unit_id, m.number
"""
GRID = """
SELECT m.number, c.unit_id, array_agg(c.figure), array_agg(c.total)
FROM figures_cell c JOIN figures_sealedmonth m ON m.id = c.month_id
WHERE m.number = ANY(%(months)s) AND c.unit_id = ANY(%(units)s)
GROUP BY m.number, c.unit_id
"""
WAYS = {"then": THEN, "today": TODAY, "own": OWN}


@dataclass
class Held:
    """What cells give for a figure of a unit in a month: raw number, records, and whether it was restated."""

    number: int = 0
    records: int = 0
    restated: bool = False
    digests: list[str] = field(default_factory=list)


NOTHING_HELD = Held()


def held(figures: Iterable[str], units: Iterable[int], months: Iterable[Period], tree: str) -> dict[tuple, Held]:
    """By (figure, unit, first day of the month); what is zero is not there. `tree` is then, today, or own."""
    asked = {"months": [each.name for each in months], "units": list(units), "figures": list(figures)}
    with connection.cursor() as cursor:
        cursor.execute(WAYS[tree], asked)
        return {
            (figure, unit, Period.named(name).start): Held(number, records, restated, [digests])
            for figure, unit, name, number, records, restated, digests in cursor
        }


def grid(figures: Iterable[str], units: Iterable[int], months: Iterable[Period]) -> dict[tuple[str, int, str], int]:
    """Raw numbers of closed months by (figure, unit, name of the month), by one statement; zeros are not there."""
    asked, wanted = {"months": [each.name for each in months], "units": list(units)}, set(figures)
    found: dict[tuple[str, int, str], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(GRID, asked)
        for month, unit, codes, numbers in cursor:
            for code, number in zip(codes, numbers, strict=True):
                if code in wanted:
                    found[code, unit, month] = found.get((code, unit, month), 0) + number
    return found


def locked(months: list[Period]) -> dict[Period, SealedMonth]:
    """The sealed ones among some months."""
    records = SealedMonth.objects.locked().of(months).select_related("seal")
    return {record.period: record for record in records}


def name_of(seals: Iterable[str], cells: Iterable[Held]) -> str:
    """A digest that names the months' seals and the cells that a number came from."""
    told = "\n".join([*seals, *(digest for cell in cells for digest in cell.digests)])
    return hashlib.sha256(told.encode()).hexdigest()
