"""Emergency and warmth money without a file: three hands, ceilings, one event once, the bank (E-R8, E-R11, E-R13)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.documents import owners
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Payment
from gonghui.foundation.funds.rulebook import Source
from gonghui.foundation.funds.tests import money
from gonghui.foundation.organisations import sight
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship.actions import projects, relief, relief_limits
from gonghui.programs.hardship.models import Relief
from gonghui.programs.hardship.rulebook import GrantState

from . import factories as make
from . import seasons
from .seasons import JULY_1, JULY_5, JULY_6


@pytest.fixture
def staff(tree):
    with sight.system("test"):
        yield seasons.Offices(tree)


@pytest.fixture
def project(staff):
    return seasons.an_open_project(staff)


def test_propose_writes_the_computation_and_a_short_day(staff, project):
    found = seasons.a_proposed_relief(staff, project, is_urgent=True)

    assert (found.state, found.amount, found.ceiling, found.year) == (GrantState.PROPOSED, 200_000, 300_000, 2021)
    assert found.due_on == JULY_6
    assert found.basis[0] == "每次不超过 3,000.00 元"


def test_propose_without_urgency_is_due_later(staff, project):
    assert seasons.a_proposed_relief(staff, project).due_on == date(2021, 7, 8)


def test_a_relief_keeps_no_number_in_plain_text_and_may_have_papers(staff, project):
    found = seasons.a_proposed_relief(staff, project)

    assert "hardship.relief" in owners.registered
    assert str(found.card_no) == "**** 8911"
    assert str(found.id_no).startswith("**************")


def test_propose_refuses_a_project_that_needs_a_file(staff):
    needs = seasons.an_open_project(staff, kind="living_aid", needs_archive=True)

    with pytest.raises(relief.NeedsFile):
        seasons.a_proposed_relief(staff, needs)


def test_propose_refuses_a_fund_for_national_files_alone(staff):
    central = seasons.an_open_project(staff, fund=seasons.a_fund(staff.county, Source.CENTRAL))

    with pytest.raises(relief.WrongFund):
        seasons.a_proposed_relief(staff, central)


def test_propose_refuses_a_project_of_another_county(tree, staff, project):
    other = seasons.Offices(tree, county="huoshan")

    with pytest.raises(relief.NotServed):
        seasons.a_proposed_relief(other, project)


@pytest.mark.parametrize("who", ["county_reviewer", "chair", "county_approver"])
def test_propose_is_for_operators(staff, project, who):
    with pytest.raises(NotEntitled):
        seasons.a_proposed_relief(staff, project, by=getattr(staff, who))


def test_propose_refuses_the_same_event_twice(staff, project):
    first = seasons.a_proposed_relief(staff, project, id_no=(number := make.a_number()))

    with pytest.raises(relief_limits.SameEvent):
        seasons.a_proposed_relief(staff, project, id_no=number, amount=50_000)

    relief.refuse(first, by=staff.county_reviewer, on=JULY_5, reason="材料不实")
    assert seasons.a_proposed_relief(staff, project, id_no=number).state == GrantState.PROPOSED


@pytest.mark.parametrize("amount", [300_001, 0, -1])
def test_propose_refuses_above_the_ceiling_of_a_time(staff, project, amount):
    with pytest.raises(relief_limits.AboveCeiling) as refusal:
        seasons.a_proposed_relief(staff, project, amount=amount)

    assert "3,000.00" in str(refusal.value)


def test_propose_refuses_above_the_ceiling_of_a_year(staff, project):
    number = make.a_number()
    for event in ("accident", "illness"):
        seasons.a_proposed_relief(staff, project, id_no=number, event=event, amount=300_000)

    with pytest.raises(relief_limits.AboveCeiling) as refusal:
        seasons.a_proposed_relief(staff, project, id_no=number, event="fire", amount=100)

    assert "2021 年已有 6,000.00 元" in str(refusal.value)


def test_the_ceiling_begins_anew_with_the_year_and_counts_what_is_granted_then(staff):
    number, december, january = make.a_number(), date(2021, 12, 30), date(2022, 1, 4)
    seasons.an_open_project(staff, on=JULY_1)
    project = seasons.an_open_project(staff, budget=5_000_000, on=JULY_1)
    day = {"happened_on": december, "visited_on": december}
    old = [
        seasons.a_checked_relief(staff, project, id_no=number, event=event, amount=300_000, on=december, **day)
        for event in ("accident", "illness")
    ]

    late = relief.grant(old[0], by=staff.county_approver, on=january)

    assert late.year == 2022
    new = {"on": january, "happened_on": january, "visited_on": january, "id_no": number}
    seasons.a_proposed_relief(staff, project, event="fire", amount=300_000, **new)
    with pytest.raises(relief_limits.AboveCeiling):
        relief.grant(old[1], by=staff.county_approver, on=january)
    assert relief_limits.ceiling_of(late.id_index, staff.union, december).ceiling == 300_000


@pytest.mark.parametrize(
    "days",
    [
        {"happened_on": JULY_6, "visited_on": JULY_6},
        {"happened_on": date(2020, 6, 1), "visited_on": JULY_1},
        {"happened_on": JULY_5, "visited_on": JULY_1},
    ],
)
def test_propose_refuses_impossible_days(staff, project, days):
    with pytest.raises(relief.WrongDays):
        seasons.a_proposed_relief(staff, project, **days)


def test_three_persons_even_when_it_is_urgent(staff, project):
    found = seasons.a_proposed_relief(staff, project, is_urgent=True)
    reviewer, approver = make.a_post(staff.county, "county_reviewer"), make.a_post(staff.county, "county_approver")
    reviewer.user, approver.user = staff.county_operator.user, staff.county_reviewer.user

    with pytest.raises(relief.SamePerson):
        relief.check(found, by=reviewer, on=JULY_5)
    with pytest.raises(WrongState):
        relief.grant(found, by=staff.county_approver, on=JULY_5)
    relief.check(found, by=staff.county_reviewer, on=JULY_5)
    with pytest.raises(relief.SamePerson):
        relief.grant(found, by=approver, on=JULY_5)


def test_grant_enters_one_payment_to_her_own_card(staff, project):
    found = seasons.a_granted_relief(staff, project)

    payment = Payment.objects.of(found).get()
    assert (found.state, payment.amount, payment.payee_name, str(payment.card)) == (
        GrantState.GRANTED, 200_000, "何应急", "**** 8911",
    )  # fmt: skip
    hands = {staff.county_operator, staff.county_reviewer, staff.county_approver, staff.operator}
    assert set(payment.hands) >= {post.user_id for post in hands}


def test_a_relief_of_a_household_on_file_knows_the_file(staff, project):
    file = make.a_file_on_record(staff)
    number = file.own_line().id_no.open()

    found = seasons.a_proposed_relief(staff, project, id_no=number, name=file.applicant_name)

    assert (found.file, found.file_grade) == (file, file.grade)


def test_send_back_and_resubmit_are_checked_again(staff, project):
    found = seasons.a_checked_relief(staff, project)

    relief.send_back(found, by=staff.county_approver, on=JULY_5, items=["金额偏高"])
    with pytest.raises(relief_limits.AboveCeiling):
        relief.resubmit(found, by=staff.county_operator, on=JULY_5, amount=300_001)
    relief.resubmit(found, by=staff.county_operator, on=JULY_5, amount=150_000)

    assert (found.state, found.amount, found.checked_by) == (GrantState.PROPOSED, 150_000, None)


def test_send_back_says_what(staff, project):
    with pytest.raises(relief.NothingAsked):
        relief.send_back(seasons.a_proposed_relief(staff, project), by=staff.county_reviewer, on=JULY_5, items=[" "])


def test_refuse_says_why(staff, project):
    with pytest.raises(relief.ReasonMissing):
        relief.refuse(seasons.a_proposed_relief(staff, project), by=staff.county_reviewer, on=JULY_5, reason="不")


def test_withdraw_frees_budget_and_event(staff):
    project = seasons.an_open_project(staff, budget=200_000)
    found = seasons.a_proposed_relief(staff, project)

    relief.withdraw(found, by=staff.county_operator, on=JULY_5)

    assert projects.use_of(project).left == 200_000


def test_reissue_pays_again_to_another_card_of_her_own(staff, project):
    found = seasons.a_granted_relief(staff, project)
    maker = make.a_post(staff.county, "finance_maker")
    funds.cancel_payment(Payment.objects.of(found).get(), by=maker, on=JULY_6, reason="账号打不进去")
    found.refresh_from_db()
    assert (found.state, found.bounce_reason) == (GrantState.BOUNCED, "账号打不进去")

    relief.reissue(found, by=staff.county_operator, on=JULY_6, card_no="6217000012345678", bank_name="工商银行")

    assert (found.state, found.instalment, str(found.card_no)) == (GrantState.GRANTED, 2, "**** 5678")
    assert [str(payment.card) for payment in Payment.objects.of(found)] == ["**** 8911", "**** 5678"]


def a_sent_batch(finance, found, fund):
    payments = list(Payment.objects.of(found).pending())
    batch = funds.prepare(found.unit.county(), payments, fund, by=finance.maker, on=JULY_6)
    batch = funds.authorise(funds.check(batch, by=finance.checker, on=JULY_6), by=finance.authoriser, on=JULY_6)
    funds.ensure_sent(batch.pk, by=system_post("payments"), on=JULY_6)
    batch.refresh_from_db()
    return batch


def test_the_bank_sends_back_and_pays_by_its_returns(tree, staff):
    finance = money.Finance(tree)
    project = seasons.an_open_project(staff, fund=finance.fund)
    found = seasons.a_granted_relief(staff, project)
    batch = a_sent_batch(finance, found, finance.fund)
    answer = money.an_answer(money.rows_of(batch)[0], result="失败", reason="户名不符", day="2021-07-06")
    funds.import_return(batch, money.a_return(answer), by=finance.checker, on=JULY_6)
    found.refresh_from_db()
    assert (found.state, found.bounce_reason, found.paid_on) == (GrantState.BOUNCED, "户名不符", None)

    relief.reissue(found, by=staff.county_operator, on=JULY_6)
    batch = a_sent_batch(finance, found, finance.fund)
    answer = money.an_answer(money.rows_of(batch)[0], day="2021-07-06")
    funds.import_return(batch, money.a_return(answer), by=finance.checker, on=JULY_6)

    found.refresh_from_db()
    assert (found.state, found.paid_on) == (GrantState.PAID, JULY_6)
    figures = {
        figure.code: figure.value(Period.year(2021)) for figure in all_figures() if figure.code[:3] in ("Y16", "E.r")
    }
    assert figures == {"Y16": 0, "E.relief.households": 1, "E.relief.amount": 2000.0, "E.relative": 0}


@pytest.mark.parametrize(
    "harm",
    [
        {"amount": 0},
        {"amount": 300_001},
        {"state": "granted"},
        {"state": "paid"},
        {"paid_on": JULY_5},
        {"checked_by": "proposed_by"},
        {"visited_on": date(2021, 6, 1)},
    ],
)
def test_database_refuses_what_may_never_be(staff, project, harm):
    found = seasons.a_proposed_relief(staff, project)
    values = {name: found.proposed_by if value == "proposed_by" else value for name, value in harm.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Relief.objects.filter(pk=found.pk).update(**values)


def test_only_operators_propose_for_the_system_post_pays(staff, project):
    found = seasons.a_granted_relief(staff, project)

    with pytest.raises(NotEntitled):
        relief.bounce(found, by=staff.county_operator, on=JULY_5, reason="不是银行")
    assert relief.bounce(found, by=system_post("payments"), on=JULY_5, reason="银行退回").state == GrantState.BOUNCED
