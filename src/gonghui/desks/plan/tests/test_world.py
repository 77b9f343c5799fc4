"""The plans of the demo's world: targets of figures, Y04 and Y14 exceeded, the board (contracts §2)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from gonghui.desks.figures import reckoning, targets
from gonghui.desks.plan import given, progress
from gonghui.desks.plan.models import Explanation, Plan, Revision, TargetReceipt
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from tests.world import the_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
YEAR = Period.year(2021)
AID = ["E.aid.living", "E.aid.schooling", "E.aid.medical"]


def figure(code):
    return next(each for each in all_figures() if each.code == code)


def answer(code, unit=None, period=YEAR):
    return reckoning.answer(figure(code), unit or reckoning.the_city(), period)


def desk(role, unit="六安市总工会"):
    return come_in(the_post(role, unit))


def test_figures_print_y14_and_their_targets(capsys):
    call_command("figures", "--year", "2021", "--json")
    found = {each["code"]: each for each in json.loads(capsys.readouterr().out)}

    y14 = found["Y14"]
    assert (y14["value"], y14["shown"], y14["records"], y14["target"]) == (3, "3项", 3, None)
    assert (found["Y16"]["target"], found["Y15"]["target"], found["Y13"]["target"]) == (100000.0, 16, 100)
    assert isinstance(found["Y16"]["target"], float)
    assert found["Y17"]["target"] is None
    assert all(found[code]["value"] > found[code]["target"] for code in AID)


def test_a_target_belongs_to_a_year_and_a_unit():
    county = Unit.objects.get(short_name="金寨县总工会")

    assert answer("Y15", period=Period.month(2021, 3)).target is None
    assert answer("Y15", period=Period.year(2020)).target is None
    assert answer("Y15", county).target == 2
    assert targets.target_of("Y15", county.children.first(), 2021) is None


def test_y14_of_a_month_or_of_a_year_without_plan_is_nothing():
    assert answer("Y14", period=Period.month(2021, 3)).value is None
    assert answer("Y14", period=Period.year(2020)).value is None


def test_y14_counts_what_is_exceeded_and_not_what_is_reached(monkeypatch):
    reached, set_before = Decimal(answer("E.aid.living").value), given.target_for
    monkeypatch.setattr(
        given, "target_for", lambda item, unit: reached if item.figure == "E.aid.living" else set_before(item, unit)
    )

    assert answer("Y14").value == 2


def test_y14_opens_its_three_items_with_target_value_and_records():
    client = desk(Role.CITY_REVIEWER)

    page = client.get("/figures/Y14/records?period=2021")

    rows = [[cell.text for cell in row] for row in page.context["rows"]]
    assert sorted(row[1] for row in rows) == ["大病救助", "子女助学", "生活救助"]
    for row in page.context["rows"]:
        value = row[4]
        records = client.get(value.href).context["page_obj"].paginator.count
        assert value.text == f"{records}户"
        assert int(row[3].text.removesuffix("户")) < records


def test_y14_of_a_county_is_held_against_its_own_targets():
    county = Unit.objects.get(short_name="金安区总工会")
    page = desk(Role.COUNTY_REVIEWER, "金安区总工会").get("/figures/Y14/records?period=2021")

    wanted = {f"{answer(code, county).target}户" for code in AID}
    assert {row[3].text for row in page.context["rows"]} == wanted


def test_the_three_targets_of_organising_and_of_aid_are_exceeded():
    city = reckoning.the_city()

    assert (answer("Y04", city).value, answer("Y14", city).value) == (3, 3)
    assert answer("Y04", city).is_sealed
    assert answer("Y14", city).seal != answer("Y04", city).seal


def test_the_year_was_received_by_all_and_revised_once():
    with sight.system("test"):
        plan = Plan.objects.get(year=2021)
        receipts = list(TargetReceipt.objects.filter(plan=plan).in_order())
        revision = Revision.objects.approved().get(item__plan=plan)

    assert [receipt.state for receipt in receipts] == ["received"] * 8
    assert sorted(receipt.received_edition for receipt in receipts) == [1] * 6 + [2] * 2
    assert (plan.edition, revision.edition) == (2, 2)
    assert revision.reason


def test_every_invented_target_says_so():
    with sight.system("test"):
        counted = [item for plan in Plan.objects.all() for item in plan.items.all() if item.is_counted]

    assert len(counted) > 40
    assert {item.note for item in counted} == {"演示目标,公布的文章没有给出"}


def test_this_year_something_is_behind_not_received_and_waiting(world):
    with sight.system("test"):
        plan = Plan.objects.get(year=world.now.year)
        waiting = [receipt.unit.short_name for receipt in TargetReceipt.objects.filter(plan=plan).open().in_order()]
        standings = progress.of_unit(plan, plan.unit, plan.period, world.now)
        explained = Explanation.objects.filter(item__plan=plan).count()

    assert waiting == ["舒城县总工会"]
    assert any(each.state == progress.State.BEHIND for each in standings)
    assert explained == 1
    assert "舒城县总工会" in desk(Role.COUNTY_APPROVER, "舒城县总工会").get("/workbench/").content.decode()


# The board


def test_each_number_of_the_board_opens_as_many_records():
    client = desk(Role.CITY_APPROVER)
    board = client.get("/plan/board?year=2021").context

    opened = {}
    for shown in board["figures"]:
        opened[shown.title] = client.get(shown.href).context["page_obj"].paginator.count
    assert opened["救助在档困难职工"] == answer("Y15").value
    assert opened["发放救助金"] == answer("Y16").records
    for line in board["beside"]:
        assert client.get(line.records_href).context["page_obj"].paginator.count == line.standing.value


def test_the_board_names_counties_in_administrative_order_and_ranks_nobody():
    page = desk(Role.CITY_APPROVER).get("/plan/board?year=2021")

    names = [line.name for line in page.context["beside"]]
    assert names == ["金安区", "裕安区", "叶集区", "霍邱县", "舒城县", "金寨县", "霍山县", "经开区"]
    assert [area.name for area in page.context["areas"]] == names
    assert {area.shown for area in page.context["areas"]} <= {"超额完成", "已完成", "未完成"}
    assert "同比" not in page.content.decode()


def test_a_county_finds_its_own_on_the_board():
    page = desk(Role.COUNTY_APPROVER, "金寨县总工会").get("/plan/board?year=2021")

    assert {line.unit.short_name for line in page.context["beside"]} == {"金寨县总工会"}
    assert {area.name: area.shown for area in page.context["areas"] if area.shown}.keys() == {"金寨县"}
    assert page.context["figures"][0].target == "2户"


def test_the_board_shows_another_item_when_asked():
    with sight.system("test"):
        item = Plan.objects.get(year=2021).items.get(figure="E.aid.medical")

    page = desk(Role.CITY_APPROVER).get(f"/plan/board?year=2021&item={item.pk}")

    assert page.context["chosen"] == item


def test_records_of_the_board_end_with_the_approved_month():
    client = desk(Role.CITY_REVIEWER)

    counts = [
        client.get(f"/plan/records/Y15?until={until}").context["page_obj"].paginator.count
        for until in ("2021-06", "2021-12")
    ]

    until_june = Period(date(2021, 1, 1), date(2021, 7, 1))
    assert counts == [answer("Y15", period=until_june).value, answer("Y15").value]
    assert client.get("/plan/records/Y15?until=June").status_code == 404
    assert desk(Role.STATISTICIAN).get("/plan/records/Y15?until=2021-12").status_code == 404
