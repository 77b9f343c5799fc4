"""What a figure comes to for a unit and a period, with its parts; the same for page, command and review (contracts §2).

A closed month is answered from its cells, an open one from the records, a year from its months. `tree` is the tree that
counts: `then`, that of each month's last day, or `today`. Numbers are computed under the sight of the system and
confined to the unit asked for; who may ask is decided before.
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

from . import cells
from .asking import Asking, is_counted

NOTHING = "—"
THEN, TODAY = "then", "today"
TREES = (THEN, TODAY)


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
    """A figure of a unit for a period; money in yuan. `records` counts what a click opens.

    `is_sealed`: every month of the period is locked. `seal` names the cells the number came from, "" where it is open.
    """

    figure: Any
    unit: Unit
    period: Period
    value: Any
    records: int
    is_sealed: bool = False
    seal: str = ""
    restated: bool = False
    tree: str = THEN

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


def answer(figure, unit: Unit, period: Period, *, tree: str = THEN) -> Answer:
    """A figure of a unit and all below it."""
    return _answers([figure], unit, period, tree)[0]


def answers(unit: Unit, period: Period, *, tree: str = THEN) -> list[Answer]:
    """Every declared figure of a unit for a period."""
    return _answers(all_figures(), unit, period, tree)


def _answers(figures, unit, period, tree):
    wanted = [*figures, *(part for figure in figures for part in _figures_under(figure))]
    with sight.system("figures"):
        asking = Asking(_once(f for f in wanted if is_counted(f, period)), [unit], period, tree)
        return [
            _from_months(asking, figure, unit) if is_counted(figure, period) else _by_itself(asking, figure, unit)
            for figure in figures
        ]


def _once(figures) -> list:
    return list({figure.code: figure for figure in figures}.values())


def _from_months(asking, figure, unit) -> Answer:
    value, records = asking.value(figure, unit), asking.records(figure, unit)
    told = {"is_sealed": asking.is_sealed, "seal": asking.seal(figure, unit)}
    told |= {"restated": asking.is_restated(figure, unit), "tree": asking.tree}
    return Answer(figure, unit, asking.period, value, records, **told)


def _by_itself(asking, figure, unit) -> Answer:
    """A recorded fact, or what a desk above declares: no month's records stand behind it, and no cell.

    One that names the `figures` it rests on is as sealed as they are.
    """
    period, scope = asking.period, scope_of(unit)
    parts = [_from_months(asking, each, unit) for each in _figures_under(figure) if is_counted(each, period)]
    told: dict[str, Any] = {"tree": asking.tree, "restated": any(part.restated for part in parts)}
    if parts and asking.is_sealed:
        told |= {"is_sealed": True, "seal": cells.name_of([part.seal for part in parts], [])}
    return Answer(figure, unit, period, figure.value(period, scope), figure.listed(period, scope).count(), **told)


def _figures_under(figure) -> list:
    codes = getattr(figure, "figures", ())
    return [each for each in all_figures() if each.code in codes] if codes else []


def by_unit(figure, unit: Unit, period: Period, below: Iterable[Unit], *, tree: str = THEN) -> list[Part]:
    """A figure for the units `below`, in their order, and for what the unit itself holds beside them.

    Under the tree of its day a part counts the months in which it stood under the unit, so that parts add up.
    """
    units = list(below)
    with sight.system("figures"):
        if is_counted(figure, period):
            values = _shares(figure, unit, period, units, tree)
        else:
            scopes = [scope_of(each) for each in units]
            own = [] if unit in units else [Scope(unit.position, unit.position)]
            values = figure.by_scope(period, [*scopes, *own])
    if unit not in units:
        units = [*units, unit]
    parts = [Part(each.short_name, n, shown(figure, n), unit=each) for each, n in zip(units, values, strict=True)]
    return [part for part in parts if part.unit != unit or part.value or len(units) == 1]


def _shares(figure, unit, period, units, tree):
    asking = Asking([figure], units, period, tree, under=unit)
    values = [asking.value(figure, each) for each in units]
    if unit in units:
        return values
    own = Asking([figure], [unit], period, "own")
    return [*values, own.value(figure, unit)]


def records(figure, unit: Unit, period: Period, *, tree: str = THEN):
    """The records behind a number; who reads them narrows this to what she may see."""
    if not is_counted(figure, period):
        return figure.listed(period, scope_of(unit))
    with sight.system("figures"):
        return Asking([figure], [unit], period, tree).listed(figure, unit)


def by_month(figure, unit: Unit, period: Period, *, tree: str = THEN) -> list[Part]:
    """A figure month by month, which add up as contracts §2 says for its kind."""
    with sight.system("figures"):
        if is_counted(figure, period):
            asking = Asking([figure], [unit], period, tree, every_month=True)
            months = [(month, asking.value_in(figure, unit, month)) for month in asking.months]
        else:
            months = figure.by_month(period, scope_of(unit))
    return [Part(month.name, n, shown(figure, n), period=month) for month, n in months]


def units_below(unit: Unit, period: Period, *, tree: str = THEN) -> list[Unit]:
    """Those right below a unit, in administrative order; under the tree of its day, all that stood there meanwhile."""
    now = unit.children.all()
    if tree == THEN:
        meanwhile = unit.children.model.objects.filter(affiliations__in=_affiliations(unit, period))
        now = now | unit.children.model.objects.filter(pk__in=meanwhile.values("pk"))
    return list(now.select_related("area", "parent").order_by("order", "position"))


def _affiliations(unit, period):
    rows = unit.affiliations.model.objects.filter(parent=unit, starts_on__lt=period.end)
    return rows.exclude(ends_on__lt=period.start)


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
