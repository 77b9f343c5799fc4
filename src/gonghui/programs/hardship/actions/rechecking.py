"""The recheck of a household on file: incomes of the year afresh, compared, computed again (E, States; E-R1)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal

from ..models import HardshipArchive, IncomeLine, Recheck
from ..rulebook import FILE, FileState, Role, policies
from .spells import next_recheck
from .verification import assess, compared

REMINDER = _("动态复核到期提醒")


class AlreadyRechecked(Refusal):
    sentence = _("这份档案今天已经复核过,没有重复办理。")


class WrongYear(Refusal):
    sentence = _("收支年度应在 {first} 年至 {last} 年之间。")


class NoIncome(Refusal):
    sentence = _("请填写家庭收入;确实没有收入的,请填 0。")


@FILE.action
def recheck(file, *, by, on, year: int, lines: dict, sources, result, issue: str = "", exclusions=()):
    """The incomes of `year` are entered afresh and compared; another grade waits for a second person (X-R1).

    `lines`: kind of `IncomeLine` → (fen, of it reimbursed). A household that fits no clause any more keeps its grade
    until somebody proposes that it leaves.
    Raises AlreadyRechecked, WrongYear, NoIncome, NotAuthorised, NothingCompared.
    """
    if file.rechecks.filter(on=on).exists():
        raise AlreadyRechecked
    enter_year(file, year, lines, on=on)
    comparison = compared(file, by=by, on=on, sources=sources, result=result, issue=issue, exclusions=exclusions)
    assessment = assess(file, on=on, day=on)
    done = Recheck.objects.create(
        file=file,
        on=on,
        year=year,
        grade_before=file.grade,
        comparison=comparison,
        assessment=assessment,
        rechecked_by=by.user_id,
    )
    if done.is_changed and assessment.grade:
        _propose(assessment, by)
    file.recheck_on = next_recheck(file, on)
    return {"year": year, "grade": assessment.grade, "clause": assessment.clause, "changed": done.is_changed}


def enter_year(file, year: int, lines: dict, *, on) -> None:
    """The household's lines of a year; earlier lines of that year stay written and count no more (X-R4).

    Raises WrongYear, NoIncome.
    """
    if not file.year <= year <= on.year:
        raise WrongYear(first=file.year, last=on.year)
    if not any(kind in lines for kind in IncomeLine.INCOMES):
        raise NoIncome
    file.lines.filter(year=year, superseded_on__isnull=True).update(superseded_on=on)
    IncomeLine.objects.bulk_create(
        IncomeLine(file=file, year=year, kind=kind, amount=amount, reimbursed=reimbursed)
        for kind, (amount, reimbursed) in lines.items()
    )
    file.year = year
    file.save(update_fields=["year"])


def _propose(assessment, by):
    assessment.other_grade, assessment.proposed_by = assessment.grade, by.user_id
    assessment.other_reason = str(_("动态复核测算结果"))
    assessment.save()


@transaction.atomic
def ensure_rechecks_reminded(*, on) -> int:
    """Each county's operators are told once of a recheck that is near; of how many files. May run twice."""
    with sight.system("calendar"):
        ahead = timedelta(days=policies.RECHECK_NOTICE.on(on))
        near = HardshipArchive.objects.filter(state=FileState.ON_FILE, recheck_on__lte=on + ahead)
        waiting = near.filter(~Exists(_told(ahead))).select_related("unit").order_by("pk")
        for file in waiting:
            operators = Post.objects.held_on(on).filter(role=Role.COUNTY_OPERATOR, unit__in=file.unit.above())
            text = _("档案 {number} 应在 {day} 前动态复核。").format(number=file.number, day=file.recheck_on)
            notices.tell_posts(operators, title=REMINDER, text=text, about=file, level=Message.Level.TASK)
    return len(waiting)


def _told(ahead):
    """Reminders of the recheck that is due now, and not of one before it."""
    of_file = Message.objects.filter(record_type=HardshipArchive._meta.label_lower, record_id=OuterRef("pk"))
    return of_file.filter(title=REMINDER, sent_at__date__gte=OuterRef("recheck_on") - ahead)
