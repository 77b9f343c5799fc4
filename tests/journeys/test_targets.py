"""A county receives its targets and sees its progress; a leader looks at the board, large and small (N-R2, N-R4)."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from gonghui.desks.figures.actions import months
from gonghui.desks.plan.actions import drafting, issuing
from gonghui.desks.plan.frames import Frame
from gonghui.desks.plan.tests.people import House
from gonghui.foundation.organisations import sight
from gonghui.kernel.periods import Period

from .people import ON_A_DESK, ON_A_PHONE, Room

pytestmark = pytest.mark.django_db(transaction=True)
ON_THE_WALL = {"viewport": {"width": 1920, "height": 1080}}
ITEMS = (("4.1", "救助在档困难职工", "Y15"), ("4.2", "发放救助金", "Y16"), ("4.3", "一对一结对帮扶", "Y13"))


@pytest.fixture
def house():
    """A plan of the running year, of the last one in January, issued some days ago."""
    with transaction.atomic(), sight.system("test"):
        house, today = House(), timezone.localdate()
        year = (today - timedelta(days=40)).year
        on = min(today - timedelta(days=3), date(year, 12, 28))
        told = {"by": house.operator, "on": on}
        plan = drafting.begin(year=year, name=f"{year}年工作目标", frame=Frame.FREE, **told)
        for code, title, figure in ITEMS:
            facts = {"department": "权益保障部", "deadline": date(year, 12, 31), "is_on_board": True}
            item = drafting.write_item(plan, code=code, title=title, figure=figure, **facts, **told)
            drafting.share_out(item, city=Decimal(100), counties=house.counties(100, 100), **told)
        issuing.submit(plan, **told)
        house.plan = issuing.issue(plan, by=house.approver, on=on, opinion="同意下达,请按期签收")
    return house


def seal_january(house):
    """The first month of the plan's year, by two persons."""
    january = Period.month(house.plan.year, 1)
    with transaction.atomic(), sight.system("test"):
        month = months.begin(house.city, january, by=house.statistician, on=january.end)
        months.submit(month, by=house.statistician, on=january.end, opinion="核对一致")
        months.lock(month, by=house.reviewer, on=january.end, opinion="同意封存")


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


def test_a_county_receives_its_targets_and_sees_its_progress(house, room):
    officer = room.seat(house.jin_approver, ON_A_DESK)

    officer.opens("/workbench/").reads("目标签收").follows(re.compile("^签收"), shot="plan-receive")
    officer.fills(opinion="已收悉,抓好落实").presses("签收").reads("已签收", "100户")
    officer.follows("看进度", shot="plan-progress").reads("金寨县总工会", "对照自己的目标")
    officer.follows("救助在档困难职工", shot="plan-item").reads("时间进度", "写进度说明")
    officer.follows("写进度说明").fills(text="汛期入户推迟,下月补齐").presses("提交说明").reads("汛期入户推迟")


def test_a_leader_looks_at_the_board(house, room):
    room.seat(house.approver, ON_A_DESK).opens("/plan/board").reads("还没有已封存的月份")
    seal_january(house)

    for options, shot in ((ON_THE_WALL, "plan-board"), (ON_A_PHONE, "plan-board-phone")):
        leader = room.seat(house.approver, options)
        leader.opens("/plan/board", shot=shot).reads("救助在档困难职工", "金寨县")

    wall = room.seat(house.approver, ON_THE_WALL)
    assert wall.tab.evaluate("document.documentElement.scrollHeight") <= 1080
    wall.tab.get_by_role("navigation", name="选择地图上的目标").get_by_role("link", name="发放救助金").click()
    wall.looks().reads("发放救助金:按月累计")
