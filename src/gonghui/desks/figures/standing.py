"""How a number stands: since when it is locked and by whom, how it is opened, and what restated it (N-R7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import countable
from gonghui.kernel.periods import Period

from . import numerals
from .asking import is_counted, parts_of
from .models import Comparison, Restatement, SealedMonth
from .rulebook import RestatementState


@dataclass(frozen=True)
class Change:
    """A sealed number as it was and as it is, or would be: by whom, when and why; no person where it only differs."""

    figure: Any
    unit: str
    month: str
    old: str
    new: str
    came: str = ""
    went: str = ""
    number: str = ""
    proposed_by: str = ""
    approved_by: str = ""
    on: date | None = None
    reason: str = ""
    href: str = ""


def lock_of(month: SealedMonth) -> str:
    """What is locked, since when, by whom, and how it is opened."""
    told = {"month": month, "on": month.locked_on, "by": month.locked_by_name, "submitted": month.submitted_by_name}
    sentence = _(
        "{month}已由{by}于 {on} 封存({submitted}送封)。晚到的记录保留自己的日期,不改动封存数;"
        "要改动,由统计员提出更正、另一人核准。"
    )
    return sentence.format(**told)


def locks_of(period: Period) -> list[str]:
    """The locks of a period's months, first to last."""
    months = SealedMonth.objects.locked().of(period.months()).order_by("number")
    return [lock_of(month) for month in months]


def changes(figure, unit: Unit, period: Period) -> list[Change]:
    """What restated a figure of a unit in a period, newest first."""
    found = Restatement.objects.filter(state=RestatementState.APPROVED).order_by("-pk")
    return [change for each in found for change in _of_figure(each.differences, figure, unit, period, each)]


def differing(figure, unit: Unit, period: Period) -> list[Change]:
    """Where the last comparison found that records and sealed numbers of a figure differ."""
    last = Comparison.objects.first()
    return _of_figure(last.differences, figure, unit, period, None) if last else []


def _of_figure(lines, figure, unit, period, restatement) -> list[Change]:
    if not is_counted(figure, period):
        return []
    codes, months = {part.code for part in parts_of(figure)}, {month.name for month in period.months()}
    wanted = [line for line in lines if line["figure"] in codes and line["month"] in months and line["unit"] == unit.pk]
    return told(wanted, restatement)


def told(lines: list[dict], restatement: Restatement | None = None) -> list[Change]:
    """Differences as a person reads them, in the words of their figures."""
    figures = {figure.code: figure for figure in countable()}
    units = dict(Unit.objects.filter(pk__in={line["unit"] for line in lines}).values_list("pk", "short_name"))
    names = names_of(lines, figures)
    return [
        _change(line, figures[line["figure"]], units, names, restatement) for line in lines if line["figure"] in figures
    ]


def _change(line, figure, units, names, restatement):
    old, new = (numerals.shown(figure.plain(number), figure.unit_word) for number in line["total"])
    said = {"figure": figure, "unit": units.get(line["unit"], ""), "month": line["month"], "old": old, "new": new}
    for word, keys in (("came", line["new"]), ("went", line["gone"])):
        said[word] = "、".join(names.get((figure.code, key), f"#{key}") for key in keys[:10])
        said[word] += _(" 等 {count} 条").format(count=len(keys)) if len(keys) > 10 else ""
    if restatement is not None:
        said |= {"number": restatement.number, "proposed_by": restatement.proposed_by_name}
        said |= {"approved_by": restatement.decided_by_name, "on": restatement.decided_on}
        said |= {"reason": restatement.reason, "href": restatement.get_absolute_url()}
    return Change(**said)


def names_of(lines: list[dict], figures) -> dict[tuple[str, int], str]:
    """The numbers of records that came or went, by figure and key; none that says who somebody is."""
    found: dict[tuple[str, int], str] = {}
    with sight.system("figures"):
        for code in {line["figure"] for line in lines if line["new"] or line["gone"]}:
            keys = {key for line in lines if line["figure"] == code for key in (*line["new"][:10], *line["gone"][:10])}
            records = figures[code].records().model._default_manager if code in figures and keys else None
            if records is not None and hasattr(records.model, "number"):
                found |= {(code, pk): number for pk, number in records.filter(pk__in=keys).values_list("pk", "number")}
    return found


def at_large(lines: list[dict]) -> list[dict]:
    """Of differences, those of the unions that hold the records themselves, and of the whole city."""
    tops = set(Unit.objects.filter(parent__isnull=True).values_list("pk", flat=True))
    return [
        line
        for line in lines
        if line["own"][0] != line["own"][1] or line["new"] or line["gone"] or line["unit"] in tops
    ]
