"""Deciding: county review, another grade by two persons, approval, refusal (E-R1, E-R6, X-R1, X-R8)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.notices import actions as notices
from gonghui.kernel.refusals import ReasonMissing, Refusal

from ..rulebook import FILE, FileState
from . import kin
from .conflicts import refusal_for
from .spells import begin_spell, regrade
from .taking_turns import take_turns


class SamePerson(Refusal):
    sentence = _("同一份档案的提交、审核、批准须由不同的人办理,您已经办过其中一步。")


class NoticeNotPassed(Refusal):
    sentence = _(
        "公示尚未结束、已作废,或有异议待处理、已成立,不能审核。公示截止:{until}。"
        "已作废或异议成立的,请退回补正后重新公示。"
    )


class GradeMissing(Refusal):
    sentence = _("测算没有得出困难类别:{why}。请退回补正、不予通过,或提出改级并由另一人确认。")


class BorderlineNeedsReason(Refusal):
    sentence = _("这户家庭处在标准线附近(临界),请在审核意见中写明判断理由。")


class StillHerTurn(Refusal):
    sentence = _("申请人可以在 {until} 前补正,逾期未补正的才能不予通过。")


class NothingProposed(Refusal):
    sentence = _("没有待确认的改级意见。")


@FILE.action
def review(file, *, by, on, level: str = "county", opinion: str = ""):
    """The county has read everything once the public notice has passed (X-R8); `level` is the level of the file.

    Raises SamePerson, NoticeNotPassed, GradeMissing, BorderlineNeedsReason.
    """
    _require_other_hands(file, by, file.submitted_by, file.entered_by)
    if not notices.has_passed(file.notice, on):
        raise NoticeNotPassed(until=file.notice.ends_on)
    assessment = file.assessments.last()
    if not assessment.settled_grade:
        raise GradeMissing(why="、".join(assessment.missing) or assessment.clause)
    if assessment.is_borderline and len(opinion.strip()) < 4:
        raise BorderlineNeedsReason
    file.grade, file.archive_level, file.reviewed_by = assessment.settled_grade, level, by.user_id
    return {"opinion": opinion, "grade": file.grade, "level": level}


def _require_other_hands(file, by, *hands):
    if by.user_id in hands:
        raise SamePerson


@FILE.action
def propose_grade(file, *, by, on, grade: str, reason: str):
    """The county differs from the computed grade, for a reason (E-R1). Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    assessment = file.assessments.last()
    assessment.other_grade, assessment.other_reason = grade, reason
    assessment.proposed_by, assessment.confirmed_by = by.user_id, None
    assessment.save()
    return {"opinion": reason, "computed": assessment.grade, "proposed": grade}


@FILE.action
def confirm_grade(file, *, by, on, opinion: str = ""):
    """A second person confirms the other grade (X-R1). Raises NothingProposed, SamePerson."""
    assessment = file.assessments.last()
    if assessment is None or not assessment.other_grade or assessment.confirmed_by:
        raise NothingProposed
    _require_other_hands(file, by, assessment.proposed_by)
    assessment.confirmed_by = by.user_id
    assessment.save()
    if file.grade:
        _settle(file, assessment.settled_grade, on)
    return {"opinion": opinion, "computed": assessment.grade, "settled": assessment.settled_grade}


def _settle(file, grade, on):
    if file.state == FileState.ON_FILE:
        regrade(file, grade, on=on)
    else:
        file.grade = grade


@FILE.action
def approve(file, *, by, on, opinion: str = ""):
    """The household is on file, each of its people in this one active file only (E-R6, E-R7).

    Raises SamePerson, AnotherFile, NotToCount.
    """
    _require_other_hands(file, by, file.submitted_by, file.entered_by, file.reviewed_by)
    kin.ensure_found(file, by=by, on=on)
    people = file.members.present()
    take_turns(people.values_list("id_index", flat=True))
    try:
        with transaction.atomic():
            people.update(is_active=True)
    except IntegrityError:
        raise refusal_for(file, people.values_list("id_index", flat=True)) from None
    file.approved_by, file.filed_on = by.user_id, on
    begin_spell(file, on=on)
    return {"opinion": opinion, "grade": file.grade}


@FILE.action
def reject(file, *, by, on, reason: str):
    """The county says no, with the reason; the public notice leaves the board.

    A file that was returned may be refused once the applicant's days are over (X-R5).
    Raises StillHerTurn, ReasonMissing.
    """
    if file.state == FileState.RETURNED and not file.is_overdue(on):
        raise StillHerTurn(until=file.due_on)
    if len(reason.strip()) < 4:
        raise ReasonMissing
    notices.ensure_void(file, on=on, reason=_("申请未予通过"))
    return {"opinion": reason}
