"""Granting, paying again and emergency money, with every statement and file operation failing in turn (R9)."""

import pytest

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment, Posting
from gonghui.foundation.funds.tests.money import a_return, an_answer, endow, rows_of
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import aid, payment, relief, relief_payment
from gonghui.programs.hardship.models import AidGrant, Relief
from gonghui.programs.hardship.rulebook import AID
from gonghui.programs.hardship.rulebook.relief import RELIEF
from tests.failing import PROVEN, actions_in, every_call, name_of, proves

from . import seasons
from .factories import JUNE_1, Staff, a_checked_grant, a_file_on_record, a_number, a_post, a_project, a_proposed_grant
from .seasons import JULY_6

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


@proves(aid.propose)
def test_propose(staff, file):
    project = a_project(staff)

    every_call(lambda: a_proposed_grant(staff, fresh(file), project=project), *MONEY)


@proves(aid.check, aid.grant)
def test_check_and_grant(staff, file):
    proposed = a_proposed_grant(staff, file)

    every_call(lambda: aid.check(fresh(proposed), by=staff.county_reviewer, on=JUNE_1), *MONEY)
    checked = aid.check(proposed, by=staff.county_reviewer, on=JUNE_1)
    every_call(lambda: aid.grant(fresh(checked), by=staff.county_approver, on=JUNE_1), *MONEY)


@proves(aid.send_back, aid.resubmit, aid.refuse, aid.withdraw)
def test_a_grant_that_goes_back_or_comes_to_nothing(staff, file):
    proposed = a_proposed_grant(staff, file)
    back = {"by": staff.county_reviewer, "on": JUNE_1}

    every_call(lambda: aid.send_back(fresh(proposed), items=["核对金额"], **back), *MONEY)
    every_call(lambda: aid.refuse(fresh(proposed), reason="已有同类救助", **back), *MONEY)
    every_call(lambda: aid.withdraw(fresh(proposed), by=staff.county_operator, on=JUNE_1), *MONEY)
    aid.send_back(proposed, items=["核对金额"], **back)
    every_call(lambda: aid.resubmit(fresh(proposed), amount=100, by=staff.county_operator, on=JUNE_1), *MONEY)


@proves(payment.settle, aid.reissue)
def test_a_return_that_bounces_a_grant_and_its_reissue(staff, file):
    grant = aid.grant(a_checked_grant(staff, file), by=staff.county_approver, on=JUNE_1)

    _bounced(staff, grant, JUNE_1)

    every_call(lambda: aid.reissue(fresh(grant), by=staff.county_operator, on=JUNE_1), *MONEY)
    assert AidGrant.objects.get(pk=grant.pk).state == "bounced"


@proves(payment.bounce_cancelled, payment.bounce)
def test_a_payment_of_a_grant_that_finance_gives_up(staff, file):
    grant = aid.grant(a_checked_grant(staff, file), by=staff.county_approver, on=JUNE_1)
    given_up, maker = Payment.objects.of(grant).get(), a_post(staff.county, Role.FINANCE_MAKER)

    every_call(lambda: funds.cancel_payment(fresh(given_up), by=maker, on=JUNE_1, reason="收款人去世"), *MONEY)


def _bounced(staff, record, on):
    """The bank sends the money of a record back, with every call failing."""
    batch = _sent(staff, record, on)
    content = a_return(*(an_answer(row, result="失败", reason="账号不存在", day="") for row in rows_of(batch)))
    maker = a_post(staff.county, Role.FINANCE_MAKER)
    every_call(lambda: funds.import_return(fresh(batch), content, by=maker, on=on), *MONEY)
    funds.import_return(batch, content, by=maker, on=on)


def _sent(staff, record, on):
    hands = [a_post(staff.county, role) for role in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.FINANCE_AUTHORISER)]
    maker, checker, authoriser = hands
    payments = list(Payment.objects.of(record))
    if not Posting.objects.filter(fund=payments[0].fund).exists():
        endow(payments[0].fund, maker, checker, on=on, paper="拨款〔2021〕9 号")
    batch = funds.prepare(staff.county, payments, payments[0].fund, by=maker, on=on)
    funds.check(batch, by=checker, on=on)
    funds.authorise(batch, by=authoriser, on=on)
    funds.ensure_sent(batch.pk, by=system_post("payments"), on=on)
    batch.refresh_from_db()
    return batch


# Money without a file


@pytest.fixture
def offices():
    return seasons.Offices(a_tree())


@proves(relief.propose)
def test_propose_emergency_money(offices):
    project, number = seasons.an_open_project(offices), a_number()
    seasons.a_proposed_relief(offices, project)  # what the units of the test remember is asked only once

    every_call(lambda: seasons.a_proposed_relief(offices, project, id_no=number), *MONEY)


@proves(relief.check, relief.grant)
def test_emergency_money(offices):
    proposed = seasons.a_proposed_relief(offices)
    on = proposed.begun_on

    every_call(lambda: relief.check(fresh(proposed), by=offices.county_reviewer, on=on), *MONEY)
    checked = relief.check(proposed, by=offices.county_reviewer, on=on)
    every_call(lambda: relief.grant(fresh(checked), by=offices.county_approver, on=on), *MONEY)


@proves(relief.send_back, relief.resubmit, relief.refuse, relief.withdraw)
def test_emergency_money_that_goes_back_or_comes_to_nothing(offices):
    proposed = seasons.a_proposed_relief(offices)
    back = {"by": offices.county_reviewer, "on": proposed.begun_on}
    own = {"by": offices.county_operator, "on": proposed.begun_on}

    every_call(lambda: relief.send_back(fresh(proposed), items=["补诊断证明"], **back), *MONEY)
    every_call(lambda: relief.refuse(fresh(proposed), reason="已有同类救助", **back), *MONEY)
    every_call(lambda: relief.withdraw(fresh(proposed), **own), *MONEY)
    relief.send_back(proposed, items=["补诊断证明"], **back)
    every_call(lambda: relief.resubmit(fresh(proposed), amount=100, **own), *MONEY)


@proves(relief_payment.settle, relief.reissue)
def test_emergency_money_that_bounces_and_its_reissue(offices):
    granted = seasons.a_granted_relief(offices)
    on = granted.begun_on

    _bounced(offices, granted, on)

    other = {"card_no": "6217000012345678903", "bank_name": "建设银行金寨支行"}
    every_call(lambda: relief.reissue(fresh(granted), by=offices.county_operator, on=on, **other), *MONEY)
    assert Relief.objects.get(pk=granted.pk).state == "bounced"


@proves(relief_payment.bounce_cancelled, relief.bounce)
def test_a_payment_of_emergency_money_that_finance_gives_up(offices):
    granted = seasons.a_granted_relief(offices)
    given_up, maker = Payment.objects.of(granted).get(), a_post(offices.county, Role.FINANCE_MAKER)

    every_call(lambda: funds.cancel_payment(fresh(given_up), by=maker, on=JULY_6, reason="收款人去世"), *MONEY)


def test_every_money_action_is_proven():
    """What is done with the money of a grant and a relief, by rule book and by module; a new one needs its proof."""
    steps = {name_of(act) for book in (AID, RELIEF) for act in book.actions.values()}
    done = {name_of(act) for module in (aid, relief, payment, relief_payment) for act in actions_in(module)}

    assert sorted((steps | done) - set(PROVEN)) == []
    assert {name for book in (AID, RELIEF) for name in set(book.steps) - set(book.actions)} == {"pay"}
