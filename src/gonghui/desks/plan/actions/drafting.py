"""A plan is drafted: begun, its items written, their targets shared out to the counties by hand or workbook (N-R2)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import reckoning
from gonghui.foundation.journal.digests import digests_of
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState

from .. import measures
from ..frames import heading_of, part_of, place_of
from ..models import CountyTarget, Plan, PlanItem
from ..rulebook import the_drafter

RANK = "位"


class YearTaken(Refusal):
    sentence = _("{year} 年度已有工作目标({number}),不能再起草一份。")


class NotInFrame(Refusal):
    sentence = _("编码 {code} 不在“{frame}”之内:没有 {heading} 这一项。")


class CodeTaken(Refusal):
    sentence = _("编码 {code} 已有项目“{title}”。")


class FigureTaken(Refusal):
    sentence = _("指标 {figure} 已是项目 {code}“{title}”的数据来源;一个指标一年只设一个目标。")


class NoMeasure(Refusal):
    sentence = _("“{figure}”是外部认定或目标计数,不能作为目标项目的数据来源。")


class RankNoTarget(Refusal):
    sentence = _("“位”是位次,位次不设目标;人数请写“人”或“名”。")


class MeasureMissing(Refusal):
    sentence = _("有目标数的项目要写明数据来源(指标代码)和单位。")


class DeadlineElsewhere(Refusal):
    sentence = _("完成期限应在 {year} 年内。")


class NotACounty(Refusal):
    sentence = _("“{unit}”不是接受目标的县区单位。")


class NotSharedOut(Refusal):
    sentence = _("{item} 不分解到县区,不能填写县区目标。")


@transaction.atomic
def begin(*, by, on, year: int, name: str, frame: str, note: str = "") -> Plan:
    """The city's operator begins the plan of a year. Raises NotEntitled, YearTaken."""
    plan = Plan(begun_on=on, unit=by.unit, position=by.unit.position, drafted_by=by.user_id)
    plan.year, plan.name, plan.frame, plan.note = year, name, frame, note
    if not the_drafter(by, plan):
        raise NotEntitled(step=_("起草工作目标"), needs=the_drafter)
    if known := Plan.objects.alive().filter(unit=by.unit, year=year).first():
        raise YearTaken(year=year, number=known.number)
    plan.number = next_number("MB", year)
    plan.save()
    facts = {"year": year, "frame": frame}
    announce("step", plan, by=by, on=on, name="begin", title=_("起草工作目标"), facts=facts)
    return plan


def require_draft(plan, by, step) -> None:
    """Drafters write items while the plan is a draft; the plan is locked. Raises NotEntitled, WrongState."""
    plan.refresh_from_db(from_queryset=Plan.objects.select_for_update())
    if not the_drafter(by, plan):
        raise NotEntitled(step=step, needs=the_drafter)
    if not plan.is_open():
        raise WrongState(step=step, record=plan, state=plan.get_state_display())


@transaction.atomic
def write_item(plan: Plan, *, by, on, item: PlanItem | None = None, **facts: Any) -> PlanItem:
    """A new item, or an item written anew; facts as the record's fields.

    Raises NotEntitled, WrongState, NotInFrame, CodeTaken, FigureTaken, NoMeasure, RankNoTarget, MeasureMissing,
    DeadlineElsewhere.
    """
    step = _("修改目标项目") if item else _("增加目标项目")
    require_draft(plan, by, step)
    item = item or PlanItem(plan=plan)
    before = {name: getattr(item, name) for name in facts} if item.pk else {}
    for name, value in facts.items():
        setattr(item, name, value)
    _require_place(item)
    _require_measure(item)
    if item.deadline.year != plan.year:
        raise DeadlineElsewhere(year=plan.year)
    item.place, item.adds_up = place_of(plan.frame, item.code), measures.adds_up(item)
    item.save()
    gone = [] if item.is_shared_out else _take_away(item.county_targets.all())
    changes = {name: [before.get(name), getattr(item, name)] for name in facts if before.get(name) != facts[name]}
    changes = {name: [str(value) for value in pair] for name, pair in changes.items()}
    facts = {"changes": changes, "digests": digests_of([], gone=gone)}
    announce("edit", item, by=by, on=on, name="write_item", title=step, facts=facts)
    return item


