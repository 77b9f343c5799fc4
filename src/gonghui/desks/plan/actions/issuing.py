"""A plan is submitted, issued by another, and received by each county (N-R2, X-R1)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import reckoning
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.digests import digests_of
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.kernel.numbering import next_numbers
from gonghui.kernel.refusals import Refusal

from .. import measures
from ..frames import missing
from ..models import Plan, TargetReceipt
from ..rulebook import PLAN, RECEIPT


class NothingPlanned(Refusal):
    sentence = _("还没有目标项目,不能报请下达。")


class HeadingsMissing(Refusal):
    sentence = _("“{frame}”还缺 {headings},补齐后再报。")


class TargetsMissing(Refusal):
    sentence = _("这些项目还没有全市目标:{items}。")


class CountiesMissing(Refusal):
    sentence = _("{item} 还没有分解给:{counties}。")


class BelowTheCity(Refusal):
    sentence = _("{item}:各县区目标合计 {parts},比全市目标 {whole} 少 {gap}。请调整后再报。")


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


class LateWithoutReason(Refusal):
    sentence = _("{day} 起目标已冻结,现在才下达的,请在意见中写明理由(至少 4 个字)。")


@dataclass(frozen=True)
class Gap:
    """By how much the counties of an item stay below the city."""

    item: Any
    parts: Any
    whole: Any

    def refusal(self) -> BelowTheCity:
        told = {"parts": self.parts, "whole": self.whole, "gap": self.whole - self.parts}
        return BelowTheCity(item=self.item, **{name: measures.shown(self.item, value) for name, value in told.items()})


@PLAN.action
def submit(plan, *, by, on, opinion: str = ""):
    """The draft is whole and goes to who issues it.

    Raises NothingPlanned, HeadingsMissing, TargetsMissing, CountiesMissing, BelowTheCity.
    """
    _require_whole(plan)
    plan.submitted_by = by.user_id
    return {"opinion": opinion}


def _require_whole(plan):
    items = list(plan.items.order_by("place"))
    if not items:
        raise NothingPlanned
    if headings := missing(plan.frame, [item.code for item in items]):
        raise HeadingsMissing(frame=plan.frame, headings="、".join(headings))
    if without := [str(item) for item in items if item.is_counted and item.target is None]:
        raise TargetsMissing(items="、".join(without))
    counties = reckoning.counties_of(plan.unit)
    for item in (each for each in items if each.is_counted and each.is_shared_out):
        have = set(item.county_targets.values_list("unit", flat=True))
        if left := [unit.short_name for unit in counties if unit.pk not in have]:
            raise CountiesMissing(item=item, counties="、".join(left))
        if gap := gap_of(item, item.target, item.county_targets.aggregate(n=Sum("value"))["n"]):
            raise gap.refusal()


def gap_of(item, whole, parts) -> Gap | None:
    """Where the counties' targets stay below the city's; None where they reach it or cannot be added."""
    parts = parts or 0
    is_short = item.adds_up and item.is_shared_out and parts < whole
    return Gap(item, parts, whole) if is_short else None


@PLAN.action
def send_back(plan, *, by, on, opinion: str):
    """The plan goes back to its drafter with what is to be changed. Raises ReasonMissing."""
    require_reason(opinion)
    return {"opinion": opinion}


@PLAN.action
def issue(plan, *, by, on, opinion: str = ""):
    """Another person issues the plan: every county finds its targets and is asked to receive them (X-R1).

    Raises what `submit` refuses, and LateWithoutReason from the day on which targets are frozen.
    """
    _require_whole(plan)
    if on >= plan.frozen_on and len(opinion.strip()) < 4:
        raise LateWithoutReason(day=plan.frozen_on)
    plan.issued_by, plan.issued_on, plan.is_issued = by.user_id, on, True
    counties = reckoning.counties_of(plan.unit)
    numbers = next_numbers("QS", plan.year, len(counties))
    receipts = [_receipt(plan, unit, number, on) for unit, number in zip(counties, numbers, strict=True)]
    TargetReceipt.objects.bulk_create(receipts)
    for receipt in receipts:
        ask_to_receive(receipt, on)
    return {"opinion": opinion, "counties": len(receipts), "digests": digests_of(receipts)}


def _receipt(plan, unit, number, on) -> TargetReceipt:
    receipt = TargetReceipt(number=number, begun_on=on, unit=unit, position=unit.position, plan=plan)
    receipt.expect(RECEIPT.next_of(receipt.state), on)
    return receipt


def ask_to_receive(receipt, on) -> None:
    """Tell the county's approvers that targets have come."""
    told = {"plan": receipt.plan, "edition": receipt.edition, "due": receipt.due_on}
    text = _("“{plan}”第 {edition} 版已下达,请于 {due} 前签收本县区的目标。").format(**told)
    with transaction.atomic(), sight.system("plan"):
        posts = Post.objects.held_on(on).filter(unit=receipt.unit_id, role=Role.COUNTY_APPROVER)
        notices.tell_posts(posts, title=_("年度工作目标"), text=text, about=receipt)


@PLAN.action
def withdraw(plan, *, by, on, reason: str):
    """A plan that was not issued is given up; its year is free again. Raises ReasonMissing."""
    require_reason(reason)
    return {"opinion": reason}


def require_reason(text: str) -> None:
    """Raise ReasonMissing for less than four characters."""
    if len(text.strip()) < 4:
        raise ReasonMissing


@RECEIPT.action
def receive(receipt, *, by, on, opinion: str = ""):
    """The county's approver receives the targets of its edition for the county (N-R2)."""
    receipt.received_by, receipt.received_on, receipt.received_edition = by.user_id, on, receipt.edition
    return {"opinion": opinion, "edition": receipt.edition}


@RECEIPT.action
def send_anew(receipt, *, by, on, edition: int):
    """A revision has changed the county's targets: they are to be received again (N-R3)."""
    receipt.edition = edition
    return {"edition": edition}


def plan_of(unit, year: int) -> Plan | None:
    """The issued plan of a year that holds for a unit: its own, or that of a unit above."""
    above = {"unit__position__lte": unit.position, "unit__last__gte": unit.last}
    return Plan.objects.of_year(year).filter(**above).select_related("unit__area").order_by("-position").first()
