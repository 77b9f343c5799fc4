"""Several at once over the same money: what is there is given once, and nobody waits for ever (R5, R10)."""

import pytest
from django.db import transaction

from gonghui.foundation.funds import actions, proofs
from gonghui.foundation.funds.actions import recoveries
from gonghui.foundation.funds.models import Account, Fund, PaymentBatch, Receipt, Recovery
from gonghui.foundation.funds.rulebook import AccountKind, ReceiptKind
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .money import JUNE_1, JUNE_2, Finance, a_return, an_answer, rows_of
from .test_ledger import NEW_YEAR
from .test_races_and_kills import at_once, in_sight

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

A = AccountKind


@pytest.fixture
def finance():
    with transaction.atomic(), sight.system("tests"):
        return Finance(a_tree())


def balance(fund, kind) -> int:
    return in_sight(lambda: Account.objects.filter(fund=fund).balances()[kind])


def prepares(finance, payment, fund):
    return lambda: actions.prepare(finance.unit, [payment], fund, by=finance.maker, on=JUNE_1)


def test_two_batches_take_the_last_money_fifty_times_and_one_wins(finance):
    won = []
    for n in range(50):
        fund = in_sight(lambda n=n: a_poor_fund(finance, n))
        pair = in_sight(lambda fund=fund: [finance.a_payment(amount=70_000, fund=fund) for _ in range(2)])

        said = at_once([prepares(finance, payment, fund) for payment in pair])

        won.append([isinstance(each, PaymentBatch) for each in said].count(True))
        assert [each for each in said if isinstance(each, str) and "只有" not in each] == []
        assert balance(fund, A.AVAILABLE) == 30_000

    assert won == [1] * 50
    assert list(proofs.breaches()) == []


def a_poor_fund(finance, n):
    fund = Fund.objects.create(source="dues", year=2021, unit=finance.unit, name=f"零星资金 {n}")
    facts = {"amount": 100_000, "received_on": JUNE_1, "paper": f"文 {n}", "by": finance.maker, "on": JUNE_1}
    actions.receipts.confirm(actions.receipts.enter_receipt(fund, **facts), by=finance.checker, on=JUNE_1)
    return fund


def test_returns_cancellations_and_new_batches_at_once_do_not_wait_for_one_another(finance):
    for _round in range(10):
        sent, draft = in_sight(lambda: finance.a_sent_batch(2)), in_sight(lambda: finance.a_batch(1))
        one, two = in_sight(lambda sent=sent: rows_of(sent))
        content = a_return(an_answer(one), an_answer(two, result="失败", reason="户名不符"))
        payment = in_sight(finance.a_payment)

        said = at_once(
            [
                lambda sent=sent, content=content: actions.import_return(sent, content, by=finance.maker, on=JUNE_2),
                lambda draft=draft: actions.cancel(draft, by=finance.maker, on=JUNE_1, opinion="制单有误"),
                prepares(finance, payment, finance.fund),
            ]
        )

        assert [each for each in said if isinstance(each, str)] == []

    assert list(proofs.breaches()) == []


def test_carrying_over_both_ways_at_once_does_not_deadlock(finance):
    later = in_sight(lambda: Fund.objects.create(source="dues", year=2022, unit=finance.unit, name="帮扶资金"))
    facts = {"kind": ReceiptKind.CARRIED, "origin": finance.fund, "received_on": NEW_YEAR}

    def carried(n):
        entered = {"amount": 100, "paper": f"结转 {n}", "by": finance.maker, "on": NEW_YEAR}
        return actions.receipts.enter_receipt(later, **facts, **entered)

    receipts = in_sight(lambda: [carried(n) for n in range(6)])
    said = at_once(
        [
            lambda pk=receipt.pk: actions.receipts.confirm(Receipt.objects.get(pk=pk), by=finance.checker, on=NEW_YEAR)
            for receipt in receipts
        ]
    )

    assert all(isinstance(each, Receipt) for each in said)
    assert balance(later, A.AVAILABLE) == 600


def test_a_receipt_confirmed_four_times_at_once_is_booked_once(finance):
    facts = {"amount": 500, "received_on": JUNE_1, "paper": "文 2", "by": finance.maker, "on": JUNE_1}
    receipt = in_sight(lambda: actions.receipts.enter_receipt(finance.fund, **facts))

    said = at_once(
        [lambda: actions.receipts.confirm(Receipt.objects.get(pk=receipt.pk), by=finance.checker, on=JUNE_1)] * 4
    )

    assert sum(isinstance(each, str) for each in said) == 3
    assert balance(finance.fund, A.AVAILABLE) == 100_000_500


def test_two_claims_for_the_whole_of_one_payment_at_once_are_one(finance):
    batch = in_sight(lambda: finance.a_sent_batch(1))
    content = in_sight(lambda: a_return(*map(an_answer, rows_of(batch))))
    in_sight(lambda: actions.import_return(batch, content, by=finance.maker, on=JUNE_2))
    payment = in_sight(lambda: rows_of(batch)[0])
    facts = {"amount": payment.amount, "reason": "重复申报", "by": finance.maker, "on": JUNE_2}

    said = at_once([lambda: recoveries.propose(type(payment).objects.get(pk=payment.pk), **facts)] * 4)

    assert sum("尚可追回 0.00 元" in str(each) for each in said) == 3
    assert in_sight(Recovery.objects.count) == 1
