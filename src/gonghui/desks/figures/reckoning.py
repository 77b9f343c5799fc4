"""What a figure comes to for a unit and a period, with its parts; the same for page, command and review (contracts §2).

Numbers are computed under the sight of the system and confined to the unit asked for; who may ask is decided before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from gonghui.desks.figures import numerals, targets
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import Scope, all_figures
from gonghui.kernel.periods import Period

NOTHING = "—"


@dataclass(frozen=True)
class Part:
    """The share of a unit or a month in a figure."""

    name: str
    value: Any
    shown: str
    unit: Unit | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Answer:
    """A figure of a unit for a period; money in yuan. `records` counts what a click opens."""

    figure: Any
    unit: Unit
    period: Period
    value: Any
    records: int

    @property
    def shown(self) -> str:
        return shown(self.figure, self.value)

    @property
    def target(self):
        """What a plan has set for the year, in the figure's base unit; None for other periods and without a plan."""
        year = self.period.start.year
        return targets.target_of(self.figure.code, self.unit, year) if self.period == Period.year(year) else None

    def as_json(self, parts: list[dict] | None = None) -> dict:
        """The shape of contracts §2."""
        figure = self.figure
        told = {"code": figure.code, "name": str(figure.name), "kind": figure.kind}
        told |= {"value": self.value, "shown": self.shown, "unit_word": figure.unit_word, "records": self.records}
        told |= {"period": self.period.name}
        told |= {"unit": self.unit.area.code, "target": self.target}
        return told if parts is None else told | {"parts": parts}


def latest_year(before: int) -> int:
    """The last year up to `before` in which a figure counts anything; `before` where none does."""
    flows = [figure for figure in all_figures() if figure.kind == "flow"]
    with sight.system("figures"):
        counted = [figure.records().filter(**{f"{figure.on}__lt": Period.year(before).end}) for figure in flows]
        days = [found.aggregate(last=Max(figure.on))["last"] for figure, found in zip(flows, counted, strict=True)]
    return max((day.year for day in days if day), default=before)


def answer(figure, unit: Unit, period: Period) -> Answer:
    """A figure of a unit and all below it."""
    with sight.system("figures"):
        scope = scope_of(unit)
        return Answer(figure, unit, period, figure.value(period, scope), figure.listed(period, scope).count())


def answers(unit: Unit, period: Period) -> list[Answer]:
    """Every declared figure of a unit for a period."""
    return [answer(figure, unit, period) for figure in all_figures()]


def by_unit(figure, unit: Unit, period: Period, below: Iterable[Unit]) -> list[Part]:
    """A figure for the units `below`, in their order, and for what the unit itself holds beside them."""
    units = list(below)
    scopes = [scope_of(each) for each in units]
    if unit not in units:
        units, scopes = [*units, unit], [*scopes, Scope(unit.position, unit.position)]
    with sight.system("figures"):
        values = figure.by_scope(period, scopes)
    parts = [Part(each.short_name, n, shown(figure, n), unit=each) for each, n in zip(units, values, strict=True)]
    return [part for part in parts if part.unit != unit or part.value or len(units) == 1]


def by_month(figure, unit: Unit, period: Period) -> list[Part]:
    """A figure month by month, which add up as contracts §2 says for its kind."""
    with sight.system("figures"):
        months = figure.by_month(period, scope_of(unit))
    return [Part(month.name, n, shown(figure, n), period=month) for month, n in months]


def scope_of(unit: Unit) -> Scope:
    """A unit and all below it."""
    return Scope(unit.position, unit.last)


def shown(figure, value) -> str:
    """The value as reports print it: 548.88万元, 852户."""
    return NOTHING if value is None else numerals.shown(value, figure.unit_word, figure.shown_in or None)


def scale_of(figure) -> int:
    """How many of its unit words make one of those it is shown in: 10000 where 元 is shown as 万元."""
    return numerals.SCALES.get((figure.shown_in or "")[:1], 1)


def counties_of(unit: Unit) -> list[Unit]:
    """The county-level units within a unit, in administrative order; below the counties, the unit itself."""
    return list(Unit.objects.within(unit).counties().select_related("area")) or [unit]


def unit_of_area(code: str) -> Unit | None:
    """The highest union that stands in an area: the city's, a county's, a town's."""
    units = Unit.objects.filter(area__code=code).select_related("area")
    return units.order_by("level", "position").first()


def the_city() -> Unit | None:
    """The union of the whole city."""
    return Unit.objects.filter(level=Unit.Level.CITY).select_related("area").first()
