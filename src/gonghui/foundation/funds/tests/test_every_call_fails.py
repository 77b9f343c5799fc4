"""Each money action with its n-th SQL statement and n-th file operation failing, for every n (R9, T11)."""

from datetime import date

import pytest

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import receipts, reconciling, recoveries, statements
from gonghui.foundation.funds.models import Reconciliation
from gonghui.foundation.notices.tests.people import a_post
from tests.failing import every_call

from .money import JUNE_1, JUNE_2, JUNE_3, a_return, an_answer, rows_of
from .test_reconciliation import GRANT, a_month

MONEY = ("funds", "journal")
JULY = date(2021, 7, 2)
WHY = "多发一个月,应予追回"


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def sent(finance):
    return finance.a_sent_batch(3)


@pytest.fixture
def paid(finance, sent):
    actions.import_return(sent, a_return(*map(an_answer, rows_of(sent))), by=finance.maker, on=JUNE_2)
    return rows_of(sent)[0]


def test_ensure_payment(finance):
    record = a_post(finance.union, Role.WORKER)

    assert every_call(lambda: finance.a_payment(record=record, card="6228480012345678911"), *MONEY) > 5


def test_cancel_payment(finance):
    payment = finance.a_payment()

    every_call(lambda: actions.cancel_payment(fresh(payment), by=finance.maker, on=JUNE_1, reason=WHY), *MONEY)


def test_prepare(finance):
    payments = [finance.a_payment() for _ in range(3)]

    every_call(lambda: actions.prepare(finance.unit, payments, finance.fund, by=finance.maker, on=JUNE_1), *MONEY)


def test_check_and_authorise(finance):
    batch = finance.a_batch()

    every_call(lambda: actions.check(fresh(batch), by=finance.checker, on=JUNE_1), *MONEY)
    actions.check(batch, by=finance.checker, on=JUNE_1)
    every_call(lambda: actions.authorise(fresh(batch), by=finance.authoriser, on=JUNE_1), *MONEY)
    every_call(lambda: actions.send_back(fresh(batch), by=finance.checker, on=JUNE_1, opinion=WHY), *MONEY)


def test_cancel_batch(finance):
    batch = finance.a_batch()

    every_call(lambda: actions.cancel(fresh(batch), by=finance.maker, on=JUNE_1, opinion=WHY), *MONEY)


def test_send(finance):
    batch = finance.an_authorised_batch()

    every_call(lambda: actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_1), *MONEY)


def test_import_return(finance, sent):
    content = a_return(*map(an_answer, rows_of(sent)))

    every_call(lambda: actions.import_return(fresh(sent), content, by=finance.maker, on=JUNE_2), *MONEY)


def test_import_return_that_sends_money_back(finance, sent):
    content = a_return(*(an_answer(row, result="失败", reason="账号不存在", day="") for row in rows_of(sent)))

    every_call(lambda: actions.import_return(fresh(sent), content, by=finance.maker, on=JUNE_2), *MONEY)


def test_receipts(finance):
    facts = {"amount": 5_000_000, "received_on": JUNE_1, "paper": "拨款 9", "by": finance.maker, "on": JUNE_1}

    every_call(lambda: receipts.enter_receipt(finance.fund, **facts), *MONEY)
    receipt = receipts.enter_receipt(finance.fund, **facts)
    every_call(lambda: receipts.confirm(fresh(receipt), by=finance.checker, on=JUNE_1), *MONEY)
    receipts.confirm(receipt, by=finance.checker, on=JUNE_1)
    receipts.ask_reversal(receipt, by=finance.maker, on=JUNE_1, opinion=WHY)
    every_call(lambda: receipts.reverse(fresh(receipt), by=finance.checker, on=JUNE_1), *MONEY)


def test_recoveries(finance, paid):
    every_call(lambda: recoveries.propose(fresh(paid), amount=300, reason=WHY, by=finance.maker, on=JUNE_3), *MONEY)
    claim = recoveries.propose(paid, amount=300, reason=WHY, by=finance.maker, on=JUNE_3)
    every_call(lambda: recoveries.confirm(fresh(claim), by=finance.checker, on=JUNE_3), *MONEY)


def test_recoveries_that_end(finance, paid):
    claim = recoveries.propose(paid, amount=300, reason=WHY, by=finance.maker, on=JUNE_3)
    recoveries.confirm(claim, by=finance.checker, on=JUNE_3)
    back = {"amount": 300, "repaid_on": JUNE_3, "paper": "回单 1", "by": finance.maker, "on": JUNE_3}

    every_call(lambda: recoveries.take_back(fresh(claim), **back), *MONEY)
    every_call(lambda: recoveries.give_up(fresh(claim), by=finance.authoriser, on=JUNE_3, opinion=WHY), *MONEY)


def test_statement_and_reconciliation(finance, sent, paid):
    month = a_month(GRANT, ("2021-06-03", f"代发 {sent.number}", -sent.total))
    how = {"by": finance.maker, "on": JULY}

    every_call(lambda: statements.import_statement(finance.fund, date(2021, 6, 1), month, **how), *MONEY)
    statements.import_statement(finance.fund, date(2021, 6, 1), month, **how)
    sheet = Reconciliation.objects.get()
    every_call(lambda: reconciling.make(fresh(sheet), **how), *MONEY)
    reconciling.make(sheet, **how)
    every_call(lambda: reconciling.close(fresh(sheet), by=finance.checker, on=JULY), *MONEY)
