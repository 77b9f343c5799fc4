"""An overpayment comes back, in parts, or is written off by a third person (E-R13, X-R1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal, WrongState

from ..models import Payment, Recovery, Repayment
from ..rulebook import RECOVERY, AccountKind, PaymentState, PostingKind, the_proposer
from .ledger import book
from .persons import broken_law, require_another, the_paper

A = AccountKind


class MoreThanPaid(Refusal):
    sentence = _("这笔付款尚可追回 {most:,.2f} 元,不能追回 {asked:,.2f} 元。")


class MoreThanOutstanding(Refusal):
    sentence = _("这笔追回还差 {most:,.2f} 元,不能登记入账 {asked:,.2f} 元。")


class RepaidOnWrongDay(Refusal):
    sentence = _("到账日期应在 {first} 至 {last} 之间。")


@transaction.atomic
def propose(payment, *, amount: int, reason: str, by, on) -> Recovery:
    """What was paid too much, `amount` in fen, is claimed back for a reason.

    Raises NotEntitled, WrongState, ReasonMissing, MoreThanPaid.
    """
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if not the_proposer(by, payment):
        raise NotEntitled(step=_("申请追回"), needs=the_proposer)
    if payment.state != PaymentState.PAID:
        raise WrongState(step=_("申请追回"), record=payment, state=payment.get_state_display())
    if len(reason.strip()) < 4:
        raise ReasonMissing
    with sight.system("payments"):
        most = payment.amount - sum(payment.recoveries.standing().values_list("amount", flat=True))
    if not 0 < amount <= most:
        raise MoreThanPaid(most=most / 100, asked=amount / 100)
    recovery = Recovery(
        number=next_number("ZH", on.year),
        begun_on=on,
        unit=payment.unit,
        position=payment.position,
        payment=payment,
        amount=amount,
        reason=reason.strip(),
        proposed_by=by.user_id,
    )
    recovery.expect(RECOVERY.next_of(recovery.state), on)
    _save(recovery, most)
    facts = {"amount": amount, "payment": str(payment), "opinion": reason}
    announce("step", recovery, by=by, on=on, name="propose", title=_("申请追回"), facts=facts)
    return recovery


def _save(recovery, most):
    try:
        with transaction.atomic():
            recovery.save()
    except IntegrityError as fault:
        if broken_law(fault) != "funds_recovery_within_payment":
            raise
        raise MoreThanPaid(most=most / 100, asked=recovery.amount / 100) from fault


@RECOVERY.action
def confirm(recovery, *, by, on, opinion: str = ""):
    """Another person confirms the claim: the money is owed to the fund since the day it was claimed. Raises SamePerson.

    The household's payment stays as the bank paid it: figures count it gross (E-R14).
    """
    require_another(by, recovery.proposed_by)
    recovery.confirmed_by = by.user_id
    _book(recovery, PostingKind.CLAIMED, A.SPENT, A.RECEIVABLE, recovery.amount, "", by, recovery.begun_on)
    return {"opinion": opinion, "amount": recovery.amount}


@RECOVERY.action
def refuse(recovery, *, by, on, opinion: str):
    """Nothing is claimed; why is said."""
    return {"opinion": opinion}


@RECOVERY.action
def repay(recovery, *, by, on, amount: int, repaid_on: date, paper: str):
    """A part, `amount` in fen, came back at the bank on a day.

    Raises PaperMissing, RepaidOnWrongDay, MoreThanOutstanding. `take_back` also settles.
    """
    paper = the_paper(paper)
    if not recovery.begun_on <= repaid_on <= on:
        raise RepaidOnWrongDay(first=recovery.begun_on, last=on)
    most = recovery.outstanding()
    if not 0 < amount <= most:
        raise MoreThanOutstanding(most=most / 100, asked=amount / 100)
    part = Repayment.objects.create(
        recovery=recovery, amount=amount, repaid_on=repaid_on, paper=paper, entered_by=by.user_id
    )
    _book(recovery, PostingKind.REPAID, A.RECEIVABLE, A.AVAILABLE, amount, f":{part.pk}", by, repaid_on, paper)
    return {"amount": amount, "repaid_on": repaid_on, "paper": paper}


@transaction.atomic
def take_back(recovery, *, by, on, amount: int, repaid_on: date, paper: str) -> Recovery:
    """A part came back at the bank; when it was the last one, the recovery is settled. Raises what `repay` refuses."""
    repay(recovery, by=by, on=on, amount=amount, repaid_on=repaid_on, paper=paper)
    return recovery if recovery.outstanding() else settle(recovery, by=by, on=on)


def _book(recovery, what, origin, into, amount, part, by, day, paper=""):
    book(
        recovery.payment.fund,
        {origin: -amount, into: amount},
        key=f"recovery:{recovery.number}:{what}{part}",
        what=what,
        record=recovery,
        paper=paper or recovery.number,
        by=by,
        on=day,
    )


@RECOVERY.action
def settle(recovery, *, by, on):
    """All of it has come back."""


@RECOVERY.action
def give_up(recovery, *, by, on, opinion: str):
    """A third person writes off what has not come back, for a reason. Raises SamePerson, ReasonMissing."""
    require_another(by, recovery.proposed_by, recovery.confirmed_by)
    if len(opinion.strip()) < 4:
        raise ReasonMissing
    left = recovery.outstanding()
    recovery.given_up_by = by.user_id
    _book(recovery, PostingKind.WRITTEN_OFF, A.RECEIVABLE, A.WRITTEN_OFF, left, "", by, on)
    return {"opinion": opinion, "amount": left}
