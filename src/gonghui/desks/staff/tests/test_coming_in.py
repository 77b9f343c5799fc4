"""Who has an account and takes up a post: an elected worker who comes by phone, officers whose posts have ended."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gonghui.desks.staff.actions import inviting
from gonghui.desks.staff.models import Invitation
from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts import sessions
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_mobile, a_post, come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.organising.actions import establishing
from gonghui.programs.organising.tests import factories as make

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "金寨-天堂寨-映山红-1729"
ELECTED = "19900000011"


@pytest.fixture
def staff():
    return make.Staff(a_tree())


@pytest.fixture
def on():
    return timezone.localdate()


def invited_chair(staff, on):
    """A worker has been elected, and the code of the invitation that went with the approval is known."""
    with transaction.atomic(), sight.system("test"):
        worker = User.objects.create_user("陈测试", mobile=ELECTED)
        accounts.appoint(worker, staff.union, Role.WORKER, by=staff.chair, on=on)
        union = establishing.establish(make.a_submitted(staff), by=staff.county_approver, on=on).union
    made = Invitation.objects.get(unit=union, role=Role.GRASSROOTS_CHAIR)
    return worker, inviting.renew(made, by=staff.county_approver, on=on)


def by_phone(user) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[sessions.BEGAN], session[sessions.BY_PHONE] = timezone.now().timestamp(), True
    session.save()
    return client


def chosen(made):
    return {"username": f"chen{made.pk}", "password": NEW_PASSWORD, "again": NEW_PASSWORD}


def test_elected_worker_still_comes_by_phone_and_takes_up_the_post(staff, on):
    worker, made = invited_chair(staff, on)
    assert User.objects.with_mobile(ELECTED).open_by_phone(on).get() == worker
    client = by_phone(worker)
    assert client.get("/organising/union").status_code in (302, 404)  # the phone alone opens no staff post

    answer = client.post(f"/staff/join/{made.fresh_code}", chosen(made))

    made.refresh_from_db()
    assert answer.status_code == 302
    assert (made.state, made.post.user) == ("accepted", worker)
    assert not User.objects.with_mobile(ELECTED).open_by_phone(on).exists()
    assert Post.objects.filter(unit=made.unit, role=Role.GRASSROOTS_CHAIR).count() == 1


def test_invitation_of_an_elected_worker_opens_nothing_to_who_only_has_the_letter(staff, on):
    _worker, made = invited_chair(staff, on)

    answer = Client().post(f"/staff/join/{made.fresh_code}", chosen(made) | {"mobile": ELECTED})

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (200, "open")


def test_officer_whose_posts_have_ended_takes_up_another(staff, on):
    past = a_post(staff.county, Role.COUNTY_OPERATOR, "廖经办", ends_on=on - timedelta(days=1))
    past.user.mobile = mobile = a_mobile()
    past.user.save()
    told = {"name": "廖经办", "mobile": mobile, "by": staff.county_approver, "on": on}
    made = inviting.invite(staff.county, Role.COUNTY_REVIEWER, **told)

    answer = come_in(past).post(f"/staff/join/{made.fresh_code}")

    made.refresh_from_db()
    assert answer.status_code == 302
    assert (made.state, made.post.user) == ("accepted", past.user)


def test_officer_who_holds_the_post_is_not_invited_to_it(staff, on):
    held = a_post(staff.county, Role.COUNTY_OPERATOR, "廖经办")
    held.user.mobile = mobile = a_mobile()
    held.user.save()

    with pytest.raises(inviting.HeldAlready):
        inviting.invite(
            staff.county, Role.COUNTY_OPERATOR, name="廖经办", mobile=mobile, by=staff.county_approver, on=on
        )
