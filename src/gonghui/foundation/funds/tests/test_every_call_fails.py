"""Each money action with its n-th SQL statement and n-th file operation failing, for every n (R9, T11)."""

from datetime import date

import pytest

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import (
    beginnings,
    ledger,
    matching,
    openings,
    receipts,
    reconciling,
    recoveries,
    statements,
)
from gonghui.foundation.funds.models import Fund, Reconciliation
from gonghui.foundation.funds.rulebook import BATCH, FUND_OPENING, RECEIPT, RECONCILIATION, RECOVERY, ReceiptKind
from gonghui.foundation.notices.tests.people import a_post
from tests.failing import PROVEN, actions_of, every_call, name_of, proves

from .money import JUNE_1, JUNE_2, JUNE_3, a_return, an_answer, rows_of
from .test_pages_of_the_ledger import a_workbook
from .test_reconciliation import GRANT, a_month

MONEY = ("funds", "journal")
JULY = date(2021, 7, 2)
NEW_YEAR = date(2022, 1, 4)
WHY = "多发一个月,应予追回"
RULE_BOOKS = (BATCH, FUND_OPENING, RECEIPT, RECONCILIATION, RECOVERY)
OF = "gonghui.foundation.funds.actions"
MOVES_NOTHING = {
    f"{OF}.batches.open_bank_file": "reads the file that is there, and is written down",
    f"{OF}.batches.ensure_all_sent": "does `ensure_sent` again and again, each in its own transaction",
    f"{OF}.guard.report": "tells the city what was refused",
    f"{OF}.limits.propose": "a limit is a rule: it moves no money",
    f"{OF}.limits.confirm": "the same",
    f"{OF}.limits.refuse": "the same",
    f"{OF}.inquiring.open_round": "the recipient is asked; no money moves",
    f"{OF}.inquiring.draw": "the same",
    f"{OF}.inquiring.close_round": "the same",
    f"{OF}.inquiring.answer": "the same",
    f"{OF}.inquiring.record_call": "the same",
    f"{OF}.inquiring.miss": "the same",
    f"{OF}.inquiring.give_up": "the same",
    f"{OF}.inquiring.turn_to_phone": "the same",
    f"{OF}.discrepancies.open_for": "what is found leads to a recovery, which is proven",
    f"{OF}.discrepancies.look_into": "the same",
    f"{OF}.discrepancies.conclude": "the same",
    f"{OF}.discrepancies.confirm": "the same",
    f"{OF}.discrepancies.send_back": "the same",
}
"""Actions of funds that need no such proof, and why."""


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def sent(finance):
    return finance.a_sent_batch(3)


@pytest.fixture
def paid(finance, sent):
    actions.import_return(sent, a_return(*map(an_answer, rows_of(sent))), by=finance.maker, on=JUNE_2)
    return rows_of(sent)[0]


@proves(actions.ensure_payment)
def test_ensure_payment(finance):
    record = a_post(finance.union, Role.WORKER)

    assert every_call(lambda: finance.a_payment(record=record, card="6228480012345678911"), *MONEY) > 5


@proves(actions.cancel_payment)
def test_cancel_payment(finance):
    payment = finance.a_payment()

    every_call(lambda: actions.cancel_payment(fresh(payment), by=finance.maker, on=JUNE_1, reason=WHY), *MONEY)


@proves(actions.prepare, ledger.book)
def test_prepare(finance):
    payments = [finance.a_payment() for _ in range(3)]

    every_call(lambda: actions.prepare(finance.unit, payments, finance.fund, by=finance.maker, on=JUNE_1), *MONEY)


@proves(actions.check, actions.authorise, actions.send_back)
def test_check_and_authorise(finance):
    batch = finance.a_batch()

    every_call(lambda: actions.check(fresh(batch), by=finance.checker, on=JUNE_1), *MONEY)
    actions.check(batch, by=finance.checker, on=JUNE_1)
    every_call(lambda: actions.authorise(fresh(batch), by=finance.authoriser, on=JUNE_1), *MONEY)
    every_call(lambda: actions.send_back(fresh(batch), by=finance.checker, on=JUNE_1, opinion=WHY), *MONEY)


