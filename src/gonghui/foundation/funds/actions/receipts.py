"""Money comes into a fund by two persons: from outside, as it stood when the ledger began, from the year before."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Account, Payment, Posting, Receipt
from ..rulebook import RECEIPT, AccountKind, PostingKind, ReceiptKind, ReceiptState, the_maker
from .ledger import book, locked
from .persons import broken_law, require_another, the_paper

A, P = AccountKind, PostingKind


class NoAmount(Refusal):
    sentence = _("金额必须大于零。")


class WrongDay(Refusal):
    sentence = _("到账日期 {day} 在将来,请核对。")


class EnteredBefore(Refusal):
    sentence = _("“{fund}”已经录入过凭据“{paper}”的同一笔款项,没有重复录入。")


class NotTheBeginning(Refusal):
    sentence = _("“{fund}”已经有账,不能再录期初余额。更正请用冲销,新到的钱请用资金拨入。")


class YearNotOver(Refusal):
    sentence = _("“{fund}”的年度还没有结束,{day} 起才能结转。")


class NotTheNextYear(Refusal):
    sentence = _("“{origin}”只能结转到同一工会、同一来源的 {year} 年资金。")


class NeededForWaiting(Refusal):
    sentence = _("“{fund}”还有待付款 {waiting:,.2f} 元要从这项资金支出,最多能结转 {most:,.2f} 元。")


@transaction.atomic
def enter_receipt(
    fund, *, amount: int, received_on: date, paper: str, kind=ReceiptKind.GRANTED, origin=None, by, on
) -> Receipt:
    """One person enters money that came in: `amount` in fen, the day it came, the number of its paper.

    Raises NotEntitled, NoAmount, WrongDay, PaperMissing, EnteredBefore, and for openings and what is carried over
    NotTheBeginning, YearNotOver, NotTheNextYear, NeededForWaiting.
    """
    receipt = Receipt(
        begun_on=on,
        unit=fund.unit,
        position=fund.unit.position,
        kind=kind,
        fund=fund,
        origin=origin,
        amount=amount,
        received_on=received_on,
        paper=the_paper(paper),
        entered_by=by.user_id,
    )
    if not the_maker(by, receipt):
        raise NotEntitled(step=_("录入资金入账"), needs=the_maker)
    _require_sound(receipt, on)
    receipt.number = next_number("SR", on.year)
    receipt.expect(RECEIPT.next_of(receipt.state), on)
    try:
        with transaction.atomic():
            receipt.save()
    except IntegrityError as fault:
        raise _said(fault, receipt) from fault
    facts = {"fund": str(fund), "amount": amount, "received_on": received_on, "paper": receipt.paper}
    announce("step", receipt, by=by, on=on, name="enter", title=_("录入资金入账"), facts=facts)
    return receipt


def _require_sound(receipt, on):
    if receipt.amount <= 0:
        raise NoAmount
    if receipt.received_on > on:
        raise WrongDay(day=receipt.received_on)
    if receipt.kind == ReceiptKind.OPENING:
        _require_beginning(receipt)
    if receipt.kind == ReceiptKind.CARRIED:
        _require_carriable(receipt, on)


def _said(fault, receipt) -> Refusal:
    refusals = {
        "funds_receipt_each_paper_once": EnteredBefore(fund=receipt.fund, paper=receipt.paper),
        "funds_receipt_one_opening": NotTheBeginning(fund=receipt.fund),
    }
    name = broken_law(fault)
    if name not in refusals:
        raise fault
    return refusals[name]


def _require_beginning(receipt):
    """Nothing is booked yet but openings that were reversed."""
    undone = Receipt.objects.filter(fund=receipt.fund, kind=ReceiptKind.OPENING, state=ReceiptState.REVERSED)
    with sight.system("ledger"):
        booked = Posting.objects.filter(fund=receipt.fund)
        if booked.exclude(record_type=Receipt._meta.label_lower, record_id__in=undone.values("pk")).exists():
            raise NotTheBeginning(fund=receipt.fund)


def _require_carriable(receipt, on):
    origin, fund = receipt.origin, receipt.fund
    if (origin.unit_id, origin.source, origin.year + 1) != (fund.unit_id, fund.source, fund.year):
        raise NotTheNextYear(origin=origin, year=origin.year + 1)
    last_day = date(origin.year, 12, 31)
    if receipt.received_on < last_day or on < last_day:
        raise YearNotOver(fund=origin, day=last_day)
    with sight.system("ledger"):
        waiting = Payment.objects.pending().filter(fund=origin).aggregate(n=Sum("amount"))["n"] or 0
        there = Account.objects.filter(fund=origin).balances()[A.AVAILABLE]
    if receipt.amount > there - waiting:
        raise NeededForWaiting(fund=origin, waiting=waiting / 100, most=max(there - waiting, 0) / 100)


@RECEIPT.action
def confirm(receipt, *, by, on, opinion: str = ""):
    """A second person confirms it and the money is there (X-R1). Raises SamePerson, NotEnoughMoney and as entered."""
    require_another(by, receipt.entered_by)
    locked(*filter(None, (receipt.fund, receipt.origin)))
    _require_sound(receipt, on)
    receipt.confirmed_by = by.user_id
    _book(receipt, by, receipt.received_on)
    return {"opinion": opinion, "amount": receipt.amount}


def _book(receipt, by, day, *, back=False):
    """The postings of a receipt, or those against them when it is taken `back`."""
    amount = -receipt.amount if back else receipt.amount
    said = "reversed" if back else "confirmed"
    for fund, what, moves in _moves(receipt, amount):
        key = f"receipt:{receipt.number}:{fund.pk}:{said}"
        kind = P.REVERSED if back else what
        book(fund, moves, key=key, what=kind, record=receipt, paper=receipt.paper, by=by, on=day)


def _moves(receipt, amount):
    if receipt.kind == ReceiptKind.CARRIED:
        return sorted(
            (
                (receipt.origin, P.CARRIED_OUT, {A.AVAILABLE: -amount, A.CARRIED: amount}),
                (receipt.fund, P.CARRIED_IN, {A.CARRIED: -amount, A.AVAILABLE: amount}),
            ),
            key=lambda move: move[2][A.AVAILABLE],
        )
    if receipt.kind == ReceiptKind.OPENING:
        return [(receipt.fund, P.OPENING, {A.OPENING: -amount, A.AVAILABLE: amount})]
    return [(receipt.fund, P.RECEIPT, {A.SOURCE: -amount, A.AVAILABLE: amount})]


@RECEIPT.action
def refuse(receipt, *, by, on, opinion: str):
    """It is not booked; why is said."""
    return {"opinion": opinion}


@RECEIPT.action
def ask_reversal(receipt, *, by, on, opinion: str):
    """A mistake was confirmed: one person asks that it be booked back, and says why (X-R4)."""
    receipt.reversal_asked_by = by.user_id
    return {"opinion": opinion}


@RECEIPT.action
def reverse(receipt, *, by, on, opinion: str = ""):
    """A second person books it back, as far as the money is still there (X-R4). Raises SamePerson, NotEnoughMoney."""
    require_another(by, receipt.reversal_asked_by)
    locked(*filter(None, (receipt.fund, receipt.origin)))
    receipt.reversed_by = by.user_id
    _book(receipt, by, on, back=True)
    return {"opinion": opinion, "amount": receipt.amount}


@RECEIPT.action
def keep(receipt, *, by, on, opinion: str):
    """It was no mistake; why is said."""
    receipt.reversal_asked_by = None
    return {"opinion": opinion}
