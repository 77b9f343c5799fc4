"""Figures: one declaration each, from which value, months, units and the list behind the number follow."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncMonth
from django.utils.module_loading import autodiscover_modules

from .periods import Period

registry: dict[str, Indicator] = {}


@dataclass(frozen=True)
class Scope:
    """Whose figure: a unit and all below it, as a range of positions; None is everything."""

    low: int | None = None
    high: int | None = None

    def restrict(self, records: QuerySet, path: str) -> QuerySet:
        return records if self.low is None else records.filter(**{f"{path}__range": (self.low, self.high)})


WHOLE = Scope()


@dataclass(frozen=True)
class Indicator:
    """One figure. `records` gives the set; `on` the date that places a record; `of` leads to the scoped record;
    `counts` is an aggregate (default: rows); `distinct` the key that counts once, in its first month of the year;
    `made_of` the codes of figures that part its records among them, each record in one."""

    code: str
    name: str
    records: Callable[..., QuerySet]
    unit_word: str
    on: str = ""
    of: str = ""
    counts: Any = None
    distinct: str = ""
    shown_in: str = ""
    divisor: int = 1
    cites: str = ""
    words: tuple[str, ...] = ()
    subset_of: str = ""
    made_of: tuple[str, ...] = ()
    meaning: Any = ""
    kind: str = field(init=False, default="flow")

    @property
    def definition(self):
        """The definition a person reads: `meaning`, or the docstring of the set of records."""
        return self.meaning or inspect.getdoc(self.records) or ""

    @property
    def path(self) -> str:
        return f"{self.of}__position" if self.of else "position"

    @property
    def unit_path(self) -> str:
        """The way from a record to the unit that holds it."""
        return f"{self.of}__unit_id" if self.of else "unit_id"

    @property
    def measure(self):
        return self.counts or Count("pk")

    def spread(self, period: Period, records: QuerySet | None = None, *, keys: bool = False) -> QuerySet:
        """Rows of the period where there are any: code, unit, month, number in the raw unit, records, sorted keys.

        `records` are those to count where others are meant than the figure lists for the period.
        """
        found = self.listed(period) if records is None else records
        told = {"of_figure": Value(self.code), "of_unit": F(self.unit_path), "of_month": self._month_of(period)}
        counted = {"number_of": Cast(self.measure, BigIntegerField()), "records_of": Count("pk")}
        counted |= {"keys_of": ArrayAgg("pk", order_by="pk")} if keys else {}
        return found.order_by().annotate(**told).values(*told).annotate(**counted).values_list(*told, *counted)

    def _month_of(self, period):
        return Cast(TruncMonth(self.on), DateField())

    def listed(self, period: Period, scope: Scope = WHOLE) -> QuerySet:
        """The records behind the number, one for each that is counted."""
        records = self.records()
        window = Period.year(period.start.year) if self.distinct and period.is_within_a_year() else period
        records = records.filter(**_within(self.on, window))
        if self.distinct:
            first = records.order_by(self.distinct, self.on, "pk").distinct(self.distinct)
            records = records.model._default_manager.filter(pk__in=first.values("pk"), **_within(self.on, period))
        return self.restricted(records, scope)

    def restricted(self, records, scope):
        return scope.restrict(records, self.path)

    def value(self, period: Period, scope: Scope = WHOLE):
        """The number, in the unit word's own unit; money in yuan."""
        return self.plain(self.listed(period, scope).aggregate(n=self.measure)["n"])

    def by_month(self, period: Period, scope: Scope = WHOLE) -> list[tuple[Period, Any]]:
        """The months of the period, which add up to its value."""
        rows = self.listed(period, scope).annotate(month=TruncMonth(self.on)).values("month").annotate(n=self.measure)
        found = {row["month"]: row["n"] for row in rows.order_by("month")}
        return [(month, self.plain(found.get(month.start))) for month in period.months()]

    def by_scope(self, period: Period, scopes: Iterable[Scope]) -> list[Any]:
        """One number for each scope, in one query; scopes that do not overlap add up."""
        scopes = list(scopes)
        parts = {f"s{n}": self._filtered(scope) for n, scope in enumerate(scopes)}
        found = self.listed(period).aggregate(**parts)
        return [self.plain(found[f"s{n}"]) for n in range(len(scopes))]

    def _filtered(self, scope):
        measure = self.measure.copy()
        measure.filter = Q(**{f"{self.path}__range": (scope.low, scope.high)})
        return measure

    def plain(self, number):
        """A raw number in the unit word's own unit: fen as yuan."""
        number = number or 0
        return number / self.divisor if self.divisor > 1 else number


