"""Granting, paying again and emergency money, with every statement and file operation failing in turn (R9)."""

import pytest

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.funds.tests.money import a_return, an_answer, rows_of
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import aid, relief
from gonghui.programs.hardship.models import AidGrant
from tests.failing import every_call

from . import seasons
from .factories import JUNE_1, Staff, a_checked_grant, a_file_on_record, a_post, a_project, a_proposed_grant

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.long]
MONEY = ("hardship", "funds", "journal")


@pytest.fixture(autouse=True)
def _in_sight(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with sight.system("tests"):
        yield


@pytest.fixture
def staff():
    return Staff(a_tree())


@pytest.fixture
def file(staff):
    return a_file_on_record(staff)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_propose(staff, file):
    project = a_project(staff)

    every_call(lambda: a_proposed_grant(staff, fresh(file), project=project), *MONEY)


def test_check_and_grant(staff, file):
    proposed = a_proposed_grant(staff, file)

    every_call(lambda: aid.check(fresh(proposed), by=staff.county_reviewer, on=JUNE_1), *MONEY)
    checked = aid.check(proposed, by=staff.county_reviewer, on=JUNE_1)
    every_call(lambda: aid.grant(fresh(checked), by=staff.county_approver, on=JUNE_1), *MONEY)


def test_a_return_that_bounces_a_grant_and_its_reissue(staff, file):
    grant = aid.grant(a_checked_grant(staff, file), by=staff.county_approver, on=JUNE_1)
    batch = _sent(staff, grant)
    content = a_return(*(an_answer(row, result="失败", reason="账号不存在", day="") for row in rows_of(batch)))
    maker = a_post(staff.county, Role.FINANCE_MAKER)

    every_call(lambda: funds.import_return(fresh(batch), content, by=maker, on=JUNE_1), *MONEY)
    funds.import_return(batch, content, by=maker, on=JUNE_1)
    every_call(lambda: aid.reissue(fresh(grant), by=staff.county_operator, on=JUNE_1), *MONEY)
    assert AidGrant.objects.get(pk=grant.pk).state == "bounced"


def _sent(staff, grant):
    hands = [a_post(staff.county, role) for role in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER)]
    maker, checker, authoriser = hands
    payments = list(Payment.objects.of(grant))
    batch = funds.prepare(staff.county, payments, payments[0].fund, by=maker, on=JUNE_1)
    funds.check(batch, by=checker, on=JUNE_1)
    funds.authorise(batch, by=authoriser, on=JUNE_1)
    funds.ensure_sent(batch.pk, by=system_post("payments"), on=JUNE_1)
    batch.refresh_from_db()
    return batch


def test_emergency_money():
    staff = seasons.Offices(a_tree())
    checked = seasons.a_checked_relief(staff)

    every_call(lambda: relief.grant(fresh(checked), by=staff.county_approver, on=checked.begun_on), *MONEY)
