"""A long page: shown in sheets, filtered by verdict, asked for at one cost however many claims it has."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.desks.figures import reckoning
from gonghui.desks.figures.reckoning import the_city
from gonghui.desks.review import checking
from gonghui.desks.review.views.reading import PER_PAGE
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.kernel.indicators import registry
from gonghui.kernel.periods import Period
from tests.world import NOW, the_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LINE = "全市各级工会共救助在档困难职工18户,发放救助金10.98万元,举办网上招聘会13场;市总工会扎实推进各项工作。"
PADDING = "各级工会坚持围绕中心、服务大局,团结动员广大职工建功立业。" * 6


def a_page(lines: int) -> str:
    """Three claims in each line, some 200 signs long."""
    return "2021年工作总结\n\n" + "\n".join(LINE + PADDING for _ in range(lines))


@pytest.fixture
def client():
    return come_in(the_post(Role.CITY_REVIEWER))


def read(client, **answers):
    return client.post("/review/reading", answers)


def test_a_long_page_is_shown_in_sheets_that_hold_all_claims_once(client):
    text = a_page(100)
    assert len(text) > 20_000

    places, lines = [], []
    for number in (1, 2, 3):
        told = read(client, text=text, sheet=str(number)).context
        places += [mark.place for mark in told["sheet"].marks]
        lines += [at for at, _pieces in told["lines"]]
        assert len(told["sheet"].marks) <= PER_PAGE <= 200

    assert places == list(range(1, 301))
    assert sorted(set(lines)) == list(range(1, 103))


def test_a_sheet_that_does_not_exist_shows_the_nearest(client):
    assert read(client, text=a_page(40), sheet="99").context["sheet"].number == 2


def test_the_side_list_is_filtered_by_verdict_and_the_text_keeps_every_number(client):
    page = read(client, text=a_page(3), verdict="no_record")

    assert {mark.verdict for mark in page.context["sheet"].marks} == {"no_record"}
    assert page.content.decode().count("(相符)") == 6
    assert 'value="no_record" aria-pressed="true"' in page.content.decode()


def test_a_filter_that_is_none_is_refused(client):
    assert "没有填对" in read(client, text=a_page(1), verdict="x").content.decode()


def test_the_cost_does_not_grow_with_the_claims(client):
    read(client, text=a_page(1))
    with CaptureQueriesContext(connection) as few:
        read(client, text=a_page(1))
    with CaptureQueriesContext(connection) as many:
        read(client, text=a_page(100))

    assert len(many) == len(few)


def test_the_cost_does_not_grow_with_the_counties_named():
    def asked(text):
        with CaptureQueriesContext(connection) as asked:
            checking.check(f"2021年工作总结\n\n{text}", the_city(), None, today=NOW)
        return len(asked)

    one = asked("金寨县救助在档困难职工18户。")

    assert asked("金寨县救助在档困难职工18户。\n霍山县救助在档困难职工1户。\n舒城县救助在档困难职工2户。") == one


def test_a_long_page_is_read_in_seconds():
    began = time.monotonic()

    checked = checking.check(a_page(100), the_city(), None, today=NOW)

    assert len(checked.judged) == 300
    assert time.monotonic() - began < 10


# Whose records


def test_a_page_of_a_county_below_is_held_against_the_county(client):
    told = read(client, text="金寨县总工会2021年工作总结\n\n全县救助在档困难职工18户。").context

    assert told["checked"].unit.area.name == "金寨县"
    assert "unit=341524" in told["marks"][0].href or told["marks"][0].verdict == "no_record"


@pytest.mark.parametrize("told", ["金寨县", "金寨县总工会", "全县"])
def test_a_county_reads_its_own_name_as_itself(told):
    client = come_in(the_post(Role.COUNTY_OPERATOR, "金寨县总工会"))

    (mark,) = read(client, text=f"2021年,{told}共救助在档困难职工900户。").context["marks"]

    assert mark.verdict == "differs"


@pytest.mark.parametrize("place", ["霍山县", "舒城县", "黄山市", "肥西县", "全省"])
def test_a_county_is_not_compared_with_its_neighbours(place):
    client = come_in(the_post(Role.COUNTY_OPERATOR, "金寨县总工会"))

    (mark,) = read(client, text=f"2021年,{place}工会共救助在档困难职工900户。").context["marks"]

    assert (mark.verdict, mark.href) == ("no_record", "")


def test_the_city_reads_its_own_name_as_itself(client):
    (mark,) = read(client, text="2021年,六安市总工会共救助在档困难职工18户。").context["marks"]

    assert mark.verdict == "agrees"


def test_a_page_of_another_federation_is_not_compared(client):
    page = read(client, text="芜湖市总工会2021年工作总结\n\n全市救助在档困难职工18户,发放救助金10.98万元。")

    assert {mark.verdict for mark in page.context["marks"]} == {"no_record"}
    assert "文章标题说的是芜湖市,不在本工会范围内" in page.content.decode()
    assert not any(mark.may_choose for mark in page.context["marks"])


def test_a_part_of_the_year_is_said_and_leads_to_its_months(client):
    months = sum_of_months()
    (mark,) = read(client, text=f"2021年1—9月,全市救助在档困难职工{months}户。").context["marks"]

    assert mark.verdict == "agrees"
    assert mark.sentence.startswith("2021年1月至9月记录为")
    assert mark.href == "/figures/Y15?unit=341500&period=2021"


def test_a_single_month_opens_its_records(client):
    (mark,) = read(client, text="2021年12月,全市救助在档困难职工900户。").context["marks"]

    assert (mark.verdict, mark.href) == ("differs", "/figures/Y15/records?unit=341500&period=2021-12")


def sum_of_months() -> int:
    nine = Period(date(2021, 1, 1), date(2021, 10, 1))
    return reckoning.answer(registry["Y15"], the_city(), nine).value
