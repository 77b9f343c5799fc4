"""A sealed figure is restated: differences are proposed by one and approved by another (N-R7, X-R1, X-R4)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal
from gonghui.kernel.workdays import NoCalendar, add_workdays

from .. import definitions, differing, sealing
from ..models import Comparison, Restatement, SealedMonth
from ..rulebook import RESTATE_WITHIN, RESTATING, RestatementState, the_statistician
from .months import sealed_months


class NothingDiffers(Refusal):
    sentence = _("已封存的数据与现有记录一致,没有需要更正的。")


class ProposedAlready(Refusal):
    sentence = _("更正 {number} 还在等待核准,办结后才能再提。")


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


class RecordsMoved(Refusal):
    sentence = _(
        "提出更正之后,记录又有变化,差异已与提出时不同,不能核准。请不予更正或由提出人撤回,看过新的差异后重新提出。"
    )


@transaction.atomic
def propose(unit: Unit, *, by, on, reason: str, paper: str = "") -> Restatement:
    """A statistician proposes to take over what has come late: all differences there are, in all locked months.

    Raises NotEntitled, ReasonMissing, ProposedAlready, NothingDiffers.
    """
    sealing.hold_the_chain()
    made = Restatement(unit=unit, begun_on=on, reason=_said(reason), paper=paper.strip(), proposed_by=by.user_id)
    if not the_statistician(by, made):
        raise NotEntitled(step=_("提出更正"), needs=the_statistician)
    if waiting := Restatement.objects.filter(state=RestatementState.PROPOSED).first():
        raise ProposedAlready(number=waiting.number)
    made.differences = compare(unit, by=by, on=on).differences
    if not made.differences:
        raise NothingDiffers
    made.digest, made.proposed_by_name = differing.digest(made.differences), by.user.name
    made.number = next_number("GZ", on.year)
    made.expect(RESTATING.next_of(made.state), on)
    made.save()
    facts = {"opinion": made.reason, "paper": made.paper, "months": made.months(), "differences": made.digest}
    announce("step", made, by=by, on=on, name="propose", title=_("提出更正"), facts=facts)
    return made


@transaction.atomic
def compare(unit: Unit, *, by, on) -> Comparison:
    """Compare every locked month with the records as they are now, and keep what differs."""
    return _keep_comparison(unit, _differences()[1], by, on)


def _keep_comparison(unit, lines, by, on) -> Comparison:
    due_on = _due_on(on) if lines else None
    return Comparison.objects.create(unit=unit, made_by_name=by.user.name, due_on=due_on, differences=lines)


def _due_on(on):
    try:
        return add_workdays(on, RESTATE_WITHIN.on(on))
    except NoCalendar:
        return None


def _differences() -> tuple[list[sealing.Row], list[dict]]:
    with sight.system("figures"):
        months = sealed_months()
        rows = differing.differences(months)
        return rows, differing.told(rows, months)


@RESTATING.action
def approve(restatement, *, by, on, opinion: str = ""):
    """A second person approves: rows that hold the differences are written and sealed. Raises RecordsMoved."""
    sealing.hold_the_chain()
    rows, told = _differences()
    if differing.digest(told) != restatement.digest:
        raise RecordsMoved
    with sight.system("figures"):
        kept = definitions.ensure_kept(by=by, on=on)
        months = {month.period.start: month for month in SealedMonth.objects.locked()}
        cells = sealing.keep(rows, months, kept, restatement)
        seal = sealing.add_seal(cells, restatement=restatement)
    _decide(restatement, by, on)
    _keep_comparison(restatement.unit, [], by, on)
    facts = {"opinion": opinion, "months": restatement.months(), "rows": len(cells)}
    return facts | {"previous": seal.previous, "seal": seal.digest}


@RESTATING.action
def reject(restatement, *, by, on, reason: str):
    """The sealed figures stand. Raises ReasonMissing."""
    said = _said(reason)
    _decide(restatement, by, on)
    return {"opinion": said}


@RESTATING.action
def withdraw(restatement, *, by, on, opinion: str = ""):
    """Who proposed it takes it back."""
    return {"opinion": opinion}


def _decide(restatement, by, on):
    restatement.decided_by, restatement.decided_by_name, restatement.decided_on = by.user_id, by.user.name, on


def _said(reason: str) -> str:
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return reason.strip()
