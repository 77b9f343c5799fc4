"""Batches: three persons, clean hands, frozen rows, one file (X-R1, O.3)."""

import hashlib
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import batches
from gonghui.foundation.funds.bank import cupboard
from gonghui.foundation.funds.models import Fund, Payment, PaymentBatch
from gonghui.foundation.funds.rulebook import BatchState, PaymentState
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.tests.people import a_post
from gonghui.kernel.encryption import Unreadable
from gonghui.kernel.refusals import NotEntitled, WrongState

from .money import JUNE_1, JUNE_2, JUNE_3, Finance, rows_of


def test_prepare_freezes_the_rows_in_order(finance):
    batch = finance.a_batch(3)

    rows = rows_of(batch)
    assert [(row.seq, row.state, row.frozen == row.fingerprint()) for row in rows] == [
        (seq, PaymentState.BATCHED, True) for seq in (1, 2, 3)
    ]
    assert (batch.state, batch.count, batch.total) == (BatchState.DRAFT, 3, sum(row.amount for row in rows))


def test_prepare_refuses_nothing(finance):
    with pytest.raises(batches.NothingToPay):
        actions.prepare(finance.unit, [], finance.fund, by=finance.maker, on=JUNE_1)


def test_prepare_refuses_a_row_of_another_batch(finance):
    rows = rows_of(finance.a_batch(2))

    with pytest.raises(batches.NotPending, match="2 笔"):
        actions.prepare(finance.unit, rows, finance.fund, by=finance.maker, on=JUNE_1)


def test_prepare_refuses_a_row_of_another_county(finance, tree):
    foreign = Finance(tree, "huoshan").a_payment(fund=finance.fund)

    with pytest.raises(batches.NotPending):
        actions.prepare(finance.unit, [foreign], foreign.fund, by=finance.maker, on=JUNE_1)


def test_prepare_refuses_a_fund_held_by_a_unit_above(finance, tree):
    fund = Fund.objects.create(source="dues", year=2021, unit=tree["city"], name="市级帮扶资金")
    payment = finance.a_payment(fund=fund)

    with pytest.raises(batches.FundOfAnother, match="六安市总工会"):
        actions.prepare(finance.unit, [payment], fund, by=finance.maker, on=JUNE_1)

    assert not Payment.objects.pending().of_funds_within(finance.unit).exists()


def test_prepare_refuses_who_approved_a_case_and_says_which(finance):
    own = a_post(finance.unit, Role.FINANCE_MAKER, finance.approver.user)

    with pytest.raises(batches.OwnCase, match=r"2 笔\(1、2\)"):
        actions.prepare(finance.unit, [finance.a_payment(), finance.a_payment()], finance.fund, by=own, on=JUNE_1)


def test_prepare_refuses_other_roles(finance):
    with pytest.raises(NotEntitled):
        actions.prepare(finance.unit, [finance.a_payment()], finance.fund, by=finance.checker, on=JUNE_1)


def test_prepare_refuses_the_same_card_sum_and_purpose_twice(finance):
    look = {"card": "6228480012345678911", "amount": 5000, "payee_name": "王测试", "acknowledged": "两户共用一卡"}
    twins = [finance.a_payment(**look), finance.a_payment(**look)]

    with pytest.raises(batches.PaidTwice, match="本批次"):
        actions.prepare(finance.unit, twins, finance.fund, by=finance.maker, on=JUNE_1)


def test_prepare_refuses_a_twin_within_a_day_and_takes_it_later(finance):
    look = {"card": "6228480012345678911", "amount": 5000, "payee_name": "王测试", "acknowledged": "两户共用一卡"}
    first = actions.prepare(finance.unit, [finance.a_payment(**look)], finance.fund, by=finance.maker, on=JUNE_1)
    twin = finance.a_payment(**look)

    with pytest.raises(batches.PaidTwice, match=first.number):
        actions.prepare(finance.unit, [twin], finance.fund, by=finance.maker, on=JUNE_2)

    assert actions.prepare(finance.unit, [twin], finance.fund, by=finance.maker, on=JUNE_3).count == 1


def test_check_refuses_who_made_it(finance):
    maker = a_post(finance.unit, Role.FINANCE_CHECKER, finance.maker.user)

    with pytest.raises(batches.SamePerson, match="由您制单,不能再由您复核"):
        actions.check(finance.a_batch(), by=maker, on=JUNE_1)


def test_check_refuses_who_approved_a_case(finance):
    own = a_post(finance.unit, Role.FINANCE_CHECKER, finance.approver.user)

    with pytest.raises(batches.OwnCase):
        actions.check(finance.a_batch(), by=own, on=JUNE_1)


def test_authorise_refuses_who_made_or_checked_it(finance):
    batch = actions.check(finance.a_batch(), by=finance.checker, on=JUNE_1)

    for other, did in ((finance.maker, "制单"), (finance.checker, "复核")):
        with pytest.raises(batches.SamePerson, match=f"由您{did},不能再由您授权"):
            actions.authorise(batch, by=a_post(finance.unit, Role.FINANCE_AUTHORISER, other.user), on=JUNE_1)


def test_authorise_refuses_a_row_changed_since(finance):
    batch = actions.check(finance.a_batch(), by=finance.checker, on=JUNE_1)
    row = rows_of(batch)[1]
    row.payee_name = "另一个人"
    row.save()

    with pytest.raises(batches.RowsChanged, match="第 2 笔"):
        actions.authorise(batch, by=finance.authoriser, on=JUNE_1)


def test_authorise_refuses_a_draft(finance):
    with pytest.raises(WrongState):
        actions.authorise(finance.a_batch(), by=finance.authoriser, on=JUNE_1)


