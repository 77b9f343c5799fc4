"""Guessing in parallel, for real: threads, transactions, the counter in the database (T25, R24)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from gonghui.foundation.accounts import actions
from gonghui.foundation.accounts.models import PhoneCode
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations.tests.trees import a_tree

from .people import a_post, a_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
AT_ONCE = 40


def all_at_once(do):
    """Call `do` from many threads, each with its own connection; what each returned."""

    def in_thread(number):
        try:
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(in_thread, range(AT_ONCE)))


def test_at_most_ten_passwords_a_minute_are_checked():
    officer = a_post(a_tree()["jinzhai"], Role.COUNTY_REVIEWER)
    actions.system_post("sign_in")

    def guess(number):
        return Client().post("/accounts/sign-in", {"login": officer.user.username, "password": f"wrong-{number}"})

    answers = all_at_once(guess)

    assert {answer.status_code for answer in answers} == {200}
    assert 1 <= Entry.objects.filter(name="sign_in_failed", record_id=officer.user_id).count() <= 10


def test_at_most_five_codes_are_tried_and_the_right_one_opens_once():
    worker = a_worker(a_tree()["jinzhai_union"])
    actions.system_post("sign_in")
    now = timezone.now()
    index = worker.user.mobile_index
    code = actions.issue_code(worker.user.mobile.open(), at=now)

    def redeem(number):
        try:
            return actions.redeem_code(index, code, at=now)
        except actions.WrongCode:
            return None

    opened = [user for user in all_at_once(redeem) if user]

    assert opened == [worker.user]
    assert not PhoneCode.objects.filter(mobile_index=index).exists()


def test_wrong_codes_at_once_use_up_five_tries():
    worker = a_worker(a_tree()["jinzhai_union"])
    actions.system_post("sign_in")
    now = timezone.now()
    code = actions.issue_code(worker.user.mobile.open(), at=now)
    wrong = "000000" if code != "000000" else "000001"

    def redeem(number):
        with pytest.raises(actions.WrongCode):
            actions.redeem_code(worker.user.mobile_index, wrong, at=now)

    all_at_once(redeem)

    assert PhoneCode.objects.get(mobile_index=worker.user.mobile_index).tries == 5