@dataclass(frozen=True)
class Stock(Indicator):
    """Records that hold at the end of the period; `records` takes the day."""

    kind: str = field(init=False, default="stock")

    def listed(self, period, scope=WHOLE):
        return self.restricted(self.records(period.last_day), scope)

    def by_month(self, period, scope=WHOLE):
        return [(month, self.value(month, scope)) for month in period.months()]

    def _month_of(self, period):
        """That of the day on which it is asked."""
        return Value(period.last_day.replace(day=1), output_field=DateField())


@dataclass(frozen=True)
class Rate:
    """Two figures with one base: per cent of `part` in `whole`. A click opens the whole, with what is missing."""

    code: str
    name: str
    part: Indicator
    whole: Indicator
    definition: Any
    cites: str = ""
    words: tuple[str, ...] = ()
    unit_word: str = "%"
    shown_in: str = "%"
    kind: str = field(init=False, default="rate")

    def listed(self, period, scope=WHOLE):
        return self.whole.listed(period, scope)

    def value(self, period, scope=WHOLE):
        return per_cent(self.part.value(period, scope), self.whole.value(period, scope))

    def by_month(self, period, scope=WHOLE):
        pairs = zip(self.part.by_month(period, scope), self.whole.by_month(period, scope), strict=True)
        return [(month, per_cent(part, whole)) for (month, part), (_, whole) in pairs]

    def by_scope(self, period, scopes):
        scopes = list(scopes)
        return list(map(per_cent, self.part.by_scope(period, scopes), self.whole.by_scope(period, scopes)))


@dataclass(frozen=True)
class Recorded:
    """What somebody outside has said of a unit for a year, with its paper: a place, an award (contracts §2).

    `facts` gives the confirmed facts, each with `year`, `value`, `aspect` and a position. Where a figure has several
    aspects, as places in two lists, it is known once all are, and the last of the places is its value.
    """

    code: str
    name: Any
    facts: Callable[[], QuerySet]
    definition: Any
    aspects: tuple[Any, ...] = ()
    cites: str = ""
    words: tuple[str, ...] = ()
    unit_word: str = "位"
    shown_in: str = ""
    kind: str = field(init=False, default="recorded")

    def listed(self, period, scope=WHOLE):
        """The facts of the unit itself: what is said of a county is no part of what is said of the city."""
        is_a_year = period == Period.year(period.start.year)
        found = self.facts().filter(year=period.start.year) if is_a_year else self.facts().none()
        return found if scope.low is None else found.filter(position=scope.low)

    def value(self, period, scope=WHOLE):
        said = dict(self.listed(period, scope).values_list("aspect", "value"))
        return max(said.values()) if said and len(said) >= len(self.aspects) else None

    def by_month(self, period, scope=WHOLE):
        return []

    def by_scope(self, period, scopes):
        return [self.value(period, scope) for scope in scopes]


def per_cent(part, whole):
    """Per cent with two decimals; None where there is no whole."""
    if not whole:
        return None
    rate = round(100 * part / whole, 2)
    return int(rate) if rate == int(rate) else rate


def _within(path: str, period: Period) -> dict[str, date]:
    return {f"{path}__gte": period.start, f"{path}__lt": period.end}


def declare(figure):
    """Enter a figure in the register; its code is given once."""
    if figure.code in registry:
        raise ValueError(f"{figure.code} is declared twice")
    registry[figure.code] = figure
    return figure


def indicator(code, name, *, kind=Indicator, **declaration):
    """Declare the decorated set of records as a figure; returns the figure."""

    def declared(records):
        return declare(kind(code, name, records, **declaration))

    return declared


def countable() -> list[Indicator]:
    """What a month is made of: every flow and stock, and the parts of rates that are no figures of their own."""
    found: dict[str, Indicator] = {}
    for figure in all_figures():
        parts = (figure.part, figure.whole) if isinstance(figure, Rate) else (figure,)
        found |= {part.code: part for part in parts if isinstance(part, Indicator)}
    return [found[code] for code in sorted(found)]


def all_figures() -> list:
    """Every declared figure, in the order of its code."""
    autodiscover_modules("indicators")
    return [registry[code] for code in sorted(registry)]
