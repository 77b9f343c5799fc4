"""The pages of the ledger in a real browser, at the desk and on the phone, each by axe."""

import os

import pytest
from django.db import transaction

from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import reconciling, recoveries, statements
from gonghui.foundation.funds.models import Receipt, Reconciliation
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .money import JUNE_2, JUNE_3, Finance, a_return, an_answer, rows_of
from .test_pages_in_a_browser import come_to
from .test_reconciliation import AUGUST_2, GRANT, JULY, JUNE, a_month

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
SHOTS = os.environ.get("GONGHUI_SHOTS", "")


@pytest.fixture
def finance(db):
    """A fund with a month closed, one that is being matched, a recovery and a receipt that waits."""
    with transaction.atomic(), sight.system("tests"):
        finance = Finance(a_tree())
        batch = finance.a_sent_batch(3)
        actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.maker, on=JUNE_2)
        facts = {"amount": 30_000, "reason": "家庭收入重新核定,多发一个月", "by": finance.maker, "on": JUNE_3}
        recovery = recoveries.confirm(recoveries.propose(rows_of(batch)[0], **facts), by=finance.checker, on=JUNE_3)
        part = {"amount": 10_000, "repaid_on": JUNE_3, "paper": "流水 20210603001"}
        recoveries.take_back(recovery, by=finance.maker, on=JUNE_3, **part)
        june = a_month(GRANT, ("2021-06-02", f"代发 {batch.number}", -batch.total), ("2021-06-21", "季度利息", 1_234))
        statements.import_statement(finance.fund, JUNE, june, by=finance.maker, on=AUGUST_2)
        sheet = reconciling.make(Reconciliation.objects.get(), by=finance.maker, on=AUGUST_2)
        reconciling.close(sheet, by=finance.checker, on=AUGUST_2)
        there = 100_000_000 - batch.total + 1_234
        july = a_month(("2021-07-02", "转账", 10_000, "李·买买提"), ("2021-07-05", "手续费", -500), start=there)
        statements.import_statement(finance.fund, JULY, july, by=finance.maker, on=AUGUST_2)
        facts = {"amount": 880_000, "received_on": JUNE_3, "paper": "皖工财〔2021〕12 号", "on": JUNE_3}
        actions.receipts.enter_receipt(finance.fund, by=finance.maker, **facts)
        finance.recovery, finance.payment = recovery, rows_of(batch)[0]
    return finance


@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_the_ledger_have_no_fault(device, request, finance, assert_accessible):
    tab, fund = request.getfixturevalue(device), finance.fund.pk
    with transaction.atomic(), sight.system("tests"):
        june, july = Reconciliation.objects.order_by("ends_on").values_list("number", flat=True)
        receipt = Receipt.objects.first().number
    come_to(tab, finance.maker)

    for path in (
        "ledger", "ledger/new", f"ledger/{fund}", f"ledger/{fund}?account=spent", f"ledger/{fund}/receipts/new",
        f"ledger/{fund}/carry-over", f"ledger/{fund}/statements/new", "ledger/receipts", "ledger/receipts/balances",
        f"ledger/receipts/{receipt}", f"ledger/receipts/{receipt}/refusal", "ledger/recoveries",
        f"ledger/recoveries/{finance.recovery.number}",
        f"ledger/recoveries/{finance.recovery.number}/repayments", f"payments/{finance.payment.uid}/recoveries/new",
        "ledger/reconciliations", f"ledger/reconciliations/{june}", f"ledger/reconciliations/{july}",
        f"ledger/reconciliations/{july}/matches",
    ):  # fmt: skip
        assert tab.goto(f"/funds/{path}").status == 200
        if SHOTS:
            tab.screenshot(path=f"{SHOTS}/{device}-{path.replace('/', '-')}.png", full_page=True)
        assert_accessible(tab)
