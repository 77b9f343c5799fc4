"""A plan is submitted, issued by another, received by each county (N-R2, X-R1)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gonghui.desks.plan.actions import drafting, issuing
from gonghui.desks.plan.frames import Frame
from gonghui.desks.plan.models import Plan, TargetReceipt
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.notices.models import Message
from gonghui.kernel.refusals import NotEntitled, WrongState

from .people import JAN_18, JAN_22, JAN_26, a_draft, a_shared_item, a_submitted, an_issued, an_item

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_submit_sends_a_whole_plan_to_who_issues_it(house):
    plan = a_submitted(house)

    assert (plan.state, plan.submitted_by, plan.due_on) == ("submitted", house.operator.user_id, date(2021, 1, 25))
    assert list(Plan.objects.waiting_for(house.approver)) == [plan]
    assert list(Plan.objects.waiting_for(house.operator)) == []


def test_submit_refuses_an_empty_plan(house):
    with pytest.raises(issuing.NothingPlanned):
        issuing.submit(a_draft(house), by=house.operator, on=JAN_18)


def test_submit_names_the_headings_that_are_missing(house):
    plan = a_draft(house, frame=Frame.F42101)
    a_shared_item(house, plan)

    with pytest.raises(issuing.HeadingsMissing, match=r"4\.2、4\.3、4\.4、2\.1"):
        issuing.submit(plan, by=house.operator, on=JAN_18)


def test_submit_names_items_without_target(house):
    plan = a_draft(house)
    an_item(house, plan)

    with pytest.raises(issuing.TargetsMissing, match=r"4\.1 救助在档困难职工"):
        issuing.submit(plan, by=house.operator, on=JAN_18)


def test_submit_names_counties_without_target(house):
    plan = a_draft(house)
    a_shared_item(house, plan, huoshan=None, jinzhai=100)

    with pytest.raises(issuing.CountiesMissing, match="霍山县总工会"):
        issuing.submit(plan, by=house.operator, on=JAN_18)


def test_submit_names_the_gap_to_the_city(house):
    plan = a_draft(house)
    a_shared_item(house, plan, city=100, jinzhai=60, huoshan=30)

    with pytest.raises(issuing.BelowTheCity) as refusal:
        issuing.submit(plan, by=house.operator, on=JAN_18)

    wanted = "4.1 救助在档困难职工:各县区目标合计 90户,比全市目标 100户 少 10户。请调整后再报。"
    assert str(refusal.value) == wanted
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_submit_asks_no_sum_of_a_rate(house):
    plan = a_draft(house)
    a_shared_item(house, plan, city=100, jinzhai=100, huoshan=90, figure="Y13")

    assert issuing.submit(plan, by=house.operator, on=JAN_18).state == "submitted"


def test_issue_opens_the_plan_and_asks_each_county_to_receive(house):
    plan = an_issued(house)

    assert (plan.state, plan.is_issued, plan.issued_by, plan.issued_on) == (
        "issued", True, house.approver.user_id, JAN_22,
    )  # fmt: skip
    receipts = TargetReceipt.objects.filter(plan=plan).in_order()
    assert [(r.unit, r.state, r.edition) for r in receipts] == [
        (house.jinzhai, "sent", 1), (house.huoshan, "sent", 1),
    ]  # fmt: skip
    told = Message.objects.filter(user=house.jin_approver.user_id).get()
    assert "2021年工作目标" in told.text
    assert str(receipts[0].due_on) in told.text


def test_issue_refuses_who_drafted_or_submitted(house):
    plan = a_submitted(house)
    both = a_post(house.city, Role.CITY_APPROVER, user=house.operator.user)

    with pytest.raises(NotEntitled):
        issuing.issue(plan, by=both, on=JAN_22)

    assert list(Plan.objects.waiting_for(both)) == []


@pytest.mark.parametrize("who", ["reviewer", "operator", "jin_approver"])
def test_issue_refuses_others(house, who):
    with pytest.raises(NotEntitled):
        issuing.issue(a_submitted(house), by=getattr(house, who), on=JAN_22)


def test_issue_refuses_twice(house):
    with pytest.raises(WrongState):
        issuing.issue(an_issued(house), by=house.approver, on=JAN_22)


def test_issue_after_the_freeze_wants_a_reason(house):
    plan = a_submitted(house)

    with pytest.raises(issuing.LateWithoutReason, match="2021-04-01"):
        issuing.issue(plan, by=house.approver, on=date(2021, 4, 1))

    assert issuing.issue(plan, by=house.approver, on=date(2021, 4, 1), opinion="年中启用本平台").is_issued


def test_the_database_wants_two_persons(house):
    plan = an_issued(house)

    with pytest.raises(IntegrityError, match="plan_plan_issued_by_another"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(issued_by=house.operator.user_id)


def test_send_back_makes_it_a_draft_with_what_is_to_change(house):
    plan = issuing.send_back(a_submitted(house), by=house.approver, on=JAN_22, opinion="霍山县目标偏低")

    assert plan.state == "draft"
    counties = house.counties(60, 50)
    drafting.share_out(plan.items.get(), by=house.operator, on=JAN_22, city=Decimal(110), counties=counties)
    assert issuing.submit(plan, by=house.operator, on=JAN_22).state == "submitted"


def test_send_back_wants_words(house):
    with pytest.raises(issuing.ReasonMissing):
        issuing.send_back(a_submitted(house), by=house.approver, on=JAN_22, opinion=" 改 ")


def test_withdraw_wants_a_reason_and_never_an_issued_plan(house):
    plan = a_submitted(house)

    with pytest.raises(issuing.ReasonMissing):
        issuing.withdraw(plan, by=house.operator, on=JAN_22, reason="")
    issuing.issue(plan, by=house.approver, on=JAN_22)
    with pytest.raises(WrongState):
        issuing.withdraw(plan, by=house.approver, on=JAN_22, reason="不再需要这份目标")


def test_receive_is_by_the_countys_own_approver(house):
    receipt = an_issued(house).receipts.get(unit=house.jinzhai)

    issuing.receive(receipt, by=house.jin_approver, on=JAN_26, opinion="已部署")

    assert (receipt.state, receipt.received_on, receipt.received_by, receipt.received_edition) == (
        "received", JAN_26, house.jin_approver.user_id, 1,
    )  # fmt: skip
    assert list(TargetReceipt.objects.open()) == [TargetReceipt.objects.get(unit=house.huoshan)]


@pytest.mark.parametrize("who", ["huo_approver", "jin_operator", "approver", "operator"])
def test_receive_refuses_others(house, who):
    receipt = an_issued(house).receipts.get(unit=house.jinzhai)

    with pytest.raises(NotEntitled):
        issuing.receive(receipt, by=getattr(house, who), on=JAN_26)


def test_receive_refuses_twice(house):
    receipt = an_issued(house).receipts.get(unit=house.jinzhai)
    issuing.receive(receipt, by=house.jin_approver, on=JAN_26)

    with pytest.raises(WrongState):
        issuing.receive(receipt, by=house.jin_approver, on=JAN_26)


def test_waiting_receipts_are_those_of_the_own_county(house):
    plan = an_issued(house)

    assert [receipt.unit for receipt in TargetReceipt.objects.waiting_for(house.jin_approver)] == [house.jinzhai]
    assert list(TargetReceipt.objects.waiting_for(house.jin_operator)) == []
    issuing.receive(plan.receipts.get(unit=house.jinzhai), by=house.jin_approver, on=JAN_26)
    assert list(TargetReceipt.objects.waiting_for(house.jin_approver)) == []


def test_a_county_without_approver_is_asked_all_the_same(house):
    Post.objects.filter(pk=house.huo_approver.pk).update(ends_on=date(2020, 12, 31))

    assert an_issued(house).receipts.count() == 2
