"""A sample of the paid is asked: drawn by a published seed, answered once, differences decided by two (E-R13, X-R1)."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import discrepancies, inquiring
from gonghui.foundation.funds.models import Discrepancy, Inquiry, Payment, SampleRound
from gonghui.foundation.funds.rulebook.inquiries import DiscrepancyState, InquiryState, RoundState, size_of_sample
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import NotEntitled, WrongState

from .money import JUNE_2, a_return, an_answer, rows_of

pytestmark = pytest.mark.django_db
JUNE_30 = date(2021, 6, 30)
JULY_1 = date(2021, 7, 1)
JULY_2 = date(2021, 7, 2)
YEAR_END = date(2021, 12, 30)
JUNE = {"starts_on": date(2021, 6, 1), "last_on": JUNE_30}


@pytest.fixture
def worker(tree):
    return a_worker(tree["jinzhai_union"], "李收款")


@pytest.fixture
def auditors(tree):
    """Three auditors of the county: one who asks, two who decide."""
    return [a_post(tree["jinzhai"], Role.AUDITOR, name) for name in ("冯经审", "褚经审", "卫经审")]


def paid(finance, count=6, **traits):
    """So many payments of one batch, all paid on 2 June."""
    payments = [finance.a_payment(**traits) for _ in range(count)]
    batch = actions.prepare(finance.unit, payments, finance.fund, by=finance.maker, on=JUNE_2)
    actions.check(batch, by=finance.checker, on=JUNE_2)
    actions.authorise(batch, by=finance.authoriser, on=JUNE_2)
    actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_2)
    content = a_return(*(an_answer(row) for row in rows_of(batch)))
    actions.import_return(batch, content, file_name="回单.csv", by=finance.maker, on=JUNE_2)
    return list(Payment.objects.filter(batch=batch).order_by("pk"))


def a_drawn_round(finance, auditor):
    opened = inquiring.open_round(finance.unit, by=auditor, on=JULY_1, **JUNE)
    return inquiring.draw(opened, by=auditor, on=JULY_1)


@pytest.fixture
def asked(finance, worker, auditors):
    """One inquiry to a recipient with an account."""
    (payment,) = paid(finance, 1, about=worker.user)
    a_drawn_round(finance, auditors[0])
    return Inquiry.objects.get(payment=payment)


def said(inquiry, worker, *, on=JULY_2, **facts):
    """She answers with what her own sight opens."""
    with transaction.atomic(), sight.of(worker):
        return inquiring.answer(inquiry, by=worker, on=on, **facts)


def test_draw_takes_the_smallest_hashes_of_seed_and_payment(finance, auditors):
    payments = paid(finance, 8)
    drawn = a_drawn_round(finance, auditors[0])

    order = sorted(payments, key=lambda each: sha256(f"{drawn.seed}{each.uid}".encode()).hexdigest())
    assert [inquiry.payment for inquiry in drawn.inquiries.order_by("number")] == order[:5]
    assert (drawn.state, drawn.population) == (RoundState.DRAWN, 8)
    assert Entry.objects.of(drawn).first().body["seed"] == drawn.seed


@pytest.mark.parametrize(("population", "size"), [(1, 1), (5, 5), (40, 5), (51, 6), (1000, 100)])
def test_sample_is_a_tenth_and_at_least_five(population, size):
    assert size_of_sample(population, 10, 5) == size


def test_seed_is_one_for_a_period_and_stays(finance, auditors):
    opened = inquiring.open_round(finance.unit, by=auditors[0], on=JULY_1, **JUNE)

    with pytest.raises(inquiring.PeriodTaken):
        inquiring.open_round(finance.unit, by=auditors[1], on=JULY_1, **JUNE)
    with pytest.raises(DatabaseError), transaction.atomic():
        SampleRound.objects.filter(pk=opened.pk).update(seed="another")


def test_no_round_of_a_running_period_of_another_county_or_by_finance(finance, auditors, tree):
    with pytest.raises(inquiring.PeriodNotOver):
        inquiring.open_round(finance.unit, by=auditors[0], on=JUNE_30, **JUNE)
    with pytest.raises(NotEntitled):
        inquiring.open_round(tree["huoshan"], by=auditors[0], on=JULY_1, **JUNE)
    with pytest.raises(NotEntitled):
        inquiring.open_round(finance.unit, by=finance.maker, on=JULY_1, **JUNE)
    opened = inquiring.open_round(finance.unit, by=auditors[0], on=JULY_1, **JUNE)
    with pytest.raises(inquiring.NothingPaid):
        inquiring.draw(opened, by=auditors[0], on=JULY_1)


def test_recipient_is_told_without_the_sum_and_agrees(asked, worker):
    message = Message.objects.get(user=worker.user)
    assert f"{asked.payment.amount / 100:,.2f}" not in message.text + message.title
    assert message.path == f"/funds/asked/{asked.number}"

    said(asked, worker, was_received=True, amount=asked.payment.amount, received_on=JUNE_2, remark="谢谢")

    asked.refresh_from_db()
    assert (asked.state, asked.agrees, asked.remark.open()) == (InquiryState.ANSWERED, True, "谢谢")
    assert Discrepancy.objects.count() == 0


def test_an_answer_is_given_once_by_the_recipient_alone(asked, worker, auditors, tree):
    stranger = a_worker(tree["jinzhai_union"], "王旁人")
    facts = {"was_received": True, "amount": asked.payment.amount, "received_on": JUNE_2}
    with pytest.raises(NotEntitled):
        inquiring.answer(asked, by=stranger, on=JULY_2, **facts)
    with pytest.raises(NotEntitled):
        inquiring.answer(asked, by=auditors[0], on=JULY_2, **facts)
    said(asked, worker, **facts)

    with pytest.raises(WrongState):
        said(asked, worker, was_received=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Inquiry.objects.filter(pk=asked.pk).update(amount=1, agrees=False)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"was_received": True}, inquiring.AnswerIncomplete),
        ({"was_received": True, "amount": 100}, inquiring.AnswerIncomplete),
        ({"was_received": False, "amount": 100, "received_on": JUNE_2}, inquiring.AnswerIncomplete),
        ({"was_received": True, "amount": 100, "received_on": date(2021, 7, 3)}, inquiring.DayInFuture),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(asked, worker, facts, refusal):
    with pytest.raises(refusal):
        said(asked, worker, **facts)


def test_a_difference_is_decided_by_two_without_a_hand_and_told_to_the_household(asked, worker, auditors, finance):
    said(asked, worker, was_received=True, amount=5_000, received_on=JUNE_2)
    case = Discrepancy.objects.get()
    one, two, _three = auditors
    discrepancies.look_into(case, by=one, on=JULY_2)
    concluded = {"outcome": "bank", "findings": "银行只入账一部分", "told": "已请银行查询,十天内答复您。"}
    with pytest.raises(NotEntitled):
        discrepancies.conclude(case, by=two, on=JULY_2, **concluded)
    discrepancies.conclude(case, by=one, on=JULY_2, **concluded)
    with pytest.raises(NotEntitled):
        discrepancies.confirm(case, by=one, on=JULY_2)
    discrepancies.send_back(case, by=two, on=JULY_2)
    discrepancies.conclude(case, by=one, on=JULY_2, **concluded)
    discrepancies.confirm(case, by=two, on=JULY_2)

    assert (case.state, case.get_outcome_display(), case.settled_on) == (
        DiscrepancyState.SETTLED,
        "要求银行查询",
        JULY_2,
    )
    assert Message.objects.filter(user=worker.user).first().text == "已请银行查询,十天内答复您。"
    task = Message.objects.get(user=finance.maker.user)
    assert task.text == f"差异核查 {case.number}:要求银行查询。"
    with transaction.atomic(), sight.of(worker):
        assert Discrepancy.objects.visible_to(worker).get().told == "已请银行查询,十天内答复您。"


def test_hands_of_the_payment_neither_ask_nor_decide(finance, tree, worker):
    hand = a_post(tree["jinzhai"], Role.AUDITOR, "沈经手")
    other = a_post(tree["jinzhai"], Role.AUDITOR, "韩经审")
    paid(finance, 1, hands=[hand.user_id])
    a_drawn_round(finance, hand)
    inquiry = Inquiry.objects.get()

    with pytest.raises(NotEntitled):
        inquiring.record_call(inquiry, by=hand, on=JULY_2, was_received=False)
    inquiring.record_call(inquiry, by=other, on=JULY_2, was_received=False)
    case = Discrepancy.objects.get()
    for post in (hand, other):  # one paid, the other took the call
        with pytest.raises(NotEntitled):
            discrepancies.look_into(case, by=post, on=JULY_2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Discrepancy.objects.filter(pk=case.pk).update(looked_by=hand.user_id)


def test_silence_goes_to_the_phone_and_then_counts_as_unreachable(asked, auditors):
    assert inquiring.ensure_turned_to_phone(on=JULY_2) == 0
    assert inquiring.ensure_turned_to_phone(on=YEAR_END) == 1
    assert inquiring.ensure_turned_to_phone(on=YEAR_END) == 0
    one = auditors[0]
    for _ in range(3):
        with pytest.raises(inquiring.CallAgain):
            inquiring.give_up(asked, by=one, on=YEAR_END)
        inquiring.miss(asked, by=one, on=YEAR_END)
    inquiring.give_up(asked, by=one, on=YEAR_END)

    assert asked.state == InquiryState.UNREACHABLE


def test_statistics_of_a_round_stand_once_everybody_was_heard(finance, worker, auditors):
    paid(finance, 3)
    drawn = a_drawn_round(finance, auditors[0])
    with pytest.raises(inquiring.StillOpen):
        inquiring.close_round(drawn, by=auditors[0], on=JULY_2)
    one, two, three = drawn.inquiries.order_by("pk")
    heard = {"by": auditors[0], "on": JULY_2, "received_on": JUNE_2, "was_received": True}
    inquiring.record_call(one, amount=one.payment.amount, **heard)
    inquiring.record_call(two, amount=1, **heard)
    for _ in range(3):
        inquiring.miss(three, by=auditors[0], on=JULY_2)
    inquiring.give_up(three, by=auditors[0], on=JULY_2)

    inquiring.close_round(drawn, by=auditors[0], on=JULY_2)

    assert drawn.counts() == {"asked": 3, "answered": 2, "agree": 1, "differ": 1, "unreachable": 1, "open": 0}
    assert Entry.objects.of(drawn).last().body["differ"] == 1


def test_nobody_else_sees_what_was_answered(asked, worker, auditors, finance, tree):
    said(asked, worker, was_received=False)
    neighbour = a_post(tree["huoshan"], Role.AUDITOR)
    stranger = a_worker(tree["jinzhai_union"])

    for post in (finance.maker, finance.approver, neighbour, stranger):
        for model in (Inquiry, Discrepancy, SampleRound):
            with transaction.atomic(), sight.of(post):
                assert model.objects.visible_to(post).count() == 0
    for post in (neighbour, stranger):
        with transaction.atomic(), sight.of(post):
            assert (Inquiry.objects.count(), Discrepancy.objects.count(), SampleRound.objects.count()) == (0, 0, 0)
    for post in (auditors[0], a_post(tree["city"], Role.AUDITOR)):
        assert Inquiry.objects.visible_to(post).count() == 1
    assert SampleRound.objects.visible_to(worker).count() == 0
