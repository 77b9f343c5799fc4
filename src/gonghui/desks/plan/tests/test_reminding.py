"""Reminders come before a day, once each, and never after (N-R3)."""

from datetime import date

import pytest

from gonghui.desks.plan.actions import issuing, reminding
from gonghui.desks.plan.models import PlanReminder
from gonghui.foundation.notices.models import Message

from .people import JAN_26, an_issued

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
DUE = date(2021, 2, 5)
"""Ten working days after 22 January 2021."""


def told(post):
    return list(Message.objects.filter(user=post.user_id).order_by("pk").values_list("text", flat=True))[1:]


def test_a_county_is_reminded_before_the_day_and_once(house):
    plan = an_issued(house)
    issuing.receive(plan.receipts.get(unit=house.huoshan), by=house.huo_approver, on=JAN_26)

    assert plan.receipts.get(unit=house.jinzhai).due_on == DUE
    first = [reminding.ensure_reminded(on=on) for on in (date(2021, 1, 28), date(2021, 1, 29), date(2021, 1, 30))]

    assert first == [0, 1, 0]
    assert told(house.jin_approver) == ["“2021年工作目标”的目标还没有签收,请在 2021-02-05 前签收。"]
    assert told(house.huo_approver) == []


def test_it_is_reminded_once_more_before_the_freeze(house):
    an_issued(house)

    assert reminding.ensure_reminded(on=date(2021, 3, 23)) == 0
    assert reminding.ensure_reminded(on=date(2021, 3, 26)) == 2
    assert reminding.ensure_reminded(on=date(2021, 3, 31)) == 0
    assert "2021-04-01" in told(house.jin_approver)[0]


@pytest.mark.parametrize("on", [DUE, date(2021, 2, 9), date(2021, 4, 1), date(2021, 4, 6), date(2022, 1, 2)])
def test_nobody_is_reminded_on_the_day_or_after(house, on):
    an_issued(house)

    assert reminding.ensure_reminded(on=on) == 0


def test_owner_and_counties_are_reminded_of_an_item_that_is_due(house):
    an_issued(house, deadline=date(2021, 9, 30), owner=house.reviewer)

    assert reminding.ensure_reminded(on=date(2021, 9, 22)) == 0
    count = reminding.ensure_reminded(on=date(2021, 9, 24))

    reminded = set(PlanReminder.objects.values_list("user", flat=True))
    wanted = (house.reviewer, house.jin_operator, house.jin_approver, house.huo_approver)
    assert reminded == {post.user_id for post in wanted}
    assert count == 4
    assert told(house.jin_approver)[-1] == "目标 4.1 救助在档困难职工 将于 2021-09-30 到期,现为 0户,目标 60户。"
    assert reminding.ensure_reminded(on=date(2021, 9, 27)) == 0


def test_an_item_without_figure_reminds_nobody(house):
    an_issued(house, deadline=date(2021, 9, 30), figure="T05", unit_word="家", owner=house.reviewer)

    assert reminding.ensure_reminded(on=date(2021, 9, 24)) == 0


def test_the_year_end_is_reminded_of_without_the_next_years_calendar(house):
    an_issued(house, owner=house.reviewer)

    assert reminding.ensure_reminded(on=date(2021, 12, 30)) == 4
