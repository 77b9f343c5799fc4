"""A file after its approval: rechecked, observed, out of difficulty, cancelled, in need again (E-R12, E-R14, X-R1)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.foundation.policies.models import Edition
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship import actions, indicators
from gonghui.programs.hardship.actions import aid, application, leaving, observing, rechecking, returning
from gonghui.programs.hardship.models import ExitProposal, HardshipArchive, HouseholdMember, MonthlyIncome, Spell
from gonghui.programs.hardship.rulebook import ExitReason, FileState, months
from gonghui.programs.hardship.rulebook.grading import Grade

from . import factories as make
from . import lives
from .factories import JUNE_1, MAY_26
from .lives import CAUSES, DECEMBER_2, ENOUGH, YEAR

pytestmark = pytest.mark.django_db
MARCH = (date(2022, 3, 1), date(2022, 3, 3), date(2022, 3, 7), date(2022, 3, 8), date(2022, 3, 21), date(2022, 3, 23))


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def tree(db):
    return a_tree()


@pytest.fixture
def staff(tree):
    return make.Staff(tree)


@pytest.fixture
def on_file(staff):
    return make.a_file_on_record(staff)


def value(code, period):
    known = {each.code: each for each in [*all_figures(), indicators.FILES]}
    return known[code].value(period)


# Months as the calendar has them


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2021, 5, 26), 12, date(2022, 5, 26)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2021, 1, 15), -1, date(2020, 12, 15)),
    ],
)
def test_months_are_calendar_months(day, count, expected):
    assert months.later(day, count) == expected


def test_the_six_months_before_a_day_are_over():
    assert [m.month for m in months.whole_months_before(date(2021, 12, 2), 6)] == [6, 7, 8, 9, 10, 11]


# On file


def test_approve_begins_a_spell_and_sets_the_recheck(on_file):
    assert [(spell.starts_on, spell.ends_on) for spell in on_file.spells.all()] == [(MAY_26, None)]
    assert [(each.grade, each.starts_on) for each in on_file.grade_spells.all()] == [(Grade.DEEP, MAY_26)]
    assert on_file.recheck_on == date(2022, 5, 26)


def test_a_household_struck_by_an_event_is_rechecked_every_quarter(staff):
    file = make.a_reviewed_file(staff)
    HardshipArchive.objects.filter(pk=file.pk).update(grade=Grade.ACCIDENTAL)

    actions.approve(file, by=staff.county_approver, on=MAY_26)

    assert file.recheck_on == date(2021, 8, 26)


# Observation


def test_observe_keeps_the_household_on_file(staff):
    file = lives.an_observed_file(staff)

    assert (file.state, file.due_on) == (FileState.OBSERVING, None)
    assert HardshipArchive.objects.on_file(DECEMBER_2).get() == file
    assert all(member.is_active for member in file.members.all())


def test_propose_observation_asks_for_causes_once(on_file, staff):
    with pytest.raises(leaving.GroundsMissing):
        actions.propose_observation(on_file, by=staff.chair, on=JUNE_1, causes_removed=" ")
    lives.propose_observation(on_file, staff)

    assert on_file.due_on == date(2021, 6, 16)
    with pytest.raises(leaving.AlreadyProposed):
        lives.propose_observation(on_file, staff)


def test_propose_observation_is_open_to_the_helper(on_file, staff):
    helper = make.a_post(staff.county, "auditor")
    with pytest.raises(NotEntitled):
        lives.propose_observation(on_file, staff, by=helper)
    actions.pair(on_file, by=staff.county_operator, on=MAY_26, cadre=helper.user)

    lives.propose_observation(on_file, staff, by=helper)

    assert on_file.exit_proposals.get().proposed_by == helper.user_id


def test_observe_refuses_without_a_proposal(on_file, staff):
    with pytest.raises(leaving.NothingProposed):
        actions.observe(on_file, by=staff.county_reviewer, on=JUNE_1)


def test_observe_refuses_who_proposed(on_file, staff):
    operator = make.Post.objects.create(
        user=staff.county_reviewer.user, unit=staff.county, role="county_operator", starts_on=make.LONG_AGO
    )
    lives.propose_observation(on_file, staff, by=operator)

    with pytest.raises(leaving.OwnProposal):
        actions.observe(on_file, by=staff.county_reviewer, on=JUNE_1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitProposal.objects.update(decided_by=staff.county_reviewer.user_id, decided_on=JUNE_1, is_accepted=True)


def test_decline_exit_leaves_the_file_and_opens_the_way_for_another(on_file, staff):
    lives.propose_observation(on_file, staff)

    actions.decline_exit(on_file, by=staff.county_reviewer, on=JUNE_1, reason="收入尚不稳定")

    assert (on_file.state, on_file.due_on) == (FileState.ON_FILE, None)
    lives.propose_observation(on_file, staff)
    assert [each.is_accepted for each in on_file.exit_proposals.all()] == [False, None]


def test_fall_back_puts_the_household_on_file_again(staff):
    file = lives.an_observed_file(staff)

    actions.fall_back(file, by=staff.county_reviewer, on=DECEMBER_2, reason="再次失业")

    assert file.state == FileState.ON_FILE
    assert file.spells.get().ends_on is None


# Months


def test_enter_month_computes_per_head(staff):
    file = lives.enter_months(lives.an_observed_file(staff), staff, 6, income=133_001)

    month = file.months.get()
    assert (month.month, month.per_head, month.dibao, month.is_above) == (JUNE_1, 66_500, 66_500, False)


@pytest.mark.parametrize(
    ("month", "refusal"), [(date(2022, 1, 1), observing.MonthInFuture), (date(2021, 5, 1), observing.BeforeObservation)]
)
def test_enter_month_refuses(staff, month, refusal):
    file = lives.an_observed_file(staff)

    with pytest.raises(refusal):
        actions.enter_month(
            file, by=staff.operator, on=DECEMBER_2, month=month, income=ENOUGH, persons=2, source="工资流水"
        )


def test_enter_month_again_needs_a_reason_and_keeps_what_was(staff):
    file = lives.enter_months(lives.an_observed_file(staff), staff, 6)

    with pytest.raises(observing.MonthEntered):
        lives.enter_months(file, staff, 6)
    facts = {"month": JUNE_1, "income": 100_000, "persons": 2, "source": "工资流水"}
    actions.enter_month(file, by=staff.operator, on=DECEMBER_2, reason="漏记扣款", **facts)

    assert [each.income for each in file.months.standing()] == [100_000]
    assert file.months.count() == 2


def test_a_month_stands_once(staff):
    file = lives.enter_months(lives.an_observed_file(staff), staff, 6)
    row = MonthlyIncome.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert file.months.count() == 1


# Exit


def test_exit_after_six_months_frees_the_household(staff):
    file = lives.an_observed_file(staff)
    actions.pair(file, by=staff.county_operator, on=JUNE_1, cadre=staff.county_reviewer.user)
    lives.enter_months(file, staff, 6, 7, 8, 9, 10, 11)

    actions.exit(file, by=staff.county_approver, on=DECEMBER_2, causes_removed=CAUSES)

    assert (file.state, file.exit_on, file.exit_reason) == (
        FileState.EXITED,
        DECEMBER_2,
        ExitReason.OUT_OF_DIFFICULTY,
    )
    assert (file.monitored_until, file.recheck_on) == (date(2023, 12, 2), None)
    assert not file.members.filter(is_active=True).exists()
    assert file.pairs.get().ends_on == DECEMBER_2
    assert file.spells.get().ends_on == DECEMBER_2


def test_exit_names_the_months_that_miss(staff):
    file = lives.an_observed_file(staff)
    lives.enter_months(file, staff, 6, 7, 9, 10)
    lives.enter_months(file, staff, 11, income=133_000)

    with pytest.raises(observing.MonthsMissing) as refusal:
        actions.exit(file, by=staff.county_approver, on=DECEMBER_2, causes_removed=CAUSES)

    assert "2021-08 未填报;2021-11 人均 665.00 元,不高于低保 665.00 元" in str(refusal.value)
    file.refresh_from_db()
    assert file.state == FileState.OBSERVING


def test_exit_counts_only_months_observed(staff):
    file = lives.an_observed_file(staff)
    actions.fall_back(file, by=staff.county_reviewer, on=date(2021, 6, 10), reason="再次失业")
    lives.propose_observation(file, staff, on=date(2021, 8, 2))
    actions.observe(file, by=staff.county_reviewer, on=date(2021, 8, 2))
    lives.enter_months(file, staff, 8, 9, 10, 11)

    with pytest.raises(observing.MonthsMissing, match="2021-06 尚未开始观察;2021-07 尚未开始观察"):
        actions.exit(file, by=staff.county_approver, on=DECEMBER_2, causes_removed=CAUSES)


def test_exit_measures_each_month_by_its_own_dibao(staff):
    Edition.objects.create(policy="hardship.dibao", value="80000", starts_on=date(2021, 10, 1), source="市政府通知")
    file = lives.enter_months(lives.an_observed_file(staff), staff, 6, 7, 8, 9, 10, 11)

    with pytest.raises(observing.MonthsMissing) as refusal:
        actions.exit(file, by=staff.county_approver, on=DECEMBER_2, causes_removed=CAUSES)

    assert "2021-09" not in str(refusal.value)
    assert "2021-10 人均 800.00 元" in str(refusal.value)


@pytest.mark.parametrize("hand", ["proposed", "decided", "entered"])
def test_exit_is_by_a_hand_that_took_no_part(staff, hand):
    approver = staff.county_approver
    post = {"proposed": "county_operator", "decided": "county_reviewer", "entered": "county_operator"}[hand]
    other = make.Post.objects.create(user=approver.user, unit=staff.county, role=post, starts_on=make.LONG_AGO)
    file = make.a_file_on_record(staff)
    lives.propose_observation(file, staff, by=other if hand == "proposed" else None)
    actions.observe(file, by=other if hand == "decided" else staff.county_reviewer, on=JUNE_1)
    lives.enter_months(file, staff, 6, 7, 8, 9, 10, 11, by=other if hand == "entered" else None)

    with pytest.raises(observing.OwnMonths if hand == "entered" else leaving.OwnProposal):
        actions.exit(file, by=approver, on=DECEMBER_2, causes_removed=CAUSES)


def test_exit_by_who_decided_is_refused_by_the_database(staff):
    lives.a_file_out_of_difficulty(staff)

    for hand in (staff.chair, staff.county_reviewer):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExitProposal.objects.update(exited_by=hand.user_id)


@pytest.mark.parametrize("step", ["exit", "cancel"])
def test_no_household_leaves_while_a_grant_is_open(staff, step):
    file = lives.enter_months(lives.an_observed_file(staff), staff, 6, 7, 8, 9, 10, 11)
    grant = aid.propose(file, by=staff.county_operator, on=JUNE_1, project=make.a_project(staff), amount=100_000)
    actions.propose_exit(
        file, by=staff.county_operator, on=DECEMBER_2, reason=ExitReason.GUARANTEED, grounds="纳入低保兜底"
    )
    facts = {"causes_removed": CAUSES} if step == "exit" else {}

    with pytest.raises(leaving.GrantsOpen, match=grant.number):
        getattr(actions, step)(file, by=staff.county_approver, on=DECEMBER_2, **facts)


def test_a_household_observed_may_be_given_aid_and_one_that_left_not(staff):
    file = lives.an_observed_file(staff)
    project = make.a_project(staff)
    assert aid.cap_of(file, project, None, JUNE_1).ceiling == 12 * 66_500
    actions.propose_exit(file, by=staff.county_operator, on=JUNE_1, reason="guaranteed", grounds="纳入低保兜底")
    actions.cancel(file, by=staff.county_approver, on=JUNE_1)

    with pytest.raises(aid.NoFile):
        aid.cap_of(file, project, None, JUNE_1)


# Cancellation


def test_cancel_ends_the_spell_for_the_reason_proposed(staff):
    file = lives.a_cancelled_file(staff, reason=ExitReason.DEATH)

    assert (file.state, file.exit_reason, file.monitored_until) == (FileState.CANCELLED, ExitReason.DEATH, None)
    assert (file.spells.get().reason, file.spells.get().ends_on) == (ExitReason.DEATH, JUNE_1)


def test_propose_exit_refuses_the_reason_of_observation(on_file, staff):
    with pytest.raises(leaving.ReasonOfObservation):
        actions.propose_exit(on_file, by=staff.chair, on=JUNE_1, reason=ExitReason.OUT_OF_DIFFICULTY, grounds="已好转")


def test_cancel_refuses_without_a_proposal_and_who_proposed(on_file, staff):
    operator = make.Post.objects.create(
        user=staff.county_approver.user, unit=staff.county, role="county_operator", starts_on=make.LONG_AGO
    )
    with pytest.raises(leaving.NothingProposed):
        actions.cancel(on_file, by=staff.county_approver, on=JUNE_1)
    actions.propose_exit(on_file, by=operator, on=JUNE_1, reason="retirement", grounds="已办理退休")

    with pytest.raises(leaving.OwnProposal):
        actions.cancel(on_file, by=staff.county_approver, on=JUNE_1)


def test_a_file_that_left_takes_no_second_exit(staff):
    file = lives.a_cancelled_file(staff)

    with pytest.raises(WrongState):
        actions.cancel(file, by=staff.county_approver, on=JUNE_1)


# Back into difficulty


def test_reopen_sends_the_same_file_the_whole_road_again(staff):
    file = lives.a_file_out_of_difficulty(staff)
    number = file.number

    lives.a_reopened_file(staff, file, on=MARCH[0])

    assert (file.number, file.state, file.begun_on, file.due_on) == (
        number,
        FileState.SUBMITTED,
        MARCH[0],
        date(2022, 3, 15),
    )
    assert (file.grade, file.exit_on, file.filed_on, file.notice, file.year) == ("", None, None, None, 2022)


def test_reopened_and_approved_the_file_has_two_spells(staff):
    file = lives.on_file_again(staff, lives.a_cancelled_file(staff), days=MARCH)

    assert [(spell.starts_on, spell.ends_on) for spell in file.spells.all()] == [(MAY_26, JUNE_1), (MARCH[-1], None)]
    assert file.members.filter(is_active=True).count() == 2


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"reason": " "}, returning.WhyMissing),
        ({"authorised_on": date(2021, 5, 10)}, returning.AuthorityTooOld),
        ({"authorised_on": date(2022, 3, 2)}, returning.AuthorityTooOld),
        ({"lines": {}}, rechecking.NoIncome),
    ],
)
def test_reopen_refuses(staff, facts, refusal):
    file = lives.a_cancelled_file(staff)
    asked = {"reason": "旧病复发", "authorised_on": MARCH[0], "lines": YEAR} | facts

    with pytest.raises(refusal):
        actions.reopen(file, by=staff.chair, on=MARCH[0], **asked)


def test_reopen_finds_members_that_stand_elsewhere_meanwhile(staff, tree):
    number = make.a_number()
    file = lives.a_cancelled_file(staff, id_no=number)
    make.a_file_on_record(make.Staff(tree, county="huoshan"), id_no=number)

    with pytest.raises(actions.AnotherFile):
        lives.on_file_again(staff, file, days=MARCH)


def test_begin_leads_to_the_file_that_ended(staff):
    number = make.a_number()
    file = lives.a_cancelled_file(staff, id_no=number)

    with pytest.raises(application.ReopenInstead, match=file.number):
        actions.begin(by=staff.chair, on=MARCH[0], name="张测试", id_no=number)


# Figures of any day


def test_stock_follows_the_spells_of_each_day(staff):
    file = lives.a_file_out_of_difficulty(staff, on=date(2021, 12, 2))
    Spell.objects.update(ends_on=date(2021, 11, 20))
    lives.on_file_again(staff, file, days=MARCH)

    ends = [Period.month(2021, m) for m in range(4, 13)] + [Period.month(2022, m) for m in range(1, 5)]
    assert [value("Y13.whole", month) for month in ends] == [0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1]


def test_stock_costs_one_query(staff, django_assert_num_queries):
    lives.on_file_again(staff, lives.a_cancelled_file(staff), days=MARCH)
    make.a_file_on_record(staff, name="李测试")

    with django_assert_num_queries(1):
        assert HardshipArchive.objects.on_file(DECEMBER_2).count() == 1


def test_spells_never_overlap(on_file):
    for extra in ({"starts_on": JUNE_1}, {"starts_on": MAY_26, "ends_on": JUNE_1, "reason": "death"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Spell.objects.create(file=on_file, **extra)


def test_a_file_on_record_keeps_its_exit_days_empty(on_file):
    for broken in ({"exit_on": JUNE_1}, {"state": "exited"}, {"state": "cancelled", "exit_on": JUNE_1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HardshipArchive.objects.filter(pk=on_file.pk).update(**broken)


def test_households_leave_their_members_free_for_another_file(staff):
    number = make.a_number()
    lives.a_cancelled_file(staff, id_no=number)

    again = make.a_file_on_record(staff, name="张测试二", id_no=None)

    assert again.state == FileState.ON_FILE
    assert HouseholdMember.objects.filter(is_active=True, file=again).count() == 2
