"""An overpayment comes back, in parts, or is written off by a third person (E-R13, X-R1)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import recoveries
from gonghui.foundation.funds.actions.persons import SamePerson
from gonghui.foundation.funds.models import Account, Payment, Recovery, Repayment
from gonghui.foundation.funds.rulebook import AccountKind, PaymentState, RecoveryState
from gonghui.foundation.notices.tests.people import a_post
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, WrongState

from .money import JUNE_2, JUNE_3, a_return, an_answer, rows_of

A = AccountKind
JUNE_10 = date(2021, 6, 10)
WHY = "家庭收入重新核定,多发一个月"


@pytest.fixture
def payment(finance):
    batch = finance.a_sent_batch(1)
    actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.maker, on=JUNE_2)
    return rows_of(batch)[0]


def a_claim(finance, payment, amount=30_000):
    return recoveries.propose(payment, amount=amount, reason=WHY, by=finance.maker, on=JUNE_3)


def a_confirmed(finance, payment, amount=30_000):
    return recoveries.confirm(a_claim(finance, payment, amount), by=finance.checker, on=JUNE_3)


def standing(finance):
    balances = Account.objects.filter(fund=finance.fund).balances()
    return {kind: balances[kind] for kind in (A.SPENT, A.RECEIVABLE, A.WRITTEN_OFF)}


def test_confirm_makes_it_owed_and_leaves_the_payment_as_the_bank_paid_it(finance, payment):
    recovery = a_confirmed(finance, payment)

    payment.refresh_from_db()
    assert (payment.state, payment.amount, recovery.outstanding()) == (PaymentState.PAID, 100_051, 30_000)
    assert standing(finance) == {A.SPENT: 70_051, A.RECEIVABLE: 30_000, A.WRITTEN_OFF: 0}


def test_it_comes_back_in_parts_and_is_then_settled(finance, payment):
    recovery = a_confirmed(finance, payment)

    for amount, paper in ((10_000, "流水 1"), (20_000, "流水 2")):
        recoveries.take_back(recovery, by=finance.maker, on=JUNE_10, amount=amount, repaid_on=JUNE_10, paper=paper)

    recovery.refresh_from_db()
    assert (recovery.state, recovery.repaid(), recovery.outstanding()) == (RecoveryState.SETTLED, 30_000, 0)
    assert standing(finance) == {A.SPENT: 70_051, A.RECEIVABLE: 0, A.WRITTEN_OFF: 0}
    assert Account.objects.filter(fund=finance.fund).balances()[A.AVAILABLE] == 100_000_000 - 70_051


def test_give_up_writes_off_what_has_not_come_back(finance, payment):
    recovery = a_confirmed(finance, payment)
    recoveries.take_back(recovery, by=finance.maker, on=JUNE_10, amount=10_000, repaid_on=JUNE_10, paper="流水 1")

    recoveries.give_up(recovery, by=finance.authoriser, on=JUNE_10, opinion="户主去世,无力退还")

    assert recovery.state == RecoveryState.GIVEN_UP
    assert standing(finance) == {A.SPENT: 70_051, A.RECEIVABLE: 0, A.WRITTEN_OFF: 20_000}


@pytest.mark.parametrize("amount", [0, 100_052])
def test_propose_refuses_nothing_and_more_than_was_paid(finance, payment, amount):
    with pytest.raises(recoveries.MoreThanPaid, match=r"尚可追回 1,000.51 元"):
        a_claim(finance, payment, amount)


def test_propose_refuses_what_is_claimed_already(finance, payment):
    a_claim(finance, payment, 80_000)

    with pytest.raises(recoveries.MoreThanPaid, match=r"尚可追回 200.51 元"):
        a_claim(finance, payment, 30_000)


def test_propose_takes_what_was_refused_before(finance, payment):
    recoveries.refuse(a_claim(finance, payment, 100_051), by=finance.checker, on=JUNE_3, opinion="核定无误")

    assert a_claim(finance, payment, 100_051).state == RecoveryState.PROPOSED


def test_propose_refuses_without_a_reason_and_before_it_is_paid(finance, payment):
    with pytest.raises(ReasonMissing):
        recoveries.propose(payment, amount=1, reason="多", by=finance.maker, on=JUNE_3)
    with pytest.raises(WrongState):
        a_claim(finance, finance.a_payment())


def test_propose_is_for_the_maker_and_the_countys_operator(finance, payment):
    operator = a_post(finance.unit, Role.COUNTY_OPERATOR)

    with pytest.raises(NotEntitled):
        recoveries.propose(payment, amount=1, reason=WHY, by=finance.approver, on=JUNE_3)

    assert recoveries.propose(payment, amount=1, reason=WHY, by=operator, on=JUNE_3).amount == 1


def test_three_steps_need_three_persons(finance, payment):
    same = {
        role: a_post(finance.unit, role, finance.maker.user) for role in (Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER)
    }
    recovery = a_claim(finance, payment)

    with pytest.raises(SamePerson):
        recoveries.confirm(recovery, by=same[Role.FINANCE_CHECKER], on=JUNE_3)
    recoveries.confirm(recovery, by=finance.checker, on=JUNE_3)
    with pytest.raises(SamePerson):
        recoveries.give_up(recovery, by=same[Role.FINANCE_AUTHORISER], on=JUNE_10, opinion="无力退还")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"amount": 30_001}, recoveries.MoreThanOutstanding),
        ({"amount": 0}, recoveries.MoreThanOutstanding),
        ({"repaid_on": JUNE_2}, recoveries.RepaidOnWrongDay),
        ({"repaid_on": JUNE_10.replace(day=11)}, recoveries.RepaidOnWrongDay),
    ],
)
def test_repay_refuses(finance, payment, facts, refusal):
    recovery = a_confirmed(finance, payment)
    facts = {"amount": 1, "repaid_on": JUNE_10, "paper": "流水 1"} | facts

    with pytest.raises(refusal):
        recoveries.take_back(recovery, by=finance.maker, on=JUNE_10, **facts)

    assert not Repayment.objects.exists()


# What the database refuses, whoever writes


def test_database_refuses_recoveries_beyond_the_payment(finance, payment):
    a_claim(finance, payment, 80_000)

    with pytest.raises(IntegrityError, match="exceed what was paid"), transaction.atomic():
        Recovery.objects.update(amount=100_052)


def test_database_refuses_a_recovery_of_what_was_not_paid(finance, payment):
    recovery, waiting = a_claim(finance, payment), finance.a_payment()

    with pytest.raises(IntegrityError, match="exceed what was paid"), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(payment=waiting)


def test_database_refuses_repayments_beyond_the_recovery(finance, payment):
    recovery = a_confirmed(finance, payment)

    with pytest.raises(IntegrityError, match="repayments of recovery"), transaction.atomic():
        Repayment.objects.create(recovery=recovery, amount=30_001, repaid_on=JUNE_10, paper="流水", entered_by=1)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("funds_recovery_asks_something", "amount = 0"),
        ("funds_recovery_three_persons", "confirmed_by = proposed_by, state = 'confirmed'"),
        ("funds_recovery_three_persons", "given_up_by = confirmed_by, state = 'given_up'"),
        ("funds_recovery_steps_have_persons", "state = 'given_up'"),
    ],
)
def test_database_refuses(finance, payment, constraint, change):
    a_confirmed(finance, payment)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE funds_recovery SET {change}")


def test_the_payment_tells_what_has_come_back(finance, payment):
    recovery = a_confirmed(finance, payment)
    recoveries.take_back(recovery, by=finance.maker, on=JUNE_10, amount=10_000, repaid_on=JUNE_10, paper="流水 1")

    assert Payment.objects.get(pk=payment.pk).recovered() == 10_000
