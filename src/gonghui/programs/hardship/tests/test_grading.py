"""Grades and caps from figures alone (E-R1 to E-R5, E-R9); amounts in fen."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gonghui.programs.hardship.rulebook import caps
from gonghui.programs.hardship.rulebook.grading import Grade, Household, Lines, grade, per_head_month

LINES = Lines(dibao=66500, resident_income=2_810_300)
POOR = Household(persons=2, income=2_400_000, rigid_cost=804_000)  # exactly 665 yuan a head and month


def test_per_head_month_is_after_rigid_costs():
    assert per_head_month(POOR, with_employment_cost=False) == 66500


@pytest.mark.parametrize(("is_strict", "found"), [(False, Grade.DEEP), (True, Grade.RELATIVE)])
def test_grade_on_the_line_follows_the_comparator(is_strict, found):
    assert grade(POOR, replace(LINES, is_strict=is_strict)).grade == found


def test_grade_one_fen_above_the_line_is_relative():
    assert grade(replace(POOR, rigid_cost=804_000 - 24), LINES).grade == Grade.RELATIVE


def test_employment_cost_counts_for_the_relative_grade_only():
    household = Household(persons=1, income=1_600_000)  # 1,333.33 yuan a month, 2 × 665 is 1,330

    assert grade(household, LINES).grade == ""
    assert grade(replace(household, employment_cost=4_000), LINES).grade == Grade.RELATIVE
    assert grade(replace(POOR, rigid_cost=0, employment_cost=804_000), LINES).grade == Grade.RELATIVE


def test_grade_needs_income_below_the_provinces():
    rich = Household(persons=1, income=2_810_300, rigid_cost=2_800_000)

    assert grade(rich, LINES).grade == ""
    assert grade(replace(rich, income=2_810_299), LINES).grade == Grade.DEEP


@pytest.mark.parametrize(("cost", "found"), [(8_000_000, ""), (8_000_001, Grade.ACCIDENTAL)])
def test_a_sudden_event_counts_above_eighty_per_cent_of_income(cost, found):
    struck = Household(persons=2, income=10_000_000, sudden_cost=cost, has_sudden_event=True)

    assert grade(struck, LINES).grade == found


def test_a_migrant_needs_a_year_of_labour_and_membership():
    migrant = replace(POOR, is_migrant=True, labour_years=1)

    assert grade(migrant, LINES).grade == Grade.DEEP
    assert grade(replace(migrant, labour_years=0), LINES).grade == ""
    assert grade(replace(migrant, is_member=False), LINES).clause.startswith("E-R4")
    assert grade(replace(migrant, labour_years=None), LINES).missing


def test_an_exclusion_stands_before_everything():
    found = grade(replace(POOR, exclusions=("高收费私立学校",)), LINES)

    assert (found.grade, found.is_borderline) == ("", False)
    assert "高收费私立学校" in found.clause


def test_what_is_missing_is_named_and_nothing_is_guessed():
    found = grade(Household(persons=0, income=None), LINES)

    assert (found.grade, len(found.missing), found.is_complete) == ("", 2, False)


@pytest.mark.parametrize(
    ("rigid", "is_borderline"), [(804_000, True), (730_000, True), (600_000, False), (1_800_000, False)]
)
def test_borderline_is_within_five_per_cent_of_a_line(rigid, is_borderline):
    assert grade(replace(POOR, rigid_cost=rigid), LINES).is_borderline is is_borderline


def test_would_change_says_how_far_the_next_line_is():
    found = grade(replace(POOR, rigid_cost=564_000), LINES)  # 100 yuan a head and month above the line

    assert found.grade == Grade.RELATIVE
    assert "2,400.00 元" in found.would_change[0]


def test_living_cap_is_twelve_times_dibao_less_what_was_given():
    cap = caps.living(66500, 12, 300_000)

    assert cap.ceiling == 498_000
    assert cap.steps == [
        "生活救助:低保标准每月 665.00 元 × 12 = 7,980.00 元",
        "减去本年度已批准和在办的 3,000.00 元(已追回的不计),尚可发放 4,980.00 元",
    ]


def test_medical_cap_is_what_the_household_bore():
    assert caps.medical(1_200_050, Decimal("0.5"), 0).ceiling == 600_025


def test_a_cap_is_never_negative():
    assert caps.schooling(66500, 10, 700_000).ceiling == 0
