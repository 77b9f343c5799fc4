"""The pages of those who ask and of her who is asked (E-R13, O.1)."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker, come_in
from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import inquiring
from gonghui.foundation.funds.models import Discrepancy, Inquiry, SampleRound
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .money import JUNE_2, Finance, a_return, an_answer, rows_of
from .test_inquiries import JULY_1, JUNE

TODAY = timezone.localdate()
SUM = "1,000.51"


class World:
    """A county with one payment made to a worker with an account, one by paper, and three auditors."""

    def __init__(self):
        with transaction.atomic(), sight.system("tests"):
            self.tree = a_tree()
            self.finance = finance = Finance(self.tree)
            self.worker = a_worker(self.tree["jinzhai_union"], "李收款")
            self.auditors = [
                a_post(self.tree["jinzhai"], Role.AUDITOR, name) for name in ("冯经审", "褚经审", "卫经审")
            ]
            payments = [finance.a_payment(about=self.worker.user), finance.a_payment()]
            batch = actions.prepare(finance.unit, payments, finance.fund, by=finance.maker, on=JUNE_2)
            actions.check(batch, by=finance.checker, on=JUNE_2)
            actions.authorise(batch, by=finance.authoriser, on=JUNE_2)
            actions.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_2)
            content = a_return(*(an_answer(row) for row in rows_of(batch)))
            actions.import_return(batch, content, file_name="回单.csv", by=finance.maker, on=JUNE_2)
            self.round = inquiring.open_round(finance.unit, by=self.auditors[0], on=JULY_1, **JUNE)
            inquiring.draw(self.round, by=self.auditors[0], on=JULY_1)
            self.mine = Inquiry.objects.get(about=self.worker.user)
            self.other = Inquiry.objects.get(about=None)

    def differ(self):
        """She says that another sum came; the case that follows."""
        with transaction.atomic(), sight.system("tests"):
            facts = {"was_received": True, "amount": 5_000, "received_on": JUNE_2}
            inquiring.answer(self.mine, by=self.worker, on=JULY_1, remark="少了很多", **facts)
            return Discrepancy.objects.get()


@pytest.fixture
def world(db):
    return World()


def page(post, name, *args):
    return come_in(post).get(reverse(f"funds:{name}", args=args))


def send(post, name, *args, **facts):
    return come_in(post).post(reverse(f"funds:{name}", args=args), facts)


def now(model, pk):
    with transaction.atomic(), sight.system("tests"):
        return model.objects.get(pk=pk)


@pytest.mark.django_db
def test_she_answers_on_her_phone_and_is_not_told_the_sum_before(world):
    asked = page(world.worker, "asked", world.mine.number).text
    assert SUM not in asked
    assert "1000.51" not in asked

    facts = {"was_received": "yes", "amount": "1000.51", "received_on": f"{JUNE_2}"}
    assert send(world.worker, "asked", world.mine.number, **facts).status_code == 302
    assert send(world.worker, "asked", world.mine.number, was_received="no").status_code == 200

    assert now(Inquiry, world.mine.pk).agrees is True
    assert "谢谢您的回答" in page(world.worker, "asked", world.mine.number).text
    assert world.mine.purpose in page(world.worker, "asked_list").text


@pytest.mark.django_db
def test_the_sum_is_shown_to_the_auditor_after_the_answer_only(world):
    auditor = world.auditors[0]
    before = page(auditor, "inquiry", world.mine.number).text
    world.differ()

    after = page(auditor, "inquiry", world.mine.number).text
    assert SUM not in before
    assert SUM in after
    assert "少了很多" not in after
    revealed = send(auditor, "inquiry_remark", world.mine.number, reason="核查差异情况")
    assert "少了很多" in revealed.text


@pytest.mark.django_db
def test_an_auditor_calls_and_her_number_is_shown_for_a_reason(world):
    auditor = world.auditors[0]
    mobile = world.worker.user.mobile.open()
    assert mobile not in page(auditor, "inquiry", world.mine.number).text
    assert mobile in send(auditor, "inquiry_mobile", world.mine.number, reason="打电话回访").text
    assert Entry.objects.filter(name="reveal_mobile", actor_id=auditor.user_id).count() == 1

    asked = {"state_seen": "by_phone", "was_received": "no"}
    assert send(auditor, "inquiry_record_call", world.other.number, **asked).status_code == 302
    assert now(Inquiry, world.other.pk).called_by == auditor.user_id


@pytest.mark.django_db
def test_nobody_else_finds_the_pages(world):
    neighbour = a_post(world.tree["huoshan"], Role.AUDITOR)
    stranger = a_worker(world.tree["jinzhai_union"])
    case = world.differ()

    for post in (neighbour, stranger, world.finance.maker, world.finance.approver):
        for name, number in (
            ("round", world.round.number),
            ("inquiry", world.mine.number),
            ("asked", world.mine.number),
            ("discrepancy", case.number),
        ):
            assert page(post, name, number).status_code == 404
    assert page(world.auditors[0], "asked", world.mine.number).status_code == 404
    assert page(world.finance.maker, "rounds").status_code == 404


@pytest.mark.django_db
def test_a_difference_goes_through_two_hands_to_the_household(world):
    case, (one, two, _three) = world.differ(), world.auditors
    number = case.number
    concluded = {"outcome": "explained", "findings": "分两次入账", "told": "余款已于次日到账。"}

    send(one, "discrepancy_look_into", number, state_seen="opened")
    assert page(two, "discrepancy_conclude", number).status_code == 404
    send(one, "discrepancy_conclude", number, state_seen="looking", **concluded)
    assert page(one, "discrepancy_confirm", number).status_code == 404
    send(two, "discrepancy_confirm", number, state_seen="concluded")

    assert now(Discrepancy, case.pk).state == "settled"
    assert "余款已于次日到账" in page(world.worker, "asked", world.mine.number).text
    shown = page(two, "discrepancy", number).text
    assert "分两次入账" not in shown
    assert "分两次入账" in send(two, "discrepancy_findings", number, reason="复核结论").text


@pytest.mark.django_db
def test_an_auditor_publishes_a_seed_and_sees_the_round(world):
    auditor = a_post(world.tree["city"], Role.AUDITOR)

    answer = send(auditor, "new_round", **{name: f"{day}" for name, day in JUNE.items()})

    with transaction.atomic(), sight.system("tests"):
        made = SampleRound.objects.get(unit=world.tree["city"])
    assert answer.url == made.get_absolute_url()
    assert made.seed in page(auditor, "round", made.number).text
    assert send(auditor, "round_draw", made.number, state_seen="seeded").status_code == 302
    assert now(SampleRound, made.pk).population == 2
    assert made.number in page(auditor, "rounds").text


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("device", ["page", "phone"])
def test_pages_of_inquiries_have_no_fault(device, request, world, assert_accessible):
    tab = request.getfixturevalue(device)
    with transaction.atomic(), sight.system("tests"):
        inquiring.miss(world.other, by=world.auditors[0], on=TODAY)
    come_to(tab, world.worker)
    look(tab, assert_accessible, "asked/", f"asked/{world.mine.number}")
    case = world.differ()
    look(tab, assert_accessible, f"asked/{world.mine.number}")
    come_to(tab, world.auditors[0])
    look(tab, assert_accessible, "rounds/", "rounds/new", f"rounds/{world.round.number}")
    look(tab, assert_accessible, *(f"inquiries/{each.number}" for each in (world.mine, world.other)))
    look(tab, assert_accessible, f"inquiries/{world.other.number}/call", "discrepancies/")
    look(tab, assert_accessible, f"discrepancies/{case.number}", f"discrepancies/{case.number}/start")


def come_to(tab, post):
    tab.goto("/healthz")
    tab.context.add_cookies([{"name": "sessionid", "value": come_in(post).cookies["sessionid"].value, "url": tab.url}])


def look(tab, assert_accessible, *paths):
    for path in paths:
        assert tab.goto(f"/funds/{path}").status == 200
        assert_accessible(tab)