@proves(actions.cancel)
def test_cancel_batch(finance):
    batch = finance.a_batch()

    every_call(lambda: actions.cancel(fresh(batch), by=finance.maker, on=JUNE_1, opinion=WHY), *MONEY)


@proves(actions.ensure_sent, actions.send)
def test_send(finance):
    batch = finance.an_authorised_batch()

    every_call(lambda: actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_1), *MONEY)


@proves(actions.import_return, actions.settle)
def test_import_return(finance, sent):
    content = a_return(*map(an_answer, rows_of(sent)))

    every_call(lambda: actions.import_return(fresh(sent), content, by=finance.maker, on=JUNE_2), *MONEY)


def test_import_return_that_sends_money_back(finance, sent):
    content = a_return(*(an_answer(row, result="失败", reason="账号不存在", day="") for row in rows_of(sent)))

    every_call(lambda: actions.import_return(fresh(sent), content, by=finance.maker, on=JUNE_2), *MONEY)


@proves(receipts.enter_receipt, receipts.confirm, receipts.ask_reversal, receipts.keep, receipts.reverse)
def test_receipts(finance):
    facts = {"amount": 5_000_000, "received_on": JUNE_1, "paper": "拨款 9", "by": finance.maker, "on": JUNE_1}

    every_call(lambda: receipts.enter_receipt(finance.fund, **facts), *MONEY)
    receipt = receipts.enter_receipt(finance.fund, **facts)
    every_call(lambda: receipts.confirm(fresh(receipt), by=finance.checker, on=JUNE_1), *MONEY)
    receipts.confirm(receipt, by=finance.checker, on=JUNE_1)
    every_call(lambda: receipts.ask_reversal(fresh(receipt), by=finance.maker, on=JUNE_1, opinion=WHY), *MONEY)
    receipts.ask_reversal(receipt, by=finance.maker, on=JUNE_1, opinion=WHY)
    every_call(lambda: receipts.keep(fresh(receipt), by=finance.checker, on=JUNE_1, opinion=WHY), *MONEY)
    every_call(lambda: receipts.reverse(fresh(receipt), by=finance.checker, on=JUNE_1), *MONEY)


@proves(receipts.refuse)
def test_a_receipt_that_is_refused(finance):
    facts = {"amount": 5_000_000, "received_on": JUNE_1, "paper": "拨款 9", "by": finance.maker, "on": JUNE_1}
    receipt = receipts.enter_receipt(finance.fund, **facts)

    every_call(lambda: receipts.refuse(fresh(receipt), by=finance.checker, on=JUNE_1, opinion=WHY), *MONEY)


def test_carrying_over_into_the_next_year(finance):
    into = Fund.objects.create(source="dues", year=2022, unit=finance.unit, name="帮扶资金")
    facts = {"kind": ReceiptKind.CARRIED, "origin": finance.fund, "received_on": NEW_YEAR, "paper": "结转单 1"}
    facts |= {"amount": 600, "by": finance.maker, "on": NEW_YEAR}

    every_call(lambda: receipts.enter_receipt(into, **facts), *MONEY)
    receipt = receipts.enter_receipt(into, **facts)
    every_call(lambda: receipts.confirm(fresh(receipt), by=finance.checker, on=NEW_YEAR), *MONEY)
    receipts.confirm(receipt, by=finance.checker, on=NEW_YEAR)
    receipts.ask_reversal(receipt, by=finance.maker, on=NEW_YEAR, opinion=WHY)
    every_call(lambda: receipts.reverse(fresh(receipt), by=finance.checker, on=NEW_YEAR), *MONEY)


@proves(beginnings.enter_balances)
def test_bookings_by_workbook(finance, tmp_path):
    for name in ("送温暖资金", "专项资金"):
        Fund.objects.create(source="dues", year=2021, unit=finance.unit, name=name)
    rows = [(name, "2021", "10.00", "2021-06-01", f"期初 {name}") for name in ("送温暖资金", "专项资金")]
    book = a_workbook(tmp_path, *rows)

    def enter():
        beginnings.enter_balances(finance.unit, book, "期初.xlsx", by=finance.maker, on=JUNE_2)

    every_call(enter, *MONEY)


