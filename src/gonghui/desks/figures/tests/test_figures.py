"""Figures of a small world: parts add up, each number opens as many records, nobody asks beyond his unit."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.desks.figures import reckoning
from gonghui.desks.figures.addresses import key_of
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from tests.world import the_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
YEAR = Period.year(2021)
FLOWS = ["Y10", "Y11", "Y12", "Y15", "Y16"]


def figure(code):
    return next(each for each in all_figures() if each.code == code)


def answer(code, unit=None, period=YEAR):
    return reckoning.answer(figure(code), unit or reckoning.the_city(), period)


@pytest.mark.parametrize("code", FLOWS)
def test_months_add_up_to_the_year(code):
    parts = reckoning.by_month(figure(code), reckoning.the_city(), YEAR)

    assert sum(part.value for part in parts) == answer(code).value > 0


@pytest.mark.parametrize("code", FLOWS)
def test_counties_add_up_to_the_city(code):
    city = reckoning.the_city()
    parts = reckoning.by_unit(figure(code), city, YEAR, reckoning.counties_of(city))

    assert sum(part.value for part in parts) == answer(code).value


@pytest.mark.parametrize("code", FLOWS)
def test_each_month_is_computed_alike_alone(code):
    parts = reckoning.by_month(figure(code), reckoning.the_city(), YEAR)

    assert [answer(code, period=part.period).value for part in parts] == [part.value for part in parts]


def test_counties_stand_in_administrative_order():
    names = [unit.area.code for unit in reckoning.counties_of(reckoning.the_city())]

    assert names == ["341502", "341503", "341504", "341522", "341523", "341524", "341525", "341502400"]


def test_every_file_has_a_helper_is_a_rate_of_100():
    assert (answer("Y13").value, answer("Y13").shown) == (100, "100%")


def test_a_rate_without_records_is_nothing():
    found = answer("Y13", period=Period.year(2019))

    assert (found.value, found.shown, found.records) == (None, "—", 0)


# The command


def printed(capsys, *arguments):
    call_command("figures", *arguments)
    return json.loads(capsys.readouterr().out)


def test_figures_prints_the_agreed_shape(capsys):
    found = {each["code"]: each for each in printed(capsys, "--year", "2021", "--json")}

    apart = [code for code in found if code.startswith(("E.relief.", "E.season."))]
    assert apart[:2] == ["E.relief.amount", "E.relief.households"]
    assert len(apart[2:]) == 5 * len(("persons", "value", "sites"))  # the four seasons and all of them
    own = [code for code in found if code.startswith("E.") and code not in apart]
    aided = ["E.aid.living", "E.aid.medical", "E.aid.schooling"]
    left = ["E.exit", "E.exit.guaranteed", "E.exit.other"]
    on_file = ["E.city", "E.deep", *left, "E.new", "E.relative", "E.sudden"]
    assert own == [*aided, *on_file, "E.visited", "E.visits"]
    organising = ["B.eight", "B.members", "B.migrants", "B.new_forms", "Y01", "Y02", "Y03"]
    of_the_year = ["Y04", "Y10", "Y11", "Y12", "Y13", "Y14", "Y15", "Y16", "Y17"]
    assert [code for code in found if code not in (*own, *apart)] == [*organising, *of_the_year]
    money = found["Y16"]
    assert list(money) == [
        "code", "name", "kind", "value", "shown", "unit_word", "records", "period", "unit", "target",
    ]  # fmt: skip
    assert (money["value"], money["shown"]) == (109800.0, "10.98万元")
    assert (money["kind"], money["unit_word"], money["period"]) == ("flow", "元", "2021")
    assert (money["unit"], money["target"]) == ("341500", 100000.0)


def test_figures_by_month_has_twelve_parts(capsys):
    found = printed(capsys, "--year", "2021", "--json", "--by", "month")[0]

    assert [part["month"] for part in found["parts"]] == [f"2021-{month:02d}" for month in range(1, 13)]


def test_figures_of_a_county_are_its_part_of_the_city(capsys):
    parts = printed(capsys, "--year", "2021", "--json", "--by", "county")[-1]["parts"]
    county = printed(capsys, "--period", "2021", "--unit", "341522", "--json")[-1]

    assert {"unit": "341522", "value": county["value"]} in parts


def test_figures_prints_a_table(capsys):
    call_command("figures", year="2021")

    assert "10.98万元" in capsys.readouterr().out


@pytest.mark.parametrize("period", ["2021-13", "21", "2021年", "", "2021-3", "九月", "0000"])
def test_figures_refuses_what_is_no_period(period):
    with pytest.raises(CommandError, match="不是年度或月份") as refusal:
        call_command("figures", period=period)

    assert refusal.value.returncode == 2


def test_figures_refuses_an_unknown_area():
    with pytest.raises(CommandError, match="没有区划代码为“110101”的工会"):
        call_command("figures", year="2021", unit="110101")


# The pages


def desk(role, unit="六安市总工会"):
    return come_in(the_post(role, unit))


@pytest.mark.parametrize("code", [*FLOWS, "Y13"])
def test_a_number_opens_as_many_records(code):
    client = desk(Role.CITY_REVIEWER)
    page = client.get(f"/figures/{code}/records?unit=341500&period=2021")

    assert page.context["page_obj"].paginator.count == answer(code).records > 0


def test_every_part_opens_as_many_records_as_it_says():
    client = desk(Role.CITY_REVIEWER)
    shown = client.get("/figures/Y15?period=2021").context
    opened = []
    for row in [*shown["by_unit"], *shown["by_month"]]:
        records = client.get(row.href).context["page_obj"].paginator.count
        opened.append((row.shown, f"{records}户"))

    assert [one for one, other in opened] == [other for one, other in opened]
    assert len(opened) == 8 + 12


@pytest.mark.parametrize("unit", ["经开区总工会", "苏埠镇总工会", "梅山镇总工会"])
def test_parts_of_unions_in_one_area_open_their_own_records(unit):
    client = desk(Role.CITY_REVIEWER)
    key = key_of(Unit.objects.get(short_name=unit))
    shown = client.get(f"/figures/Y15?period=2021&unit={key}").context["by_unit"]
    opened = [client.get(row.href).context["page_obj"].paginator.count for row in shown]

    assert [f"{records}户" for records in opened] == [row.shown for row in shown]
    assert len(shown) == len(Unit.objects.get(short_name=unit).children.all())


def test_the_page_shows_what_the_command_says():
    page = desk(Role.CITY_REVIEWER).get("/figures/?period=2021").content.decode()

    assert "10.98万元" in page
    assert "救助在档困难职工" in page


def test_a_county_officer_sees_her_own_county():
    client = desk(Role.COUNTY_REVIEWER, "霍邱县总工会")
    unit = Unit.objects.get(short_name="霍邱县总工会")
    page = client.get("/figures/Y15/records?period=2021")

    assert page.context["page_obj"].paginator.count == answer("Y15", unit).value > 0
    assert {record.unit.county() for record in page.context["page_obj"]} == {unit}


@pytest.mark.parametrize("path", ["/figures/", "/figures/Y15", "/figures/Y15/records"])
@pytest.mark.parametrize("code", ["341500", "341525", "341525100", "999999"])
def test_a_county_officer_finds_nothing_of_others(path, code):
    client = desk(Role.COUNTY_OPERATOR, "金寨县总工会")

    assert client.get(f"{path}?unit={code}&period=2021").status_code == 404


def test_a_county_officer_finds_no_union_of_another_county():
    client = desk(Role.COUNTY_OPERATOR, "金寨县总工会")
    other = Unit.objects.get(short_name="苏埠镇总工会").children.first()

    assert client.get(f"/figures/Y15/records?unit={key_of(other)}&period=2021").status_code == 404


@pytest.mark.parametrize("path", ["/figures/", "/figures/Y15", "/figures/Y15/records"])
def test_a_worker_finds_no_figures(path):
    assert desk(Role.WORKER, "金寨县总工会").get(path).status_code == 404


def test_a_statistician_reads_numbers_and_no_records():
    client = desk(Role.STATISTICIAN)
    page = client.get("/figures/?period=2021").content.decode()

    assert "10.98万元" in page
    assert re.search("/figures/Y[0-9]+/records", page) is None
    assert client.get("/figures/Y15/records?period=2021").status_code == 404


@pytest.mark.parametrize("query", ["period=2021-13", "period=x", "unit=%00", "period=99999", "unit=u0", "unit=u"])
def test_what_cannot_be_asked_is_not_found(query):
    assert desk(Role.CITY_REVIEWER).get(f"/figures/?{query}").status_code == 404


def test_an_unknown_figure_is_not_found():
    assert desk(Role.CITY_REVIEWER).get("/figures/Y99?period=2021").status_code == 404


def test_a_page_of_records_holds_200_at_most():
    page = desk(Role.CITY_REVIEWER).get("/figures/Y16/records?period=2021&per=100000")

    assert page.context["page_obj"].paginator.per_page == 200


def test_records_take_the_same_queries_for_few_and_for_many():
    client = desk(Role.CITY_REVIEWER)
    asked = []
    for period in ("2021", "2021-12", "2021"):
        with CaptureQueriesContext(connection) as queries:
            found = client.get(f"/figures/Y16/records?period={period}").context["page_obj"].paginator.count
        asked.append((found, len(queries)))

    (_, _), (few, queries_for_few), (many, queries_for_many) = asked
    assert many > few > 0
    assert queries_for_many == queries_for_few


def test_a_sum_sent_twice_is_counted_once():
    assert answer("Y16").records == 28
