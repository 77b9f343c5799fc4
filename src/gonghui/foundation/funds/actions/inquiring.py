"""Drawing who is asked, asking, and writing down what they say (E-R13, X-R1)."""

import secrets
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Inquiry, Payment, SampleRound
from ..rulebook import PaymentState
from ..rulebook.inquiries import (
    CALLS,
    INQUIRY,
    LEAST,
    ROUND,
    SHARE,
    InquiryState,
    size_of_sample,
    the_auditor,
)
from . import discrepancies


class PeriodNotOver(Refusal):
    sentence = _("这一时期还没有结束,结束以后才能抽样回访。")


class PeriodTaken(Refusal):
    sentence = _("本单位这一时期已经有回访({number}),种子公布后不能另换。")


class NothingPaid(Refusal):
    sentence = _("这一时期本单位范围内没有已付款的款项。")


class StillOpen(Refusal):
    sentence = _("还有 {n} 笔回访没有结果,不能结束。")


class AnswerIncomplete(Refusal):
    sentence = _("收到的,请填写金额和到账日期;没有收到的,请不要填写金额和日期。")


class DayInFuture(Refusal):
    sentence = _("到账日期不能在将来。")


class CallAgain(Refusal):
    sentence = _("电话未接通满 {most} 次才能登记无法联系,现在是 {n} 次。")


@transaction.atomic
def open_round(unit, *, by, on: date, starts_on: date, last_on: date) -> SampleRound:
    """A period of `unit` and all below it is to be sampled; the seed is made and published now, before any drawing.

    Raises NotEntitled, PeriodNotOver, PeriodTaken.
    """
    if not the_auditor(by, unit):
        raise NotEntitled(step=_("开展受助回访"), needs=the_auditor)
    if last_on >= on:
        raise PeriodNotOver
    if known := SampleRound.objects.filter(unit=unit, starts_on=starts_on, last_on=last_on).first():
        raise PeriodTaken(number=known.number)
    made = SampleRound(
        number=next_number("HF", on.year),
        begun_on=on,
        unit=unit,
        position=unit.position,
        starts_on=starts_on,
        last_on=last_on,
        seed=secrets.token_hex(16),
        percent=SHARE.on(on, unit.area),
        least=LEAST.on(on, unit.area),
    )
    made.expect(ROUND.next_of(made.state), on)
    _save_once(made)
    facts = {"seed": made.seed, "percent": made.percent, "least": made.least, "from": starts_on, "until": last_on}
    announce("step", made, by=by, on=on, name="open_round", title=_("公布抽样种子"), facts=facts)
    return made


def _save_once(made):
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as fault:
        if not isinstance(fault.__cause__, UniqueViolation):
            raise
        raise PeriodTaken(number="") from fault


@ROUND.action
def draw(sampled, *, by, on):
    """The smallest hashes of seed and payment are asked: who has an account in the product, else by phone.

    Raises NothingPaid.
    """
    unit = sampled.unit
    paid = Payment.objects.visible_to(by).filter(position__range=(unit.position, unit.last), state=PaymentState.PAID)
    paid = paid.filter(paid_on__range=(sampled.starts_on, sampled.last_on)).select_related("batch", "unit", "about")
    order = sorted(paid, key=lambda payment: sampled.place_of(payment.uid))
    if not order:
        raise NothingPaid
    sampled.population, sampled.drawn_on = len(order), on
    chosen = order[: size_of_sample(len(order), sampled.percent, sampled.least)]
    asked = [_ask(sampled, payment, place, on) for place, payment in enumerate(chosen, start=1)]
    digests = {Inquiry._meta.label_lower: {str(inquiry.pk): digest_of(inquiry) for inquiry in asked}}
    return {"population": len(order), "drawn": [inquiry.number for inquiry in asked], "digests": digests}


def _ask(sampled, payment, place: int, on) -> Inquiry:
    batch = payment.batch
    inquiry = Inquiry(
        number=f"{sampled.number}-{place:03d}",
        begun_on=on,
        state=InquiryState.ASKED if payment.about_id else InquiryState.BY_PHONE,
        unit=payment.unit,
        position=payment.position,
        round=sampled,
        payment=payment,
        about=payment.about,
        purpose=payment.purpose,
        hands=sorted({*payment.hands, *filter(None, (batch.made_by, batch.checked_by, batch.authorised_by))}),
    )
    inquiry.expect(INQUIRY.next_of(inquiry.state), on)
    inquiry.save()
    if inquiry.about:
        text = _("请您回答:最近一笔“{purpose}”是否收到、收到多少。").format(purpose=payment.purpose)
        notices.tell([inquiry.about], title=_("受助回访"), text=text, path=f"/funds/asked/{inquiry.number}")
    return inquiry


@ROUND.action
def close_round(sampled, *, by, on):
    """Everybody was heard or could not be reached; the statistics stand. Raises StillOpen."""
    counts = sampled.counts()
    if counts["open"]:
        raise StillOpen(n=counts["open"])
    return counts


@INQUIRY.action
def answer(inquiry, *, by, on, was_received: bool, amount=None, received_on=None, remark: str = ""):
    """She says herself whether, how much (fen) and when, once. Raises AnswerIncomplete, DayInFuture."""
    return _answered(inquiry, by, on, was_received, amount, received_on, remark)


@INQUIRY.action
def record_call(inquiry, *, by, on, was_received: bool, amount=None, received_on=None, remark: str = ""):
    """An auditor without a hand in the payment writes down what was said on the phone. Raises as `answer`."""
    inquiry.called_by = by.user_id
    return _answered(inquiry, by, on, was_received, amount, received_on, remark)


def _answered(inquiry, by, on, was_received, amount, received_on, remark) -> dict:
    if was_received != bool(amount) or was_received != bool(received_on):
        raise AnswerIncomplete
    if received_on and received_on > on:
        raise DayInFuture
    with sight.system("inquiries"):  # she sees no payment; what was paid is compared where she does not look
        paid = Payment.objects.get(pk=inquiry.payment_id).amount
        inquiry.was_received, inquiry.amount, inquiry.received_on = was_received, amount, received_on
        inquiry.remark, inquiry.answered_on, inquiry.agrees = remark or None, on, was_received and amount == paid
        if not inquiry.agrees:
            discrepancies.open_for(inquiry, by=by, on=on)
    return {"agrees": inquiry.agrees}


@INQUIRY.action
def miss(inquiry, *, by, on, opinion: str = ""):
    """Nobody took the call."""
    inquiry.calls += 1
    return {"opinion": opinion, "calls": inquiry.calls}


@INQUIRY.action
def give_up(inquiry, *, by, on, opinion: str = ""):
    """Nobody took so many calls: she counts as unreachable. Raises CallAgain."""
    if inquiry.calls < (most := CALLS.on(on, inquiry.unit.area)):
        raise CallAgain(most=most, n=inquiry.calls)
    return {"opinion": opinion, "calls": inquiry.calls}


@INQUIRY.action
def turn_to_phone(inquiry, *, by, on):
    """Her days to answer are over: an auditor will call."""


def ensure_turned_to_phone(*, on) -> int:
    """Hand what was not answered in time to the auditors' phone; how many. May run twice."""
    by = system_post("inquiries")
    with transaction.atomic(), sight.system("inquiries"):
        late = list(Inquiry.objects.filter(state=InquiryState.ASKED, due_on__lt=on).order_by("pk"))
        for inquiry in late:
            turn_to_phone(inquiry, by=by, on=on)
    return len(late)
