"""A page held against the records: its claims are judged by every declared figure of a union (contracts §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation

from gonghui.desks.figures import reckoning
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period

from .models import Choice
from .reading import Asked, Chosen, Judged, KnownFigure, judge, read_page
from .reading.lines import paragraphs
from .reading.scope import page_year, title_home


@dataclass(frozen=True)
class Checked:
    """A page with a verdict for each of its claims; `period` is the year it was held against, `unit` whose records.

    `stranger` is the place whose federation the page is of, where that is none of ours: then nothing is compared.
    """

    text: str
    unit: Unit
    period: Period
    judged: list[Judged]
    records: Records
    stranger: str = ""

    @property
    def choices_used(self) -> int:
        return sum(each.chosen is not None for each in self.judged)


def check(text: str, unit: Unit, year: int | None, *, today, is_given: bool = False) -> Checked:
    """Judge a page by the records of a unit and a year: the one given, else the one it reports, else the last.

    A page whose title names a county below the unit is held against that county, unless the unit `is_given`.
    """
    found = paragraphs(text)
    period = Period.year(year or page_year(found) or today.year - 1)
    records, stranger = Records(unit, period), ""
    if (home := title_home(found)) and not is_given and not _is_called(unit, home):
        below = next((each for name, each in records.below.items() if home.endswith(name)), None)
        records = Records(below, period) if below else records
        stranger = "" if below else home
    claims = read_page(text, records.named, period.start.year, records.unit.area.name)
    known = [] if stranger else known_figures()
    judged = judge(claims, known, records.values, places=records.places, choices=choices_of(records.unit))
    return Checked(text, records.unit, period, judged, records, stranger)


def _is_called(unit: Unit, name: str) -> bool:
    return name.endswith(unit.area.name) or name in unit.name


def choices_of(unit: Unit) -> dict[tuple[str, str], Chosen]:
    """What was said of wordings on the pages of a union, by wording and unit word."""
    with sight.system("review"):
        rows = Choice.objects.of(unit).standing().order_by("pk").values_list("wording", "unit_word", "code", "reason")
        return {(wording, unit_word): Chosen(code, reason) for wording, unit_word, code, reason in rows}


def known_figures() -> list[KnownFigure]:
    """Every declared figure, as the reading matches it: in the language of the pages it reads."""
    with translation.override("zh-hans"):
        return [
            KnownFigure(figure.code, str(figure.name), figure.unit_word, figure.kind, tuple(figure.words))
            for figure in all_figures()
        ]


class Records:
    """What the records give, for a unit and for the areas below it that a page may name."""

    def __init__(self, unit: Unit, period: Period):
        self.unit, self.period = unit, period
        self.figures = {figure.code: figure for figure in all_figures()}

    @cached_property
    def _all(self) -> list[Unit]:
        units = Unit.objects.filter(level__in=(Unit.Level.COUNTY, Unit.Level.TOWNSHIP))
        return list(units.select_related("area", "parent").order_by("-position"))

    @property
    def named(self) -> list[str]:
        """The counties and towns that a page may name, ours or not."""
        return [unit.area.name for unit in self._all]

    @cached_property
    def below(self) -> dict[str, Unit]:
        """The unions of counties and towns below, by the name of their area."""
        ours = [unit for unit in self._all if self.unit.holds(unit.position) and unit != self.unit]
        return {unit.area.name: unit for unit in ours}

    @property
    def places(self) -> list[str]:
        return list(self.below)

    def unit_of(self, asked: Asked) -> Unit | None:
        return self.below.get(asked.place) if asked.place else self.unit

    def period_of(self, asked: Asked) -> Period | None:
        """The year or the part of it that is asked for; None where there are no such days."""
        year = asked.year or self.period.start.year
        return asked.when.of(year) if asked.when else Period.year(year)

    def values(self, asked: Collection[Asked]) -> Mapping[Asked, Any]:
        """The values of all that a page speaks of, money in yuan; what no record stands behind is left out.

        Two questions to the database for each figure and period, however many claims and counties there are.
        """
        together: dict[tuple[str, Period], list[Asked]] = defaultdict(list)
        for each in asked:
            if self.unit_of(each) is not None and (period := self.period_of(each)) is not None:
                together[each.code, period].append(each)
        found: dict[Asked, Any] = {}
        for (code, period), group in sorted(together.items()):
            found |= self._values(self.figures[code], period, group)
        return found

    def _values(self, figure, period: Period, group: list[Asked]) -> dict[Asked, Any]:
        whole = [each for each in group if not each.place]
        found: dict[Asked, Any] = {}
        if whole:
            answer = reckoning.answer(figure, self.unit, period)
            found |= dict.fromkeys(whole, answer.value) if answer.records else {}
        if parts := [each for each in group if each.place]:
            units = list(dict.fromkeys(self.below[each.place] for each in parts))
            values = {part.unit: part.value for part in reckoning.by_unit(figure, self.unit, period, units)}
            found |= {each: value for each in parts if (value := values[self.below[each.place]])}
        return found


# What a reader is shown


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: plain words, or the number of a claim (its place among the claims, counted from 1)."""

    text: str
    claim: int = 0


def lines_of(checked: Checked) -> list[list[Piece]]:
    """The page line by line, each cut where a claim's number begins."""
    numbers: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for place, each in enumerate(checked.judged, start=1):
        columns = [column for line, column in each.claim.spots if line == each.claim.line]
        numbers[each.claim.line].append((columns[0], columns[-1] + 1, place))
    return [_cut(line, sorted(numbers[at])) for at, line in enumerate(split(checked.text), start=1)]


def split(text: str) -> list[str]:
    """The lines of a page as the reading counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def written(checked: Checked, claim) -> str:
    """The number of a claim as it is printed, over the line's end where it is broken."""
    lines = split(checked.text)
    return "".join(lines[line - 1][column] for line, column in dict.fromkeys(claim.spots))


def _cut(line: str, numbers: list[tuple[int, int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for begin, end, place in numbers:
        begin, end = max(at, begin), max(at, end)
        pieces += [Piece(line[at:begin]), Piece(line[begin:end], place)]
        at = end
    return [piece for piece in (*pieces, Piece(line[at:])) if piece.text]
