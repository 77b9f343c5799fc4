"""Grants: under the cap, by other hands, to the household's own card, once (E-R8 to E-R13, X-R1)."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connections, transaction

from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.funds.rulebook import Source
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import Refusal, WrongState
from gonghui.programs.hardship.actions import aid
from gonghui.programs.hardship.models import AidGrant, HardshipArchive
from gonghui.programs.hardship.rulebook import GrantState

from . import factories as make
from .factories import JUNE_1


@pytest.fixture
def staff(db):
    with sight.system("test"):
        yield make.Staff(a_tree())


@pytest.fixture
def file(staff):
    return make.a_file_on_record(staff)


def test_propose_shows_the_computation(staff, file):
    grant = make.a_proposed_grant(staff, file)

    assert (grant.state, grant.ceiling, grant.amount) == (GrantState.PROPOSED, 798_000, 300_000)
    assert grant.basis[0].startswith("生活救助:低保标准每月 665.00 元 × 12")


def test_propose_refuses_a_household_that_is_not_on_file(staff):
    with pytest.raises(aid.NoFile):
        make.a_proposed_grant(staff, make.a_reviewed_file(staff))


@pytest.mark.parametrize("amount", [798_001, 0, -5])
def test_propose_refuses_what_is_not_under_the_cap(staff, file, amount):
    with pytest.raises(aid.AboveCap) as refusal:
        make.a_proposed_grant(staff, file, amount=amount)

    assert "7,980.00" in str(refusal.value)


def test_propose_counts_what_is_on_hand(staff, file):
    project = make.a_project(staff)
    make.a_proposed_grant(staff, file, amount=700_000, project=project)

    with pytest.raises(aid.AboveCap):
        make.a_proposed_grant(staff, file, amount=98_001, project=project)


def test_schooling_aid_needs_a_student_of_the_household(staff, file):
    project = make.a_project(staff, "education_aid")

    with pytest.raises(aid.NeedsStudent):
        make.a_proposed_grant(staff, file, project=project)

    child = file.members.get(relation="child")
    grant = aid.propose(
        file, by=staff.county_operator, on=JUNE_1, project=project, amount=665_000, beneficiary=child
    )
    assert grant.ceiling == 665_000


def test_check_and_grant_are_by_other_hands(staff, file):
    grant = make.a_proposed_grant(staff, file)
    same_reviewer = make.a_post(staff.county, "county_reviewer")
    same_approver = make.a_post(staff.county, "county_approver")
    same_reviewer.user = staff.county_operator.user
    same_approver.user = staff.county_reviewer.user

    with pytest.raises(aid.SamePerson):
        aid.check(grant, by=same_reviewer, on=JUNE_1)
    aid.check(grant, by=staff.county_reviewer, on=JUNE_1)
    with pytest.raises(aid.SamePerson):
        aid.grant(grant, by=same_approver, on=JUNE_1)


def test_grant_enters_one_payment_to_the_households_card(staff, file):
    grant = aid.grant(make.a_checked_grant(staff, file), by=staff.county_approver, on=JUNE_1)

    payment = Payment.objects.of(grant).get()
    assert (payment.amount, payment.payee_name, str(payment.card)) == (300_000, "张测试", "**** 8911")
    assert set(payment.hands) >= {grant.proposed_by, grant.checked_by, grant.granted_by}


def test_grant_refuses_when_the_file_has_left_in_between(staff, file):
    grant = make.a_checked_grant(staff, file)
    HardshipArchive.objects.filter(pk=file.pk).update(state="withdrawn", filed_on=None)

    with pytest.raises(aid.NoFile):
        aid.grant(grant, by=staff.county_approver, on=JUNE_1)


def test_resubmit_computes_again(staff, file):
    grant = make.a_proposed_grant(staff, file)
    aid.send_back(grant, by=staff.county_reviewer, on=JUNE_1, items=["金额偏高"])

    with pytest.raises(aid.AboveCap):
        aid.resubmit(grant, by=staff.county_operator, on=JUNE_1, amount=900_000)
    aid.resubmit(grant, by=staff.county_operator, on=JUNE_1, amount=200_000)

    assert (grant.state, grant.amount) == (GrantState.PROPOSED, 200_000)


def test_resubmit_after_the_check_is_checked_again(staff, file):
    grant = make.a_checked_grant(staff, file)
    aid.send_back(grant, by=staff.county_approver, on=JUNE_1, items=["金额偏低"])

    aid.resubmit(grant, by=staff.county_operator, on=JUNE_1, amount=700_000)

    assert (grant.state, grant.checked_by) == (GrantState.PROPOSED, None)
    with pytest.raises(WrongState):
        aid.grant(grant, by=staff.county_approver, on=JUNE_1)


def test_nobody_who_had_a_hand_in_the_case_may_pay_it(staff, file):
    applicant = make.a_post(staff.union, "worker").user
    HardshipArchive.objects.filter(pk=file.pk).update(applicant_user=applicant)
    grant = aid.grant(make.a_checked_grant(staff, file), by=staff.county_approver, on=JUNE_1)
    funds.cancel_payment(
        Payment.objects.of(grant).get(), by=make.a_post(staff.county, "finance_maker"), on=JUNE_1, reason="账户有疑问"
    )
    make.actions.correct(file, by=staff.operator, on=JUNE_1, reason="换了银行卡", card_no="6217000012345678")
    other = make.a_post(staff.county, "county_operator")

    aid.reissue(grant, by=other, on=JUNE_1)

    seen = (staff.chair, staff.operator, staff.township, staff.county_reviewer, staff.county_approver, other)
    assert set(Payment.objects.of(grant).last().hands) >= {applicant.pk, *(post.user_id for post in seen)}


def test_propose_refuses_a_fund_of_another_level(staff, file):
    project = make.a_project(staff, source=Source.CENTRAL)

    with pytest.raises(aid.WrongFund):
        make.a_proposed_grant(staff, file, project=project)


def test_a_cancelled_payment_sends_the_grant_back_to_its_county(staff, file):
    grant = aid.grant(make.a_checked_grant(staff, file), by=staff.county_approver, on=JUNE_1)
    maker = make.a_post(staff.county, "finance_maker")

    funds.cancel_payment(Payment.objects.of(grant).get(), by=maker, on=JUNE_1, reason="账户有疑问")

    grant.refresh_from_db()
    assert (grant.state, grant.bounce_reason) == (GrantState.BOUNCED, "账户有疑问")
    assert aid.reissue(grant, by=staff.county_operator, on=JUNE_1).state == GrantState.GRANTED
    assert [payment.state for payment in Payment.objects.of(grant)] == ["cancelled", "pending"]


@pytest.mark.parametrize(
    "harm",
    [
        {"amount": 798_001},
        {"amount": 0},
        {"checked_by": "proposed_by"},
        {"granted_by": "proposed_by"},
        {"granted_by": "checked_by", "checked_by": 5},
        {"state": GrantState.PAID},
    ],
)
def test_database_refuses_what_may_never_be(staff, file, harm):
    from django.db.models import F

    grant = make.a_proposed_grant(staff, file)
    values = {
        name: 5 if value == "checked_by" else F(value) if isinstance(value, str) and name.endswith("_by") else value
        for name, value in harm.items()
    }

    with pytest.raises(IntegrityError, match="hardship_grant_"), transaction.atomic():
        AidGrant.objects.filter(pk=grant.pk).update(**values)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_four_approvals_at_once_give_one_grant_and_three_sentences():
    with transaction.atomic(), sight.system("test"):
        staff = make.Staff(a_tree())
        grant = make.a_checked_grant(staff, make.a_file_on_record(staff))
        approvers = [make.a_post(staff.county, "county_approver") for _ in range(4)]
    start, told = threading.Barrier(4), []

    def approve(post):
        start.wait()
        try:
            with transaction.atomic(), sight.of(post):
                aid.grant(AidGrant.objects.get(pk=grant.pk), by=post, on=JUNE_1)
            told.append("granted")
        except Refusal as refusal:
            told.append((type(refusal), str(refusal)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=(post,)) for post in approvers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert told.count("granted") == 1
    assert [kind for kind, _ in (each for each in told if each != "granted")] == [WrongState] * 3
    assert all("待发放" in sentence for _, sentence in (each for each in told if each != "granted"))
    with transaction.atomic(), sight.system("test"):
        assert Payment.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_proposals_at_once_stay_under_one_cap():
    with transaction.atomic(), sight.system("test"):
        staff = make.Staff(a_tree())
        file, project = make.a_file_on_record(staff), make.a_project(staff)
    start, told = threading.Barrier(2), []

    def propose():
        start.wait()
        try:
            with transaction.atomic(), sight.of(staff.county_operator):
                aid.propose(file, by=staff.county_operator, on=date(2021, 6, 1), project=project, amount=500_000)
            told.append("proposed")
        except aid.AboveCap:
            told.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=propose) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(told) == ["proposed", "refused"]


def test_a_bounced_grant_may_be_given_up(staff, file):
    project = make.a_project(staff)
    grant = make.a_proposed_grant(staff, file, amount=798_000, project=project)
    AidGrant.objects.filter(pk=grant.pk).update(state=GrantState.BOUNCED)

    aid.withdraw(grant, by=staff.county_operator, on=JUNE_1, reason="家庭不再需要")

    assert make.a_proposed_grant(staff, file, amount=798_000, project=project).state == GrantState.PROPOSED


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_applications_at_once_of_a_new_person_are_one():
    with transaction.atomic(), sight.system("test"):
        staff, number = make.Staff(a_tree()), make.a_number()
    gate, said = threading.Barrier(2), []

    def begin():
        gate.wait()
        try:
            with transaction.atomic(), sight.system("test"):
                facts = {"name": "张测试", "id_no": number, "mobile": "19900000005"}
                said.append(make.actions.begin(by=staff.chair, on=JUNE_1, **facts))
        except Refusal as refusal:
            said.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(each).__name__ for each in said) == ["HardshipArchive", "str"]
