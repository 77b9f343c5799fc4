"""Invitations: who invites whom to what, and what the invited person may do with one (X-R1, X-R3)."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from gonghui.desks.staff.actions import accepting, ending, inviting
from gonghui.desks.staff.models import Invitation
from gonghui.desks.staff.rulebook import InvitationState
from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import PASSWORD, a_mobile, a_post, a_worker, come_in
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled, WrongState

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "金寨-天堂寨-映山红-1729"


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def approver(tree):
    return a_post(tree["jinzhai"], Role.COUNTY_APPROVER, "汪审批")


@pytest.fixture
def sysadmin(tree):
    return a_post(tree["city"], Role.SYSADMIN, "汤管理")


def invite(by, unit, role=Role.COUNTY_OPERATOR, **facts):
    facts = {"name": "廖经办", "mobile": a_mobile(), "on": timezone.localdate()} | facts
    return inviting.invite(unit, role, by=by, **facts)


def answers(invitation, **changed):
    known = {"mobile": invitation.mobile.open(), "username": f"l{invitation.pk}xs", "password": NEW_PASSWORD}
    return known | {"again": NEW_PASSWORD} | changed


def test_invited_person_opens_an_account_and_must_enrol(approver, on):
    made = invite(approver, approver.unit, title="权益保障科")
    client = Client()

    page = client.get(f"/staff/join/{made.fresh_code}")
    answer = client.post(f"/staff/join/{made.fresh_code}", answers(made))

    made.refresh_from_db()
    assert "金寨县总工会 权益保障科 县区经办人" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert (made.state, made.post.user.name, made.post.starts_on) == (InvitationState.ACCEPTED, "廖经办", on)
    assert answer.status_code == 302
    for address in ("/", "/workbench/", "/staff/", "/hardship/", "/accounts/mine", "/accounts/posts"):
        assert client.get(address).url == "/accounts/factors/totp/new", address


def test_code_is_kept_as_a_digest_alone_and_sent_to_the_phone(approver, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level("INFO"), django_capture_on_commit_callbacks(execute=True):
        made = invite(approver, approver.unit)

    kept = " ".join(map(str, Invitation.objects.filter(pk=made.pk).values_list().get()))
    told = " ".join(str(entry.body) for entry in Entry.objects.of(made))
    assert made.fresh_code not in kept + told
    assert made.mobile.open() not in kept + told
    assert made.fresh_code in caplog.text
    assert made.mobile.open() not in caplog.text


def test_used_code_is_refused_to_whoever_comes_next(approver):
    made = invite(approver, approver.unit)
    Client().post(f"/staff/join/{made.fresh_code}", answers(made))

    for answer in (
        Client().get(f"/staff/join/{made.fresh_code}"),
        Client().post(f"/staff/join/{made.fresh_code}", answers(made, username="thief99")),
    ):
        assert answer.status_code == 409
        assert "已经用过" in answer.content.decode()
    assert not User.objects.filter(username="thief99").exists()


def test_double_click_makes_one_account(approver, on):
    made = invite(approver, approver.unit)
    first, second = (accepting.find(made.fresh_code, on=on) for _ in range(2))
    accepting.take_up(first, username="first1", password=NEW_PASSWORD, on=on)

    with pytest.raises((WrongState, accepting.SignInFirst)):
        accepting.take_up(second, username="second2", password=NEW_PASSWORD, on=on)

    assert Post.objects.filter(unit=approver.unit, role=Role.COUNTY_OPERATOR).count() == 1
    assert not User.objects.filter(username="second2").exists()


def test_accept_is_taken_once(approver, on):
    made = invite(approver, approver.unit)
    user = accepting.take_up(made, username="first1", password=NEW_PASSWORD, on=on)

    with pytest.raises(WrongState):
        accepting.accept(made, by=accounts.system_post("invitation"), on=on, user=user)


def test_expired_revoked_renewed_and_unknown_codes_get_a_sentence(approver, on):
    expired, revoked, renewed = (invite(approver, approver.unit) for _ in range(3))
    Invitation.objects.filter(pk=expired.pk).update(expires_on=on - timedelta(days=1))
    inviting.revoke(revoked, by=approver, on=on, reason="本人不来了")
    old = renewed.fresh_code
    inviting.renew(renewed, by=approver, on=on)
    said = {expired.fresh_code: "过期", revoked.fresh_code: "已撤回", old: "没有这份邀请", "ABCD-EFGH": "没有这份邀请"}

    told = {code: Client().get(f"/staff/join/{code}") for code in said}

    assert {code: answer.status_code for code, answer in told.items()} == dict.fromkeys(said, 409)
    assert [code for code, words in said.items() if words not in told[code].content.decode()] == []
    assert Client().get(f"/staff/join/{renewed.fresh_code.lower().replace('-', '')}").status_code == 200


def test_letter_without_the_phone_opens_nothing_and_tries_are_counted(approver):
    made = invite(approver, approver.unit)
    page = f"/staff/join/{made.fresh_code}"

    for _ in range(accepting.TRIES):
        answer = Client().post(page, answers(made, mobile="13800000000"))
        assert "手机号与邀请不符" in answer.content.decode()

    made.refresh_from_db()
    assert Entry.objects.of(made).last().after == digest_of(made)  # no change behind the journal's back
    assert "试错太多" in Client().post(page, answers(made)).content.decode()
    assert not Post.objects.filter(unit=approver.unit, role=Role.COUNTY_OPERATOR).exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"again": "other"}, "两次输入的密码不一样"),
        ({"password": "short", "again": "short"}, "密码"),
        ({"username": "1x"}, "以字母开头"),
        ({"username": "TAKEN"}, "已被使用"),
        ({"mobile": "12"}, "手机号应为 11 位"),
    ],
)
def test_join_form_says_what_is_wrong(approver, changed, words):
    User.objects.create_user("别人", username="taken", password=PASSWORD)
    made = invite(approver, approver.unit)

    answer = Client().post(f"/staff/join/{made.fresh_code}", answers(made, **changed))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    made.refresh_from_db()
    assert made.state == InvitationState.OPEN


def test_worker_keeps_her_account_when_she_becomes_an_officer(tree, approver, on):
    worker = a_worker(tree["jinzhai_union"], "梅主席")
    facts = {"name": "梅主席", "mobile": worker.user.mobile.open()}
    made = invite(approver, tree["jinzhai_union"], Role.GRASSROOTS_CHAIR, **facts)

    page = f"/staff/join/{made.fresh_code}"

    somebody = Client().post(page, answers(made))
    assert "请先登录" in somebody.content.decode()
    worker.user.refresh_from_db()
    assert worker.user.username is None
    client = come_in(worker)
    assert "手机号" not in client.get(page).content.decode()
    client.post(page, answers(made))

    worker.user.refresh_from_db()
    assert worker.user.username
    assert client.get("/workbench/").url == "/accounts/factors/totp/new"
    assert {post.role for post in Post.objects.open_to(worker.user, on)} == {Role.WORKER, Role.GRASSROOTS_CHAIR}


def test_who_has_an_account_takes_one_more_post_after_signing_in(tree, approver, on):
    chair = a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR, "余主席")
    chair.user.mobile = a_mobile()
    chair.user.save()
    facts = {"name": "余主席", "mobile": chair.user.mobile.open()}
    made = invite(approver, tree["jinzhai_town"], Role.TOWNSHIP_REVIEWER, **facts)
    page = f"/staff/join/{made.fresh_code}"

    assert "请先登录" in Client().get(page).content.decode()
    assert "请先登录" in Client().post(page).content.decode()
    assert "现在登录的是" in come_in(approver).get(page).content.decode()
    assert come_in(approver).post(page).status_code == 200
    assert come_in(chair).post(page).status_code == 302

    assert Role.TOWNSHIP_REVIEWER in {post.role for post in Post.objects.open_to(chair.user, on)}


def test_future_post_shows_nothing_yet_and_second_factor_comes_first(approver, on):
    made = invite(approver, approver.unit, starts_on=on + timedelta(days=9))
    client = Client()
    client.post(f"/staff/join/{made.fresh_code}", answers(made))
    made.refresh_from_db()

    assert client.get("/workbench/").url == "/accounts/factors/totp/new"
    enrolled = come_in(made.post)
    assert enrolled.get("/workbench/").url == "/accounts/posts"
    assert "没有在任的岗位" in enrolled.get("/accounts/posts").content.decode()


# Who may invite


def test_arrangers_give_what_is_theirs_in_their_own_units(tree, approver, sysadmin):
    chair = a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR)
    wanted = {
        (sysadmin, "city", Role.CITY_APPROVER): None,
        (sysadmin, "jinzhai", Role.COUNTY_APPROVER): None,
        (approver, "jinzhai", Role.COUNTY_REVIEWER): None,
        (approver, "jinzhai_union", Role.GRASSROOTS_CHAIR): None,
        (approver, "huoshan", Role.COUNTY_REVIEWER): NotEntitled,
        (approver, "city", Role.CITY_OPERATOR): NotEntitled,
        (approver, "jinzhai", Role.SYSADMIN): inviting.NoSuchRole,
        (approver, "jinzhai", Role.CITY_OPERATOR): inviting.NoSuchRole,
        (approver, "jinzhai_town", Role.COUNTY_OPERATOR): inviting.NoSuchRole,
        (chair, "jinzhai_union", Role.GRASSROOTS_OPERATOR): None,
        (chair, "jinzhai_union", Role.GRASSROOTS_CHAIR): inviting.NotYoursToGive,
        (chair, "jinzhai_town", Role.TOWNSHIP_REVIEWER): NotEntitled,
    }
    told = {}

    for by, unit, role in wanted:
        try:
            invite(by, tree[unit], role)
            told[by, unit, role] = None
        except inviting.Refusal as refusal:
            told[by, unit, role] = type(refusal)

    assert told == wanted


@pytest.mark.parametrize("role", [Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.FINANCE_MAKER, Role.STATISTICIAN])
def test_others_invite_nobody(tree, role):
    with pytest.raises(NotEntitled):
        invite(a_post(tree["jinzhai"], role), tree["jinzhai"])


def test_stand_in_of_an_arranger_invites_nobody(tree, approver):
    colleague = a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)

    with pytest.raises(NotEntitled):
        invite(approver.held_by(colleague.user), tree["jinzhai"])


def test_nobody_invites_herself(approver):
    approver.user.mobile = a_mobile()
    approver.user.save()

    with pytest.raises(inviting.NotYourself):
        invite(approver, approver.unit, name="汪审批", mobile=approver.user.mobile.open())


def test_phone_of_another_name_or_a_second_open_invitation_is_refused(tree, approver):
    worker = a_worker(tree["jinzhai_union"], "梅主席")
    made = invite(approver, approver.unit)

    with pytest.raises(inviting.OtherName):
        invite(approver, approver.unit, name="别人", mobile=worker.user.mobile.open())
    with pytest.raises(inviting.InvitedAlready):
        invite(approver, approver.unit, mobile=made.mobile.open())
    other = invite(approver, approver.unit)
    with pytest.raises(IntegrityError, match="staff_invitation_one_open"), transaction.atomic():
        Invitation.objects.filter(pk=other.pk).update(mobile_index=made.mobile_index)


def test_days_out_of_order_are_refused(approver, on):
    for days in ({"starts_on": on, "ends_on": on - timedelta(days=1)}, {"ends_on": on - timedelta(days=2)}):
        with pytest.raises(inviting.DaysWrong):
            invite(approver, approver.unit, **days)


@pytest.mark.parametrize(
    ("held", "at", "asked", "to", "is_apart"),
    [
        (Role.FINANCE_MAKER, "city", Role.CITY_APPROVER, "city", True),
        (Role.FINANCE_MAKER, "city", Role.FINANCE_CHECKER, "city", True),
        (Role.FINANCE_AUTHORISER, "city", Role.FINANCE_MAKER, "city", True),
        (Role.FINANCE_MAKER, "city", Role.COUNTY_REVIEWER, "jinzhai", True),
        (Role.AUDITOR, "city", Role.FINANCE_MAKER, "city", True),
        (Role.AUDITOR, "city", Role.CITY_OPERATOR, "city", True),
        (Role.CITY_OPERATOR, "city", Role.SYSADMIN, "city", True),
        (Role.STATISTICIAN, "city", Role.SYSADMIN, "city", True),
        (Role.STATISTICIAN, "city", Role.AUDITOR, "city", True),
        (Role.DPO, "city", Role.CITY_REVIEWER, "city", True),
        (Role.CITY_OPERATOR, "city", Role.CITY_REVIEWER, "city", False),
        (Role.AUDITOR, "huoshan", Role.COUNTY_OPERATOR, "jinzhai", False),
    ],
)
def test_roles_that_one_person_does_not_combine(tree, sysadmin, held, at, asked, to, is_apart):
    post = a_post(tree[at], held, "钱两岗")
    post.user.mobile = a_mobile()
    post.user.save()
    facts = {"name": "钱两岗", "mobile": post.user.mobile.open()}

    if is_apart:
        with pytest.raises(accounts.RolesApart, match="已任"):
            invite(sysadmin, tree[to], asked, **facts)
        with pytest.raises(accounts.RolesApart):
            accounts.appoint(post.user, tree[to], asked, by=sysadmin, on=timezone.localdate())
    else:
        assert invite(sysadmin, tree[to], asked, **facts).state == InvitationState.OPEN


# Pages


def test_lists_and_records_are_not_found_by_the_next_county(tree, approver):
    made = invite(approver, approver.unit)
    neighbour = come_in(a_post(tree["huoshan"], Role.COUNTY_APPROVER))

    for page in ("", "/renewal", "/revocation"):
        assert neighbour.get(f"/staff/invitations/{made.number}{page}").status_code == 404
        if page:
            assert neighbour.post(f"/staff/invitations/{made.number}{page}").status_code == 404
    assert neighbour.get(f"/staff/posts/{approver.pk}").status_code == 404
    assert neighbour.post(f"/staff/posts/{approver.pk}/end", {"reason": "离职离职"}).status_code == 404
    for page in ("/staff/", "/staff/invitations/"):
        text = neighbour.get(page).content.decode()
        assert made.number not in text
        assert "汪审批" not in text
    operator = come_in(a_post(tree["jinzhai"], Role.COUNTY_OPERATOR))
    assert {operator.get(p).status_code for p in ("/staff/", "/staff/invitations/", "/staff/invitations/new")} == {404}


def test_invite_page_shows_the_letter_once(approver):
    client, mobile = come_in(approver), a_mobile()
    said = {"unit": approver.unit_id, "role": "county_operator", "name": "廖经办", "mobile": mobile}

    answer = client.post("/staff/invitations/new", said | {"starts_on": timezone.localdate(), "ends_on": ""})
    record = client.get(answer.url).content.decode()
    letters = client.post("/staff/invitations/letters").content.decode()
    again = client.post("/staff/invitations/letters").content.decode()

    code = re.search(r"(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}", letters).group()
    assert "只显示一次" in record
    assert Client().get(f"/staff/join/{code}").status_code == 200
    assert code not in again + client.get(answer.url).content.decode()
    assert code not in str(dict(client.session))
    assert client.get("/staff/invitations/letters").status_code == 405
    second = client.post("/staff/invitations/new", said | {"starts_on": timezone.localdate()})
    assert "已有一份" in second.content.decode()


def test_sysadmin_finds_his_menu_and_no_case(tree, sysadmin):
    client = come_in(sysadmin)

    home = client.get("/workbench/").content.decode()

    assert "人员与岗位" in home
    assert "困难职工档案" not in home
    assert client.get("/staff/").status_code == 200
    assert client.get("/hardship/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions(approver, rows, django_assert_max_num_queries):
    for n in range(rows):
        invite(approver, approver.unit, name=f"廖{'一二三'[n]}")
    client = come_in(approver)
    client.get("/staff/invitations/")

    with django_assert_max_num_queries(34):
        client.get("/staff/invitations/")
    with django_assert_max_num_queries(34):
        client.get("/staff/")


@pytest.fixture
def chair(tree):
    return a_post(tree["jinzhai_town"], Role.GRASSROOTS_CHAIR, "陶主席")


def test_no_chair_takes_an_invitation_she_could_not_have_sent(tree, approver, chair, on):
    made = invite(approver, tree["jinzhai_town"], Role.TOWNSHIP_REVIEWER)
    hers = invite(approver, tree["jinzhai_town"], Role.GRASSROOTS_OPERATOR)

    with pytest.raises(NotEntitled):
        inviting.renew(made, by=chair, on=on)
    with pytest.raises(NotEntitled):
        inviting.revoke(made, by=chair, on=on, reason="不要她来")

    assert inviting.renew(hers, by=chair, on=on).fresh_code


def test_no_chair_ends_the_post_of_who_reviews_her_union(tree, chair, on):
    reviewer = a_post(tree["jinzhai_town"], Role.TOWNSHIP_REVIEWER, "史审核")
    operator = a_post(tree["jinzhai_town"], Role.GRASSROOTS_OPERATOR)
    page = come_in(chair).get(f"/staff/posts/{reviewer.pk}").content.decode()

    with pytest.raises(NotEntitled):
        ending.end(reviewer, by=chair, on=on, reason="总是退回")
    ending.end(operator, by=chair, on=on, reason="调离本单位")

    assert f"/staff/posts/{reviewer.pk}/end" not in page
    asked = {"at_once": "on", "reason": "总是退回"}
    assert come_in(chair).post(f"/staff/posts/{reviewer.pk}/end", asked).status_code == 404


def test_ending_never_lengthens_a_term(tree, approver, on):
    post = a_post(tree["jinzhai"], Role.COUNTY_OPERATOR, ends_on=on + timedelta(days=10))
    accounts.appoint(
        post.user, tree["jinzhai"], Role.FINANCE_MAKER, by=approver, on=on, starts_on=on + timedelta(days=11)
    )

    with pytest.raises(ending.EndsSooner):
        ending.end(post, by=approver, on=on, reason="岗位调整", last_on=on + timedelta(days=60))

    post.refresh_from_db()
    assert post.ends_on == on + timedelta(days=10)


def test_invitation_to_a_union_that_ended_meanwhile_opens_nothing(tree, approver, on):
    made = invite(approver, tree["jinzhai_town"], Role.TOWNSHIP_REVIEWER)
    with sight.system("test"):
        Unit.objects.filter(pk=made.unit_id).update(ended_on=on)
    made = Invitation.objects.get(pk=made.pk)

    with pytest.raises(inviting.UnitOver):
        accepting.take_up(made, username="shishenhe", password=NEW_PASSWORD, on=on)

    assert not User.objects.filter(username="shishenhe").exists()


@pytest.mark.parametrize("typed", ["/", "..", "?x=1", "一二三"])
def test_door_answers_whatever_is_typed_for_a_code(typed, tree):
    answer = Client().post("/staff/join/", {"code": typed}, follow=True)

    assert answer.status_code == 409
    assert "没有这份邀请" in answer.content.decode()
