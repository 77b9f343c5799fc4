"""An issued target changes only by a revision: old, new, reason, two persons, the next edition (N-R3)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.desks.plan.actions import drafting, issuing, revising
from gonghui.desks.plan.models import CountyTarget, PlanItem, TargetChange
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.notices.models import Message
from gonghui.kernel.refusals import NotEntitled, WrongState

from .people import JAN_18, JAN_26, JUNE_8, a_draft, a_shared_item, a_submitted, an_issued

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
WHY = "两家企业迁入霍山县,任务相应调整"


def proposed(house, plan=None, jinzhai=50, huoshan=50, city=100, **facts):
    item = (plan or an_issued(house)).items.get()
    targets = {house.city: Decimal(city), **house.counties(jinzhai, huoshan)}
    return revising.propose(item, by=house.operator, on=JUNE_8, targets=targets, reason=WHY, **facts)


def values(item):
    return {str(unit): value for unit, value in revising.targets_of(item).items()}


def test_propose_keeps_what_changes_and_changes_nothing(house):
    revision = proposed(house)

    changes = [(str(c.unit), c.old_value, c.new_value) for c in revision.changes.order_by("position")]
    assert changes == [("金寨县总工会", 60, 50), ("霍山县总工会", 40, 50)]
    assert values(revision.item) == {"六安市总工会": 100, "金寨县总工会": 60, "霍山县总工会": 40}


def test_approve_sets_the_targets_in_the_next_edition(house, at_once):
    plan = an_issued(house)
    for county, by in ((house.jinzhai, house.jin_approver), (house.huoshan, house.huo_approver)):
        issuing.receive(plan.receipts.get(unit=county), by=by, on=JAN_26)

    revision = revising.approve(proposed(house, plan, city=110, huoshan=60), by=house.approver, on=JUNE_8)

    at_once()
    plan.refresh_from_db()
    item = plan.items.get()
    assert (plan.edition, revision.edition, revision.approved_on) == (2, 2, JUNE_8)
    assert values(item) == {"六安市总工会": 110, "金寨县总工会": 50, "霍山县总工会": 60}
    receipts = plan.receipts.in_order()
    assert [(r.state, r.edition, r.received_edition) for r in receipts] == [("sent", 2, 1), ("sent", 2, 1)]
    assert Message.objects.filter(user=house.jin_approver.user_id).count() == 2


def test_approve_asks_only_counties_whose_target_changed(house):
    plan = an_issued(house)

    revising.approve(proposed(house, plan, jinzhai=60, huoshan=45), by=house.approver, on=JUNE_8)

    assert [receipt.edition for receipt in plan.receipts.in_order()] == [1, 2]


def test_approve_asks_nobody_where_the_revision_says_so(house):
    plan = an_issued(house)

    revising.approve(proposed(house, plan, asks_receipt=False), by=house.approver, on=JUNE_8)

    assert [receipt.edition for receipt in plan.receipts.in_order()] == [1, 1]


def test_approve_refuses_who_proposed_it(house):
    both = a_post(house.city, Role.CITY_APPROVER, user=house.operator.user)

    with pytest.raises(NotEntitled):
        revising.approve(proposed(house), by=both, on=JUNE_8)


@pytest.mark.parametrize("who", ["reviewer", "jin_approver"])
def test_approve_refuses_others(house, who):
    with pytest.raises(NotEntitled):
        revising.approve(proposed(house), by=getattr(house, who), on=JUNE_8)


def test_propose_refuses_what_leaves_the_city_short(house):
    with pytest.raises(issuing.BelowTheCity, match="少 10户"):
        proposed(house, jinzhai=50, huoshan=40)


def test_propose_refuses_no_change_no_reason_and_strangers(house):
    plan = an_issued(house)
    item = plan.items.get()

    with pytest.raises(revising.NothingChanged):
        proposed(house, plan, jinzhai=60, huoshan=40)
    with pytest.raises(issuing.ReasonMissing):
        revising.propose(item, by=house.operator, on=JUNE_8, targets=house.counties(50, 50), reason="改")
    with pytest.raises(NotEntitled):
        revising.propose(item, by=house.jin_approver, on=JUNE_8, targets=house.counties(50, 50), reason=WHY)
    town = {house.tree["jinzhai_town"]: Decimal(5)}
    with pytest.raises(drafting.NotACounty):
        revising.propose(item, by=house.operator, on=JUNE_8, targets=town, reason=WHY)


def test_propose_refuses_before_issue_and_after_the_year(house):
    plan = a_submitted(house)
    item = plan.items.get()
    asked = {"by": house.operator, "targets": house.counties(50, 50), "reason": WHY}

    with pytest.raises(WrongState):
        revising.propose(item, on=JAN_18, **asked)
    issuing.issue(plan, by=house.approver, on=JAN_26)
    with pytest.raises(revising.YearOver):
        revising.propose(item, on=date(2022, 1, 4), **asked)


def test_one_revision_of_an_item_waits_at_a_time(house):
    plan = an_issued(house)
    first = proposed(house, plan)

    with pytest.raises(revising.OneAtATime, match=first.number):
        proposed(house, plan, jinzhai=70)


def test_approve_refuses_what_no_longer_fits(house):
    plan = an_issued(house)
    stale = proposed(house, plan)
    TargetChange.objects.bulk_create(
        [TargetChange(revision=stale, item=stale.item, unit=house.city, position=1000, old_value=90, new_value=95)]
    )

    with pytest.raises(revising.ChangedMeanwhile, match="100户"):
        revising.approve(stale, by=house.approver, on=JUNE_8)

    assert values(stale.item)["金寨县总工会"] == 60


def test_refuse_and_withdraw_leave_the_targets(house):
    plan = an_issued(house)

    revising.refuse(proposed(house, plan), by=house.approver, on=JUNE_8, opinion="理由不充分")
    revising.withdraw(proposed(house, plan), by=house.operator, on=JUNE_8, reason="另行研究")

    plan.refresh_from_db()
    assert (plan.edition, values(plan.items.get())["金寨县总工会"]) == (1, 60)


# Laws of the database


def test_the_database_lets_no_issued_target_change_without_revision(house):
    item = an_issued(house).items.get()

    with pytest.raises(IntegrityError, match="approved revision"), transaction.atomic():
        CountyTarget.objects.filter(item=item, unit=house.jinzhai).update(value=99)
    with pytest.raises(IntegrityError, match="approved revision"), transaction.atomic():
        PlanItem.objects.filter(pk=item.pk).update(target=1)
    with pytest.raises(IntegrityError, match="approved revision"), transaction.atomic():
        CountyTarget.objects.filter(item=item, unit=house.jinzhai).delete()
    with pytest.raises(IntegrityError, match="gains and loses no items"), transaction.atomic():
        PlanItem.objects.create(plan=item.plan, code="4.9", place=1, title="多出的一项", deadline=item.deadline)


def test_a_proposed_revision_is_not_enough_for_the_database(house):
    revision = proposed(house)

    with pytest.raises(IntegrityError, match="approved revision"), transaction.atomic():
        CountyTarget.objects.filter(item=revision.item, unit=house.jinzhai).update(value=50)


def test_the_database_wants_counties_to_reach_the_city(house, at_once):
    plan = a_submitted(house)
    at_once()

    with pytest.raises(IntegrityError, match="counties come to 50"), transaction.atomic():
        _lower(plan, house.jinzhai, at_once)


def _lower(plan, unit, at_once):
    CountyTarget.objects.filter(item__plan=plan, unit=unit).update(value=10)
    at_once()


def test_the_database_lets_a_draft_stay_short(house, at_once):
    a_shared_item(house, a_draft(house), jinzhai=1, huoshan=1)

    at_once()


def test_changes_of_a_revision_are_never_rewritten(house):
    revision = proposed(house)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('plan_targetchange', 'UPDATE'),"
            " has_table_privilege('plan_targetchange', 'DELETE')"
        )
        assert cursor.fetchone() == (False, False)
    assert revision.changes.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_plan SET is_issued = false, state = 'draft' WHERE id = {plan}",
        "UPDATE plan_plan SET year = year + 1 WHERE id = {plan}",
        "INSERT INTO plan_targetchange (revision_id, item_id, unit_id, position, old_value, new_value)"
        " VALUES ({revision}, {item}, {city}, 0, 100, 1)",
        "UPDATE plan_countytarget SET value = 60 WHERE item_id = {item} AND unit_id = {county}",
    ],
)
def test_database_keeps_what_was_issued_and_what_was_decided(house, statement):
    plan = an_issued(house)
    revision = revising.approve(proposed(house, plan), by=house.approver, on=JUNE_8)
    again = proposed(house, plan, jinzhai=60, huoshan=45)
    revising.approve(again, by=house.approver, on=JUNE_8)
    third = revising.approve(proposed(house, plan, jinzhai=55, huoshan=45), by=house.approver, on=JUNE_8)
    ids = {"plan": plan.pk, "revision": revision.pk, "item": third.item_id}
    ids |= {"city": house.city.pk, "county": house.jinzhai.pk}

    with pytest.raises(IntegrityError, match=r"issued|decided"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**ids))
