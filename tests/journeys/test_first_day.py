"""A city's first day: from `init` in an empty database to a county officer's first step (contracts §1, X-R1, X-R3)."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.models import RecordedFact
from gonghui.foundation.documents.tests.files import a_pdf
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit

from .people import ON_A_DESK, ON_A_PHONE, Room

pytestmark = pytest.mark.django_db(transaction=True)
AREAS = "行政区划代码,名称,工会全称,工会简称\n341500,六安市,,\n341524,金寨县,六安市金寨县总工会,金寨县总工会\n"
CODE = re.compile(r"(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}")
JOINING = re.compile("/staff/join/[0-9A-Z]{20}$")
SECRET = re.compile(r"^[A-Z2-7]{32}$")
OWN_PASSWORD = "六安-映山红-大别山-2026"
PHONES = {"汤子昂": "19900000001", "汪红旗": "19900000002", "廖小松": "19900000003"}


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


@pytest.fixture
def founded(tmp_path, capsys):
    """`gonghui init` has run; the code of the administrator's invitation as it stood on the screen."""
    table = tmp_path / "areas.csv"
    table.write_text(AREAS, encoding="utf-8")
    call_command("init", areas=str(table), admin_name="汤子昂", admin_mobile=PHONES["汤子昂"], no_input=True)
    return CODE.search(capsys.readouterr().out)[0]


def test_first_day_of_a_city(room, founded):
    administrator = comes_to_the_post(room.stranger(ON_A_DESK), founded, "汤子昂", "tangziang")
    administrator.opens("/staff/", "first-day-posts").reads("汤子昂", "系统管理员")
    code = invites(administrator, "金寨县总工会", "县区审批人", "汪红旗", "first-day-invite")

    approver = comes_to_the_post(room.stranger(ON_A_PHONE), code, "汪红旗", "wanghongqi", shot="first-day-phone")
    approver.opens("/staff/invitations/new", "first-day-phone-invite")
    code = invites(approver, "金寨县总工会", "县区经办人", "廖小松", "")
    approver.opens("/staff/invitations/", "first-day-phone-invitations").reads("廖小松", "待接受")
    approver.opens("/staff/", "first-day-phone-posts").reads("汪红旗")

    operator = comes_to_the_post(room.stranger(ON_A_DESK), code, "廖小松", "liaoxiaosong")
    operator.opens("/documents/facts/new")
    told = {"value": "3", "year": str(timezone.localdate().year - 1), "told_by": "安徽省总工会"}
    operator.fills(told_on=timezone.localdate().isoformat(), paper="情况通报", **told)
    fills_in_a_paper(operator)
    goes(operator, "保存", "**/documents/facts/F-*").reads("待核对")

    with transaction.atomic(), sight.system("test"):
        fact = RecordedFact.objects.get()
        post = Post.objects.get(role=Role.COUNTY_OPERATOR)
    assert (fact.unit, fact.entered_by) == (Unit.objects.get(short_name="金寨县总工会"), post.user_id)
    a_stranger_with_a_used_letter(room.stranger(ON_A_PHONE), code)


def comes_to_the_post(person, code, name, username, shot=""):
    """By the code of her letter to an account, a second factor, and the workbench."""
    person.opens("/accounts/sign-in?who=staff").follows("接受岗位邀请", shot and f"{shot}-code")
    goes(person.fills(code=code), "下一步", JOINING, shot and f"{shot}-join").reads(name)
    person.fills(mobile=PHONES[name], username=username, password=OWN_PASSWORD, again=OWN_PASSWORD)
    goes(person, "设置账户", "**/factors/totp/new", shot and f"{shot}-enrol").reads("登记二次验证")
    for address in ("/workbench/", "/staff/", "/accounts/mine"):
        person.tab.goto(address)
        assert person.tab.url.endswith("/accounts/factors/totp/new"), address
    secret = person.tab.get_by_text(SECRET).inner_text()
    person.fills(code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    person.tab.locator("main").get_by_role("button", name="登记", exact=True).click()
    person.tab.wait_for_url("**/recovery-codes")
    return person.opens("/workbench/", shot and f"{shot}-workbench").reads("待我办理")


def invites(person, unit, role, name, shot):
    """One more person; the code from her letter, which is shown once."""
    person.opens("/staff/invitations/new", shot).fills(unit=unit, role=role, name=name, mobile=PHONES[name])
    goes(person, "发出邀请", "**/invitations/YQ-*", shot and f"{shot}-made").reads("邀请已发出", name)
    goes(person, "邀请函", "**/invitations/letters", shot and f"{shot}-letter").reads("同志")
    letter = person.tab.locator("main").inner_text()
    person.opens("/staff/invitations/").reads(name)
    assert not CODE.search(person.tab.content())
    return CODE.search(letter)[0]


def goes(person, button, address, shot=""):
    """Presses the button and is, however busy the server, on the next page."""
    person.tab.locator("main").get_by_role("button", name=button).first.click()
    person.tab.wait_for_url(address)
    return person.looks(shot)


def fills_in_a_paper(person):
    paper = {"name": "通报.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    person.tab.locator("main [name='file']").set_input_files(paper)


def a_stranger_with_a_used_letter(person, code):
    answer = person.tab.goto(f"/staff/join/{code}")
    assert answer.status == 409
    assert "已经用过" in person.tab.locator("body").inner_text()
