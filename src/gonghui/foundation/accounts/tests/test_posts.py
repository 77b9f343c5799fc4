"""Posts from day to day, stand-ins, and what a request sees (X-R1, X-R3)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from gonghui.foundation.accounts import actions
from gonghui.foundation.accounts.middleware import PostMiddleware
from gonghui.foundation.accounts.models import Post, StandIn
from gonghui.foundation.accounts.roles import CASE_ROLES, STAFF, Role
from gonghui.foundation.accounts.rules import at_level, holds
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled

from .people import a_post, a_worker, come_in

pytestmark = pytest.mark.django_db
MAY_1 = date(2021, 5, 1)


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def today():
    return timezone.localdate()


class At:
    """A record at a position, as far as rules ask."""

    def __init__(self, position):
        self.position = position


def test_post_says_unit_department_and_role(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_APPROVER, title="权益保障部")

    assert str(post) == "金寨县总工会 权益保障部 县区审批人"


def test_roles_that_work_on_no_case_see_nothing_below():
    blind = {Role.WORKER, Role.SYSADMIN, Role.DPO, Role.JUDGE, Role.STATISTICIAN}

    assert not blind & CASE_ROLES
    assert set(Role) - {Role.WORKER, Role.SYSTEM} == STAFF


def test_holds_asks_for_the_role_and_the_place(tree):
    by = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)
    rule = holds(Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER)

    assert rule(by, At(tree["jinzhai_union"].position))
    assert not rule(by, At(tree["huoshan_union"].position))
    assert not holds(Role.COUNTY_APPROVER)(by, At(tree["jinzhai_union"].position))
    assert str(rule) == "县区审核人或县区审批人"


def test_at_level_asks_for_the_unit_of_the_post(tree):
    by = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)

    assert at_level(Unit.Level.COUNTY)(by, None)
    assert not at_level(Unit.Level.CITY)(by, None)


def test_held_on_counts_both_ends_of_the_term(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER, starts_on=MAY_1, ends_on=date(2021, 5, 31))

    days = [date(2021, 4, 30), date(2021, 5, 1), date(2021, 5, 31), date(2021, 6, 1)]
    assert [Post.objects.held_on(day).filter(pk=post.pk).count() for day in days] == [0, 1, 1, 0]


def test_appoint_refuses_terms_that_overlap(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER, starts_on=MAY_1)
    by = actions.system_post("test")

    with pytest.raises(ValidationError, match="起止日期不能重叠"):
        actions.appoint(post.user, post.unit, post.role, by=by, on=date(2021, 6, 1))


def test_database_refuses_terms_that_overlap(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER, starts_on=MAY_1)

    with pytest.raises(IntegrityError, match="accounts_post_once_at_a_time"), transaction.atomic():
        a_post(post.unit, post.role, user=post.user, starts_on=date(2021, 6, 1))


def test_appoint_is_written_in_the_journal(tree):
    person = a_worker(tree["jinzhai_union"]).user

    post = actions.appoint(person, tree["jinzhai"], Role.COUNTY_OPERATOR, by=actions.system_post("test"), on=MAY_1)

    entry = Entry.objects.of(post).get()
    assert (entry.name, entry.post_name, entry.body["role"]) == ("appoint", "六安市总工会 test 系统", "county_operator")


def test_system_post_is_one_and_never_signs_in(tree):
    first, second = actions.system_post("calendar"), actions.system_post("calendar")

    assert first.pk == second.pk
    assert (first.user.is_active, first.sees_below, first.unit) == (False, True, tree["city"])


def test_system_post_asks_for_a_city(db):
    with pytest.raises(actions.NotSetUp):
        actions.system_post("calendar")


def test_ended_post_opens_nothing_on_the_next_request(tree, today):
    post = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)
    client = come_in(post)
    assert client.get("/accounts/mine").status_code == 200

    actions.end_post(post, by=actions.system_post("test"), on=today - timedelta(days=1))

    answer = client.get("/accounts/mine")
    assert (answer.status_code, answer.url) == (302, "/accounts/posts")
    assert "没有在任的岗位" in client.get("/accounts/posts").content.decode()


def test_person_who_is_switched_off_is_out_on_the_next_request(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)
    client = come_in(post)
    post.user.is_active = False
    post.user.save()

    answer = client.get("/accounts/mine")

    assert (answer.status_code, answer.url) == (302, "/accounts/sign-in?next=/accounts/mine")


def test_request_sees_by_the_post_and_no_longer(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)

    during = seen_in_request(post)

    assert during == ("2000", "2999", str(post.user_id))
    assert set(settings_of_sight()) <= {"", None}


def seen_in_request(post):
    client = come_in(post)
    request = RequestFactory().get("/accounts/mine")
    request.session, request.user = client.session, post.user
    seen = []
    PostMiddleware(lambda request: seen.append(settings_of_sight()) or HttpResponse())(request)
    return seen[0]


def settings_of_sight():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"current_setting('gonghui.{name}', true)" for name in ("low", "high", "user"))
        )
        return cursor.fetchone()


def test_posts_are_chosen_and_the_session_key_changes(tree):
    first = a_post(tree["jinzhai"], Role.COUNTY_OPERATOR)
    second = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER, user=first.user)
    client = come_in(first)
    key = client.session.session_key

    client.post("/accounts/posts", {"post": second.pk})

    assert client.session["post"] == second.pk
    assert client.session.session_key != key
    assert Entry.objects.of(second).get().name == "choose_post"


def test_foreign_post_cannot_be_chosen(tree):
    mine, foreign = a_post(tree["jinzhai"], Role.COUNTY_OPERATOR), a_post(tree["huoshan"], Role.COUNTY_OPERATOR)
    client = come_in(mine)

    client.post("/accounts/posts", {"post": foreign.pk})

    assert client.get("/accounts/mine").context["by"].pk == mine.pk


def test_stand_in_acts_from_the_post_and_the_journal_names_her(tree, today):
    holder = a_post(tree["jinzhai"], Role.COUNTY_APPROVER, "王建国")
    colleague = a_post(tree["jinzhai"], Role.COUNTY_OPERATOR, "孙经办")
    actions.stand_in(holder, colleague.user, by=holder, on=today, starts_on=today, ends_on=today, reason="赴省培训")
    client = come_in(colleague)

    client.post("/accounts/posts", {"post": holder.pk})

    by = client.get("/accounts/mine").context["by"]
    assert (by.pk, by.user, by.stands_in_for, by.role) == (holder.pk, colleague.user, holder.user, Role.COUNTY_APPROVER)
    entry = Entry.objects.of(holder).get(name="choose_post")
    assert (entry.actor_id, entry.actor_name, entry.post_id) == (colleague.user_id, "孙经办", holder.pk)


def test_stand_in_ends_when_the_holder_is_back(tree, today):
    holder, colleague = a_post(tree["jinzhai"], Role.COUNTY_APPROVER), a_post(tree["jinzhai"], Role.COUNTY_OPERATOR)
    week = {"starts_on": today, "ends_on": today + timedelta(days=7)}
    arrangement = actions.stand_in(holder, colleague.user, by=holder, on=today, reason="年休假", **week)
    client = come_in(colleague)
    client.post("/accounts/posts", {"post": holder.pk})

    actions.end_stand_in(arrangement, by=holder, on=today)

    assert client.get("/accounts/mine").context["by"].pk == colleague.pk


def test_stand_in_is_refused_to_strangers_oneself_and_twice(tree, today):
    holder, colleague = a_post(tree["jinzhai"], Role.COUNTY_APPROVER), a_post(tree["jinzhai"], Role.COUNTY_OPERATOR)
    stranger = a_post(tree["huoshan"], Role.COUNTY_OPERATOR)
    when = {"on": today, "starts_on": today, "ends_on": today, "reason": "赴省培训"}

    with pytest.raises(actions.NotOfThisUnit):
        actions.stand_in(holder, stranger.user, by=holder, **when)
    with pytest.raises(actions.NotYourself):
        actions.stand_in(holder, holder.user, by=holder, **when)
    with pytest.raises(NotEntitled):
        actions.stand_in(holder, colleague.user, by=colleague, **when)
    with pytest.raises(NotEntitled):
        actions.stand_in(holder, stranger.user, by=holder.held_by(colleague.user), **when)
    actions.stand_in(holder, colleague.user, by=holder, **when)
    with pytest.raises(actions.AlreadyArranged):
        actions.stand_in(holder, colleague.user, by=holder, **when)

    assert StandIn.objects.count() == 1


def test_who_stands_in_counts_as_holding_what_she_stands_in_for(tree, today):
    city = tree["city"]
    maker, checker = a_post(city, Role.FINANCE_MAKER), a_post(city, Role.FINANCE_CHECKER)
    auditor = a_post(city, Role.HOTLINE_AGENT)
    when = {"on": today, "starts_on": today, "ends_on": today + timedelta(days=3), "reason": "赴省培训"}
    actions.stand_in(maker, auditor.user, by=maker, **when)

    with pytest.raises(actions.RolesApart):
        actions.stand_in(checker, auditor.user, by=checker, **when)
    with pytest.raises(actions.RolesApart):
        actions.appoint(auditor.user, city, Role.FINANCE_CHECKER, by=maker, on=today)

    later = today + timedelta(days=4)
    assert actions.appoint(auditor.user, city, Role.FINANCE_CHECKER, by=maker, on=today, starts_on=later).pk


def test_stand_in_is_arranged_on_its_page(tree, today):
    holder, colleague = a_post(tree["jinzhai"], Role.COUNTY_APPROVER), a_post(tree["jinzhai"], Role.COUNTY_OPERATOR)
    client = come_in(holder)
    answers = {"user": colleague.user_id, "starts_on": today, "ends_on": today - timedelta(days=1), "reason": "年休假"}

    refused = client.post("/accounts/mine/stand-ins/new", answers)
    arranged = client.post("/accounts/mine/stand-ins/new", answers | {"ends_on": today})

    assert "终止日期不能早于起始日期" in refused.content.decode()
    assert arranged.url == "/accounts/mine"
    assert colleague.user.name in client.get("/accounts/mine").content.decode()
