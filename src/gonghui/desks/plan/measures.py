"""The figure behind an item: how it counts, in which words its numbers are shown (N-R2)."""

from decimal import Decimal
from functools import lru_cache

from gonghui.desks.figures import numerals, reckoning
from gonghui.kernel.indicators import all_figures

WITHOUT_TARGETS = ("recorded", "target")
"""A place that others give, and the count of targets exceeded, are no measures of work."""
PER_CENT = "%"
LEVELS = ("stock", "rate")
"""What holds on a day, as against what is added up over months."""


@lru_cache(maxsize=1)
def _declared() -> dict:
    return {figure.code: figure for figure in all_figures()}


def figure_of(code: str):
    """The declared figure of a code; None for one whose program is not there yet."""
    return _declared().get(code)


def choices() -> list[tuple[str, str]]:
    """The figures an item may be measured by, by code."""
    fit = (figure for figure in _declared().values() if figure.kind not in WITHOUT_TARGETS)
    return [(figure.code, f"{figure.code} {figure.name}") for figure in fit]


def adds_up(item) -> bool:
    """Whether the parts of counties may be added: those of a rate may not."""
    figure = figure_of(item.figure)
    return figure.kind != "rate" if figure else item.unit_word != PER_CENT


def is_level(code: str) -> bool:
    """Whether the figure tells how things stand on a day, so that no share of it is due earlier."""
    figure = figure_of(code)
    return figure is not None and figure.kind in LEVELS


def shown(item, value) -> str:
    """A value or target of an item as reports print it: 500万元, 800户."""
    if value is None:
        return reckoning.NOTHING
    figure = figure_of(item.figure)
    return reckoning.shown(figure, value) if figure else numerals.shown(value, item.unit_word)


def plain(value: Decimal, figure) -> int | float:
    """A target as a number of the figure's kind: money with its decimals, what is counted whole."""
    is_money = getattr(figure, "divisor", 1) > 1
    return float(value) if is_money or value != int(value) else int(value)


def apart(item, value) -> tuple[str, str]:
    """A value and its unit word by themselves: 548.88 and 万元."""
    figure = figure_of(item.figure)
    word = (figure and figure.shown_in) or item.unit_word
    return shown(item, value).removesuffix(word), "" if value is None else word
