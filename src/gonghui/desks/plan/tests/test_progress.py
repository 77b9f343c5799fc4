"""Value against the own target: share, pace and state; over only at the deadline, once frozen (N-R3, N-R4)."""

from datetime import date
from decimal import Decimal

import pytest

from gonghui.desks.plan import progress
from gonghui.desks.plan.actions import explaining, issuing
from gonghui.desks.plan.models import Explanation
from gonghui.desks.plan.progress import State
from gonghui.desks.plan.rulebook import expected_share
from gonghui.foundation.policies.models import Edition
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled

from .people import JAN_26, JUNE_8, a_draft, an_issued, an_item

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
YEAR_END, JULY_2 = date(2021, 12, 31), date(2021, 7, 2)


def state(item, value, day, target=100):
    return progress.standing(item, item.plan.unit, target, value, day).state


@pytest.mark.parametrize(
    ("first", "last", "day", "share"),
    [
        (1, 12, date(2020, 12, 31), 0),
        (1, 12, date(2021, 1, 1), 0.3),
        (1, 12, JULY_2, 50.1),
        (1, 12, YEAR_END, 100),
        (6, 9, date(2021, 5, 31), 0),
        (6, 9, date(2021, 7, 31), 50),
        (6, 9, date(2021, 10, 1), 100),
    ],
)
def test_what_is_due_is_even_over_the_months(first, last, day, share):
    assert expected_share(first, last, 2021, day) == share


@pytest.mark.parametrize(
    ("value", "day", "found"),
    [
        (0, date(2021, 3, 1), State.NOT_STARTED),
        (44, JULY_2, State.BEHIND),
        (46, JULY_2, State.ON_TRACK),
        (100, JULY_2, State.DONE),
        (130, JULY_2, State.DONE),
        (99, YEAR_END, State.BEHIND),
        (100, YEAR_END, State.DONE),
        (101, YEAR_END, State.OVER),
        (None, JULY_2, State.NO_FIGURE),
    ],
)
def test_a_state_follows_from_value_target_and_day(house, value, day, found):
    assert state(an_issued(house).items.get(), value, day) == found


def test_what_is_late_when_its_day_has_come_is_not_reached(house):
    item = an_issued(house).items.get()

    labels = [progress.standing(item, house.city, 100, 90, day).label for day in (date(2021, 12, 30), YEAR_END)]

    assert labels == ["落后", "未完成"]


def test_nothing_is_over_before_its_targets_are_frozen(house):
    item = an_item(house, a_draft(house), deadline=date(2021, 3, 1))

    assert state(item, 150, date(2021, 3, 31)) == State.DONE
    assert state(item, 150, date(2021, 4, 1)) == State.OVER


def test_the_freeze_is_a_policy_of_the_year(house):
    Edition.objects.create(policy="plan.frozen_on", value="05-15", starts_on=date(2021, 1, 1), source="演示")

    assert a_draft(house).frozen_on == date(2021, 5, 15)


def test_how_far_behind_counts_is_a_policy(house):
    item = an_issued(house).items.get()
    Edition.objects.create(policy="plan.behind", value="20", starts_on=date(2021, 1, 1), source="演示")

    assert state(item, 31, JULY_2) == State.ON_TRACK


def test_a_level_is_held_against_its_target_at_the_deadline_only(house):
    item = an_item(house, a_draft(house), figure="Y13")

    found = progress.standing(item, house.city, 100, 20, JULY_2)

    assert (found.expected, found.state) == (None, State.ON_TRACK)
    assert "期间不算进度" in progress.pace_in_words(item, JULY_2)


def test_pace_says_plainly_how_it_is_reckoned(house):
    item = an_item(house, a_draft(house), first_month=6, last_month=9)

    assert progress.pace_in_words(item, date(2021, 7, 31)) == (
        "时间进度:从 6 月到 9 月按天均匀推进,到 07-31 应完成 50.0%;低于这一进度 5 个百分点以上算落后。"
    )


def test_a_share_may_exceed_100_and_is_no_number_without_target(house):
    item = an_issued(house).items.get()

    shares = [progress.standing(item, house.city, target, 130, JULY_2).share for target in (Decimal(100), Decimal(0))]

    assert shares == [130.0, None]


def test_an_item_whose_figure_is_not_there_has_no_number(house):
    plan = a_draft(house)
    an_item(house, plan, figure="T05", unit_word="家", target=Decimal(450))

    (found,) = progress.of_unit(plan, house.city, plan.period, JULY_2)

    assert (found.value, found.state, found.shown, found.target_shown) == (None, State.NO_FIGURE, "—", "450家")


def test_a_county_is_held_against_its_own_target(house):
    plan = an_issued(house)

    (found,) = progress.of_unit(plan, house.jinzhai, plan.period, JULY_2)

    assert (found.target, found.value, found.state) == (60, 0, State.NOT_STARTED)


def test_counties_come_in_the_order_they_are_given(house):
    item = an_issued(house).items.get()

    found = progress.of_item(item, [house.jinzhai, house.huoshan], Period.year(2021), JULY_2)

    assert [(each.unit, each.target) for each in found] == [(house.jinzhai, 60), (house.huoshan, 40)]


# Explanations


def test_explain_keeps_what_a_county_that_is_behind_says(house):
    item = an_issued(house).items.get()

    said = explaining.explain(item, by=house.jin_operator, on=JUNE_8, text="汛期入户推迟,七月补齐")

    assert (said.unit, said.said_on, said.text) == (house.jinzhai, JUNE_8, "汛期入户推迟,七月补齐")


def test_explain_refuses_who_is_not_behind(house, monkeypatch):
    item = an_issued(house).items.get()
    met = progress.standing(item, house.jinzhai, Decimal(60), 60, JUNE_8)
    monkeypatch.setattr(explaining, "standing_of", lambda *asked: met)

    with pytest.raises(explaining.NotBehind, match="已完成"):
        explaining.explain(item, by=house.jin_operator, on=JUNE_8, text="没有落后也想说两句")

    assert Explanation.objects.count() == 0


def test_explain_refuses_the_city_and_too_few_words(house):
    item = an_issued(house).items.get()

    with pytest.raises(NotEntitled):
        explaining.explain(item, by=house.operator, on=JUNE_8, text="市里替县里说明")
    with pytest.raises(issuing.ReasonMissing):
        explaining.explain(item, by=house.jin_operator, on=JUNE_8, text="忙")


def test_explain_refuses_a_plan_that_is_not_issued(house):
    item = an_item(house, a_draft(house))

    with pytest.raises(NotEntitled):
        explaining.explain(item, by=house.jin_operator, on=JAN_26, text="还没有下达就说明")
