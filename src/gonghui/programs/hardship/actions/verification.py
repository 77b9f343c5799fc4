"""Finding out: visit by two, comparison with authority, computation, public notice (E-R1 to E-R7)."""

import json
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.refusals import Refusal

from ..models import Assessment, HomeVisit, IncomeLine, InfoComparison
from ..rulebook import FILE, Role, policies
from ..rulebook.grading import Household, Lines, grade

SUBJECT = "aid_archive"
"""The kind of public notice, which decides what may be shown."""


class NeedsTwo(Refusal):
    sentence = _("入户核查须由本工会或上级工会的两名工作人员进行,请选择另一名同行人员。")


class NotAuthorised(Refusal):
    sentence = _("家庭还没有签署核查授权书,不能进行信息比对。请先退回补正,由申请人签署。")


class NothingCompared(Refusal):
    sentence = _("请至少选择一个比对来源。")


@FILE.action
def visit(file, *, by, on, visited_on, second, findings: str, uid=None):
    """Two of the union, `by` and `second` (a user), have seen the household (E-R7); `uid` is the visit's own number.

    Raises NeedsTwo.
    """
    if second.pk == by.user_id or not may_visit(second, file, visited_on):
        raise NeedsTwo
    HomeVisit.objects.create(
        uid=uid or uuid4(), file=file, visited_on=visited_on, first_id=by.user_id, second=second, findings=findings
    )
    return {"visited_on": visited_on, "second": second.name}


def may_visit(user, file, day) -> bool:
    """Whether this user holds a staff post at the file's union or above it that day; not the applicant, nor kin."""
    if user.pk == file.applicant_user_id or user.pk in file.recused:
        return False
    above = file.unit.above().values("pk")
    return Post.objects.held_on(day).filter(user=user, unit__in=above).exclude(role=Role.WORKER).exists()


@FILE.action
def compare(file, *, by, on, sources, result, issue: str = "", exclusions=()):
    """Other departments' data have been looked up with the household's authority; the grade is computed (E-R5, E-R7).

    Raises NotAuthorised, NothingCompared.
    """
    compared(file, by=by, on=on, sources=sources, result=result, issue=issue, exclusions=exclusions)
    assessment = assess(file, on=on)
    return {"sources": list(sources), "result": result, "grade": assessment.grade, "clause": assessment.clause}


def compared(file, *, by, on, sources, result, issue: str = "", exclusions=()) -> InfoComparison:
    """What other departments' data say is written down. Raises NotAuthorised, NothingCompared."""
    if file.authorised_on is None or file.authorised_on > on:
        raise NotAuthorised
    if not sources:
        raise NothingCompared
    return InfoComparison.objects.create(
        file=file,
        sources=list(sources),
        result=result,
        issue=issue or None,
        exclusions=list(exclusions),
        authorised_on=file.authorised_on,
        compared_on=on,
        compared_by=by.user_id,
    )


def assess(file, *, on, day=None) -> Assessment:
    """Compute the grade from what the file holds (E-R1 to E-R5).

    Under the policies the file began with, or for a recheck those of `day`.
    """
    found = grade(_household(file, on), _lines(file, day or file.begun_on))
    return Assessment.objects.create(
        file=file,
        on=on,
        grade=found.grade,
        clause=found.clause,
        inputs=found.inputs,
        missing=[str(each) for each in found.missing],
        would_change=[str(each) for each in found.would_change],
        is_borderline=found.is_borderline,
    )


def assess_again(file, *, on) -> bool:
    """Compute the grade once more where what it rests on has changed; whether it has."""
    last = file.assessments.last()
    if last is None:
        return False
    now = grade(_household(file, on), _lines(file, file.begun_on))
    if last.inputs == json.loads(json.dumps(now.inputs)):
        return False
    assess(file, on=on)
    return True


def _lines(file, day) -> Lines:
    area = file.unit.area
    return Lines(
        dibao=policies.DIBAO.on(day, area),
        resident_income=policies.RESIDENT_INCOME.on(day, area),
        relative_times=policies.RELATIVE_TIMES.on(day, area),
        is_strict=policies.COMPARATOR.on(day, area) == "lt",
        sudden_percent=policies.SUDDEN_PERCENT.on(day, area),
        borderline_percent=policies.BORDERLINE_PERCENT.on(day, area),
        migrant_years=policies.MIGRANT_YEARS.on(day, area),
    )


def _household(file, on) -> Household:
    kind = IncomeLine.Kind
    lines = list(file.lines.standing())
    comparison = file.comparisons.order_by("-pk").first()
    incomes = [line.amount for line in lines if line.kind in IncomeLine.INCOMES]
    return Household(
        persons=file.persons(),
        income=sum(incomes) if incomes else None,
        rigid_cost=sum(line.borne for line in lines if line.kind in IncomeLine.RIGID),
        employment_cost=sum(line.borne for line in lines if line.kind == kind.EMPLOYMENT),
        sudden_cost=sum(line.borne for line in lines if line.kind == kind.SUDDEN),
        has_sudden_event=any(line.kind == kind.SUDDEN for line in lines),
        is_migrant=file.is_migrant,
        labour_years=_years(file.labour_since, on),
        is_member=file.applicant_is_member(),
        exclusions=tuple(comparison.exclusions) if comparison else (),
    )


def _years(since, on) -> int | None:
    if since is None:
        return None
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


@FILE.action
def publicise(file, *, by, on):
    """The basic unit's public notice: masked name, union, class; nothing else (E-R7, X-R7, X-R9).

    One that still runs with what was said before leaves the board.
    """
    notices.ensure_void(file, on=on, reason=_("内容有变动,重新公示"))
    file.notice = notices.publish(
        file,
        unit=file.unit,
        subject_type=SUBJECT,
        fields=published_fields(file),
        by=by,
        on=on,
    )
    return {"notice": file.notice.number, "until": file.notice.ends_on}


def published_fields(file) -> dict:
    """What the public notice of a file says; the notice itself masks the name (X-R9)."""
    category = file.assessments.last().get_grade_display()
    return {"name": file.applicant_name, "unit": str(file.unit), "category": category}
