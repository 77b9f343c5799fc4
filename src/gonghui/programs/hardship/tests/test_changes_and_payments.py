"""Payments and the life of a household: who has left is not paid, and kin pay nothing (E-R13, X-R1)."""

from datetime import date

import pytest

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions.batches import OwnCase
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import aid, kin
from gonghui.programs.hardship.actions.holders import HolderLeft

from . import factories as make
from .test_changes import a_report, confirmed, spouse_of

pytestmark = pytest.mark.django_db
JUNE_8 = date(2021, 6, 8)
NEW_CARD = {"card_no": "6217000012345678903", "bank_name": "建设银行金寨支行"}


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def staff():
    return make.Staff(a_tree())


@pytest.fixture
def maker(staff):
    return make.a_post(staff.county, Role.FINANCE_MAKER)


@pytest.fixture
def file(staff):
    return make.a_file_on_record(staff)


@pytest.fixture
def grant(staff, maker, file):
    """A grant whose payment waits for its batch."""
    project = make.a_project(staff)
    checked = make.a_checked_grant(staff, file, project=project)
    return aid.grant(checked, by=staff.county_approver, on=make.JUNE_1)


def payment_of(grant):
    return Payment.objects.of(grant).last()


def prepared(staff, grant, by):
    return funds.prepare(staff.county, [payment_of(grant)], grant.project.fund, by=by, on=JUNE_8)


def test_prepare_refuses_a_payment_to_who_has_died(staff, maker, file, grant):
    spouse = spouse_of(file)
    confirmed(staff, a_report(staff, file, "death", member=file.own_line(), successor=spouse))

    with pytest.raises(HolderLeft, match=r"张\*\*"):
        prepared(staff, grant, maker)

    assert payment_of(grant).state == "pending"


def test_payment_is_issued_anew_to_the_new_card(staff, maker, file, grant):
    spouse = spouse_of(file)
    confirmed(staff, a_report(staff, file, "death", member=file.own_line(), successor=spouse))
    confirmed(staff, a_report(staff, file, "card", member=spouse, **NEW_CARD))
    funds.cancel_payment(payment_of(grant), by=maker, on=JUNE_8, reason="收款人去世")
    grant.refresh_from_db()

    aid.reissue(grant, by=staff.county_operator, on=JUNE_8)

    assert prepared(staff, grant, maker).count == 1
    assert payment_of(grant).payee_name == "李配偶"


def test_batched_payment_keeps_its_card_when_the_household_changes_it(staff, maker, file, grant):
    prepared(staff, grant, maker)
    before = payment_of(grant).fingerprint()

    confirmed(staff, a_report(staff, file, "card", member=spouse_of(file), **NEW_CARD), on=JUNE_8)

    payment = payment_of(grant)
    assert (payment.payee_name, payment.fingerprint(), payment.state) == ("张测试", before, "batched")


def test_maker_who_is_kin_prepares_no_batch_with_the_household(staff, maker, file, grant):
    kin.order(file, by=staff.county_reviewer, on=JUNE_8, officer=maker.user, relation="spouse", note="家庭声明")

    with pytest.raises(OwnCase, match="应当回避"):
        prepared(staff, grant, maker)
