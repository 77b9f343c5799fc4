"""The ledger: double entry, never below zero, once for ever (E-R10, E-R13)."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import batches, ledger, receipts
from gonghui.foundation.funds.actions.persons import SamePerson
from gonghui.foundation.funds.models import Account, Fund, Line, Posting, Receipt
from gonghui.foundation.funds.rulebook import AccountKind, PostingKind, ReceiptKind, ReceiptState
from gonghui.foundation.notices.tests.people import a_post
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import NotEntitled, WrongState

from .money import JUNE_1, JUNE_2, JUNE_3, Finance, a_return, an_answer, endow, rows_of

A = AccountKind
THERE = 100_000_000  # fen, what each test's fund is given


def standing(fund) -> dict:
    """What stands in a fund's accounts, in fen, without the empty ones."""
    return {kind: fen for kind, fen in Account.objects.filter(fund=fund).balances().items() if fen}


def books(finance, key="test:1", moves=None, **facts):
    facts = {"what": PostingKind.RECEIPT, "record": finance.fund, "paper": "测试", "on": JUNE_1} | facts
    return ledger.book(finance.fund, moves or {A.SOURCE: -100, A.AVAILABLE: 100}, key=key, by=finance.maker, **facts)


# What actions book


def test_a_batch_moves_money_from_available_to_spent(finance):
    batch = finance.a_sent_batch(3)
    reserved = standing(finance.fund)
    one, two, three = rows_of(batch)

    content = a_return(an_answer(one), an_answer(two, result="失败", reason="户名不符"), an_answer(three))
    actions.import_return(batch, content, by=finance.maker, on=JUNE_3)

    spent = one.amount + three.amount
    assert reserved == {A.SOURCE: -THERE, A.AVAILABLE: THERE - batch.total, A.RESERVED: batch.total}
    assert standing(finance.fund) == {A.SOURCE: -THERE, A.AVAILABLE: THERE - spent, A.SPENT: spent}
    booked = Posting.objects.exclude(what=PostingKind.RECEIPT).order_by("pk").values_list("what", "on", "paper")
    assert list(booked) == [
        (PostingKind.PREPARED, JUNE_1, batch.number),
        (PostingKind.PAID, JUNE_2, batch.number),
        (PostingKind.RETURNED, JUNE_3, batch.number),
    ]


def test_cancel_makes_the_money_available_again(finance):
    actions.cancel(finance.a_batch(2), by=finance.maker, on=JUNE_1, opinion="制单有误")

    assert standing(finance.fund) == {A.SOURCE: -THERE, A.AVAILABLE: THERE}


def test_prepare_refuses_more_than_the_fund_has_and_says_how_much(finance):
    payment = finance.a_payment(amount=THERE + 1)

    with pytest.raises(ledger.NotEnoughMoney, match=r"“可用”只有 1,000,000.00 元,这里需要 1,000,000.01 元"):
        actions.prepare(finance.unit, [payment], finance.fund, by=finance.maker, on=JUNE_1)

    payment.refresh_from_db()
    assert (payment.state, standing(finance.fund)) == ("pending", {A.SOURCE: -THERE, A.AVAILABLE: THERE})


def test_prepare_refuses_a_purpose_the_fund_is_not_for(finance):
    Fund.objects.filter(pk=finance.fund.pk).update(purposes=["医疗救助"])
    finance.fund.refresh_from_db()

    with pytest.raises(batches.NotForThisFund, match="只能用于医疗救助,选中的有 2 笔不是"):
        finance.a_batch(2)


def test_lines_have_their_balance_and_place_from_the_database(finance):
    books(finance, "test:1")
    books(finance, "test:2", {A.AVAILABLE: -30, A.RESERVED: 30})

    lines = Line.objects.filter(account__fund=finance.fund, kind=A.AVAILABLE).order_by("seq")

    shown = [(line.seq, line.amount, line.balance) for line in lines]
    assert shown == [(1, THERE, THERE), (2, 100, THERE + 100), (3, -30, THERE + 70)]


def test_book_twice_under_one_key_is_once(finance):
    books(finance)

    with pytest.raises(ledger.AlreadyBooked):
        books(finance)

    assert Posting.objects.filter(key="test:1").count() == 1


def test_book_refuses_what_does_not_sum_to_zero(finance):
    with pytest.raises(ledger.Unbalanced):
        books(finance, moves={A.SOURCE: -100, A.AVAILABLE: 99})

    assert not Posting.objects.filter(key="test:1").exists()


# What the database refuses, whoever writes


