"""What must hold between figures: subset ≤ set, sums of parts, parts of rates, counties = city (N-R8, X-R13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import Rate, all_figures, countable
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import Refusal

from . import reckoning
from .asking import Asking, is_counted, parts_of


class Overlapping(Refusal):
    """Figures that share records are not added up (X-R13)."""

    sentence = _("“{one}”包含在“{other}”之中,两者有重叠,不能相加。")


class OtherUnits(Refusal):
    sentence = _("“{one}”与“{other}”的计量单位或时期类型不同,不能相加。")


@dataclass(frozen=True)
class Broken:
    """An identity that does not hold."""

    sentence: Any


def total(figures: Iterable, unit: Unit, period: Period, *, tree: str = reckoning.THEN):
    """The sum of figures that do not overlap, in their unit word. Raises Overlapping, OtherUnits."""
    figures = list(figures)
    require_apart(figures)
    return sum(reckoning.answer(figure, unit, period, tree=tree).value or 0 for figure in figures)


def require_apart(figures: list) -> None:
    """Raise Overlapping or OtherUnits where these figures must not be added up."""
    for place, one in enumerate(figures):
        for other in figures[place + 1 :]:
            for small, large in ((one, other), (other, one)):
                if large.code in sets_above(small):
                    raise Overlapping(one=small.name, other=large.name)
            if (one.unit_word, one.kind) != (other.unit_word, other.kind):
                raise OtherUnits(one=one.name, other=other.name)


def sets_above(figure) -> set[str]:
    """The codes of the figures that hold every record of this one, and its own."""
    known = {each.code: each for each in countable()}
    found, waiting = set(), [figure.code]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += filter(None, [getattr(known.get(code), "subset_of", "")])
            waiting += [whole.code for whole in countable() if code in whole.made_of]
    return found


def broken(unit: Unit, period: Period, *, tree: str = reckoning.THEN) -> list[Broken]:
    """The declared identities that do not hold for a unit and a period; empty where all do."""
    figures = [figure for figure in all_figures() if is_counted(figure, period)]
    below = reckoning.units_below(unit, period, tree=tree)
    with sight.system("figures"):
        whole = Asking(figures, [unit], period, tree)
        found = [*_subsets(whole, unit, figures), *_rates(whole, unit, figures), *_sums(whole, unit)]
        return found + list(_units(whole, figures, unit, below))


def _subsets(asking, unit, figures):
    known = {figure.code: figure for figure in figures}
    for figure in figures:
        over = known.get(getattr(figure, "subset_of", ""))
        if over is not None:
            yield from _within(figure, over, asking.value(figure, unit), asking.value(over, unit))


def _rates(asking, unit, figures):
    for figure in figures:
        if isinstance(figure, Rate):
            part, whole = (asking.value(each, unit) for each in parts_of(figure))
            yield from _within(figure.part, figure.whole, part, whole)


def _within(small, large, less, more):
    if less > more:
        told = {"small": small.name, "less": reckoning.shown(small, less)}
        told |= {"large": large.name, "more": reckoning.shown(large, more)}
        yield Broken(format_lazy(_("“{small}”({less})应不大于“{large}”({more})。"), **told))


def _sums(asking, unit):
    for whole in asking.parts.values():
        if whole.made_of and {*whole.made_of} <= {*asking.parts}:
            parts = [asking.parts[name] for name in whole.made_of]
            came = sum(asking.value(part, unit) for part in parts)
            if came != asking.value(whole, unit):
                told = {"whole": whole.name, "value": reckoning.shown(whole, asking.value(whole, unit))}
                told |= {"sum": reckoning.shown(whole, came)}
                yield Broken(format_lazy(_("“{whole}”({value})与各部分之和({sum})不一致。"), **told))


def _units(whole, figures, unit, below):
    """What the units below hold, and the unit itself, come to the whole."""
    if not below:
        return
    each = Asking(figures, below, whole.period, whole.tree, under=unit)
    own = Asking(figures, [unit], whole.period, "own")
    for part in whole.parts.values():
        came = sum(each.value(part, one) for one in below) + own.value(part, unit)
        if came != whole.value(part, unit):
            told = {"name": part.name, "unit": unit, "value": reckoning.shown(part, whole.value(part, unit))}
            told |= {"sum": reckoning.shown(part, came)}
            yield Broken(format_lazy(_("“{name}”:{unit}({value})与所属各工会之和({sum})不一致。"), **told))
