"""The counters of the ledger, as finance goes through them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.models import Fund, FundOpening, Match, Receipt, Reconciliation, Recovery
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.writing import write_workbook

from .money import JUNE_2, Finance, a_return, an_answer, endow, rows_of
from .test_pages import a_file, page, send
from .test_reconciliation import GRANT, a_month

TODAY = timezone.localdate()


def amount_of(fund):
    return Fund.objects.with_balances().get(pk=fund.pk).available


@pytest.fixture
def paid(finance):
    batch = finance.a_sent_batch(2)
    actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.maker, on=JUNE_2)
    return rows_of(batch)[0]


def test_two_persons_open_a_fund_with_its_rule(finance):
    maker, checker = come_in(finance.maker), come_in(finance.checker)
    asked = {"source": "central", "year": 2026, "name": "中央帮扶资金", "paper": "总工办发〔2026〕1 号"}

    maker.post(reverse("funds:propose_fund"), asked | {"purposes": "生活救助、医疗救助"})
    opening = FundOpening.objects.get()
    send(checker, "opening_open", opening.number, state_seen="proposed")

    fund = Fund.objects.get(name="中央帮扶资金")
    assert (fund.levels, fund.purposes, fund.paper) == (["nation"], ["生活救助", "医疗救助"], asked["paper"])
    assert [fund.pays("nation", TODAY, purpose) for purpose in ("生活救助", "子女助学")] == [True, False]
    assert fund.pays("city", TODAY) is False


def test_money_comes_in_by_two_persons_and_a_mistake_goes_back(finance):
    maker, checker = come_in(finance.maker), come_in(finance.checker)
    before = amount_of(finance.fund)

    send(maker, "enter_receipt", finance.fund.pk, amount="500.25", received_on="2021-06-02", paper="皖工〔2021〕3 号")
    receipt = Receipt.objects.first()
    send(checker, "receipt_confirm", receipt.number, state_seen="entered")
    there = amount_of(finance.fund) - before
    send(maker, "receipt_ask_reversal", receipt.number, state_seen="confirmed", opinion="拨错了单位")
    send(checker, "receipt_reverse", receipt.number, state_seen="reversing")

    assert (there, amount_of(finance.fund)) == (50_025, before)
    assert "皖工〔2021〕3 号" in page(checker, "receipts").text
    assert "已冲销" in page(checker, "receipt", receipt.number).text


def test_the_statement_shows_each_movement_with_its_balance_and_by_date(finance, paid):
    client = come_in(finance.checker)

    whole = page(client, "fund", finance.fund.pk).text
    later = page(client, "fund", finance.fund.pk, since="2021-06-02", account="spent").text

    assert "1,000,000.00" in whole
    assert "拨款〔2021〕1 号" in whole
    assert "拨款〔2021〕1 号" not in later
    assert "2,001.03" in later


def test_the_statement_and_the_list_are_taken_away_as_workbooks(finance, paid):
    client = come_in(finance.checker)

    for name, args in (("fund", [finance.fund.pk]), ("ledger", [])):
        answer = page(client, name, *args, export="xlsx")
        assert (answer.status_code, b"".join(answer.streaming_content)[:2]) == (200, b"PK")


def a_workbook(tmp_path, *rows) -> bytes:
    titles = ("资金名称", "年度", "期初余额(元)", "余额日期", "凭据文号")
    path = tmp_path / "balances.xlsx"
    write_workbook(path, tuple(Column(str(n), title) for n, title in enumerate(titles)), rows)
    return path.read_bytes()


def test_balances_of_many_funds_come_in_one_workbook_or_not_at_all(finance, tmp_path):
    for name in ("甲资金", "乙资金"):
        Fund.objects.create(source="local", year=2021, unit=finance.unit, name=name)
    client, good = come_in(finance.maker), ("甲资金", "2021", "12.50", "2021-06-01", "移交表")

    bad = a_workbook(
        tmp_path, good, ("丙资金", "2021", "1.00", "2021-06-01", "移交表"), ("乙资金", "2021", "-1", "", "x")
    )
    refused = send(client, "enter_balances", file=a_file(bad, "期初.xlsx")).text
    entered = Receipt.objects.filter(kind="opening").count()
    whole = a_workbook(tmp_path, good, ("乙资金", "2021", "7.00", "2021-06-01", "移交表"))
    send(client, "enter_balances", file=a_file(whole, "期初.xlsx"))

    assert entered == 0
    assert "没有这项资金" in refused
    assert "第 3 行“资金名称”（A3）" in refused
    assert "金额不能是负数" in refused
    assert set(Receipt.objects.filter(kind="opening").values_list("amount", flat=True)) == {1_250, 700}


def test_what_is_left_is_carried_over_by_page(finance):
    old = Fund.objects.create(source="dues", year=TODAY.year - 1, unit=finance.unit, name="上年资金")
    new = Fund.objects.create(source="dues", year=TODAY.year, unit=finance.unit, name="本年资金")
    endow(old, finance.maker, finance.checker, amount=900, paper="往年拨款", on=date(2021, 6, 1))

    asked = {"fund": new.pk, "amount": "9.00", "received_on": f"{TODAY:%Y-%m-%d}", "paper": "结转单"}
    send(come_in(finance.maker), "carry_over", old.pk, **asked)
    send(come_in(finance.checker), "receipt_confirm", Receipt.objects.first().number, state_seen="entered")

    assert (amount_of(old), amount_of(new)) == (0, 900)


def test_a_month_of_the_bank_is_taken_in_matched_made_up_and_closed(finance, paid):
    maker, checker = come_in(finance.maker), come_in(finance.checker)
    content = a_month(GRANT, ("2021-06-08", "代发工资", -200_103), ("2021-06-21", "利息", 7))

    send(maker, "import_statement", finance.fund.pk, month="2021-06", file=a_file(content, "对账单.csv"))
    sheet = Reconciliation.objects.get()
    draft = page(maker, "reconciliation", sheet.number).text
    offered = page(maker, "match", sheet.number)
    chosen = {
        "lines": [offered.context["unmatched_lines"][0].pk],
        "postings": [offered.context["unmatched_postings"][0].pk],
    }
    unequal = send(
        maker, "match", sheet.number, lines=[offered.context["unmatched_lines"][1].pk], postings=chosen["postings"]
    ).text
    send(maker, "match", sheet.number, **chosen)
    send(maker, "sheet_make", sheet.number, state_seen="draft")
    send(checker, "sheet_close", sheet.number, state_seen="made")

    sheet.refresh_from_db()
    assert "代发工资" in draft
    assert "两边金额不等" in unequal
    assert (sheet.state, sheet.bank_only_in, sheet.items[0]["text"]) == ("closed", 7, "利息")
    assert "2021-06-30" in page(checker, "ledger").text


def test_a_match_is_undone_by_page(finance):
    maker = come_in(finance.maker)
    send(maker, "import_statement", finance.fund.pk, month="2021-06", file=a_file(a_month(GRANT), "对账单.csv"))

    send(maker, "unmatch", Match.objects.get().pk)

    assert not Match.objects.exists()


def test_an_overpayment_is_claimed_confirmed_and_comes_back(finance, paid):
    maker, checker = come_in(finance.maker), come_in(finance.checker)
    url = reverse("funds:propose_recovery", args=[paid.uid])

    offered = page(maker, "payment", paid.uid).text
    maker.post(url, {"amount": "300.00", "reason": "收入重新核定后多发"})
    recovery = Recovery.objects.get()
    send(checker, "recovery_confirm", recovery.number, state_seen="proposed")
    send(maker, "recovery_repay", recovery.number, state_seen="confirmed",
         amount="300.00", repaid_on=f"{TODAY:%Y-%m-%d}", paper="流水 77")  # fmt: skip

    recovery.refresh_from_db()
    assert url in offered
    assert recovery.state == "settled"
    assert "流水 77" in page(checker, "recovery", recovery.number).text
    assert "300.00" in page(maker, "payment", paid.uid).text


def test_a_countys_operator_claims_what_she_may_not_list(finance, paid):
    operator = come_in(a_post(finance.unit, Role.COUNTY_OPERATOR))

    operator.post(reverse("funds:propose_recovery", args=[paid.uid]), {"amount": "1.00", "reason": "重复申报了"})

    assert page(operator, "payments").status_code == 404
    assert page(operator, "recoveries").text.count("重复申报了") == 1


def test_another_county_finds_nothing(finance, tree, paid):
    stranger = come_in(Finance(tree, "huoshan").maker)
    maker = come_in(finance.maker)
    send(maker, "import_statement", finance.fund.pk, month="2021-06", file=a_file(a_month(GRANT), "对账单.csv"))
    maker.post(reverse("funds:propose_recovery", args=[paid.uid]), {"amount": "1.00", "reason": "重复申报了"})
    pages = [
        ("fund", finance.fund.pk),
        ("enter_receipt", finance.fund.pk),
        ("import_statement", finance.fund.pk),
        ("receipt", Receipt.objects.filter(fund=finance.fund).first().number),
        ("reconciliation", Reconciliation.objects.get().number),
        ("match", Reconciliation.objects.get().number),
        ("recovery", Recovery.objects.get().number),
        ("propose_recovery", paid.uid),
    ]

    assert {page(stranger, *where).status_code for where in pages} == {404}
    assert finance.fund.name not in page(stranger, "reconciliations").text


@pytest.mark.parametrize("name", ["ledger", "receipts", "reconciliations", "recoveries"])
def test_the_ledger_is_for_finance_and_audit_alone(finance, tree, name):
    auditor = a_post(tree["city"], Role.AUDITOR)

    assert page(come_in(auditor), name).status_code == 200
    assert page(come_in(finance.approver), name).status_code == 404


def test_pages_ask_the_same_number_of_questions_for_one_row_and_three(finance):
    client = come_in(finance.maker)
    asked = []
    for rows in (1, 2, 3):
        fund = Fund.objects.create(source="local", year=2021, unit=finance.unit, name=f"资金 {rows}")
        endow(fund, finance.maker, finance.checker, paper=f"文 {rows}")
        endow(finance.fund, finance.maker, finance.checker, paper=f"文 {rows}", amount=rows)
        asked.append([questions(client, *where) for where in (("ledger",), ("receipts",), ("fund", finance.fund.pk))])

    assert asked[2] == asked[0]


def questions(client, name, *args) -> int:
    page(client, name, *args)
    with CaptureQueriesContext(connection) as asked:
        page(client, name, *args)
    return len(asked)
