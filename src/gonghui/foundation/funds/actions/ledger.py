"""Booking: money moves between the accounts of a fund, once for ever, and never more than is there (E-R10, E-R13)."""

from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import Refusal

from ..models import Account, Line, Posting
from ..rulebook import FROM_OUTSIDE, AccountKind
from .persons import broken_law


class NotEnoughMoney(Refusal):
    sentence = _("“{fund}”的“{account}”只有 {there:,.2f} 元,这里需要 {needed:,.2f} 元,不能办理。")


class AlreadyBooked(Refusal):
    sentence = _("“{paper}”已经记账,没有重复记账。")


class Unbalanced(Refusal):
    sentence = _("这笔分录借贷不平,没有记账。")


REFUSED_BY = {
    "funds_posting_once_for_ever": AlreadyBooked,
    "funds_posting_balances": Unbalanced,
    "funds_line_never_below_zero": NotEnoughMoney,
}


@transaction.atomic
def book(fund, moves: Mapping[Any, int], *, key: str, what: str, record, paper: str, by, on) -> Posting:
    """Write one posting: `moves` are fen by kind of account, signed, which sum to 0. `on` is the day that counts.

    Waits for whoever books in the same fund. Raises NotEnoughMoney, AlreadyBooked, Unbalanced.
    """
    with sight.system("ledger"):
        accounts = {account.kind: account for account in locked(fund)}
        _require_money(fund, accounts, moves)
        with refusing(fund=fund, paper=paper):
            posting = Posting.objects.create(
                unit=fund.unit,
                fund=fund,
                key=key,
                what=what,
                paper=paper,
                record_type=record._meta.label_lower,
                record_id=record.pk,
                actor=by.user_id,
                on=on,
            )
            ordered = sorted(moves, key=lambda kind: accounts[kind].pk)
            Line.objects.bulk_create(
                Line(posting=posting, account=accounts[kind], kind=kind, amount=moves[kind]) for kind in ordered
            )
            look_now()
        facts = {"key": key, "paper": paper, "lines": {kind: moves[kind] for kind in ordered}}
        announce("step", posting, by=by, on=on, name="book", title=posting.get_what_display(), facts=facts)
    return posting


def locked(*funds) -> list[Account]:
    """The accounts of funds, made where they are not there yet, locked in one order for everybody."""
    wanted = [Account(unit=fund.unit, fund=fund, kind=kind) for fund in funds for kind in AccountKind]
    with sight.system("ledger"):
        accounts = Account.objects.filter(fund__in=funds).order_by("pk")
        if accounts.count() < len(wanted):
            Account.objects.bulk_create(wanted, ignore_conflicts=True)
        return list(accounts.select_for_update(no_key=True))


def _require_money(fund, accounts, moves):
    there = Account.objects.filter(fund=fund).balances()
    for kind in accounts:
        needed = -moves.get(kind, 0)
        if needed > there[kind] and kind not in FROM_OUTSIDE:
            raise NotEnoughMoney(
                fund=fund, account=AccountKind(kind).label, there=there[kind] / 100, needed=needed / 100
            )


@contextmanager
def refusing(*, fund, paper):
    """What the database refuses is said in words, and nothing is left of it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        name = broken_law(fault)
        if name not in REFUSED_BY:
            raise
        unknown = {"account": "", "there": 0, "needed": 0}
        raise REFUSED_BY[name](fund=fund, paper=paper, **unknown) from fault


def look_now():
    """Look at deferred laws at once, so that what they refuse is a sentence and not a fault at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS funds_posting_balances, funds_line_balances IMMEDIATE")
        cursor.execute("SET CONSTRAINTS funds_posting_balances, funds_line_balances DEFERRED")
