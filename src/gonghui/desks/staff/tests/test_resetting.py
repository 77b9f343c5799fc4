"""A second factor is taken away by two others, and enrolled anew with a one-time code (X-R1)."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from gonghui.desks.staff.actions import resetting
from gonghui.desks.staff.models import Reset
from gonghui.desks.staff.rulebook import ResetState, Way
from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.models import Enrolment, Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import PASSWORD, a_post, come_in
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled, WrongState

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"<code>([A-Z2-7]{32})</code>")


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def officer(tree):
    post = a_post(tree["jinzhai"], Role.COUNTY_OPERATOR, "廖经办")
    accounts.enrol_totp(post.user)
    return post


@pytest.fixture
def first(tree):
    return a_post(tree["jinzhai"], Role.COUNTY_APPROVER, "汪审批")


@pytest.fixture
def second(tree):
    return a_post(tree["city"], Role.SYSADMIN, "汤管理")


def asked(officer, by=None):
    return resetting.ask(officer.user, by=by or officer, on=timezone.localdate(), reason="手机丢失")


def checked(officer, by):
    reset = asked(officer)
    return resetting.check(reset, by=by, on=timezone.localdate(), way=Way.IN_PERSON, opinion="核对身份证,本人到场")


def confirmed(officer, first, second):
    reset = checked(officer, first)
    return resetting.confirm(reset, by=second, on=timezone.localdate(), at=timezone.now())


def test_two_others_take_factors_and_sessions_away_and_all_are_told(officer, first, second):
    client = come_in(officer)

    reset = confirmed(officer, first, second)

    assert (reset.state, reset.checked_by, reset.confirmed_by) == (ResetState.DONE, first.user_id, second.user_id)
    assert not Authenticator.objects.filter(user=officer.user).exists()
    assert client.get("/workbench/").url.startswith("/accounts/sign-in")
    with transaction.atomic(), sight.system("test"):
        told = set(Message.objects.filter(title="二次验证重置").values_list("user", flat=True))
    assert told == {officer.user_id, first.user_id, second.user_id}
    assert [e.name for e in Entry.objects.of(reset).order_by("pk")] == ["ask", "check", "confirm"]
    kept = " ".join(str(e.body) for e in Entry.objects.all())
    assert reset.fresh_code not in kept


def test_password_alone_enrols_nothing_after_a_reset_and_the_code_works_once(officer, first, second):
    reset = confirmed(officer, first, second)
    thief, client = Client(), Client()
    for each in (thief, client):
        each.post("/accounts/sign-in", {"login": officer.user.username, "password": PASSWORD})

    for address in ("/accounts/factors/totp/new", "/accounts/factors/passkeys/new", "/workbench/", "/accounts/mine"):
        assert thief.get(address).url == "/accounts/factors/code", address
    assert "登记码不对" in thief.post("/accounts/factors/code", {"code": "ABCD"}).content.decode()
    assert client.post("/accounts/factors/code", {"code": reset.fresh_code.lower()}).url == "/accounts/factors/totp/new"
    page = client.get("/accounts/factors/totp/new").content.decode()
    code = format_hotp_value(hotp_value(SECRET.search(page)[1], int(time.time()) // 30))
    client.post("/accounts/factors/totp/new", {"code": code})

    assert client.get("/workbench/").status_code == 200
    assert not Enrolment.objects.exists()
    assert thief.post("/accounts/factors/code", {"code": reset.fresh_code}).status_code == 302
    assert thief.get("/workbench/").url.startswith("/accounts/sign-in")


def test_code_ends_with_its_time_and_its_tries(officer, first, second, on):
    reset = confirmed(officer, first, second)
    late = timezone.now() + timedelta(hours=25)

    with pytest.raises(accounts.WrongEnrolmentCode):
        accounts.redeem_enrolment(officer.user, reset.fresh_code, at=late)
    for _ in range(5):
        with pytest.raises(accounts.WrongEnrolmentCode):
            accounts.redeem_enrolment(officer.user, "WRONG", at=timezone.now())
    with pytest.raises(accounts.WrongEnrolmentCode):
        accounts.redeem_enrolment(officer.user, reset.fresh_code, at=timezone.now())


def test_one_person_does_not_do_both(officer, first):
    reset = checked(officer, first)

    with pytest.raises(NotEntitled):
        resetting.confirm(reset, by=first, on=timezone.localdate(), at=timezone.now())
    with pytest.raises(IntegrityError, match="staff_reset_by_two_others"), transaction.atomic():
        Reset.objects.filter(pk=reset.pk).update(confirmed_by=first.user_id)


def test_nobody_resets_her_own(tree, first, second, on):
    reset = asked(first)

    with pytest.raises(NotEntitled):
        resetting.check(reset, by=first, on=on, way=Way.IN_PERSON, opinion="我就是我自己")
    with pytest.raises(IntegrityError, match="staff_reset_by_two_others"), transaction.atomic():
        Reset.objects.filter(pk=reset.pk).update(checked_by=first.user_id)


def test_who_arranges_part_of_her_posts_decides_nothing(tree, officer, first, second, on):
    a_post(tree["huoshan"], Role.COUNTY_OPERATOR, user=officer.user)
    reset = asked(officer, by=second)

    with pytest.raises(NotEntitled):
        resetting.check(reset, by=first, on=on, way=Way.IN_PERSON, opinion="核对身份证")


def test_ask_refuses_strangers_a_second_time_and_too_often(tree, officer, first, second, on):
    with pytest.raises(NotEntitled):
        asked(officer, by=a_post(tree["huoshan"], Role.COUNTY_APPROVER))
    with pytest.raises(NotEntitled):
        asked(officer, by=a_post(tree["jinzhai"], Role.COUNTY_REVIEWER))
    for _ in range(3):
        confirmed(officer, first, second)
    with pytest.raises(resetting.TooOften):
        asked(officer)
    Reset.objects.update(begun_on=on - timedelta(days=31))
    asked(officer)
    with pytest.raises(resetting.AskedAlready):
        asked(officer)


def test_check_says_how_and_refusals_say_why(officer, first, on):
    reset = asked(officer)

    with pytest.raises(resetting.NotKnown):
        resetting.check(reset, by=first, on=on, way="", opinion="核对身份证")
    with pytest.raises(resetting.ReasonMissing):
        resetting.refuse(reset, by=first, on=on, reason="否")
    resetting.refuse(reset, by=first, on=on, reason="无法联系本人")
    with pytest.raises(WrongState):
        resetting.withdraw(reset, by=officer, on=on)
    with pytest.raises(NotEntitled):
        resetting.withdraw(asked(officer), by=first, on=on)


def test_pages_from_asking_to_the_code(tree, officer, first, second):
    hers, checks, confirms = come_in(officer), come_in(first), come_in(second)

    answer = hers.post("/staff/resets/new", {"reason": "手机丢失"})
    number = Reset.objects.get().number
    said = {"way": "call_back", "opinion": "拨打单位电话,本人接听", "state_seen": "asked"}
    assert "二次验证重置" in checks.get("/workbench/").content.decode()
    checks.post(f"/staff/resets/{number}/check", said)
    assert checks.post(f"/staff/resets/{number}/confirmation", {"state_seen": "checked"}).status_code == 404
    confirms.post(f"/staff/resets/{number}/confirmation", {"state_seen": "checked"})
    shown = confirms.post(f"/staff/resets/{number}/code").content.decode()
    again = confirms.post(f"/staff/resets/{number}/code").content.decode()

    assert answer.url == f"/staff/resets/{number}"
    code = re.search(r"(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}", shown).group()
    accounts.redeem_enrolment(officer.user, code, at=timezone.now())
    assert "已经显示过" in again
    assert checks.post(f"/staff/resets/{number}/code").status_code == 404
    neighbour = come_in(a_post(tree["huoshan"], Role.COUNTY_APPROVER))
    for page in ("", "/check", "/confirmation", "/refusal", "/withdrawal"):
        assert neighbour.get(f"/staff/resets/{number}{page}").status_code == 404


# Ending a post


def test_ended_post_is_gone_on_the_next_request_of_an_open_page(officer, first):
    client = come_in(officer)
    page = client.get("/workbench/")
    assert page.status_code == 200

    said = {"at_once": "on", "last_on": "", "reason": "调离本单位"}
    answer = come_in(first).post(f"/staff/posts/{officer.pk}/end", said)

    assert answer.url == f"/staff/posts/{officer.pk}"
    assert client.post("/staff/resets/new", {"reason": "手机丢失"}).url == "/accounts/posts"
    assert client.get("/workbench/").url == "/accounts/posts"
    assert not Reset.objects.exists()
    officer.refresh_from_db()
    assert officer.withdrawn_on == timezone.localdate()
    assert Entry.objects.of(officer).filter(name="withdraw_post").get().opinion == "调离本单位"


def test_post_ends_on_a_later_day(officer, first, on):
    last = on + timedelta(days=3)
    come_in(first).post(f"/staff/posts/{officer.pk}/end", {"last_on": last, "reason": "退休退休"})

    held = [Post.objects.held_on(last + timedelta(days=n)).filter(pk=officer.pk).exists() for n in (-1, 0, 1)]
    assert held == [True, True, False]


def test_post_is_not_ended_by_itself_twice_in_the_past_or_as_the_last_administrator(tree, officer, first, second, on):
    approver = a_post(tree["city"], Role.CITY_APPROVER)
    pages = {
        (first, officer, (on - timedelta(days=1)).isoformat()): "最后在岗日不能早于今天",
        (first, first, on.isoformat()): "自己的岗位",
        (approver, second, on.isoformat()): "最后一个系统管理员",
    }
    for (by, post, last_on), words in pages.items():
        answer = come_in(by).post(f"/staff/posts/{post.pk}/end", {"last_on": last_on, "reason": "调离本单位"})
        assert words in answer.content.decode()
    come_in(first).post(f"/staff/posts/{officer.pk}/end", {"at_once": "on", "reason": "调离本单位"})
    again = come_in(first).post(f"/staff/posts/{officer.pk}/end", {"at_once": "on", "reason": "调离本单位"})
    assert "已经终止" in again.content.decode()


def test_county_resets_nobody_who_was_given_a_post_above_meanwhile(tree, officer, first, second, on):
    another = a_post(tree["jinzhai"], Role.COUNTY_APPROVER, "占审批")
    reset = checked(officer, first)
    accounts.appoint(officer.user, tree["city"], Role.HOTLINE_AGENT, by=second, on=on)

    with pytest.raises(resetting.PostElsewhere):
        resetting.confirm(reset, by=another, on=on, at=timezone.now())

    assert Authenticator.objects.filter(user=officer.user).exists()
    assert resetting.confirm(reset, by=second, on=on, at=timezone.now()).fresh_code