def sql(text, *values, using="default"):
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(text, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def add_line(posting, account, amount):
    columns = "posting_id, account_id, amount, kind, balance, seq"
    sql(f"INSERT INTO funds_line ({columns}) VALUES (%s, %s, %s, 'source', 0, 0)", posting.pk, account.pk, amount)


@pytest.fixture
def accounts(finance):
    return {account.kind: account for account in Account.objects.filter(fund=finance.fund)}


def test_database_refuses_a_posting_without_lines(finance):
    columns = 'key, fund_id, "on", what, paper, record_type, record_id, actor, unit_id, position'

    with pytest.raises(IntegrityError, match="has 0 lines"):
        sql(
            f"INSERT INTO funds_posting ({columns}) VALUES ('k', %s, now(), 'receipt', 'p', 'x', 1, 1, %s, 0)",
            finance.fund.pk,
            finance.unit.pk,
        )


def test_database_refuses_a_line_that_unbalances_a_posting(finance, accounts):
    posting = books(finance)

    with pytest.raises(IntegrityError, match="sum to 5"):
        add_line(posting, accounts[A.RESERVED], 5)


@pytest.mark.parametrize("kind", [A.AVAILABLE, A.RESERVED, A.SPENT, A.RECEIVABLE, A.WRITTEN_OFF])
def test_database_refuses_an_account_below_zero(finance, accounts, kind):
    posting = books(finance, moves={A.SOURCE: -1, A.CARRIED: 1})

    with pytest.raises(IntegrityError, match="funds_line_never_below_zero"):
        add_line(posting, accounts[kind], -THERE - 1)


def test_database_refuses_a_line_of_nothing(finance, accounts):
    with pytest.raises(IntegrityError, match="funds_line_moves_something"):
        add_line(books(finance), accounts[A.RESERVED], 0)


def test_database_refuses_two_lines_for_one_account(finance, accounts):
    with pytest.raises(IntegrityError, match="funds_line_one_for_an_account"):
        add_line(books(finance), accounts[A.AVAILABLE], 1)


def test_database_refuses_a_line_in_an_account_of_another_fund(finance, tree):
    other = Finance(tree, "huoshan").fund

    with pytest.raises(IntegrityError, match="a posting of its own fund"):
        add_line(books(finance), Account.objects.get(fund=other, kind=A.AVAILABLE), 1)


def test_database_refuses_two_accounts_of_a_kind(finance):
    with pytest.raises(IntegrityError, match="funds_account_one_of_a_kind"), transaction.atomic():
        Account.objects.create(fund=finance.fund, unit=finance.unit, kind=A.AVAILABLE)


@pytest.mark.parametrize("table", ["funds_line", "funds_posting"])
@pytest.mark.parametrize("does", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_application_may_not_touch_what_is_booked(finance, table, does):
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(does.format(table))


def test_an_account_keeps_its_fund_and_kind(finance):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Account.objects.filter(fund=finance.fund, kind=A.AVAILABLE).update(kind=A.SOURCE)


# Money that comes in


def test_a_receipt_is_there_once_another_confirms_it(finance):
    fund = Fund.objects.create(source="local", year=2021, unit=finance.unit, name="财政资金")

    receipt = receipts.enter_receipt(
        fund, amount=500, received_on=JUNE_1, paper="财社〔2021〕9 号", by=finance.maker, on=JUNE_2
    )
    before = standing(fund)
    receipts.confirm(receipt, by=finance.checker, on=JUNE_2)

    assert (before, standing(fund)) == ({}, {A.SOURCE: -500, A.AVAILABLE: 500})
    assert Posting.objects.of(receipt).get().on == JUNE_1


def test_confirm_refuses_who_entered_it(finance):
    receipt = receipts.enter_receipt(
        finance.fund, amount=5, received_on=JUNE_1, paper="文 2", by=finance.maker, on=JUNE_1
    )
    same = a_post(finance.unit, Role.FINANCE_CHECKER, finance.maker.user)

    with pytest.raises(SamePerson):
        receipts.confirm(receipt, by=same, on=JUNE_1)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"amount": 0}, receipts.NoAmount),
        ({"received_on": JUNE_2}, receipts.WrongDay),
        ({"paper": "拨款〔2021〕1 号", "amount": THERE}, receipts.EnteredBefore),
        ({"kind": ReceiptKind.OPENING}, receipts.NotTheBeginning),
    ],
)
def test_enter_receipt_refuses(finance, facts, refusal):
    facts = {"amount": 5, "received_on": JUNE_1, "paper": "文 2"} | facts

    with pytest.raises(refusal):
        receipts.enter_receipt(finance.fund, by=finance.maker, on=JUNE_1, **facts)


def test_enter_receipt_refuses_an_approver(finance):
    with pytest.raises(NotEntitled):
        receipts.enter_receipt(finance.fund, amount=5, received_on=JUNE_1, paper="文 2", by=finance.approver, on=JUNE_1)


def test_reverse_books_it_back_and_leaves_what_was_written(finance):
    receipt = endow(finance.fund, finance.maker, finance.checker, amount=700, paper="文 2")

    receipts.ask_reversal(receipt, by=finance.maker, on=JUNE_2, opinion="金额录错")
    receipts.reverse(receipt, by=finance.checker, on=JUNE_3)

    assert receipt.state == ReceiptState.REVERSED
    assert list(Posting.objects.of(receipt).values_list("what", "on")) == [("receipt", JUNE_1), ("reversed", JUNE_3)]
    assert standing(finance.fund) == {A.SOURCE: -THERE, A.AVAILABLE: THERE}


