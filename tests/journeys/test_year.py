"""The year told: the office is refused a typed number, three publish, a leader opens three numbers (N-R9, X-R1)."""

from dataclasses import dataclass

import pytest

from gonghui.desks.figures.tests.sealed import YEAR, City
from gonghui.desks.review.models import Review
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.organisations.tests.trees import a_tree

from .people import ON_A_DESK, ON_A_PHONE, Room
from .test_morning import everything_seen

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "全年新增工会组织470家。"
WRITTEN = "各级工会共救助在档困难职工{Y15}，发放救助金{Y16}，其中救助深度困难职工{Y10}。"


@dataclass
class Year:
    """A year whose months are sealed, and the three who tell of it."""

    city: City
    office: Post
    leader: Post


@pytest.fixture
def year(transactional_db):
    return everything_seen(a_year)


@pytest.fixture
def room(browser, live, assert_accessible):
    with Room(browser, live, assert_accessible) as room:
        yield room


def a_year() -> Year:
    city = City(a_tree())
    for place, month in enumerate(YEAR.months()):
        city.pays(city.files[place % 3], month.start, 700_00 + place * 100_00)
    for month in YEAR.months():
        city.seals(month)
    office, leader = a_post(city.unit, Role.CITY_OPERATOR, "方测试"), a_post(city.unit, Role.CITY_APPROVER, "沈测试")
    return Year(city, office, leader)


def test_three_tell_of_the_year(room, year):
    office, leader = room.seat(year.office, ON_A_DESK), room.seat(year.leader, ON_A_DESK)
    statistician = room.seat(year.city.statistician, ON_A_DESK)

    begins(office)
    is_refused_a_typed_number(office)
    writes_what_comes_from_records(office)
    office.follows("送审").presses("送审").reads("待核对")
    checks(statistician)
    publishes(leader)
    opens_three_numbers(leader)

    review = everything_seen(lambda: Review.objects.get(year=2021))
    assert review.state == Review.State.PUBLISHED
    assert len({review.submitted_by, review.checked_by, review.published_by}) == 3
    narrow = room.seat(year.leader, ON_A_PHONE)
    narrow.opens(f"/review/years/{review.number}", "year-narrow").reads("已发布")
    opens_three_numbers(narrow)


def begins(office):
    office.opens("/review/years/", "year-list").follows("起草").fills(year="2021").presses("起草")
    office.reads("2021年度述评", "起草中", "各节文字")


def is_refused_a_typed_number(office):
    office.follows("一、强化政治引领", "year-section").fills(body=TYPED).presses("保存", "year-refused")
    office.reads("第 2 节第 1 段:“全年新增工会组织470家”是写上去的数字。")


def writes_what_comes_from_records(office):
    office.fills(body=WRITTEN).presses("保存").reads("已存为第 2 版。")


def takes_up(person):
    """What waits on her to-do list."""
    person.opens("/workbench/").tab.locator("#waiting").get_by_role("link", name="2021年度述评").first.click()
    return person.looks()


def checks(statistician):
    takes_up(statistician).follows("核对通过", "year-check")
    statistician.reads("Y15 救助在档困难职工", "3户").presses("核对通过").reads("待发布")


def publishes(leader):
    takes_up(leader).follows("发布", "year-publish").reads("待记录")
    leader.fills(acknowledged=True).presses("发布").reads("已发布")


def opens_three_numbers(leader):
    """Households of every level, money, households in deep hardship: each with as many records as it counts."""
    for number, place, rows in (("3户", 0, 3), ("1.5万元", 0, 12), ("3户", 1, 3)):
        leader.follows("阅读正文", "year-text").reads("〔此处待记录：新增工会组织（Y01）〕")
        leader.tab.locator("article").get_by_role("link", name=number, exact=True).nth(place).click()
        leader.looks("year-records")
        assert leader.tab.locator("tbody tr").count() == rows
        leader.tab.go_back()
        leader.tab.go_back()
