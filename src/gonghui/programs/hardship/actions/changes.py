"""Household changes: reported by the household, confirmed by another office, in force at once (E-R6, E-R13, X-R1)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.documents import actions as documents
from gonghui.foundation.documents.models import Document
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from ..models import HardshipArchive, HouseholdChange
from ..rulebook import Role, the_household
from ..rulebook.changes import ARRIVALS, CHANGE, DEPARTURES, IN_FORCE, ChangeKind
from . import effects, kin
from .verification import assess_again


class NotInForce(Refusal):
    sentence = _("家庭变动只对在档的家庭办理。还没有建档的,请直接修改申请或由工会退回补正。")


class InTheFuture(Refusal):
    sentence = _("发生日期不能在将来。")


class AlreadyReported(Refusal):
    sentence = _("同样的家庭变动已经报告({number}),正在等待确认,不必重复报告。")


class PaperMissing(Refusal):
    sentence = _("还没有上传证明材料,不能确认。请先添加材料,或不予确认并写明理由。")


class SamePerson(Refusal):
    sentence = _("报告家庭变动的人不能确认同一变动,请由另一人办理。")


@transaction.atomic
def report(file, *, by, on, kind: str, happened_on, paper=None, note: str = "", **facts) -> HouseholdChange:
    """The household, or its union for it, reports what happened on a day, with a paper (an uploaded file).

    `facts` are the fields of HouseholdChange that the kind asks for. Raises NotEntitled, NotInForce, InTheFuture,
    AlreadyReported, what `effects.require_possible` and what `documents.attach` refuse.
    """
    file = HardshipArchive.objects.select_for_update().get(pk=file.pk)
    if not the_household(by, file):
        raise NotEntitled(step=_("报告家庭变动"), needs=the_household)
    change = HouseholdChange(file=file, unit_id=file.unit_id, position=file.position, kind=kind, **facts)
    change.happened_on, change.note, change.begun_on, change.reported_by = happened_on, note, on, by.user_id
    _require_open(change, file, on)
    _require_first(change)
    change.number = next_number("JT", on.year)
    change.expect(CHANGE.next_of(change.state), on)
    change.save()
    if paper is not None:
        documents.attach(change, paper, kind=kind, by=by, on=on)
    announce("step", change, by=by, on=on, name="report", title=_("报告家庭变动"), facts={"kind": kind})
    return change


def _require_open(change, file, on):
    if file.state not in IN_FORCE:
        raise NotInForce
    if change.happened_on > on:
        raise InTheFuture
    effects.require_possible(change, file)


def _require_first(change):
    same = {name: getattr(change, name) for name in ("kind", "member", "name", "happened_on")}
    if known := HouseholdChange.objects.reported().filter(file=change.file, **same).first():
        raise AlreadyReported(number=known.number)


@CHANGE.action
def confirm(change, *, by, on, opinion: str = ""):
    """Another office has seen the paper: the change takes effect, and the grade is computed anew (E-R1, E-R6, X-R1).

    Raises SamePerson, PaperMissing, NotInForce, AnotherFile, and what no longer fits the household.
    """
    if by.user_id == change.reported_by:
        raise SamePerson
    if not Document.objects.of(change).exists():
        raise PaperMissing
    change.file = file = HardshipArchive.objects.select_for_update().get(pk=change.file_id)
    _require_open(change, file, on)
    taken = effects.take(change, file, by=by)
    change.before = taken.before[:160]
    change.checked_by, change.confirmed_on = by.user_id, on
    file.save()
    kin.ensure_found(file, by=by, on=on)
    facts = {"opinion": f"{change.get_kind_display()} {change.number}", "change": change.number, "kind": change.kind}
    facts["digests"] = taken.digests
    announce("step", file, by=by, on=on, name="household_change", title=_("家庭变动"), facts=facts)
    if change.kind in (*ARRIVALS, *DEPARTURES, ChangeKind.DEATH) and assess_again(file, on=on):
        _tell_of_grade(file, on)
    return {"opinion": opinion, "kind": change.kind, "before": change.before}


def _tell_of_grade(file, on):
    """The computed grade is another now: the county's reviewers are told; they decide, and two persons change it."""
    if file.assessments.last().settled_grade == file.grade:
        return
    reviewers = Post.objects.held_on(on).filter(role=Role.COUNTY_REVIEWER, unit__in=file.unit.above())
    text = _("档案 {number} 的家庭情况有变动,重新测算的困难类别与原定不同,请核对后决定是否改级。")
    reviewers = reviewers.exclude(user_id__in=file.recused)
    notices.tell_posts(reviewers, title=_("困难类别需要复核"), text=text.format(number=file.number), about=file)


@CHANGE.action
def refuse(change, *, by, on, reason: str):
    """The change is not confirmed, with the reason. Raises SamePerson, ReasonMissing."""
    if by.user_id == change.reported_by:
        raise SamePerson
    if len(reason.strip()) < 4:
        raise ReasonMissing
    change.checked_by = by.user_id
    return {"opinion": reason}


@CHANGE.action
def withdraw(change, *, by, on, reason: str = ""):
    """The household takes its report back."""
    return {"opinion": reason}
