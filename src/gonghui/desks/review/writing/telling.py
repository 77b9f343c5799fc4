"""What a claim of the wording comes to: a number with all it is bound to, or a gap and what is missing (N-R10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from gonghui.desks.figures import definitions, reckoning
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period

from . import numbers
from .claims import CLAIMS
from .grammar import Asked

OF_PAPER = "recorded"
"""The kind of figure that stands on a paper and two persons, and on no month."""


@dataclass(frozen=True)
class Number:
    """A number as it is printed, and what it is bound to: figure, definition, scope, period, tree and seal.

    `value` is exact, in the figure's own unit (yuan for money); `note` is the line of the appendix that tells of it;
    `now` is how it would be printed today, where a later restatement has changed it.
    """

    written: str
    code: str
    name: str
    value: Decimal
    shown: str
    unit_word: str
    records: int
    unit: Unit
    period: str
    tree: str
    definition: str
    version: int
    cites: str
    seal: str
    is_sealed: bool
    note: int = 0
    now: str = ""

    @property
    def exact(self) -> str:
        """The whole value with its unit word: 5488800元, 852户."""
        return f"{self.value.normalize():f}{self.unit_word}"


@dataclass(frozen=True)
class Gap:
    """A claim without records: what is told of, and what is missing."""

    code: str
    name: str
    why: str

    @property
    def shown(self) -> str:
        return f"〔此处待记录：{self.name}（{self.code}）〕"


class Today:
    """The claims of a union and a year, from its records as they are now."""

    def __init__(self, unit: Unit, year: int):
        self.unit, self.period = unit, Period.year(year)
        self.figures = {figure.code: figure for figure in all_figures()}
        self.known: dict[str, Any] = {}

    def tell(self, asked: Asked, place: int) -> Number | Gap:
        figure = self.figures.get(asked.code)
        if figure is None:
            return _unkept(asked.code)
        answer = self.answer(figure)
        if answer.value is None or not answer.records:
            return Gap(asked.code, str(figure.name), _("平台上没有这一年度的这类记录"))
        definition = self.definitions[asked.code]
        return Number(
            written=asked.written,
            code=asked.code,
            name=str(figure.name),
            value=Decimal(str(answer.value)),
            shown=numbers.put(asked, figure, answer.value),
            unit_word=figure.unit_word,
            records=answer.records,
            unit=self.unit,
            period=self.period.name,
            tree=answer.tree,
            definition=definition.text,
            version=definition.version,
            cites=figure.cites,
            seal=answer.seal,
            is_sealed=answer.is_sealed or figure.kind == OF_PAPER,
        )

    @cached_property
    def definitions(self) -> dict:
        """The definitions in force, by code."""
        return definitions.currents()

    def answer(self, figure):
        """What the figure comes to, asked once for the whole page."""
        if figure.code not in self.known:
            self.known[figure.code] = reckoning.answer(figure, self.unit, self.period)
        return self.known[figure.code]


def _unkept(code: str) -> Gap:
    claim = CLAIMS[code]
    return Gap(code, claim.name, _("“%(work)s”的记录还没有进入平台") % {"work": claim.work})


class AsPublished:
    """The claims of a published review as they were bound; beside each, what today's records would print.

    `bound` are its numbers by their place in the text, `gaps` what it was published without.
    """

    def __init__(self, unit: Unit, year: int, bound: Iterable, gaps: Iterable[dict]):
        self.today = Today(unit, year)
        self.bound = {each.place: each for each in bound}
        self.gaps = {each["place"]: Gap(each["code"], each["name"], each["why"]) for each in gaps}

    def tell(self, asked: Asked, place: int) -> Number | Gap:
        if place not in self.bound:
            return self.gaps[place]
        bound = self.bound[place]
        return Number(
            written=bound.written,
            code=bound.code,
            name=bound.name,
            value=bound.value,
            shown=bound.shown,
            unit_word=bound.unit_word,
            records=bound.records,
            unit=bound.unit,
            period=bound.period,
            tree=bound.tree,
            definition=bound.definition,
            version=bound.version,
            cites=bound.cites,
            seal=bound.seal,
            is_sealed=True,
            now=self._now(asked, bound),
        )

    def _now(self, asked, bound) -> str:
        """What would be printed now, where the exact value is another than it was; empty where it is the same."""
        figure = self.today.figures.get(bound.code)
        value = figure and self.today.answer(figure).value
        if figure is None or (value is not None and Decimal(str(value)) == bound.value):
            return ""
        if value is None:
            return _("没有记录")
        shown = numbers.put(asked, figure, value)
        exact = f"{Decimal(str(value)).normalize():f}{figure.unit_word}"
        return shown if shown != bound.shown else exact


def in_the_language_of_documents():
    """Documents are Chinese, whatever the reader's pages are in."""
    return override("zh-hans")
