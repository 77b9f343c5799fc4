"""Values looked up once, for one who works through many records in one go."""

from datetime import date

import pytest

from gonghui.foundation.organisations.models import Area
from gonghui.foundation.policies.models import Edition, SpecialDay
from gonghui.foundation.policies.remembering import remembered
from gonghui.foundation.policies.rules import Policy, registry
from gonghui.kernel.workdays import add_workdays

pytestmark = pytest.mark.django_db
MAY_1, MAY_31 = date(2021, 5, 1), date(2021, 5, 31)
JINZHAI, HUOSHAN = Area(code="341524"), Area(code="341525")


@pytest.fixture
def policy():
    made = Policy("test.remembered", 100, "试行标准", "元", "test")
    yield made
    del registry[made.name]


def an_edition(value, starts_on, area_code="", ends_on=None):
    return Edition.objects.create(
        policy="test.remembered", value=value, starts_on=starts_on, area_code=area_code, ends_on=ends_on, source="test"
    )


def test_remembered_values_are_those_that_would_be_looked_up(policy):
    an_edition("1", date(2021, 1, 1))
    an_edition("2", date(2021, 5, 15))
    an_edition("3", date(2021, 1, 1), "341524", ends_on=date(2021, 5, 20))
    an_edition("4", date(2021, 6, 1), "341500")
    asked = [(day, area) for day in (MAY_1, MAY_31, date(2020, 1, 1)) for area in (None, JINZHAI, HUOSHAN)]
    looked_up = [policy.on(*each) for each in asked]

    with remembered():
        known = [policy.on(*each) for each in asked]

    assert known == looked_up == [1, 3, 1, 2, 2, 2, 100, 100, 100]


def test_remembered_values_ask_the_database_once(policy, django_assert_num_queries):
    with django_assert_num_queries(2), remembered():
        values = [policy.on(MAY_1) for _ in range(5)]
        days = [add_workdays(MAY_1, n) for n in range(5)]

    assert (len(values), len(days)) == (5, 5)


def test_what_is_entered_counts_after_the_end(policy):
    with remembered():
        policy.on(MAY_1)
        an_edition("7", date(2021, 1, 1))
        SpecialDay.objects.create(day=date(2021, 5, 10), is_worked=False, source="test")
        during = policy.on(MAY_1)

    assert (during, policy.on(MAY_1)) == (100, 7)
    assert add_workdays(date(2021, 5, 9), 1) == date(2021, 5, 11)
