"""An issued target is revised: old, new and reason, proposed by one, approved by another; the next edition (N-R3)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.digests import digests_of
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState

from .. import measures
from ..models import CountyTarget, Plan, PlanItem, Revision, TargetChange
from ..rulebook import REVISION, PlanState, the_drafter
from . import issuing
from .drafting import NotACounty


class NothingChanged(Refusal):
    sentence = _("各项目标都与现在的相同,没有可修订的。")


class OneAtATime(Refusal):
    sentence = _("{item} 已有一份修订({number})待核准,核准或撤回后才能再提。")


class YearOver(Refusal):
    sentence = _("{year} 年度已经结束,目标不再修订。")


class ChangedMeanwhile(Refusal):
    sentence = _("{unit}的目标已不是 {old},而是 {now}。请撤回这份修订,按现在的目标重新提出。")


@transaction.atomic
def propose(item: PlanItem, *, by, on, targets: dict, reason: str, asks_receipt: bool = True) -> Revision:
    """New targets by unit (the plan's own unit for the whole), with the reason.

    Raises NotEntitled, WrongState, YearOver, NothingChanged, NotACounty, OneAtATime, BelowTheCity, ReasonMissing.
    """
    plan = Plan.objects.select_for_update().select_related("unit__area").get(pk=item.plan_id)
    _require_open(plan, by, on)
    issuing.require_reason(reason)
    now = targets_of(item)
    for unit in targets:
        if unit not in now:
            raise NotACounty(unit=unit)
    changed = {unit: value for unit, value in targets.items() if value != now[unit]}
    if not changed:
        raise NothingChanged
    _require_reach(item, now | changed)
    revision = Revision(number=next_number("XD", plan.year), begun_on=on, unit=plan.unit, position=plan.position)
    revision.item, revision.reason, revision.asks_receipt = item, reason.strip(), asks_receipt
    revision.proposed_by = by.user_id
    revision.expect(REVISION.next_of(revision.state), on)
    _save_alone(revision)
    rows = [TargetChange(revision=revision, item=item, unit=unit, old_value=now[unit]) for unit in changed]
    for row in rows:
        row.new_value, row.position = changed[row.unit], row.unit.position
    TargetChange.objects.bulk_create(rows)
    facts = {"item": item.code, "opinion": reason, "changes": _as_facts(rows)}
    announce("step", revision, by=by, on=on, name="propose", title=_("提出目标修订"), facts=facts)
    return revision


def _require_open(plan, by, on):
    step = _("修订目标")
    if not the_drafter(by, plan):
        raise NotEntitled(step=step, needs=the_drafter)
    if plan.state != PlanState.ISSUED:
        raise WrongState(step=step, record=plan, state=plan.get_state_display())
    if on > plan.period.last_day:
        raise YearOver(year=plan.year)


def _save_alone(revision):
    """One revision of an item waits at a time; the database decides between two who propose at once."""
    try:
        with transaction.atomic():
            revision.save()
    except IntegrityError:
        waiting = Revision.objects.filter(item=revision.item, state=revision.state).values_list("number", flat=True)
        raise OneAtATime(item=revision.item, number="、".join(waiting)) from None


def targets_of(item: PlanItem) -> dict:
    """The targets of an item in force, by unit: the plan's own first, then the counties' in administrative order."""
    rows = CountyTarget.objects.filter(item=item).in_order()
    return {item.plan.unit: item.target} | {row.unit: row.value for row in rows}


def _require_reach(item, targets):
    parts = sum(value for unit, value in targets.items() if unit != item.plan.unit)
    if gap := issuing.gap_of(item, targets[item.plan.unit], parts):
        raise gap.refusal()


def _as_facts(rows) -> dict:
    return {row.unit.short_name: [str(row.old_value), str(row.new_value)] for row in rows}


@REVISION.action
def approve(revision, *, by, on, opinion: str = ""):
    """Another person approves: the targets are set, the plan has its next edition, counties are told (X-R1).

    Raises YearOver, ChangedMeanwhile, BelowTheCity.
    """
    plan = Plan.objects.select_for_update().select_related("unit__area").get(pk=revision.item.plan_id)
    if on > plan.period.last_day:
        raise YearOver(year=plan.year)
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=revision.item_id)
    changes = list(revision.changes.select_related("unit").order_by("position"))
    now = targets_of(item)
    for change in changes:
        if now[change.unit] != change.old_value:
            old, new = (measures.shown(item, value) for value in (change.old_value, now[change.unit]))
            raise ChangedMeanwhile(unit=change.unit, old=old, now=new)
    _require_reach(item, now | {change.unit: change.new_value for change in changes})
    revision.edition = plan.edition + 1
    revision.approved_by, revision.approved_on, revision.is_announced = by.user_id, on, True
    revision.save()  # the database asks for it before it lets a target change
    written = _set(item, changes, revision.edition)
    plan.edition = revision.edition
    plan.save(update_fields=["edition"])
    if revision.asks_receipt:
        _ask_again(plan, changes, revision.edition, by, on)
    facts = {"opinion": opinion, "edition": revision.edition, "changes": _as_facts(changes)}
    return facts | {"digests": digests_of([plan, *written])}


def _set(item, changes, edition) -> list:
    """The targets as they are from now on; what was written."""
    written: list = []
    for change in changes:
        if change.unit == item.plan.unit:
            item.target = change.new_value
            item.save(update_fields=["target"])
            written.append(item)
        else:
            row = CountyTarget.objects.get(item=item, unit=change.unit)
            row.value, row.edition = change.new_value, edition
            row.save(update_fields=["value", "edition"])
            written.append(row)
    return written


def _ask_again(plan, changes, edition, by, on):
    units = [change.unit_id for change in changes]
    for receipt in plan.receipts.filter(unit__in=units).select_related("plan").order_by("position"):
        issuing.send_anew(receipt, by=by, on=on, edition=edition)
        issuing.ask_to_receive(receipt, on)


@REVISION.action
def refuse(revision, *, by, on, opinion: str):
    """The targets stay. Raises ReasonMissing."""
    issuing.require_reason(opinion)
    return {"opinion": opinion}


@REVISION.action
def withdraw(revision, *, by, on, reason: str = ""):
    """Who proposed thinks better of it."""
    return {"opinion": reason}
