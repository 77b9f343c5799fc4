"""The recheck of a household on file: incomes of the year afresh, compared, computed again (E, States; E-R1)."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from ..models import IncomeLine, Recheck
from ..rulebook import FILE
from .spells import next_recheck
from .verification import assess, compared


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
