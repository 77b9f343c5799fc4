"""`ledger_verify` finds every tampering by somebody who may do everything in the database."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction

from gonghui.foundation.funds import actions, proofs
from gonghui.foundation.funds.actions import reconciling, recoveries, statements
from gonghui.foundation.funds.models import Fund, Reconciliation
from gonghui.foundation.funds.rulebook import ReceiptKind
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .money import JUNE_1, JUNE_2, JUNE_3, Finance, a_return, an_answer, rows_of
from .test_reconciliation import AUGUST_2, GRANT, JUNE, a_month

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

NEW_YEAR = date(2022, 1, 4)


@pytest.fixture
def finance():
    """A year of everything: paid, returned, cancelled, waiting, recovered, reconciled, carried over."""
    with transaction.atomic(), sight.system("tests"):
        finance = Finance(a_tree())
        batch = finance.a_sent_batch(3)
        one, two, three = rows_of(batch)
        content = a_return(an_answer(one), an_answer(two, result="失败", reason="户名不符"), an_answer(three))
        actions.import_return(batch, content, by=finance.maker, on=JUNE_2)
        actions.cancel(finance.a_batch(1), by=finance.maker, on=JUNE_3, opinion="制单有误")
        finance.a_batch(2, on=JUNE_3)
        _recover(finance, one)
        paid = -(one.amount + three.amount)
        june = a_month(GRANT, ("2021-06-02", f"代发 {batch.number}", paid), ("2021-06-21", "利息", 7))
        statements.import_statement(finance.fund, JUNE, june, by=finance.maker, on=AUGUST_2)
        sheet = reconciling.make(Reconciliation.objects.get(), by=finance.maker, on=AUGUST_2)
        reconciling.close(sheet, by=finance.checker, on=AUGUST_2)
        into = Fund.objects.create(source="dues", year=2022, unit=finance.unit, name="帮扶资金")
        facts = {"kind": ReceiptKind.CARRIED, "origin": finance.fund, "received_on": NEW_YEAR, "paper": "结转单"}
        carried = actions.receipts.enter_receipt(into, amount=9_000, by=finance.maker, on=NEW_YEAR, **facts)
        actions.receipts.confirm(carried, by=finance.checker, on=NEW_YEAR)
    return finance


def _recover(finance, payment):
    recovery = recoveries.propose(payment, amount=5_000, reason="核定后多发", by=finance.maker, on=JUNE_2)
    recoveries.confirm(recovery, by=finance.checker, on=JUNE_2)
    part = {"amount": 2_000, "repaid_on": JUNE_3, "paper": "流水 9"}
    recoveries.take_back(recovery, by=finance.maker, on=JUNE_3, **part)
    recoveries.give_up(recovery, by=finance.authoriser, on=JUNE_3, opinion="无力退还")


LAST = "(SELECT max(id) FROM funds_line WHERE kind = 'available')"
TAMPERINGS = {
    "an amount": ("UPDATE funds_line SET amount = amount + 1 WHERE id = " + LAST, "does not sum to 0"),
    "a line gone": ("DELETE FROM funds_line WHERE id = " + LAST, "fewer than two lines"),
    "a balance": ("UPDATE funds_line SET balance = balance + 5 WHERE id = " + LAST, "a balance is not the one before"),
    "a place": ("UPDATE funds_line SET seq = seq + 1 WHERE id = " + LAST, "have a gap"),
    "an account below zero": (
        "ALTER TABLE funds_line DROP CONSTRAINT funds_line_never_below_zero;"
        "UPDATE funds_line SET balance = -1 WHERE id = " + LAST,
        "a balance is below zero",
    ),
    "a day": ("UPDATE funds_posting SET \"on\" = '2022-02-02' WHERE what = 'receipt'", "by date is below zero"),
    "a posting gone whole": (
        "DELETE FROM funds_line WHERE posting_id = (SELECT max(id) FROM funds_posting);"
        "DELETE FROM funds_posting WHERE id = (SELECT max(id) FROM funds_posting)",
        "a posting is not as the journal wrote it",
    ),
    "a posting more and less": (
        "UPDATE funds_line l SET amount = l.amount * 2, balance = l.balance + l.amount"
        " WHERE posting_id = (SELECT max(id) FROM funds_posting)",
        "a posting is not as the journal wrote it",
    ),
    "a fund": (
        "UPDATE funds_posting SET fund_id = (SELECT max(id) FROM funds_fund) WHERE what = 'prepared'",
        "a posting of another fund",
    ),
    "a kind": ("UPDATE funds_line SET kind = 'source' WHERE id = " + LAST, "under another kind"),
    "a batch's sum": ("UPDATE funds_paymentbatch SET total = total + 1 WHERE state = 'draft'", "what is booked for it"),
    "a batch cancelled by hand": (
        "UPDATE funds_paymentbatch SET state = 'cancelled' WHERE state = 'draft'",
        "a batch and what is booked for it differ",
    ),
    "a payment's sum": (
        "UPDATE funds_payment SET amount = amount + 1 WHERE state = 'paid'",
        "the bank has paid differ",
    ),
    "a payment's day": (
        "UPDATE funds_payment SET paid_on = '2021-06-09' WHERE state = 'paid'",
        "a return of the bank and what is booked",
    ),
    "a payment paid by hand": (
        "UPDATE funds_payment SET state = 'paid', paid_on = '2021-06-03',"
        " bank_return_id = (SELECT max(id) FROM funds_bankreturn) WHERE state = 'batched'",
        "the payments in batches differ",
    ),
    "a payment of another fund": (
        "UPDATE funds_payment SET fund_id = (SELECT max(id) FROM funds_fund) WHERE state = 'paid'",
        "stands in a batch of another",
    ),
    "a receipt's sum": ("UPDATE funds_receipt SET amount = amount + 1 WHERE kind = 'granted'", "a receipt and what"),
    "what was carried": (
        "UPDATE funds_line SET amount = amount - 1 WHERE posting_id = (SELECT max(id) FROM funds_posting)"
        " AND kind = 'carried'",
        "did not arrive in the next",
    ),
    "a recovery open again": (
        "UPDATE funds_recovery SET state = 'confirmed', given_up_by = NULL",
        "what is to be recovered and the open recoveries differ",
    ),
    "a recovery's sum": ("UPDATE funds_recovery SET amount = amount + 1", "a recovery and what is booked"),
    "recoveries beyond the payment": ("UPDATE funds_recovery SET amount = 900000", "exceed what was paid"),
    "a line of the bank": ("UPDATE funds_bankline SET amount = amount + 1 WHERE seq = 3", "bank does not add up"),
    "a match": ("DELETE FROM funds_matchedline WHERE id = (SELECT min(id) FROM funds_matchedline)", "both sides"),
    "a closed month": (
        "UPDATE funds_reconciliation SET ledger_balance = ledger_balance + 1, bank_balance = bank_balance + 1",
        "a closed month no longer adds up",
    ),
    "what a closed month lists": ("UPDATE funds_reconciliation SET items = '[]'", "a closed month no longer adds up"),
    "a law": ("ALTER TABLE funds_line DISABLE TRIGGER balance", "a law of the ledger is not in force"),
    "a right": (
        "GRANT UPDATE ON funds_line TO {application}",
        "a law of the ledger is not in force",
    ),
}


def tamper(statements_of):
    """Run SQL as the owner, past the triggers that would refuse it."""
    tables = [f"funds_{each}" for each in ("line", "posting", "recovery", "bankline", "matchedline", "payment")]
    application = connections["default"].settings_dict["USER"]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements_of.format(application=application).split(";"):
            if "TRIGGER" not in statement:
                cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        if "TRIGGER" in statements_of:
            cursor.execute(statements_of)


@pytest.mark.parametrize(("does", "found"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_tampering_is_found(finance, does, found):
    before = list(proofs.breaches())

    tamper(does)

    assert before == []
    assert found in " | ".join(breach["what"] for breach in proofs.breaches())


def test_the_owner_cannot_change_what_is_booked_in_passing(finance):
    for table in ("funds_line", "funds_posting", "funds_account", "funds_bankline", "funds_repayment"):
        for does in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(using="owner"):
                connections["owner"].cursor().execute(does)


def test_the_command_says_so_by_its_exit_code(finance):
    said = io.StringIO()
    call_command("ledger_verify", stdout=said)
    assert "账目平衡" in said.getvalue()

    tamper("UPDATE funds_line SET balance = balance + 5 WHERE id = " + LAST)

    with pytest.raises(SystemExit) as ended:
        call_command("ledger_verify", stdout=said)
    assert (ended.value.code, JUNE_1) == (1, JUNE_1)


def test_every_question_can_be_asked():
    assert len(proofs.questions()) == 23