def _require_place(item):
    if part_of(item.plan.frame, item.code) is None:
        raise NotInFrame(code=item.code, frame=item.plan.get_frame_display(), heading=heading_of(item.code))
    others = item.plan.items.exclude(pk=item.pk)
    if taken := others.filter(code=item.code).first():
        raise CodeTaken(code=item.code, title=taken.title)
    if item.figure and (taken := others.filter(figure=item.figure).first()):
        raise FigureTaken(figure=item.figure, code=taken.code, title=taken.title)


def _require_measure(item):
    figure = measures.figure_of(item.figure)
    if figure and figure.kind in measures.WITHOUT_TARGETS:
        raise NoMeasure(figure=figure.name)
    if figure:
        item.unit_word = figure.unit_word
    if item.unit_word == RANK:
        raise RankNoTarget
    if item.target is not None and not (item.figure and item.unit_word):
        raise MeasureMissing


@transaction.atomic
def drop_item(item: PlanItem, *, by, on, reason: str = "") -> None:
    """An item leaves the draft, with its targets. Raises NotEntitled, WrongState."""
    require_draft(item.plan, by, _("删去目标项目"))
    digests = digests_of([], gone=[item, *_take_away(item.county_targets.all())])
    facts = {"code": item.code, "title": item.title, "opinion": reason, "digests": digests}
    item.delete()
    announce("edit", item.plan, by=by, on=on, name="drop_item", title=_("删去目标项目"), facts=facts)


def _take_away(rows) -> list[CountyTarget]:
    """Targets of a draft leave; what they were."""
    gone = list(rows)
    rows.delete()
    return gone


@transaction.atomic
def share_out(item: PlanItem, *, by, on, city, counties: dict) -> None:
    """The target of the city and of each county of one item; None takes a county's away.

    Raises NotEntitled, WrongState, NotSharedOut, NotACounty, MeasureMissing.
    """
    require_draft(item.plan, by, _("分解目标"))
    digests = _write(item, city, counties)
    facts = {"city": str(city), "counties": {unit.short_name: str(value) for unit, value in counties.items()}}
    facts["digests"] = digests
    announce("edit", item, by=by, on=on, name="share_out", title=_("分解目标"), facts=facts)


@transaction.atomic
def share_out_all(plan: Plan, rows, *, by, on, file_name: str, sha256: str) -> int:
    """The targets of a workbook, all or none, with one journal entry; how many items.

    Each row has `item`, `city` and `counties`, as `share_out` takes them. Raises the same.
    """
    require_draft(plan, by, _("导入目标"))
    digests: dict[str, dict[str, str]] = {}
    for row in rows:
        for kind, found in (_write(row["item"], row["city"], row["counties"]) | digests_of([row["item"]])).items():
            digests.setdefault(kind, {}).update(found)
    facts = {"rows": len(rows), "file": file_name, "sha256": sha256, "digests": digests}
    announce("import", plan, by=by, on=on, name="share_out_all", title=_("导入目标分解表"), facts=facts)
    return len(rows)


def _write(item, city, counties) -> dict[str, dict[str, str]]:
    taking = {unit.pk for unit in reckoning.counties_of(item.plan.unit)}
    if counties and not item.is_shared_out:
        raise NotSharedOut(item=item)
    for unit in counties:
        if unit.pk not in taking:
            raise NotACounty(unit=unit)
    item.target = city
    _require_measure(item)
    item.save(update_fields=["target", "unit_word"])
    there = {row.unit_id: row for row in item.county_targets.all()}
    without = [unit.pk for unit, value in counties.items() if value is None]
    gone = _take_away(item.county_targets.filter(unit__in=without))
    wanted = {unit: value for unit, value in counties.items() if value is not None}
    fresh = [unit for unit in wanted if unit.pk not in there]
    rows = [CountyTarget(item=item, unit=unit, position=unit.position, value=wanted[unit]) for unit in fresh]
    CountyTarget.objects.bulk_create(rows)
    for unit in (unit for unit in wanted if unit.pk in there and there[unit.pk].value != wanted[unit]):
        there[unit.pk].value = wanted[unit]
        there[unit.pk].save(update_fields=["value"])
        rows.append(there[unit.pk])
    return digests_of(rows, gone=gone)