@proves(openings.propose_fund, openings.open, openings.refuse)
def test_opening_a_fund(finance):
    facts = {"source": "dues", "year": 2021, "name": "新资金", "levels": ["county"], "paper": "批复 1"}
    facts |= {"by": finance.maker, "on": JUNE_1}

    every_call(lambda: openings.propose_fund(finance.unit, **facts), *MONEY)
    opening = openings.propose_fund(finance.unit, **facts)
    every_call(lambda: openings.refuse(fresh(opening), by=finance.checker, on=JUNE_1, opinion=WHY), *MONEY)
    every_call(lambda: openings.open(fresh(opening), by=finance.checker, on=JUNE_1), *MONEY)


@proves(recoveries.propose, recoveries.confirm, recoveries.refuse)
def test_recoveries(finance, paid):
    every_call(lambda: recoveries.propose(fresh(paid), amount=300, reason=WHY, by=finance.maker, on=JUNE_3), *MONEY)
    claim = recoveries.propose(paid, amount=300, reason=WHY, by=finance.maker, on=JUNE_3)
    every_call(lambda: recoveries.confirm(fresh(claim), by=finance.checker, on=JUNE_3), *MONEY)
    every_call(lambda: recoveries.refuse(fresh(claim), by=finance.checker, on=JUNE_3, opinion=WHY), *MONEY)


@proves(recoveries.take_back, recoveries.repay, recoveries.settle, recoveries.give_up)
def test_recoveries_that_end(finance, paid):
    claim = recoveries.propose(paid, amount=300, reason=WHY, by=finance.maker, on=JUNE_3)
    recoveries.confirm(claim, by=finance.checker, on=JUNE_3)
    back = {"amount": 300, "repaid_on": JUNE_3, "paper": "回单 1", "by": finance.maker, "on": JUNE_3}

    every_call(lambda: recoveries.take_back(fresh(claim), **back), *MONEY)
    every_call(lambda: recoveries.give_up(fresh(claim), by=finance.authoriser, on=JUNE_3, opinion=WHY), *MONEY)


@proves(
    statements.import_statement, matching.ensure_matched, reconciling.make, reconciling.close, reconciling.send_back
)
def test_statement_and_reconciliation(finance, sent, paid):
    month = a_month(GRANT, ("2021-06-03", f"代发 {sent.number}", -sent.total))
    how = {"by": finance.maker, "on": JULY}

    every_call(lambda: statements.import_statement(finance.fund, date(2021, 6, 1), month, **how), *MONEY)
    statements.import_statement(finance.fund, date(2021, 6, 1), month, **how)
    sheet = Reconciliation.objects.get()
    every_call(lambda: reconciling.make(fresh(sheet), **how), *MONEY)
    reconciling.make(sheet, **how)
    every_call(lambda: reconciling.send_back(fresh(sheet), by=finance.checker, on=JULY, opinion=WHY), *MONEY)
    every_call(lambda: reconciling.close(fresh(sheet), by=finance.checker, on=JULY), *MONEY)


@proves(matching.match, matching.unmatch)
def test_matching_by_hand(finance, sent, paid):
    month = a_month(GRANT, ("2021-06-03", "代发工资", -sent.total))
    how = {"by": finance.maker, "on": JULY}
    statements.import_statement(finance.fund, date(2021, 6, 1), month, **how)
    left = {
        "lines": list(matching.unmatched_lines(finance.fund).values_list("pk", flat=True)),
        "postings": list(matching.unmatched_postings(finance.fund).values_list("pk", flat=True)),
    }

    every_call(lambda: matching.match(finance.fund, **left, **how), *MONEY)
    made = matching.match(finance.fund, **left, **how)
    every_call(lambda: matching.unmatch(made, **how), *MONEY)


def test_every_money_action_is_proven():
    """What is done with money, by the rule books and by the actions themselves; a new one needs its proof here."""
    steps = {name_of(act) for book in RULE_BOOKS for act in book.actions.values()}
    done = {name_of(act) for act in actions_of(actions)} - set(MOVES_NOTHING)

    assert sorted((steps | done) - set(PROVEN)) == []
    assert sorted(set(MOVES_NOTHING) & set(PROVEN)) == []
    assert all(len(book.actions) == len(book.steps) for book in RULE_BOOKS)
