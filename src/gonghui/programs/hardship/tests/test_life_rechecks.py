"""The recheck of a household on file: the year afresh, compared, computed, confirmed by another (E-R1, X-R1)."""

from datetime import date

import pytest

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.foundation.policies.models import Edition
from gonghui.kernel.refusals import NotEntitled
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import rechecking, verification
from gonghui.programs.hardship.rulebook import FileState
from gonghui.programs.hardship.rulebook.grading import Grade

from . import factories as make
from .factories import MAY_26
from .lives import COMPARED, DECEMBER_2, YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def staff(db):
    return make.Staff(a_tree())


@pytest.fixture
def on_file(staff):
    return make.a_file_on_record(staff)


def recheck(file, staff, *, on=DECEMBER_2, year=2021, lines=YEAR, by=None, **facts):
    return actions.recheck(file, by=by or staff.county_operator, on=on, year=year, lines=lines, **COMPARED | facts)


def test_recheck_enters_the_year_afresh_and_sets_the_next(on_file, staff):
    recheck(on_file, staff, on=date(2022, 5, 20), year=2022, lines={"wage": (2_500_000, 0)})

    assert [(line.year, line.amount) for line in on_file.lines.standing()] == [(2022, 2_500_000)]
    assert {line.year for line in on_file.lines.all()} == {2021, 2022}
    assert on_file.recheck_on == date(2023, 5, 20)
    assert (on_file.state, on_file.grade) == (FileState.ON_FILE, Grade.DEEP)


def test_recheck_of_the_same_year_keeps_the_earlier_lines_written(on_file, staff):
    recheck(on_file, staff, lines={"wage": (2_000_000, 0)})

    assert [line.amount for line in on_file.lines.standing()] == [2_000_000]
    assert on_file.lines.filter(superseded_on=DECEMBER_2).count() == 2


def test_recheck_computes_with_the_lines_of_the_day(on_file, staff):
    Edition.objects.create(policy="hardship.dibao", value="50000", starts_on=date(2021, 7, 1), source="市政府通知")

    recheck(on_file, staff, lines={"wage": (1_440_000, 0)})  # 600 yuan a head and month

    assert on_file.assessments.last().grade == Grade.RELATIVE


def test_recheck_with_another_grade_waits_for_a_second_person(on_file, staff):
    recheck(on_file, staff, lines={"wage": (2_400_000, 0)})

    assert on_file.grade == Grade.DEEP
    actions.confirm_grade(on_file, by=staff.county_approver, on=DECEMBER_2)

    assert on_file.grade == Grade.RELATIVE
    assert [(each.grade, each.starts_on, each.ends_on) for each in on_file.grade_spells.all()] == [
        (Grade.DEEP, MAY_26, DECEMBER_2),
        (Grade.RELATIVE, DECEMBER_2, None),
    ]


def test_recheck_that_fits_no_clause_leaves_the_grade_to_a_proposal(on_file, staff):
    recheck(on_file, staff, lines={"wage": (9_000_000, 0)})

    assert on_file.rechecks.get().is_changed
    with pytest.raises(actions.decision.NothingProposed):
        actions.confirm_grade(on_file, by=staff.county_approver, on=DECEMBER_2)


def test_recheck_lets_nobody_confirm_her_own(on_file, staff):
    both = make.a_post(staff.county, "county_approver")
    operator = make.Post.objects.create(
        user=both.user, unit=staff.county, role="county_operator", starts_on=make.LONG_AGO
    )
    recheck(on_file, staff, lines={"wage": (2_400_000, 0)}, by=operator)

    with pytest.raises(actions.decision.SamePerson):
        actions.confirm_grade(on_file, by=both, on=DECEMBER_2)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"year": 2020}, rechecking.WrongYear),
        ({"year": 2022}, rechecking.WrongYear),
        ({"lines": {"cost_illness": (100, 0)}}, rechecking.NoIncome),
        ({"sources": []}, verification.NothingCompared),
    ],
)
def test_recheck_refuses(on_file, staff, facts, refusal):
    with pytest.raises(refusal):
        recheck(on_file, staff, **facts)

    assert on_file.lines.standing().count() == 2


def test_recheck_twice_a_day_is_refused(on_file, staff):
    recheck(on_file, staff)

    with pytest.raises(rechecking.AlreadyRechecked):
        recheck(on_file, staff)


@pytest.mark.parametrize("who", ["chair", "county_reviewer", "county_approver"])
def test_recheck_is_for_the_township_and_the_countys_operator(on_file, staff, who):
    with pytest.raises(NotEntitled):
        recheck(on_file, staff, by=getattr(staff, who))
