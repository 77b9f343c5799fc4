"""The chair of a union just set up is invited; who could not be stands in a list and at the desk (A-R2, X-R3)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gonghui.desks.staff.actions import accepting, inviting, seating
from gonghui.desks.staff.models import Invitation
from gonghui.desks.staff.vacancies import vacant
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.organising.actions import establishing
from gonghui.programs.organising.tests import factories as make

pytestmark = pytest.mark.django_db
PHONE = "19900000011"
PASSWORD = "金寨-天堂寨-映山红-1729"


@pytest.fixture(autouse=True)
def papers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def staff(tree):
    return make.Staff(tree)


@pytest.fixture
def on():
    return timezone.localdate()


def set_up(staff, on, **facts):
    """A union approved on a day."""
    with transaction.atomic(), sight.system("test"):
        submitted = make.a_submitted(staff, **facts)
        return establishing.establish(submitted, by=staff.county_approver, on=on)


def seat(founding, by, on, **facts):
    with transaction.atomic(), sight.system("test"):
        return seating.seat(founding, by=by, on=on, **facts)


def waiting(by, on) -> list[str]:
    with transaction.atomic(), sight.system("test"):
        return [founding.name for founding in vacant(by, on)]


def test_establish_invites_the_elected_chair_and_she_comes_in(staff, on):
    founding = set_up(staff, on)

    invitation = Invitation.objects.get(unit=founding.union)
    assert (invitation.name, invitation.role, invitation.mobile.open()) == ("陈测试", Role.GRASSROOTS_CHAIR, PHONE)
    assert (invitation.title, invitation.invited_by) == ("主席", staff.county_approver.user_id)
    assert not Post.objects.filter(unit=founding.union).exists()
    assert waiting(staff.county_approver, on) == []

    fresh = inviting.renew(invitation, by=staff.county_approver, on=on).fresh_code
    answers = {"mobile": PHONE, "username": "chen.ceshi", "password": PASSWORD, "again": PASSWORD}
    answer = Client().post(reverse("staff:join", args=[fresh]), answers)

    post = Post.objects.get(unit=founding.union)
    assert answer.status_code == 302
    assert (post.user.username, post.role) == ("chen.ceshi", Role.GRASSROOTS_CHAIR)
    assert post.user.has_usable_password()


def test_establish_stands_where_the_invitation_cannot_go(staff, on):
    User.objects.create_user("别人", mobile=PHONE)

    founding = set_up(staff, on)

    assert founding.state == "established"
    assert not Invitation.objects.exists()
    assert waiting(staff.county_approver, on) == [founding.name]
    with transaction.atomic(), sight.system("test"):
        told = Message.objects.get(user=staff.county_approver.user)
    assert "登记的姓名与“陈测试”不一致" in told.text
    assert told.path == reverse("staff:invite_chair", args=[founding.number])
    with pytest.raises(inviting.OtherName):
        seat(founding, staff.county_approver, on)


def test_establish_by_a_stand_in_leaves_the_invitation_to_who_arranges(staff, on):
    staff.county_approver.stands_in_for = User(name="在休假")
    founding = set_up(staff, on)
    staff.county_approver.stands_in_for = None

    assert waiting(staff.county_approver, on) == [founding.name]
    assert seat(founding, staff.county_approver, on).state == "open"


def test_seat_renews_what_has_expired_and_revokes_what_went_to_a_wrong_phone(staff, on):
    founding = set_up(staff, on)
    first = Invitation.objects.get()
    later = first.expires_on + timedelta(days=1)
    assert waiting(staff.county_approver, later) == [founding.name]

    same = seat(founding, staff.county_approver, later)
    assert (same.pk, same.expires_on > later) == (first.pk, True)

    later = same.expires_on + timedelta(days=1)
    other = seat(founding, staff.county_approver, later, mobile="19900000022")
    first.refresh_from_db()
    assert (first.state, other.state, other.mobile.open()) == ("revoked", "open", "19900000022")


def test_seat_refuses_while_one_is_open_and_when_she_has_come(staff, on):
    founding = set_up(staff, on)
    with pytest.raises(inviting.InvitedAlready):
        seat(founding, staff.county_approver, on)

    accepting.take_up(Invitation.objects.get(), username="chen.ceshi", password=PASSWORD, on=on)

    with pytest.raises(seating.SeatedAlready):
        seat(founding, staff.county_approver, on)


def test_county_approver_finds_it_at_the_desk_and_sends_it(staff, on):
    User.objects.create_user("别人", mobile=PHONE)
    founding = set_up(staff, on)
    browser = come_in(staff.county_approver)
    page = reverse("staff:invite_chair", args=[founding.number])

    assert page in browser.get(reverse("workbench:home")).content.decode()
    assert page in browser.get(reverse("staff:chairs")).content.decode()
    refused = browser.post(page, {"mobile": ""}).content.decode()
    answer = browser.post(page, {"mobile": "19900000022"}, follow=True).content.decode()

    assert "登记的姓名与“陈测试”不一致" in refused
    assert PHONE not in refused
    assert "邀请函(只显示一次)" in answer
    assert page not in browser.get(reverse("staff:chairs")).content.decode()


def test_other_counties_and_other_roles_find_nothing(staff, tree, on):
    User.objects.create_user("别人", mobile=PHONE)
    founding = set_up(staff, on)
    neighbour = make.Staff(tree, county="huoshan")
    page = reverse("staff:invite_chair", args=[founding.number])

    assert waiting(neighbour.county_approver, on) == []
    for by in (neighbour.county_approver, staff.county_reviewer, staff.township):
        assert come_in(by).get(page).status_code == 404
        assert come_in(by).post(page, {"mobile": ""}).status_code == 404
