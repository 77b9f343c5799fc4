"""An answer that differs from what was paid is looked into by one and decided with another (E-R13, X-R1)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import Refusal

from ..models import Discrepancy
from ..rulebook.inquiries import DISCREPANCY, Outcome


class ReasonMissing(Refusal):
    sentence = _("请写明核查情况和给收款人的答复(各至少 4 个字)。")


def open_for(inquiry, *, by, on) -> Discrepancy:
    """The case of an answer that says another sum, or none; inside the transaction of the answer."""
    case = Discrepancy(
        number=next_number("CY", on.year),
        begun_on=on,
        unit=inquiry.unit,
        position=inquiry.position,
        inquiry=inquiry,
        about=inquiry.about,
        hands=inquiry.hands,
        called_by=inquiry.called_by,
    )
    case.expect(DISCREPANCY.next_of(case.state), on)
    case.save()
    announce("step", case, by=by, on=on, name="open", title=_("发现差异"), facts={"inquiry": inquiry.number})
    return case


@DISCREPANCY.action
def look_into(case, *, by, on, opinion: str = ""):
    """An auditor other than who took the call, and without a hand in the payment, takes the case."""
    case.looked_by = by.user_id
    return {"opinion": opinion}


@DISCREPANCY.action
def conclude(case, *, by, on, outcome: str, findings: str, told: str):
    """What was found and what follows; `told` is what the household will read. Raises ReasonMissing."""
    if min(len(findings.strip()), len(told.strip())) < 4:
        raise ReasonMissing
    case.outcome, case.findings, case.told = Outcome(outcome), findings.strip(), told.strip()
    return {"outcome": str(Outcome(outcome).label), "opinion": told}


@DISCREPANCY.action
def confirm(case, *, by, on, opinion: str = ""):
    """A second person decides with the first; the household is told, and finance where money is to move."""
    case.confirmed_by, case.settled_on = by.user_id, on
    if case.about:
        notices.tell([case.about], title=_("受助回访结果"), text=case.told, path=f"/funds/asked/{case.inquiry.number}")
    if case.outcome != Outcome.EXPLAINED:
        _tell_finance(case, on)
    return {"opinion": opinion, "outcome": case.get_outcome_display()}


def _tell_finance(case, on):
    """Which payment, and what is asked of finance; not what the household said."""
    makers = Post.objects.held_on(on).filter(role=Role.FINANCE_MAKER, unit__in=case.unit.above())
    payment = case.inquiry.payment
    text = _("差异核查 {number}:{outcome}。").format(number=case.number, outcome=case.get_outcome_display())
    notices.tell_posts(makers, title=_("差异核查结论"), text=text, path=payment.get_absolute_url(), level="task")


@DISCREPANCY.action
def send_back(case, *, by, on, opinion: str = ""):
    """The second person wants more looked into."""
    return {"opinion": opinion}
