"""The doors in a real browser: a first sign-in with enrolment, a passkey, a worker's phone code; each page by axe."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.tests.trees import a_tree

from .people import PASSWORD, a_post, a_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
SECRET = re.compile(r"^[A-Z2-7]{32}$")


def give_password(page, user):
    page.goto("/accounts/sign-in?who=staff")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()


def a_virtual_authenticator(page):
    """A passkey device inside the browser that always finds its person present and verified."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    traits = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = traits | {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_officer_enrols_an_authenticator_and_chooses_a_post(page, assert_accessible):
    tree = a_tree()
    officer = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER, "周审核", title="权益保障部")
    a_post(tree["jinzhai"], Role.COUNTY_OPERATOR, user=officer.user)
    page.goto("/accounts/sign-in?who=staff")
    assert_accessible(page)

    give_password(page, officer.user)
    assert page.get_by_role("heading").inner_text() == "登记二次验证"
    assert_accessible(page)
    code = format_hotp_value(hotp_value(page.get_by_text(SECRET).inner_text(), int(time.time()) // 30))
    page.get_by_role("textbox").fill(code)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/recovery-codes")
    assert_accessible(page)
    page.goto("/accounts/posts")
    assert_accessible(page)
    page.get_by_role("button", name="金寨县总工会 权益保障部 县区审核人").click()
    page.goto("/accounts/mine")

    assert_accessible(page)
    assert "权益保障部 县区审核人" in page.locator("main").inner_text()


def test_officer_enrols_a_passkey_and_comes_back_with_it_alone(page, assert_accessible):
    officer = a_post(a_tree()["jinzhai"], Role.COUNTY_REVIEWER)
    a_virtual_authenticator(page)
    give_password(page, officer.user)
    page.get_by_role("link", name="改为登记通行密钥").click()
    assert_accessible(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="登记").click()
    page.wait_for_url("**/recovery-codes")
    page.goto("/accounts/mine")
    page.locator("main").get_by_role("button", name="退出登录").click()

    page.goto("/accounts/sign-in?who=staff")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto("/accounts/factors")

    assert_accessible(page)
    assert "1 个" in page.locator("main").inner_text()


def test_worker_comes_in_by_phone_and_turns_large_type_on(phone, live, assert_accessible):
    worker = a_worker(a_tree()["jinzhai_union"])
    mobile = worker.user.mobile.open()
    phone.goto("/accounts/sign-in")
    assert_accessible(phone)

    phone.get_by_label("手机号").fill(mobile)
    phone.get_by_role("button", name="获取验证码").click()
    phone.wait_for_url("**/entry")
    assert_accessible(phone)
    log = live.log.read_text()
    assert mobile not in log
    phone.get_by_label("短信验证码").fill(re.findall(r"验证码是 (\d{6})", log)[-1])
    phone.get_by_role("button", name="登录").click()
    phone.wait_for_url(lambda url: "sign-in" not in url)
    phone.goto("/accounts/mine")
    assert_accessible(phone)
    phone.get_by_label("大字版").check()
    phone.get_by_role("button", name="保存").click()

    phone.wait_for_selector("html.gh-large")
    assert_accessible(phone)
    assert User.objects.get(pk=worker.user_id).large_type
