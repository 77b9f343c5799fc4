"""The pages of personal data: rules for everybody, one's own data, the officer's desk (O.1)."""

import json
import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gonghui.desks.staff.actions import inviting
from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.members.models import Consent
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.encryption import blind_index
from gonghui.programs.hardship import actions as hardship
from gonghui.programs.hardship.tests.factories import Staff, a_number, a_post
from gonghui.programs.organising.tests.factories import an_application

pytestmark = pytest.mark.django_db


@contextmanager
def in_sight():
    with transaction.atomic(), sight.system("tests"):
        yield


@pytest.fixture
def world(db):
    with in_sight():
        tree = a_tree()
        staff = Staff(tree)
        return staff, a_post(staff.union, Role.WORKER, "梅测试"), a_post(tree["city"], Role.DPO, "范测试")


@pytest.fixture
def draft(world):
    staff, worker, _officer = world
    today = timezone.localdate()
    with in_sight():
        file = hardship.begin(by=worker, on=today, name=worker.user.name, id_no=a_number(date(1980, 3, 4)))
        file.authorised_on = today
        file.save()
        hardship.agree(file, way="phone", by=worker, on=today)
        own = file.members.get(relation="self")
        reveal(own, "id_no", by=staff.county_operator, on=today, reason="核对身份证号", quota=20)
    return file


def test_rules_are_for_everybody():
    page = Client().get("/privacy/")

    assert page.status_code == 200
    assert "退出帮扶后 10 年" in page.content.decode()


def test_rules_tell_of_joining_and_of_invitations():
    text = Client().get("/privacy/").content.decode()

    assert "核对是否重复入会" in text
    assert "邀请码、密码只存摘要" in text


def test_mine_shows_her_application_to_join_and_her_invitation(world):
    staff, worker, _officer = world
    today = timezone.localdate()
    with in_sight():
        asked = an_application(staff.union, by=worker, user=worker.user)
        other = an_application(staff.union, by=staff.chair)
        approver = a_post(staff.county, Role.COUNTY_APPROVER, "吴审批")
        User.objects.filter(pk=worker.user_id).update(mobile_index=blind_index("13900001234"))
        facts = {"name": worker.user.name, "mobile": "13900001234", "on": today}
        invited = inviting.invite(staff.union, Role.GRASSROOTS_OPERATOR, by=approver, **facts)
        another = inviting.invite(
            staff.union, Role.GRASSROOTS_OPERATOR, by=approver, **facts | {"name": "李测试", "mobile": "13900005678"}
        )

    text = come_in(worker).get("/privacy/mine").content.decode()
    copy = come_in(worker).get("/privacy/mine/copy").content.decode()

    for page in (text, copy):
        assert asked.number in page
        assert invited.number in page
        assert other.number not in page
        assert another.number not in page


def test_mine_shows_what_is_held_agreed_and_looked_at(world, draft):
    staff, worker, _officer = world

    text = come_in(worker).get("/privacy/mine").content.decode()

    assert draft.number in text
    assert "家庭经济状况核查授权" in text
    assert str(staff.county_operator) in text
    assert "查看证件号码" in text


def test_copy_holds_the_same_and_no_number_in_full(world, draft):
    _staff, worker, _officer = world

    copy = json.loads(come_in(worker).get("/privacy/mine/copy").content)

    assert any(draft.number in line["内容"] for line in copy["登记内容"])
    assert len(copy["查看记录"]) == 1


def test_ask_and_answer_go_from_phone_to_desk_and_back(world):
    _staff, worker, officer = world
    phone, desk = come_in(worker), come_in(officer)

    phone.post("/privacy/mine/requests/new", {"right": "copy", "text": "请给我一份材料复印件"})
    number = re.search(r"Q-\d{4}-\d+", phone.get("/privacy/mine").content.decode()).group()
    assert number in desk.get("/privacy/requests/").content.decode()
    answered = desk.post(f"/privacy/requests/{number}/answer", {"reply": "可在手机上下载副本", "state_seen": "asked"})

    assert answered.status_code == 302
    assert "可在手机上下载副本" in phone.get(f"/privacy/requests/{number}").content.decode()


def test_withdraw_consent_asks_once_more_and_finds_only_her_own(world, draft):
    staff, worker, _officer = world
    with in_sight():
        consent = Consent.objects.of(draft).get(purpose="authority")
        other = a_post(staff.union, Role.WORKER, "别人")
    address = f"/privacy/mine/consents/{consent.pk}/withdrawal"

    assert come_in(other).get(address).status_code == 404
    assert "正在办理的申请会停下来" in come_in(worker).get(address).content.decode()
    assert come_in(worker).post(address).status_code == 302
    with in_sight():
        draft.refresh_from_db()
    assert draft.authorised_on is None


@pytest.mark.parametrize(
    "address", ["/privacy/requests/", "/privacy/looks/", "/privacy/erasures/", "/privacy/erasures/new"]
)
def test_the_officers_desk_is_closed_to_others(world, address):
    staff, worker, officer = world

    answers = [come_in(post).get(address).status_code for post in (officer, worker, staff.chair)]

    assert answers == [200, 404, 404]


def test_looks_name_who_revealed_what_and_why(world, draft):
    staff, _worker, officer = world

    text = come_in(officer).get("/privacy/looks/").content.decode()

    assert staff.county_operator.user.name in text
    assert "核对身份证号" in text


@pytest.mark.usefixtures("draft")
def test_looks_are_of_the_officers_own_range(world):
    _staff, _worker, officer = world
    with in_sight():
        here, there = (a_post(Unit.objects.get(name=f"{name}总工会"), Role.DPO) for name in ("金寨县", "霍山县"))

    shown = [come_in(post).get("/privacy/looks/").content.decode() for post in (officer, here, there)]

    assert ["核对身份证号" in page for page in shown] == [True, True, False]
