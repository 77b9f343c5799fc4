"""What months come to from the records, unit by unit: one statement for all figures and months, so one moment for all.

A month that is not sealed counts what is dated in it. Of a distinct figure it leaves out what a sealed month of the
year has counted already; a late record in a sealed month takes nothing away from an open one until it is restated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from gonghui.kernel.indicators import Indicator, Stock
from gonghui.kernel.periods import Period


@dataclass(frozen=True)
class Own:
    """What one unit itself holds of a figure in a month: raw number, records, and their keys."""

    figure: str
    unit: int
    month: date
    number: int
    records: int
    keys: list[int] = field(default_factory=list, compare=False)


def counted(
    figures: Iterable[Indicator],
    months: list[Period],
    sealed: Iterable[Period] = (),
    *,
    units: Iterable[int] | None = None,
    keys: bool = False,
) -> list[Own]:
    """Every figure in every month, as units hold them; none where nothing stands behind it.

    `sealed` are the sealed months of the years asked for, `units` the only ones that count.
    """
    spreads = [each for figure in figures for each in _spreads(figure, months, list(sealed), units, keys)]
    return [Own(*row) for row in _together(spreads)]


def _together(spreads) -> list[tuple]:
    """The rows of all, by one statement."""
    if not spreads:
        return []
    first, *others = spreads
    return [row for row in (first.union(*others, all=True) if others else first) if row[4]]


def _spreads(figure, months, sealed, units, keys):
    stretches = months if isinstance(figure, Stock) else _stretches(months)
    for stretch in stretches:
        rows = figure.spread(stretch, _records(figure, stretch, sealed), keys=keys)
        yield rows if units is None else rows.filter(**{f"{figure.unit_path}__in": units})


def _stretches(months) -> list[Period]:
    """Months that follow one another within a year as one period."""
    found: list[Period] = []
    for month in sorted(months):
        if found and found[-1].end == month.start and month.start.month > 1:
            found[-1] = Period(found[-1].start, month.end)
        else:
            found.append(month)
    return found


def _records(figure, period, sealed):
    """The records of open months; None where the figure's own list is meant."""
    of_year = [month for month in sealed if month.start.year == period.start.year]
    return unsealed(figure, period, of_year) if of_year and figure.distinct else None


def open_records(figure, months: list[Period], sealed: Iterable[Period]) -> list[QuerySet]:
    """The records that open months of a flow count."""
    stretches = [(each, _records(figure, each, list(sealed))) for each in _stretches(months)]
    return [figure.listed(each) if records is None else records for each, records in stretches]


def unsealed(figure, period: Period, sealed: list[Period]) -> QuerySet:
    """The first records of keys, dated outside the sealed months of the year, that no sealed month has counted."""
    year = figure.records().filter(within(figure.on, Period.year(period.start.year)))
    late = Q()
    for month in sealed:
        late |= within(figure.on, month)
    same = {figure.distinct: OuterRef(figure.distinct)}
    every = year.model._default_manager
    taken = every.filter(pk__in=keys_in_cells(figure.code, sealed), **same)
    fresh = year.exclude(late).exclude(Exists(taken))
    first = fresh.order_by(figure.distinct, figure.on, "pk").distinct(figure.distinct)
    return every.filter(within(figure.on, period), pk__in=first.values("pk"))


def keys_in_cells(code: str, months: Iterable[Period], units: Iterable[int] | None = None) -> RawSQL:
    """The keys of the records that sealed months count of a figure, for all units or for some."""
    asked = [code, [month.name for month in months], None if units is None else sorted(units)]
    return RawSQL("SELECT figures_keys(%s, %s, %s)", asked, output_field=BigIntegerField())


def within(path: str, period: Period) -> Q:
    """Dated in the period."""
    return Q(**{f"{path}__gte": period.start, f"{path}__lt": period.end})
