"""A page held against the records: its claims are judged by every declared figure of a union (contracts §3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.utils import translation

from gonghui.desks.figures import reckoning
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period

from .reading import Judged, KnownFigure, judge, read_page
from .reading.lines import paragraphs
from .reading.scope import page_year


@dataclass(frozen=True)
class Checked:
    """A page with a verdict for each of its claims; `period` is the year it was held against."""

    text: str
    unit: Unit
    period: Period
    judged: list[Judged]


def check(text: str, unit: Unit, year: int | None, *, today) -> Checked:
    """Judge a page by the records of a unit and a year: the one given, else the one it reports, else the last."""
    year = year or page_year(paragraphs(text)) or today.year - 1
    records = Records(unit, Period.year(year))
    claims = read_page(text, records.places, year)
    return Checked(text, unit, records.period, judge(claims, known_figures(), records.computed, records.computed_at))


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
    def below(self) -> dict[str, Unit]:
        """The unions of counties and towns by the name of their area."""
        levels = (Unit.Level.COUNTY, Unit.Level.TOWNSHIP)
        units = Unit.objects.within(self.unit).exclude(pk=self.unit.pk).filter(level__in=levels)
        return {unit.area.name: unit for unit in units.select_related("area").order_by("-position")}

    @property
    def places(self) -> list[str]:
        return list(self.below)

    def computed(self, code: str):
        """The value for the whole, None where no record stands behind it; money in yuan."""
        return self._value(code, self.unit)

    def computed_at(self, code: str, place: str):
        """The value for one county or town, None where it is not ours or has no record."""
        unit = self.below.get(place)
        return self._value(code, unit) if unit else None

    def _value(self, code, unit):
        figure, scope = self.figures[code], reckoning.scope_of(unit)
        with sight.system("review"):
            if not figure.listed(self.period, scope).exists():
                return None
            return figure.value(self.period, scope)


# What a reader is shown


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: plain words, or the number of a claim (its place among the claims, counted from 1)."""

    text: str
    claim: int = 0


def lines_of(checked: Checked) -> list[list[Piece]]:
    """The page line by line, each cut where a claim's number stands."""
    numbers: dict[int, list[tuple[int, str]]] = {}
    for place, each in enumerate(checked.judged, start=1):
        numbers.setdefault(each.claim.line, []).append((place, written(each.claim)))
    lines = checked.text.splitlines()
    return [_cut(line, numbers.get(at, [])) for at, line in enumerate(lines, start=1)]


def written(claim) -> str:
    """The number of a claim as it is printed: what its text holds between the words before and after."""
    begin = len(_bare(claim, claim.before, str.lstrip))
    end = len(claim.text) - len(_bare(claim, claim.after, str.rstrip))
    return claim.text[begin:end] if begin < end else claim.text


def _bare(claim, words, strip) -> str:
    """`words` without what the text of the claim was stripped of."""
    for length in range(len(words) + 1):
        rest = words[length:] if strip is str.lstrip else words[: len(words) - length]
        fits = claim.text.startswith if strip is str.lstrip else claim.text.endswith
        if fits(rest):
            return rest
    return ""


def _cut(line, numbers) -> list[Piece]:
    pieces, at = [], 0
    for place, number in numbers:
        begin = line.find(number, at)
        if begin < 0:
            number = _beginning(line[at:], number)
            begin = line.rfind(number) if number else len(line)
        pieces += [Piece(line[at:begin]), Piece(number, place)]
        at = begin + len(number)
    return [piece for piece in chain(pieces, [Piece(line[at:])]) if piece.text]


def _beginning(line, number) -> str:
    """As much of a number as stands at the end of a line, where it is broken."""
    return next((number[:n] for n in range(len(number), 0, -1) if line.endswith(number[:n])), "")
