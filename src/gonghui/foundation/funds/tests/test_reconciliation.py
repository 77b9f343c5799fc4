"""The bank's month against the ledger's: taken in whole, matched, and closed by a second person (E-R13)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import matching, reconciling, statements
from gonghui.foundation.funds.actions.persons import SamePerson
from gonghui.foundation.funds.bank import statement
from gonghui.foundation.funds.models import BankLine, BankStatement, Fund, Match, Posting, Reconciliation
from gonghui.foundation.funds.rulebook import PostingKind, SheetState
from gonghui.foundation.notices.tests.people import a_post
from gonghui.kernel.refusals import NotEntitled

from .money import JUNE_2, a_return, an_answer, endow, rows_of

JUNE, JULY = date(2021, 6, 1), date(2021, 7, 1)
AUGUST_2 = date(2021, 8, 2)
HEAD = "交易日期,摘要,借方金额,贷方金额,余额,流水号,对方户名"


def a_month(*moved, start=0, encoding="gb18030", head=HEAD) -> bytes:
    """A statement of (day, summary, fen, payee) whose balances follow."""
    rows, balance = [head], start
    for number, (day, summary, fen, *payee) in enumerate(moved, start=1):
        balance += fen
        out, into = (f"{-fen / 100:.2f}", "") if fen < 0 else ("", f"{fen / 100:.2f}")
        flow = f"{day.replace('-', '')}{number:04d}"
        rows.append(f"{day},{summary},{out},{into},{balance / 100:.2f},{flow},{(payee or [''])[0]}")
    return "".join(f"{row}\r\n" for row in rows).encode(encoding)


def take_in(finance, content, month=JUNE, on=AUGUST_2, **more):
    return statements.import_statement(finance.fund, month, content, by=finance.maker, on=on, **more)


GRANT = ("2021-06-01", "财政拨款", 100_000_000)


@pytest.fixture
def batch(finance):
    """Three payments, paid on the second of June: 1000.51, 1000.52 and 1000.53 yuan."""
    batch = finance.a_sent_batch(3)
    actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.maker, on=JUNE_2)
    return batch


def left(finance):
    return (matching.unmatched_lines(finance.fund).count(), matching.unmatched_postings(finance.fund).count())


# Taking it in


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_import_statement_matches_a_batch_that_comes_as_one_line(finance, batch, encoding):
    taken = take_in(finance, a_month(GRANT, ("2021-06-03", f"代发 {batch.number}", -batch.total), encoding=encoding))

    assert (taken.rows, taken.last_balance, left(finance)) == (2, 100_000_000 - batch.total, (0, 0))
    assert set(Match.objects.values_list("is_by_hand", flat=True)) == {False}


def test_import_statement_matches_a_batch_that_comes_payee_by_payee(finance, batch):
    payees = [("2021-06-02", "代发", -row.amount, row.payee_name) for row in rows_of(batch)]

    take_in(finance, a_month(GRANT, *payees))

    assert left(finance) == (0, 0)
    assert Match.objects.get(postings__posting__what=PostingKind.PAID).lines.count() == 3


def test_import_statement_leaves_what_is_not_plainly_the_same(finance, batch):
    take_in(finance, a_month(GRANT, ("2021-06-03", "代发工资", -batch.total), ("2021-06-21", "利息", 1_234)))

    assert left(finance) == (2, 1)


def test_a_paper_inside_a_longer_one_is_not_named():
    assert matching._names("代发PC-2021-0001。", "PC-2021-0001") is False
    assert matching._names("代发 PC-2021-0001。", "PC-2021-0001") is True
    assert matching._names("代发 PC-2021-00012", "PC-2021-0001") is False


def test_what_was_there_before_is_matched_with_what_was_booked_before(finance, batch):
    take_in(finance, a_month(("2021-07-21", "利息", 5), start=100_000_000 - batch.total), month=JULY)

    assert BankLine.objects.get(seq=0).on == date(2021, 6, 30)
    assert left(finance) == (1, 0)


def test_import_statement_twice_is_refused(finance, batch):
    content = a_month(GRANT)
    take_in(finance, content)

    with pytest.raises(statements.StatementKnown, match="2021-06"):
        take_in(finance, content, month=JULY)
    with pytest.raises(statements.MonthKnown):
        take_in(finance, a_month(GRANT, GRANT))

    assert BankStatement.objects.count() == 1


def test_import_statement_refuses_a_month_that_does_not_follow(finance, batch):
    take_in(finance, a_month(GRANT))

    with pytest.raises(statements.NotContinuous, match=r"1.00 元.*1,000,000.00 元不衔接"):
        take_in(finance, a_month(("2021-07-05", "利息", 5), start=100), month=JULY)


def test_import_statement_refuses_an_earlier_month_and_one_that_runs(finance, batch):
    take_in(finance, a_month(("2021-07-05", "利息", 5), start=100_000_000), month=JULY)

    with pytest.raises(statements.NotInOrder):
        take_in(finance, a_month(GRANT))
    with pytest.raises(statements.MonthNotOver):
        take_in(finance, a_month(("2021-08-02", "利息", 5)), month=date(2021, 8, 1))


def test_import_statement_refuses_the_checker(finance):
    with pytest.raises(NotEntitled):
        statements.import_statement(finance.fund, JUNE, a_month(GRANT), by=finance.checker, on=AUGUST_2)


BAD = {
    "a leap": (
        a_month(GRANT).replace(b"1000000.00,2021", b"1000000.01,2021") + b"2021-06-05,x,,1.00,1000001.00,7,\r\n",
        "不衔接",
    ),
    "another month": (a_month(("2021-05-31", "拨款", 5)), "不在这个月"),
    "going back": (a_month(("2021-06-03", "拨款", 5), ("2021-06-01", "拨款", 5)), "早于上一行"),
    "both sides": (f"{HEAD}\r\n2021-06-01,x,1.00,2.00,3.00,1,\r\n".encode(), "只有一项"),
    "neither side": (f"{HEAD}\r\n2021-06-01,x,,,3.00,1,\r\n".encode(), "只有一项"),
    "three decimals": (f"{HEAD}\r\n2021-06-01,x,1.000,,3.00,1,\r\n".encode(), "最多两位小数"),
    "no balance": (f"{HEAD}\r\n2021-06-01,x,1.00,,,1,\r\n".encode(), "余额“”不是"),
    "no such day": (f"{HEAD}\r\n2021-06-31,x,1.00,,1.00,1,\r\n".encode(), "不是存在的日期"),
    "cut short": (f"{HEAD}\r\n2021-06-01,x,1.0".encode(), "列数与首行不同"),
    "a flow twice": (f"{HEAD}\r\n2021-06-01,x,,1.00,1.00,9,\r\n2021-06-01,x,,1.00,2.00,9,\r\n".encode(), "重复"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_import_statement_refuses_the_whole_file(finance, content, said):
    with pytest.raises(statements.StatementFaulty, match=said):
        take_in(finance, content)

    assert not BankLine.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "首行"),
        (b"PK\x03\x04\0", "文字编码"),
        (a_month(), "没有数据行"),
        (a_return(), "首行"),
        (a_month(head=HEAD[1:]), "首行"),
    ],
)
def test_import_statement_refuses_what_is_none(finance, content, said):
    with pytest.raises(statement.NotAStatement, match=said):
        take_in(finance, content)


def test_import_statement_reads_columns_beyond_its_own(finance):
    content = f'{HEAD},对方账号\r\n2021-06-01,拨款,,"1,000,000.00",1000000.00,1,财政局,62284800\r\n'.encode()

    assert take_in(finance, content).last_balance == 100_000_000


# By hand


def test_match_by_hand_takes_what_has_one_sum(finance, batch):
    take_in(finance, a_month(GRANT, ("2021-06-03", "代发工资", -batch.total + 1), ("2021-06-03", "手续费退", -1)))
    lines, postings = matching.unmatched_lines(finance.fund), matching.unmatched_postings(finance.fund)

    with pytest.raises(matching.NotEqual, match=r"银行 -3,001.55 元,账面 -3,001.56 元"):
        matching.match(finance.fund, [lines[0].pk], [postings[0].pk], by=finance.maker, on=AUGUST_2)
    matching.match(finance.fund, [x.pk for x in lines], [postings[0].pk], by=finance.maker, on=AUGUST_2)

    assert left(finance) == (0, 0)


def test_match_by_hand_takes_two_lines_that_undo_each_other(finance):
    take_in(finance, a_month(GRANT, ("2021-06-03", "错付", -500), ("2021-06-04", "冲回", 500)))

    matching.match(
        finance.fund, [x.pk for x in matching.unmatched_lines(finance.fund)], [], by=finance.maker, on=AUGUST_2
    )

    assert left(finance) == (0, 0)


def test_match_by_hand_refuses_one_alone_and_what_is_matched(finance, batch):
    take_in(finance, a_month(GRANT, ("2021-06-03", "错付", -500), ("2021-06-04", "冲回", 500)))
    matched = [BankLine.objects.order_by("pk")[0].pk, *(x.pk for x in matching.unmatched_lines(finance.fund))]

    with pytest.raises(matching.NothingChosen):
        matching.match(finance.fund, matched[1:2], [], by=finance.maker, on=AUGUST_2)
    receipt = Posting.objects.get(what=PostingKind.RECEIPT)
    with pytest.raises(matching.MatchedBefore):
        matching.match(finance.fund, matched, [receipt.pk], by=finance.maker, on=AUGUST_2)


def test_unmatch_until_a_sheet_rests_on_it(finance):
    take_in(finance, a_month(GRANT))
    sheet = Reconciliation.objects.get()
    reconciling.make(sheet, by=finance.maker, on=AUGUST_2)

    with pytest.raises(matching.SheetRestsOnIt, match="2021-06"):
        matching.unmatch(Match.objects.get(), by=finance.maker, on=AUGUST_2)
    reconciling.send_back(sheet, by=finance.checker, on=AUGUST_2, opinion="重新勾对")
    matching.unmatch(Match.objects.get(), by=finance.maker, on=AUGUST_2)

    assert left(finance) == (1, 1)


def test_database_refuses_a_match_of_unequal_sums(finance, batch):
    take_in(finance, a_month(GRANT, ("2021-06-03", "代发工资", -batch.total)))
    match = Match.objects.get()
    line = matching.unmatched_lines(finance.fund)[0]

    with pytest.raises(IntegrityError, match="at the bank"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO funds_matchedline (match_id, line_id) VALUES (%s, %s); SET CONSTRAINTS ALL IMMEDIATE",
            [match.pk, line.pk],
        )


# The sheet


def test_the_sheet_lists_what_one_side_has_and_the_other_has_not(finance, batch):
    take_in(finance, a_month(GRANT, ("2021-06-21", "利息", 1_234), ("2021-06-22", "手续费", -500)))
    endow(finance.fund, finance.maker, finance.checker, amount=70_000, on=date(2021, 6, 30), paper="在途拨款")
    sheet = reconciling.make(Reconciliation.objects.get(), by=finance.maker, on=AUGUST_2)

    ledger = 100_000_000 - batch.total + 70_000
    assert (sheet.ledger_balance, sheet.bank_balance) == (ledger, 100_000_734)
    assert (sheet.ledger_only_in, sheet.ledger_only_out) == (70_000, batch.total)
    assert (sheet.bank_only_in, sheet.bank_only_out) == (1_234, 500)
    assert [(item["side"], item["amount"]) for item in sheet.items] == [
        ("ledger", -batch.total), ("ledger", 70_000), ("bank", 1_234), ("bank", -500),
    ]  # fmt: skip
    assert sheet.adjusted() == ledger + 1_234 - 500 == 100_000_734 + 70_000 - batch.total


def test_what_the_bank_does_a_month_later_was_outstanding_at_the_months_end(finance, batch):
    take_in(finance, a_month(GRANT))
    content = a_month(("2021-07-01", f"代发 {batch.number}", -batch.total), start=100_000_000)
    take_in(finance, content, month=JULY)
    june, july = Reconciliation.objects.order_by("ends_on")

    reconciling.close(reconciling.make(june, by=finance.maker, on=AUGUST_2), by=finance.checker, on=AUGUST_2)
    reconciling.make(july, by=finance.maker, on=AUGUST_2)

    assert (june.ledger_only_out, july.ledger_only_out, july.items) == (batch.total, 0, [])
    assert (june.state, june.closed_on, july.ledger_balance) == (SheetState.CLOSED, AUGUST_2, july.bank_balance)


def test_a_fund_is_late_until_a_month_is_closed_that_is_late_enough(finance):
    july_1 = date(2021, 7, 1)
    take_in(finance, a_month(GRANT))
    late = [list(Fund.objects.unreconciled_since(day)) for day in (JUNE, july_1)]

    sheet = reconciling.make(Reconciliation.objects.get(), by=finance.maker, on=AUGUST_2)
    reconciling.close(sheet, by=finance.checker, on=AUGUST_2)

    assert late == [[], [finance.fund]]
    assert list(Fund.objects.unreconciled_since(date(2021, 6, 30))) == []
    assert list(Fund.objects.unreconciled_since(july_1)) == [finance.fund]


def test_make_refuses_before_the_month_before_is_closed(finance, batch):
    take_in(finance, a_month(GRANT))
    take_in(finance, a_month(("2021-07-01", "利息", 1), start=100_000_000), month=JULY)

    with pytest.raises(reconciling.EarlierOpen, match="2021-06"):
        reconciling.make(Reconciliation.objects.get(ends_on=date(2021, 7, 31)), by=finance.maker, on=AUGUST_2)


def test_close_refuses_who_made_it_and_what_has_changed(finance):
    take_in(finance, a_month(GRANT))
    sheet = reconciling.make(Reconciliation.objects.get(), by=finance.maker, on=AUGUST_2)
    same = a_post(finance.unit, Role.FINANCE_CHECKER, finance.maker.user)

    with pytest.raises(SamePerson):
        reconciling.close(sheet, by=same, on=AUGUST_2)
    endow(finance.fund, finance.maker, finance.checker, amount=70_000, on=date(2021, 6, 30), paper="迟到的拨款")
    with pytest.raises(reconciling.ChangedSince):
        reconciling.close(sheet, by=finance.checker, on=AUGUST_2)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("funds_reconciliation_adds_up", "bank_only_in = bank_only_in + 1"),
        ("funds_reconciliation_made_by_somebody", "made_by = NULL"),
        ("funds_reconciliation_two_persons", "closed_by = made_by"),
        ("funds_reconciliation_closed_by_somebody", "state = 'closed'"),
    ],
)
def test_database_refuses_a_sheet(finance, constraint, change):
    take_in(finance, a_month(GRANT))
    reconciling.make(Reconciliation.objects.get(), by=finance.maker, on=AUGUST_2)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE funds_reconciliation SET {change}")
