"""Working days, notices and periods (X-R6, X-R7)."""

from datetime import date

import pytest

from gonghui.kernel import workdays
from gonghui.kernel.periods import Period
from gonghui.kernel.workdays import NoCalendar, add_workdays, count_workdays, is_workday, last_day_of_notice


@pytest.fixture(autouse=True)
def own_days(monkeypatch):
    own = {}
    monkeypatch.setattr(workdays, "exceptions", lambda year: own.get(year))
    return own


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2021, 2, 7), True),  # a Sunday worked before the Spring Festival
        (date(2021, 2, 11), False),
        (date(2021, 2, 20), True),
        (date(2021, 5, 3), False),
        (date(2021, 10, 9), True),
        (date(2021, 10, 10), False),
        (date(2021, 12, 31), True),
    ],
)
def test_is_workday_knows_make_up_days(day, worked):
    assert is_workday(day) is worked


def test_last_day_of_notice_counts_the_start_day():
    assert last_day_of_notice(date(2021, 5, 17), 5) == date(2021, 5, 21)


def test_last_day_of_notice_reads_the_notice_of_2020(own_days):
    own_days[2020] = {}

    assert last_day_of_notice(date(2020, 5, 14), 5) == date(2020, 5, 20)


def test_last_day_of_notice_begins_on_a_day_off():
    assert last_day_of_notice(date(2021, 5, 1), 5) == date(2021, 5, 11)


def test_add_workdays_skips_the_festival():
    assert add_workdays(date(2021, 2, 10), 1) == date(2021, 2, 18)


def test_count_workdays_undoes_add_workdays():
    for days in range(1, 40):
        assert count_workdays(date(2021, 9, 1), add_workdays(date(2021, 9, 1), days)) == days


def test_add_workdays_refuses_a_year_without_data():
    with pytest.raises(NoCalendar) as refusal:
        add_workdays(date(2055, 12, 30), 5)

    assert "2055" in str(refusal.value) or "2056" in str(refusal.value)


def test_own_days_stand_above_the_calendar(own_days):
    own_days[2021] = {date(2021, 6, 1): False}

    assert add_workdays(date(2021, 5, 31), 1) == date(2021, 6, 2)


def test_period_is_half_open():
    year = Period.named("2021")

    assert date(2021, 12, 31) in year
    assert date(2022, 1, 1) not in year
    assert [month.name for month in year.months()][::11] == ["2021-01", "2021-12"]
    assert Period.named("2021-12").end == date(2022, 1, 1)


@pytest.mark.parametrize("name", ["21", "2021-13", "2021-1", "二〇二一", ""])
def test_period_refuses_other_names(name):
    with pytest.raises(ValueError, match="no period"):
        Period.named(name)
