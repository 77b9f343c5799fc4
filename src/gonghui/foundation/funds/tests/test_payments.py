"""Payments are entered once for ever, and fit a bank's file (E-R13, O.3)."""

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import payments
from gonghui.foundation.funds.models import Fund, Payment
from gonghui.foundation.funds.rulebook import PaymentState, Source
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.tests.people import a_post
from gonghui.foundation.organisations import sight
from gonghui.foundation.policies.models import Edition
from gonghui.kernel.identifiers import InvalidIdentifier
from gonghui.kernel.refusals import NotEntitled, WrongState

from .money import JUNE_1, Finance, a_return, an_answer, rows_of


def test_ensure_payment_enters_it_once(finance):
    record = finance.approver
    facts = {"record": record, "card": "6228480012345678911", "payee_name": "王测试", "amount": 5000}

    entered = {finance.a_payment(**facts).pk for _ in range(3)}

    assert len(entered) == Payment.objects.count() == 1


@pytest.mark.parametrize("other", [{"amount": 5001}, {"card": "6228480012345678912"}, {"payee_name": "李测试"}])
def test_ensure_payment_refuses_the_same_with_other_facts(finance, other):
    facts = {"record": finance.approver, "card": "6228480012345678911", "payee_name": "王测试", "amount": 5000}
    finance.a_payment(**facts)

    with pytest.raises(payments.AlreadyEntered):
        finance.a_payment(**facts | other)


def test_ensure_payment_refuses_a_second_one_while_the_first_lives(finance):
    finance.a_payment(record=finance.approver)

    with pytest.raises(payments.StillAlive, match="待付款"):
        finance.a_payment(record=finance.approver, instalment=2)


def test_ensure_payment_pays_again_after_the_bank_sent_it_back(finance):
    batch = finance.a_sent_batch(rows=1)
    row = rows_of(batch)[0]
    actions.import_return(
        batch, a_return(an_answer(row, result="失败", reason="户名不符")), by=finance.maker, on=JUNE_1.replace(day=2)
    )
    record = finance.maker.__class__.objects.get(pk=row.record_id)

    again = finance.a_payment(record=record, instalment=2)

    assert (again.state, again.instalment) == (PaymentState.PENDING, 2)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("payee_name", "王,测试"),
        ("payee_name", "王\r\n测试"),
        ("payee_name", ""),
        ("payee_name", '王"测试'),
        ("bank_name", "徽商,银行"),
        ("branch_code", "12345"),
        ("purpose", "生活救助\n" * 2),
        ("purpose", "用" * 21),
    ],
)
def test_ensure_payment_refuses_what_breaks_a_bank_file(finance, field, text):
    with pytest.raises(payments.NotForTheBank):
        finance.a_payment(**{field: text})


def test_ensure_payment_refuses_a_card_of_twelve_digits(finance):
    with pytest.raises(InvalidIdentifier):
        finance.a_payment(card="622848001234")


def test_ensure_payment_keeps_the_card_encrypted_and_out_of_the_journal(finance):
    payment = finance.a_payment(card="6228480012345678911")

    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM funds_payment p")
        stored = cursor.fetchone()[0]
    assert "6228480012345678911" not in stored + str(Entry.objects.of(payment).values().get())
    assert str(payment.card) == "**** 8911"


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("funds_payment_pays_something", {"amount": 0}),
        ("funds_payment_fits_a_bank_file", {"payee_name": "王,测试"}),
        ("funds_payment_in_a_batch_or_not", {"state": "sent"}),
        ("funds_payment_answered_by_the_bank", {"paid_on": JUNE_1}),
        ("funds_payment_once_for_ever", {"record_id": 0}),
        ("funds_payment_one_alive_for_a_record", {"record_id": 0, "instalment": 2}),
    ],
)
def test_database_refuses(finance, constraint, change):
    Payment.objects.filter(pk=finance.a_payment().pk).update(record_id=0)
    payment = finance.a_payment()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**change)


def test_cancel_payment_frees_the_record(finance):
    payment = finance.a_payment(record=finance.approver)

    actions.cancel_payment(payment, by=finance.maker, on=JUNE_1, reason="重复申报")

    assert payment.state == PaymentState.CANCELLED
    assert finance.a_payment(record=finance.approver, instalment=2).state == PaymentState.PENDING


def test_cancel_payment_refuses_what_is_in_a_batch(finance):
    row = rows_of(finance.a_batch(1))[0]

    with pytest.raises(WrongState):
        actions.cancel_payment(row, by=finance.maker, on=JUNE_1, reason="重复申报")


def test_cancel_payment_refuses_an_approver(finance):
    with pytest.raises(NotEntitled):
        actions.cancel_payment(finance.a_payment(), by=finance.approver, on=JUNE_1, reason="重复申报")


def test_payments_are_seen_by_finance_of_the_county_and_by_nobody_else(finance, tree):
    payment = finance.a_payment()
    stranger = Finance(tree, "huoshan")
    auditor = a_post(tree["city"], Role.AUDITOR)

    seen = {}
    for name, post in {
        "maker": finance.maker,
        "auditor": auditor,
        "approver": finance.approver,
        "other": stranger.maker,
    }.items():
        with sight.of(post):
            seen[name] = Payment.objects.visible_to(post).filter(pk=payment.pk).exists()

    assert seen == {"maker": True, "auditor": True, "approver": False, "other": False}
    with sight.of(stranger.maker):
        assert not Payment.objects.filter(pk=payment.pk).exists()


def test_central_money_pays_national_files_alone(finance):
    central = Fund(source=Source.CENTRAL, year=2021, unit=finance.unit, name="中央帮扶资金")

    assert [central.pays(level, JUNE_1) for level in ("nation", "city")] == [True, False]
    assert [finance.fund.pays(level, JUNE_1) for level in ("nation", "city")] == [True, True]


def test_central_money_pays_every_file_once_the_policy_says_so(finance):
    central = Fund(source=Source.CENTRAL, year=2022, unit=finance.unit, name="中央帮扶资金")
    Edition.objects.create(
        policy="funds.pays.central", value="nation,province,city,county", starts_on=JUNE_1, source="2022 改革"
    )

    assert central.pays("city", JUNE_1) is True