@pytest.mark.parametrize("trio", [t for t in product("abc", repeat=3) if len(set(t)) < 3])
def test_database_refuses_every_trio_with_a_repeat(finance, trio):
    batch = finance.an_authorised_batch(1)
    persons = {"a": finance.maker.user_id, "b": finance.checker.user_id, "c": finance.authoriser.user_id}
    made, checked, authorised = (persons[letter] for letter in trio)

    with pytest.raises(IntegrityError, match="funds_batch_three_persons"), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(made_by=made, checked_by=checked, authorised_by=authorised)


@pytest.mark.parametrize("place", ["made_by", "checked_by", "authorised_by"])
def test_database_refuses_who_approved_a_case(finance, place):
    batch = finance.an_authorised_batch(1)

    with pytest.raises(IntegrityError, match="funds_batch_clean_hands"), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(**{place: finance.approver.user_id})


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("funds_batch_steps_have_persons", {"checked_by": None}),
        ("funds_batch_sent_has_a_file", {"sha256": "0" * 64}),
        ("funds_batch_pays_something", {"total": 0}),
    ],
)
def test_database_refuses(finance, constraint, change):
    batch = finance.an_authorised_batch(1)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PaymentBatch.objects.filter(pk=batch.pk).update(**change)


def test_send_back_asks_for_another_check(finance):
    batch = actions.check(finance.a_batch(), by=finance.checker, on=JUNE_1)

    actions.send_back(batch, by=finance.authoriser, on=JUNE_1, opinion="第 2 笔请再核对")

    assert (batch.state, batch.checked_by) == (BatchState.DRAFT, None)


@pytest.mark.parametrize("stage", ["a_batch", "an_authorised_batch"])
def test_cancel_lets_the_payments_wait_again(finance, stage):
    batch = getattr(finance, stage)(2)
    payments = [row.pk for row in rows_of(batch)]

    actions.cancel(batch, by=finance.maker, on=JUNE_1, opinion="制单有误")

    rows = Payment.objects.filter(pk__in=payments).values_list("state", "batch", "frozen")
    assert (batch.state, set(rows)) == (BatchState.CANCELLED, {(PaymentState.PENDING, None, "")})


def test_cancel_refuses_once_there_is_a_file(finance):
    with pytest.raises(WrongState):
        actions.cancel(finance.a_sent_batch(1), by=finance.maker, on=JUNE_1, opinion="制单有误")


def test_the_bank_file_is_as_the_rule_book_says(finance):
    batch = finance.a_sent_batch(3)

    content = actions.open_bank_file(batch, by=finance.maker, on=JUNE_1)

    lines = content.decode("gb18030").split("\r\n")
    assert lines[0] == "序号,收款人户名,收款账号,金额,开户行名称,联行号,用途,备注"
    assert lines[1] == "1,李·买买提,6228480012345600001,1000.51,徽商银行,,生活救助,"
    assert (len(lines), lines[-1], content[:1]) == (5, "", "序".encode("gb18030")[:1])
    assert batch.sha256 == hashlib.sha256(content).hexdigest()


def test_the_totals_file_names_count_sum_and_digest(finance):
    batch = finance.a_sent_batch(3)

    content = actions.open_totals_file(batch, by=finance.checker).decode("gb18030")

    assert content == f"批次号,总笔数,总金额,sha256\r\n{batch.number},3,3001.56,{batch.sha256}\r\n"


def test_ensure_sent_twice_gives_the_same_file_and_one_entry(finance):
    batch = finance.an_authorised_batch()
    for _twice in range(2):
        actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_1)

    assert Entry.objects.of(batch).filter(name="send").count() == 1
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}


def test_ensure_all_sent_finds_the_batch_whose_job_was_lost(finance):
    batch = finance.an_authorised_batch()

    found = [actions.ensure_all_sent(by=system_post("payments"), on=JUNE_1) for _twice in range(2)]

    batch.refresh_from_db()
    assert (found, batch.state) == ([1, 0], BatchState.SENT)


def test_ensure_sent_leaves_a_cancelled_batch_alone(finance):
    batch = actions.cancel(finance.an_authorised_batch(), by=finance.maker, on=JUNE_1, opinion="制单有误")

    actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_1)

    batch.refresh_from_db()
    assert (batch.state, batch.sha256) == (BatchState.CANCELLED, "")


def test_open_bank_file_refuses_before_it_is_authorised(finance):
    with pytest.raises(batches.NoFileYet):
        actions.open_bank_file(finance.a_batch(), by=finance.maker, on=JUNE_1)


def test_open_bank_file_refuses_who_is_not_finance(finance):
    with pytest.raises(NotEntitled):
        actions.open_bank_file(finance.a_sent_batch(), by=finance.approver, on=JUNE_1)


def test_open_bank_file_is_written_down(finance):
    batch = finance.a_sent_batch()

    actions.open_bank_file(batch, by=finance.maker, on=JUNE_1)

    assert Entry.objects.of(batch).get(kind="read").actor_id == finance.maker.user_id


def test_open_bank_file_refuses_another_file_in_its_place(finance):
    batch = finance.a_sent_batch()
    cupboard.keep(batch.number, batches.FILE_NAME, b"1,...")

    with pytest.raises(batches.FileDamaged):
        actions.open_bank_file(batch, by=finance.maker, on=JUNE_1)


def test_the_cupboard_keeps_no_card_in_plain_and_opens_no_moved_file(finance, tmp_path):
    batch, other = finance.a_sent_batch(), finance.a_sent_batch()
    mine, theirs = (tmp_path / "bank" / each.number / batches.FILE_NAME for each in (batch, other))

    assert rows_of(batch)[0].card.open().encode() not in mine.read_bytes()
    theirs.replace(mine)
    with pytest.raises(Unreadable):
        cupboard.take(batch.number, batches.FILE_NAME)
