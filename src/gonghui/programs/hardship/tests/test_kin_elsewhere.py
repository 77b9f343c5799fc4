"""Kin stand aside from reliefs, transfers, changes, recoveries and inquiries as from files (回避, X-R1)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.actions import inquiring, recoveries
from gonghui.foundation.funds.actions.batches import OwnCase
from gonghui.foundation.funds.models import Inquiry, Payment
from gonghui.foundation.funds.tests.money import a_return, an_answer, endow, rows_of
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import NotEntitled
from gonghui.programs.hardship.actions import kin, relief, transferring
from gonghui.programs.hardship.models import Arrival, HouseholdChange, Recusal, Relief, Transfer

from . import factories as make
from . import seasons
from .seasons import JULY_5, JULY_6
from .test_changes import a_report
from .test_transfers import an_agreed_transfer, propose, the_arrival

pytestmark = pytest.mark.django_db
JULY_31, AUGUST_2 = date(2021, 7, 31), date(2021, 8, 2)


@pytest.fixture
def staff(tree):
    return seasons.Offices(tree)


@pytest.fixture
def everything_seen(db):
    with sight.system("test"):
        yield


def aside(record, post, on=JULY_5):
    recusal = kin.declare(record, by=post, on=on, relation="lineal")
    record.refresh_from_db()
    return recusal


def unannounced():
    """What changed and the journal was not told (X-R4)."""
    return [str(fault) for fault in faults("default")]


def broken_by(statement):
    """The law that the database says this statement breaks."""
    with pytest.raises(IntegrityError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")
    return told.value.__cause__.diag.constraint_name


# Reliefs


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize(
    ("how", "who", "step", "facts"),
    [
        ("a_proposed_relief", "county_reviewer", "check", {}),
        ("a_proposed_relief", "county_reviewer", "send_back", {"items": ["补诊断证明"]}),
        ("a_proposed_relief", "county_reviewer", "refuse", {"reason": "不符合条件"}),
        ("a_checked_relief", "county_approver", "grant", {}),
        ("a_checked_relief", "county_operator", "withdraw", {}),
    ],
)
def test_kin_takes_no_step_on_a_relief(staff, how, who, step, facts):
    found, post = getattr(seasons, how)(staff), getattr(staff, who)
    aside(found, post)

    with pytest.raises(NotEntitled):
        getattr(relief, step)(found, by=post, on=JULY_5, **facts)

    assert list(Relief.objects.visible_to(post)) == list(Relief.objects.waiting_for(post)) == []


@pytest.mark.usefixtures("everything_seen")
def test_another_takes_the_step_and_kin_is_a_hand_of_the_payment(staff):
    found = seasons.a_checked_relief(staff)
    finance = make.a_post(staff.county, Role.FINANCE_MAKER)
    kin.order(found, by=staff.county_reviewer, on=JULY_5, officer=finance.user, relation="spouse", note="家属说明")

    relief.grant(found, by=staff.county_approver, on=JULY_5)

    assert finance.user_id in Payment.objects.of(found).get().hands


@pytest.mark.usefixtures("everything_seen")
def test_a_relief_follows_the_file_of_the_household(staff):
    file = make.a_file_on_record(staff)
    aside(file, staff.county_reviewer, make.MAY_26)
    number = file.own_line().id_no.open()

    found = seasons.a_proposed_relief(staff, id_no=number)
    later = kin.declare(file, by=staff.county_approver, on=JULY_5, relation="spouse")

    found.refresh_from_db()
    assert set(found.recused) == {staff.county_reviewer.user_id, staff.county_approver.user_id}
    assert list(Relief.objects.visible_to(staff.county_approver)) == []
    assert unannounced() == []
    kin.lift(later, by=make.a_post(staff.county, Role.COUNTY_REVIEWER), on=JULY_6, reason="没有亲属关系")
    found.refresh_from_db()
    assert found.recused == [staff.county_reviewer.user_id]
    assert unannounced() == []


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize("who", ["county_operator", "operator"])
def test_propose_refuses_kin_as_operator_or_visitor(staff, who):
    file = make.a_file_on_record(staff)
    aside(file, getattr(staff, who), make.MAY_26)

    with pytest.raises(kin.KinOfTheHousehold):
        seasons.a_proposed_relief(staff, id_no=file.own_line().id_no.open())


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize("column", ["checked_by", "granted_by", "visitor_id"])
def test_the_database_refuses_a_hand_of_kin_in_a_relief(staff, column):
    found = seasons.a_proposed_relief(staff)
    aside(found, staff.county_reviewer)
    hand = staff.county_reviewer.user_id
    first = f"checked_by = {staff.county_approver.user_id}, " if column == "granted_by" else ""

    law = broken_by(f"UPDATE hardship_relief SET {first}{column} = {hand} WHERE id = {found.pk}")

    assert law == "hardship_recusal_no_step_by_kin"


@pytest.mark.usefixtures("everything_seen")
def test_the_database_keeps_who_stands_aside_from_a_relief(staff):
    found = seasons.a_proposed_relief(staff)
    aside(found, staff.county_reviewer)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE hardship_relief SET recused = '{}' WHERE id = %s", [found.pk])

    found.refresh_from_db()
    assert found.recused == [staff.county_reviewer.user_id]


@pytest.mark.usefixtures("everything_seen")
def test_order_on_a_relief_is_the_reviewers(staff):
    found = seasons.a_proposed_relief(staff)
    facts = {"officer": staff.county_approver.user, "relation": "spouse", "note": "家属说明"}

    with pytest.raises(NotEntitled):
        kin.order(found, by=staff.county_operator, on=JULY_5, **facts)
    with pytest.raises(kin.ReasonMissing):
        kin.order(found, by=staff.county_reviewer, on=JULY_5, **facts | {"note": "是"})


@pytest.mark.usefixtures("everything_seen")
def test_a_recusal_is_of_one_case(staff):
    file, found = make.a_file_on_record(staff), seasons.a_proposed_relief(staff)
    recusal = aside(found, staff.county_reviewer)

    law = broken_by(f"UPDATE hardship_recusal SET file_id = {file.pk} WHERE id = {recusal.pk}")

    assert law == "hardship_recusal_of_one_case"


def test_pages_take_a_relief_from_who_declares_and_give_it_back(staff, made):
    found = made(seasons.a_proposed_relief, staff)
    reviewer = come_in(staff.county_reviewer)
    another = make.a_post(staff.county, Role.COUNTY_REVIEWER)

    reviewer.post(f"/hardship/reliefs/{found.number}/recusal", {"relation": "spouse", "note": ""})
    hidden = reviewer.get(found.get_absolute_url())
    shown = reviewer.get("/hardship/recusals/").content.decode()
    pk = made(Recusal.objects.get).pk
    come_in(another).post(f"/hardship/recusals/{pk}/end", {"reason": "经核实没有亲属关系"})

    assert (hidden.status_code, found.number in shown) == (404, True)
    assert reviewer.get(found.get_absolute_url()).status_code == 200


# Transfers


@pytest.mark.usefixtures("everything_seen")
def test_kin_neither_proposes_nor_agrees_to_a_transfer(staff, neighbours):
    file = make.a_file_on_record(staff)
    aside(file, staff.county_operator)
    with pytest.raises(NotEntitled):
        propose(staff, neighbours, file)
    kin.lift(Recusal.objects.get(), by=staff.county_reviewer, on=JULY_5, reason="没有亲属关系")
    transfer = propose(staff, neighbours, file)
    aside(file, staff.county_reviewer)
    transfer.refresh_from_db()

    with pytest.raises(NotEntitled):
        transferring.agree(transfer, by=staff.county_reviewer, on=JULY_5)

    assert list(Transfer.objects.visible_to(staff.county_reviewer)) == []
    assert list(Transfer.objects.waiting_for(staff.county_reviewer)) == []


@pytest.mark.parametrize(("step", "facts"), [("accept", {}), ("decline", {"reason": "本县没有这个单位"})])
@pytest.mark.usefixtures("everything_seen")
def test_kin_in_the_receiving_county_neither_accepts_nor_declines(staff, neighbours, step, facts):
    file = make.a_file_on_record(staff)
    arrival = the_arrival(an_agreed_transfer(staff, neighbours, file))
    receiver = neighbours.county_reviewer
    kin.order(file, by=staff.county_reviewer, on=JULY_5, officer=receiver.user, relation="spouse", note="家庭声明")

    with pytest.raises(kin.KinOfTheHousehold):
        getattr(transferring, step)(arrival, by=receiver, on=JULY_5, **facts)

    assert list(Arrival.objects.visible_to(receiver)) == []
    assert unannounced() == []


@pytest.mark.usefixtures("everything_seen")
@pytest.mark.parametrize("column", ["agreed_by", "accepted_by"])
def test_the_database_refuses_a_hand_of_kin_in_a_transfer(staff, neighbours, column):
    file = make.a_file_on_record(staff)
    transfer = propose(staff, neighbours, file)
    aside(file, staff.county_reviewer)

    law = broken_by(f"UPDATE hardship_transfer SET {column} = {staff.county_reviewer.user_id} WHERE id = {transfer.pk}")

    assert law == "hardship_recusal_no_step_by_kin"


# Household changes


@pytest.mark.usefixtures("everything_seen")
def test_kin_reports_and_confirms_no_change(staff):
    file = make.a_file_on_record(staff)
    change = a_report(staff, file, "death", member=file.members.get(relation="child"))
    aside(file, staff.county_operator)
    change.refresh_from_db()

    law = broken_by(
        f"UPDATE hardship_householdchange SET checked_by = {staff.county_operator.user_id} WHERE id = {change.pk}"
    )

    assert law == "hardship_recusal_no_step_by_kin"
    assert list(HouseholdChange.objects.visible_to(staff.county_operator)) == []
    assert list(HouseholdChange.objects.waiting_for(staff.county_operator)) == []


# Money and questions afterwards


def paid(staff, found):
    hands = [make.a_post(staff.county, role) for role in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)]
    authoriser = make.a_post(staff.county, Role.FINANCE_AUTHORISER)
    payment = Payment.objects.of(found).get()
    endow(payment.fund, *hands, on=JULY_5, paper="拨款〔2021〕7 号")
    batch = funds.prepare(staff.county, [payment], payment.fund, by=hands[0], on=JULY_6)
    funds.check(batch, by=hands[1], on=JULY_6)
    funds.authorise(batch, by=authoriser, on=JULY_6)
    funds.ensure_sent(batch.pk, by=system_post("payments"), on=JULY_6)
    content = a_return(*(an_answer(row, day="2021-07-06") for row in rows_of(batch)))
    funds.import_return(batch, content, by=hands[0], on=JULY_6)
    payment.refresh_from_db()
    return payment


@pytest.fixture
def granted(staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return seasons.a_granted_relief(staff)


@pytest.mark.usefixtures("everything_seen")
def test_kin_batches_no_payment_that_waits(staff, granted):
    maker = make.a_post(staff.county, Role.FINANCE_MAKER)
    kin.order(granted, by=staff.county_reviewer, on=JULY_5, officer=maker.user, relation="spouse", note="家属说明")
    payment = Payment.objects.of(granted).get()

    with pytest.raises(OwnCase):
        funds.prepare(staff.county, [payment], payment.fund, by=maker, on=JULY_6)

    assert unannounced() == []


@pytest.mark.usefixtures("everything_seen")
def test_kin_neither_asks_nor_sees_what_the_household_answers(staff, granted):
    paid(staff, granted)
    auditor, cousin = make.a_post(staff.county, Role.AUDITOR), make.a_post(staff.county, Role.AUDITOR)
    opened = inquiring.open_round(staff.county, by=auditor, on=AUGUST_2, starts_on=date(2021, 7, 1), last_on=JULY_31)
    inquiring.draw(opened, by=auditor, on=AUGUST_2)
    inquiry = Inquiry.objects.get()
    before = list(Inquiry.objects.visible_to(cousin))

    kin.order(granted, by=staff.county_reviewer, on=AUGUST_2, officer=cousin.user, relation="spouse", note="家属说明")

    inquiry.refresh_from_db()
    with pytest.raises(NotEntitled):
        inquiring.record_call(inquiry, by=cousin, on=AUGUST_2, was_received=False)
    assert (before, list(Inquiry.objects.visible_to(cousin))) == ([inquiry], [])
    assert broken_by(f"UPDATE funds_inquiry SET called_by = {cousin.user_id}") == "funds_inquiry_clean_hands"
    assert unannounced() == []


@pytest.mark.usefixtures("everything_seen")
def test_kin_claims_nothing_back(staff, granted):
    payment = paid(staff, granted)
    cousin = make.a_post(staff.county, Role.FINANCE_MAKER)
    kin.order(granted, by=staff.county_reviewer, on=JULY_6, officer=cousin.user, relation="spouse", note="家属说明")
    facts = {"amount": 100, "reason": "多发一百元", "on": JULY_6}

    with pytest.raises(kin.KinOfTheHousehold):
        recoveries.propose(payment, by=cousin, **facts)
    claim = recoveries.propose(payment, by=make.a_post(staff.county, Role.FINANCE_MAKER), **facts)

    law = broken_by(
        f"UPDATE funds_recovery SET state = 'confirmed', confirmed_by = {cousin.user_id} WHERE id = {claim.pk}"
    )
    assert law == "hardship_recusal_no_step_by_kin"
