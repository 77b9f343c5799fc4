"""One asking: some figures of some unions for a period; closed months from cells, open ones from the records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Q

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import Indicator, Rate, Stock, per_cent
from gonghui.kernel.periods import Period

from . import cells, counting, trees
from .cells import NOTHING_HELD, Held


def is_counted(figure, period: Period) -> bool:
    """Whether a figure for a period follows from months: flows, stocks and their rates, for whole months of a year."""
    months = period.months()
    whole = bool(months) and months[0].start == period.start and months[-1].end == period.end
    return whole and period.is_within_a_year() and all(isinstance(part, Indicator) for part in parts_of(figure))


def parts_of(figure) -> tuple:
    """The figures whose months are asked for: of a rate its part and its whole."""
    return (figure.part, figure.whole) if isinstance(figure, Rate) else (figure,)


class Asking:
    """Answers from one statement over cells, and one over the records of flows and one over those of stocks.

    `under`: a part counts only the months in which it stood under this unit. `every_month`: stocks are asked for each
    month and not only the last.
    """

    def __init__(self, figures, units: Iterable[Unit], period: Period, tree: str, *, under=None, every_month=False):
        self.parts = {part.code: part for figure in figures for part in parts_of(figure)}
        self.units = {unit.pk: unit for unit in units}
        self.period, self.tree, self.under, self.every_month = period, tree, under, every_month
        self.months = period.months() if self.parts else []

    @cached_property
    def locked(self) -> dict:
        """The sealed months of the years asked for."""
        whole = Period.year(self.period.start.year)
        return cells.locked(whole.months()) if self.parts else {}

    @property
    def is_sealed(self) -> bool:
        return all(month in self.locked for month in self.months)

    # Values

    def value(self, figure, unit):
        """The number in the unit word's own unit; a rate from its parts, None where there is no whole."""
        numbers = [self._sum(part, unit, "number") for part in parts_of(figure)]
        return _of(figure, numbers)

    def value_in(self, figure, unit, month: Period):
        """The number of one month."""
        numbers = [self._held(part, unit, month).number for part in parts_of(figure)]
        return _of(figure, numbers)

    def records(self, figure, unit) -> int:
        """How many records stand behind the number: of a rate those of its whole."""
        return self._sum(parts_of(figure)[-1], unit, "records")

    def is_restated(self, figure, unit) -> bool:
        return any(held.restated for held in self._all_held(figure, unit))

    def seal(self, figure, unit) -> str:
        """The name of the cells behind the number; "" while a month is open."""
        if not self.is_sealed:
            return ""
        seals = [self.locked[month].seal.digest for month in self.months]
        return cells.name_of(seals, self._all_held(figure, unit))

    def _all_held(self, figure, unit) -> list[Held]:
        return [self._held(part, unit, month) for part in parts_of(figure) for month in self._months_of(part)]

    def _sum(self, part, unit, what) -> int:
        return sum(getattr(self._held(part, unit, month), what) for month in self._months_of(part))

    def _months_of(self, part) -> list[Period]:
        """A year of a flow is all its months, of a stock the last (contracts §2)."""
        return self.months[-1:] if isinstance(part, Stock) else self.months

    def _held(self, part, unit, month) -> Held:
        if self.under is not None and self.tree == "then" and not self._stood_there(unit, month):
            return NOTHING_HELD
        source = self._closed if month in self.locked else self._open
        return source.get((part.code, unit.pk, month.start), NOTHING_HELD)

    def _stood_there(self, unit, month) -> bool:
        return self.under.pk in self._trees[month.last_day].above(unit.pk)

    def listed(self, figure, unit):
        """The records behind the number, as many as it counts; a stock's are those that hold now for its day."""
        part = parts_of(figure)[-1]
        if isinstance(part, Stock):
            holders = {f"{part.unit_path}__in": self._below(unit, self.months[-1])}
            return part.listed(self.months[-1]).filter(**holders)
        wanted = Q(pk__in=())
        for holders, months in self._months_by_holders(unit).items():
            closed = [month for month in months if month in self.locked]
            wanted |= Q(pk__in=counting.keys_in_cells(part.code, closed, holders))
            for records in counting.open_records(part, [m for m in months if m not in self.locked], self.locked):
                wanted |= Q(pk__in=records.filter(**{f"{part.unit_path}__in": holders}).values("pk"))
        return part.records().model._default_manager.filter(wanted)

    def _months_by_holders(self, unit) -> dict[frozenset[int], list[Period]]:
        found: dict[frozenset[int], list[Period]] = {}
        for month in self.months:
            found.setdefault(frozenset(self._below(unit, month)), []).append(month)
        return found

    def _below(self, unit, month) -> set[int]:
        if self.tree == "today":
            return {pk for pk, at in self._positions.items() if unit.holds(at)}
        return self._trees[month.last_day].below(unit.pk)

    # Where numbers come from

    @cached_property
    def _trees(self) -> dict[date, trees.Tree]:
        return trees.of_days([month.last_day for month in self.months])

    @cached_property
    def _closed(self) -> dict[tuple, Held]:
        months = [month for month in self.months if month in self.locked]
        return cells.held(self.parts, self.units, months, self.tree)

    @cached_property
    def _open(self) -> dict[tuple, Held]:
        found: dict[tuple, Held] = {}
        for each in self._counted(self._open_months()):
            for unit in self._whose(each):
                held = found.setdefault((each.figure, unit, each.month), Held())
                held.number += each.number
                held.records += each.records
        return found

    def _open_months(self) -> list[Period]:
        return [month for month in self.months if month not in self.locked]

    def _counted(self, months) -> list[counting.Own]:
        if not months:
            return []
        flows = [part for part in self.parts.values() if not isinstance(part, Stock)]
        stocks = [part for part in self.parts.values() if isinstance(part, Stock)]
        last = months if self.every_month else [month for month in self.months[-1:] if month in months]
        asked = [(flows, months, self.locked), (stocks, last, ())]
        return [own for each in asked for own in counting.counted(*each, units=self._holders(months))]

    def _holders(self, months) -> set[int] | None:
        """The units whose own records may count; None for all of them."""
        if self.tree == "own":
            return set(self.units)
        if self.tree == "today":
            return {pk for pk, at in self._positions.items() if any(u.holds(at) for u in self.units.values())}
        return {low for month in months for unit in self.units for low in self._trees[month.last_day].below(unit)}

    def _whose(self, own) -> Iterable[int]:
        """Which of the units asked for hold what this unit holds."""
        if self.tree == "own":
            return [own.unit] if own.unit in self.units else []
        if self.tree == "today":
            return [pk for pk, unit in self.units.items() if unit.holds(self._positions[own.unit])]
        day = Period.month(own.month.year, own.month.month).last_day
        return [pk for pk in self._trees[day].above(own.unit) if pk in self.units]

    @cached_property
    def _positions(self) -> dict[int, int]:
        return dict(Unit.objects.order_by("pk").values_list("pk", "position"))


def _of(figure, numbers):
    return per_cent(*numbers) if isinstance(figure, Rate) else figure.plain(numbers[0])
