"""A desk passes to a successor: who may, from which day, and what follows (X-R1, X-R3)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gonghui.foundation.accounts import actions
from gonghui.foundation.accounts.actions import handing_over
from gonghui.foundation.accounts.models import HandOver, Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled

from .people import a_post, come_in

pytestmark = pytest.mark.django_db
JUNE_1, JUNE_30, JULY_1 = date(2021, 6, 1), date(2021, 6, 30), date(2021, 7, 1)


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def desk(tree):
    return a_post(tree["jinzhai"], Role.COUNTY_REVIEWER, "周审核")


@pytest.fixture
def heir(tree):
    return a_post(tree["jinzhai"], Role.COUNTY_OPERATOR, "孙经办")


@pytest.fixture
def leader(tree):
    return a_post(tree["jinzhai"], Role.COUNTY_APPROVER, "吴审批")


def handed_over(desk, heir, by, **facts):
    return actions.hand_over(desk, heir.user, by=by, on=JUNE_1, **{"last_on": JUNE_30} | facts)


def test_hand_over_ends_the_post_and_begins_the_successors(desk, heir, leader):
    done = handed_over(desk, heir, leader, note="退休", listed=[{"title": "档案", "count": 1, "numbers": ["H-1"]}])

    desk.refresh_from_db()
    new = done.successor
    assert (desk.ends_on, new.user, new.unit, new.role, new.starts_on) == (
        JUNE_30, heir.user, desk.unit, desk.role, JULY_1,
    )  # fmt: skip
    assert (done.listed[0]["count"], done.arranged_by) == (1, leader.user_id)
    assert [post.role for post in Post.objects.open_to(heir.user, JUNE_30)] == [Role.COUNTY_OPERATOR]
    assert {post.role for post in Post.objects.open_to(heir.user, JULY_1)} == {heir.role, desk.role}


def test_hand_over_by_the_holder_goes_to_a_colleague_alone(tree, desk, heir):
    stranger = a_post(tree["huoshan"], Role.COUNTY_OPERATOR)

    with pytest.raises(handing_over.NoSuccessor):
        handed_over(desk, stranger, desk)
    done = handed_over(desk, heir, desk)

    assert done.successor.user == heir.user


def test_hand_over_refuses_a_colleague_a_neighbour_and_a_stand_in(tree, desk, heir, leader):
    neighbour = a_post(tree["huoshan"], Role.COUNTY_APPROVER)

    for by in (heir, neighbour, desk.held_by(heir.user)):
        with pytest.raises(NotEntitled):
            handed_over(desk, leader, by)


def test_hand_over_refuses_the_arranger_herself_and_the_leaver(desk, leader):
    for to in (leader, desk):
        with pytest.raises(handing_over.NoSuccessor):
            handed_over(desk, to, leader)


def test_hand_over_refuses_a_worker_as_successor(tree, desk, leader):
    with pytest.raises(handing_over.NoSuccessor):
        handed_over(desk, a_post(tree["jinzhai"], Role.WORKER), leader)


def test_hand_over_refuses_a_second_time_and_an_ended_post(desk, heir, leader):
    handed_over(desk, heir, leader)

    with pytest.raises(handing_over.AlreadyHandedOver):
        handed_over(desk, heir, leader)


def test_hand_over_refuses_a_day_before_the_post_began(desk, heir, leader):
    with pytest.raises(handing_over.DayImpossible):
        handed_over(desk, heir, leader, last_on=date(2009, 1, 1))


def test_hand_over_to_who_holds_the_same_role_makes_no_second_post(tree, desk, leader):
    colleague = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)

    done = handed_over(desk, colleague, leader)

    assert done.successor == colleague


def test_hand_over_ends_the_stand_ins_of_the_post(tree, desk, heir, leader):
    now = actions.stand_in(
        desk, heir.user, by=desk, on=JUNE_1, starts_on=JUNE_1, ends_on=date(2021, 8, 1), reason="出差"
    )
    later = actions.stand_in(
        desk, heir.user, by=desk, on=JUNE_1, starts_on=date(2021, 9, 1), ends_on=date(2021, 9, 9), reason="出差"
    )

    handed_over(desk, heir, leader)

    now.refresh_from_db()
    later.refresh_from_db()
    assert (now.ends_on, now.ended_on, later.ended_on) == (JUNE_30, None, JUNE_1)


def test_leaver_loses_the_post_at_the_next_request(desk, heir, leader):
    client = come_in(desk)
    before = client.get("/workbench/").status_code
    today = timezone.localdate()

    actions.hand_over(desk, heir.user, by=leader, on=today, last_on=today - timedelta(days=1))

    assert (before, client.get("/workbench/")["Location"]) == (200, "/accounts/posts")


def test_visible_to_both_and_to_who_arranges(tree, desk, heir, leader):
    done = handed_over(desk, heir, leader)
    stranger = a_post(tree["huoshan"], Role.COUNTY_APPROVER)

    seen = [list(HandOver.objects.visible_to(by)) for by in (desk, heir, leader, stranger)]

    assert seen == [[done], [done], [done], []]


def test_the_database_refuses_a_hand_over_to_the_same_post(desk, heir, leader):
    done = handed_over(desk, heir, leader)

    with (
        pytest.raises(IntegrityError, match="accounts_handover_between_two_posts"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE accounts_handover SET successor_id = post_id WHERE id = %s", [done.pk])


def test_hand_over_never_lengthens_a_term(desk, heir):
    desk.ends_on = JUNE_30
    desk.save()

    with pytest.raises(handing_over.LongerThanTheTerm):
        handed_over(desk, heir, desk, last_on=date(2031, 6, 30))

    desk.refresh_from_db()
    assert desk.ends_on == JUNE_30


def test_hand_over_refuses_a_post_that_was_withdrawn(desk, heir, leader):
    actions.withdraw_post(desk, by=leader, on=JUNE_1, reason="调离")

    with pytest.raises(handing_over.AlreadyHandedOver):
        handed_over(desk, heir, leader)


def test_hand_over_takes_no_withdrawn_post_of_the_successor_for_a_new_one(desk, heir, leader):
    old = a_post(desk.unit, desk.role, user=heir.user)
    actions.withdraw_post(old, by=leader, on=JUNE_1, reason="另有任用")

    done = handed_over(desk, heir, leader)

    assert done.successor != old
    assert done.successor.withdrawn_on is None


def test_hand_over_refuses_who_does_not_give_the_role(tree):
    town = tree["jinzhai_town"]
    chair, reviewer = a_post(town, Role.GRASSROOTS_CHAIR), a_post(town, Role.TOWNSHIP_REVIEWER)
    friend = a_post(town, Role.GRASSROOTS_OPERATOR)

    with pytest.raises(NotEntitled):
        handed_over(reviewer, friend, chair)
