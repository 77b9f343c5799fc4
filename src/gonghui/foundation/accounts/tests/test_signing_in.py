"""The doors: phone code, password and second factor; what they tell strangers, and what they keep (T22, T25)."""

import logging
import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from gonghui.foundation.accounts import actions
from gonghui.foundation.accounts.models import PhoneCode, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.encryption import blind_index

from .people import PASSWORD, a_mobile, a_post, a_worker, come_in

pytestmark = pytest.mark.django_db
SIGN_IN, ASK, ENTER = "/accounts/sign-in", "/accounts/sign-in/code", "/accounts/sign-in/code/entry"
FACTOR, ENROL, MINE = "/accounts/sign-in/second-factor", "/accounts/factors/totp/new", "/accounts/mine"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def worker(tree):
    return a_worker(tree["jinzhai_union"])


@pytest.fixture
def officer(tree):
    return a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)


@pytest.fixture
def outbox(monkeypatch, settings):
    sent = []
    settings.MESSAGE_PORT = f"{__name__}.deliver"
    monkeypatch.setitem(globals(), "deliver", lambda mobile, text: sent.append((mobile, text)))
    return sent


def code_in(text):
    return re.search(r"\d{6}", text).group()


def code_now(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_password(client, user, password=PASSWORD):
    return client.post(SIGN_IN, {"login": user.username, "password": password})


def page(answer):
    """What a stranger can tell apart: status, target and text without what is drawn anew each time."""
    text = re.sub(r'value="[\w-]{40,}"|nonce="[^"]*"', "", answer.content.decode())
    return answer.status_code, answer.headers.get("Location"), text


# Workers


def test_worker_comes_in_by_the_code_sent_to_her_phone(client, worker, outbox, django_capture_on_commit_callbacks):
    mobile = worker.user.mobile.open()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(ASK, {"mobile": mobile})
    client.post(ENTER, {"code": code_in(outbox[0][1])})

    assert [to for to, _ in outbox] == [mobile]
    assert client.get(MINE).context["by"].pk == worker.pk
    assert Entry.objects.filter(actor_id=worker.user_id, name="sign_in").count() == 1


def test_known_and_unknown_phones_are_answered_alike(worker, outbox, django_capture_on_commit_callbacks):
    answers = []
    for mobile in (worker.user.mobile.open(), a_mobile()):
        client = Client()
        with django_capture_on_commit_callbacks(execute=True):
            asked = client.post(ASK, {"mobile": mobile})
        shown = page(client.get(ENTER))[2].replace(f"{mobile[:3]}****{mobile[-4:]}", "")
        refused = page(client.post(ENTER, {"code": "000000"}))[2].replace(f"{mobile[:3]}****{mobile[-4:]}", "")
        again = page(client.post(ASK, {"mobile": mobile}))[2].replace(mobile, "")
        answers.append((page(asked), shown, refused, again))

    assert answers[0] == answers[1]
    assert len(outbox) == 1


def test_code_for_staff_reaches_nobody(client, officer, outbox, django_capture_on_commit_callbacks):
    officer.user.mobile = a_mobile()
    officer.user.save()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(ASK, {"mobile": officer.user.mobile.open()})

    assert (answer.status_code, outbox) == (302, [])


def redeem(worker, code, at):
    return actions.redeem_code(worker.user.mobile_index, code, at=at)


def test_code_is_used_once(worker):
    now = timezone.now()
    code = actions.issue_code(worker.user.mobile.open(), at=now)

    assert redeem(worker, code, now) == worker.user
    with pytest.raises(actions.WrongCode):
        redeem(worker, code, now)


def test_code_expires_after_five_minutes(worker):
    now = timezone.now()
    code = actions.issue_code(worker.user.mobile.open(), at=now)

    with pytest.raises(actions.WrongCode):
        redeem(worker, code, now + timedelta(minutes=5))
    assert redeem(worker, code, now + timedelta(minutes=4, seconds=59)) == worker.user


def test_code_is_void_after_five_tries(worker):
    now = timezone.now()
    code = actions.issue_code(worker.user.mobile.open(), at=now)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(actions.WrongCode):
            redeem(worker, wrong, now)

    with pytest.raises(actions.WrongCode):
        redeem(worker, code, now)


def test_new_code_voids_the_one_before(worker):
    now = timezone.now()
    first = actions.issue_code(worker.user.mobile.open(), at=now)
    second = actions.issue_code(worker.user.mobile.open(), at=now)
    assert first != second, "one in a million"

    with pytest.raises(actions.WrongCode):
        redeem(worker, first, now)
    assert redeem(worker, second, now) == worker.user


def test_only_a_digest_of_the_code_is_kept(worker):
    code = actions.issue_code(worker.user.mobile.open(), at=timezone.now())

    kept = PhoneCode.objects.get(mobile_index=blind_index(worker.user.mobile.open()))
    assert code not in kept.digest
    assert len(kept.digest) == 64


def test_second_code_within_a_minute_is_refused(client, worker):
    mobile = worker.user.mobile.open()
    client.post(ASK, {"mobile": mobile})

    answer = client.post(ASK, {"mobile": mobile})

    assert "过于频繁" in answer.content.decode()


def test_phone_session_opens_no_staff_post_that_comes_later(client, worker, tree):
    client.post(ASK, {"mobile": worker.user.mobile.open()})
    code = actions.issue_code(worker.user.mobile.open(), at=timezone.now())
    client.post(ENTER, {"code": code})
    staff = a_post(tree["jinzhai"], Role.COUNTY_APPROVER, user=worker.user)

    client.post("/accounts/posts", {"post": staff.pk})

    assert client.get(MINE).context["by"].pk == worker.pk
    assert client.get(ENROL).url == "/"


def test_no_phone_is_written_to_the_log(client, worker, caplog, django_capture_on_commit_callbacks):
    mobile = worker.user.mobile.open()
    with caplog.at_level(logging.DEBUG, logger="gonghui"), django_capture_on_commit_callbacks(execute=True):
        client.post(ASK, {"mobile": mobile})
        client.post(ENTER, {"code": "000000"})

    assert f"{mobile[:3]}****{mobile[-4:]}" in caplog.text
    assert mobile not in caplog.text


# Staff


def test_officer_comes_in_by_password_and_authenticator(client, officer):
    secret = actions.enrol_totp(officer.user)

    assert give_password(client, officer.user).url == FACTOR
    assert client.get(MINE).status_code == 302
    client.post(FACTOR, {"code": code_now(secret)})

    assert client.get(MINE).context["by"].pk == officer.pk


@pytest.mark.parametrize(
    "address", [MINE, "/accounts/posts", "/accounts/factors", "/accounts/mine/stand-ins/new", "/", "/nowhere"]
)
def test_second_factor_cannot_be_skipped_by_a_direct_address(client, officer, address):
    give_password(client, officer.user)

    answer = client.get(address)

    assert (answer.status_code, answer.url) == (302, ENROL)


def test_second_factor_cannot_be_skipped_through_htmx(client, officer):
    give_password(client, officer.user)

    answer = client.get(MINE, headers={"HX-Request": "true"})

    assert (answer.content, answer.headers["HX-Redirect"]) == (b"", ENROL)


def test_officer_enrols_an_authenticator_at_the_first_sign_in(client, officer):
    give_password(client, officer.user)
    asked = client.get(ENROL)
    assert 'src="data:image/svg+xml;base64,' in asked.content.decode()

    client.post(ENROL, {"code": code_now(asked.context["form"].secret)})

    kept = Authenticator.objects.get(user=officer.user, type="totp").data["secret"]
    assert asked.context["form"].secret not in kept
    assert client.get(MINE).status_code == 200
    assert Entry.objects.filter(record_id=officer.user_id, name="add_second_factor").count() == 1
    assert "备用码" in client.get("/accounts/factors/recovery-codes").content.decode()


def test_session_from_before_the_enrolment_elsewhere_has_to_sign_in_again(client, officer):
    give_password(client, officer.user)
    actions.enrol_totp(officer.user)

    assert client.get(ENROL).url == SIGN_IN
    assert client.get(MINE).url == f"{SIGN_IN}?next={MINE}"


def test_authenticator_code_is_used_once(client, officer):
    code = code_now(actions.enrol_totp(officer.user))
    give_password(client, officer.user)
    client.post(FACTOR, {"code": code})
    client.post("/accounts/sign-out")

    give_password(client, officer.user)
    answer = client.post(FACTOR, {"code": code})

    assert "验证码不对" in answer.content.decode()
    assert Entry.objects.filter(name="sign_in_failed", record_id=officer.user_id).count() == 1


def test_staff_keep_their_last_second_factor(officer):
    actions.enrol_totp(officer.user)
    client = come_in(officer)
    client.post("/accounts/again/password", {"password": PASSWORD})

    client.post("/accounts/factors/totp/remove")

    assert Authenticator.objects.filter(user=officer.user, type="totp").exists()


def test_wrong_password_and_unknown_name_are_answered_alike(officer):
    known = give_password(Client(), officer.user, "wrong")
    unknown = Client().post(SIGN_IN, {"login": "nobody", "password": "wrong"})

    texts = [page(known)[2].replace(officer.user.username, ""), page(unknown)[2].replace("nobody", "")]
    assert texts[0] == texts[1]
    assert "用户名或密码不对" in texts[0]
    assert Entry.objects.filter(name="sign_in_failed").count() == 2


def test_tries_are_counted_for_all_processes(officer):
    for _ in range(10):
        give_password(Client(), officer.user, "wrong")

    answer = give_password(Client(), officer.user)

    assert "尝试次数过多" in answer.content.decode()


# Sessions


def test_session_key_given_before_signing_in_is_worth_nothing_afterwards(client, officer):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    give_password(client, officer.user)

    assert client.cookies["sessionid"].value != session.session_key


def test_session_ends_after_twelve_hours_however_busy(officer, settings):
    client = come_in(officer)
    session = client.session
    session["began"] = time.time() - settings.SESSION_LONGEST - 1
    session.save()

    assert client.get(MINE).url == SIGN_IN
    assert client.get(MINE).status_code == 302


def test_pages_of_signed_in_persons_are_not_stored(officer):
    assert come_in(officer).get(MINE).headers["Cache-Control"] == "no-store"


def test_other_sessions_end_and_this_one_goes_on(officer):
    here, elsewhere = come_in(officer), come_in(officer)

    here.post("/accounts/mine/other-sessions/end")

    assert here.get(MINE).status_code == 200
    assert elsewhere.get(MINE).url == f"{SIGN_IN}?next={MINE}"


def test_settings_are_kept_with_the_person_and_in_cookies(worker):
    client = come_in(worker)

    client.post(MINE, {"language": "en", "large_type": "on"})

    user = User.objects.get(pk=worker.user_id)
    assert (user.language, user.large_type) == ("en", True)
    assert (client.cookies["django_language"].value, client.cookies["gh_large"].value) == ("en", "1")


@pytest.mark.parametrize(("chosen_here", "shown"), [(None, "en"), ("zh-hans", "zh-hans")])
def test_new_device_takes_the_settings_of_the_person(client, worker, chosen_here, shown):
    User.objects.filter(pk=worker.user_id).update(language="en")
    if chosen_here:
        client.cookies["django_language"] = chosen_here
    client.post(ASK, {"mobile": worker.user.mobile.open()})

    client.post(ENTER, {"code": actions.issue_code(worker.user.mobile.open(), at=timezone.now())})

    assert client.cookies["django_language"].value == shown


def test_request_that_fails_leaves_nothing_behind(officer, monkeypatch):
    def fail_after_saving(*args, **kwargs):
        User.objects.filter(pk=officer.user_id).update(name="改动")
        raise RuntimeError

    monkeypatch.setattr(actions, "end_sessions", fail_after_saving)
    client = come_in(officer)
    client.raise_request_exception = False

    answer = client.post("/accounts/mine/other-sessions/end")

    assert answer.status_code == 500
    assert User.objects.get(pk=officer.user_id).name == officer.user.name


# Codes of demo persons


def test_demo_code_signs_a_demo_officer_in(client, officer, capsys):
    actions.enrol_totp(officer.user)
    User.objects.filter(pk=officer.user_id).update(is_demo=True)

    call_command("demo_code", officer.user.name)
    give_password(client, officer.user)
    client.post(FACTOR, {"code": capsys.readouterr().out.strip()})

    assert client.get(MINE).status_code == 200


def test_demo_code_signs_a_demo_worker_in(client, worker, capsys):
    User.objects.filter(pk=worker.user_id).update(is_demo=True)
    client.post(ASK, {"mobile": worker.user.mobile.open()})

    call_command("demo_code", worker.user.name)
    client.post(ENTER, {"code": capsys.readouterr().out.strip()})

    assert client.get(MINE).status_code == 200


def test_demo_code_refuses_a_person_who_is_no_demo(officer):
    actions.enrol_totp(officer.user)

    with pytest.raises(CommandError, match="没有名叫") as refusal:
        call_command("demo_code", officer.user.name)

    assert refusal.value.returncode == 2