def test_reverse_refuses_money_that_is_spent(finance):
    receipt = Receipt.objects.get()
    receipts.ask_reversal(receipt, by=finance.maker, on=JUNE_2, opinion="拨错单位")
    finance.a_batch(1)

    with pytest.raises(ledger.NotEnoughMoney):
        receipts.reverse(receipt, by=finance.checker, on=JUNE_3)

    receipt.refresh_from_db()
    assert receipt.state == ReceiptState.REVERSING


def test_an_opening_balance_stands_first_and_once(finance):
    fund = Fund.objects.create(source="local", year=2021, unit=finance.unit, name="财政资金")
    facts = {"kind": ReceiptKind.OPENING, "received_on": JUNE_1, "by": finance.maker, "on": JUNE_1}
    receipt = receipts.enter_receipt(fund, amount=900, paper="移交表 1", **facts)

    with pytest.raises(receipts.NotTheBeginning):
        receipts.enter_receipt(fund, amount=800, paper="移交表 2", **facts)
    receipts.confirm(receipt, by=finance.checker, on=JUNE_1)

    assert standing(fund) == {A.OPENING: -900, A.AVAILABLE: 900}
    with pytest.raises(receipts.NotTheBeginning):
        receipts.enter_receipt(fund, amount=800, paper="移交表 3", **facts)


# The year's end


NEW_YEAR = date(2022, 1, 4)


@pytest.fixture
def next_year(finance):
    return Fund.objects.create(source="dues", year=2022, unit=finance.unit, name="帮扶资金")


def carry(finance, into, amount, on=NEW_YEAR):
    facts = {"kind": ReceiptKind.CARRIED, "origin": finance.fund, "received_on": on, "paper": "结转单 1"}
    return receipts.enter_receipt(into, amount=amount, by=finance.maker, on=on, **facts)


def test_what_is_left_is_carried_into_next_year(finance, next_year):
    receipts.confirm(carry(finance, next_year, 600), by=finance.checker, on=NEW_YEAR)

    assert standing(finance.fund) == {A.SOURCE: -THERE, A.CARRIED: 600, A.AVAILABLE: THERE - 600}
    assert standing(next_year) == {A.CARRIED: -600, A.AVAILABLE: 600}


def test_carry_refuses_before_the_year_is_over(finance, next_year):
    with pytest.raises(receipts.YearNotOver, match="2021-12-31"):
        carry(finance, next_year, 600, on=JUNE_3)


def test_carry_refuses_another_source_or_year(finance):
    other = Fund.objects.create(source="local", year=2022, unit=finance.unit, name="财政资金")

    with pytest.raises(receipts.NotTheNextYear):
        carry(finance, other, 600)


def test_carry_leaves_what_waiting_payments_need(finance, next_year):
    finance.a_payment(amount=5_000)

    with pytest.raises(receipts.NeededForWaiting, match=r"待付款 50.00 元"):
        carry(finance, next_year, THERE)


def test_a_payment_across_the_years_end_is_paid_from_its_own_year(finance, next_year):
    last_day = date(2021, 12, 31)
    payment = finance.a_payment(amount=5_000, on=last_day)
    receipts.confirm(carry(finance, next_year, THERE - 5_000), by=finance.checker, on=NEW_YEAR)

    batch = actions.prepare(finance.unit, [payment], finance.fund, by=finance.maker, on=NEW_YEAR)
    actions.check(batch, by=finance.checker, on=NEW_YEAR)
    actions.authorise(batch, by=finance.authoriser, on=NEW_YEAR)
    actions.ensure_sent(batch.pk, by=system_post("payments"), on=NEW_YEAR)
    batch.refresh_from_db()
    content = a_return(*(an_answer(row, day="2022-01-05") for row in rows_of(batch)))
    actions.import_return(batch, content, by=finance.maker, on=date(2022, 1, 6))

    payment.refresh_from_db()
    assert (payment.fund.year, payment.paid_on) == (2021, date(2022, 1, 5))
    assert standing(finance.fund) == {A.SOURCE: -THERE, A.CARRIED: THERE - 5_000, A.SPENT: 5_000}
    assert Posting.objects.get(what=PostingKind.PAID).on == date(2022, 1, 5)


# Who sees it


def test_the_ledger_is_seen_by_finance_of_the_fund_and_nobody_beside(finance, tree):
    stranger = Finance(tree, "huoshan")
    books(finance)

    seen = {}
    for name, post in {"maker": finance.maker, "approver": finance.approver, "other": stranger.maker}.items():
        with sight.of(post):
            lines = Line.objects.filter(account__fund=finance.fund)
            seen[name] = (lines.visible_to(post).count(), Posting.objects.visible_to(post).filter(key="test:1").count())

    assert seen == {"maker": (4, 1), "approver": (0, 0), "other": (0, 0)}
    with sight.of(stranger.maker), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM funds_line l JOIN funds_account a ON a.id = l.account_id WHERE fund_id = %s",
            [finance.fund.pk],
        )
        assert cursor.fetchone() == (0,)


def test_a_receipt_is_confirmed_once(finance):
    with pytest.raises(WrongState):
        receipts.confirm(Receipt.objects.get(), by=finance.checker, on=JUNE_1)
