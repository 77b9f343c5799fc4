"""Campaigns: plan, parts, start, goods, lines, rosters, reversals, closing (E-R16, E-R13, X-R1)."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gonghui.foundation.documents.models import Document
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship.actions import campaigns, distribution
from gonghui.programs.hardship.models import Campaign, CampaignItem, Distribution
from gonghui.programs.hardship.rulebook.campaigns import CampaignState, window_of

from . import factories as make
from . import seasons
from .seasons import JULY_1, JULY_5, JULY_6


@pytest.fixture
def staff(tree):
    with sight.system("test"):
        yield seasons.Offices(tree)


@pytest.fixture
def campaign(staff):
    return seasons.a_running_campaign(staff)


@pytest.fixture
def site(staff, campaign):
    return seasons.a_site(staff, campaign)


@pytest.fixture
def item(staff, campaign):
    return seasons.an_item(staff, campaign)


@pytest.mark.parametrize(
    ("season", "first", "last"),
    [
        ("spring", date(2021, 1, 1), date(2021, 3, 31)),
        ("summer", date(2021, 6, 1), date(2021, 9, 30)),
        ("autumn", date(2021, 7, 1), date(2021, 10, 31)),
        ("winter", date(2021, 12, 1), date(2022, 2, 28)),
    ],
)
def test_window_of_a_season_may_go_over_the_year(db, season, first, last):
    window = window_of(season, 2021)

    assert (window.start, window.last_day) == (first, last)


def test_plan_is_approved_by_another_and_started_on_its_day(staff):
    campaign = seasons.a_planned_campaign(staff.county_operator, on=date(2021, 6, 1))
    reviewer = make.a_post(staff.county, "county_reviewer")
    reviewer.user = staff.county_operator.user

    with pytest.raises(campaigns.SamePlanner):
        campaigns.approve(campaign, by=reviewer, on=JULY_1)
    campaigns.approve(campaign, by=staff.county_approver, on=date(2021, 6, 2))
    with pytest.raises(campaigns.NotYetOpen):
        campaigns.start(campaign, by=staff.county_operator, on=date(2021, 6, 30))
    campaigns.start(campaign, by=staff.county_operator, on=JULY_1)

    assert (campaign.state, campaign.is_announced) == (CampaignState.RUNNING, True)


def test_plan_refuses_days_outside_the_season(staff):
    with pytest.raises(campaigns.OutsideWindow):
        seasons.a_planned_campaign(staff.county_operator, closes_on=date(2021, 10, 1))


def test_plan_refuses_a_second_plan_of_a_season(staff, campaign):
    with pytest.raises(campaigns.OneASeason):
        seasons.a_planned_campaign(staff.county_operator)


def test_plan_is_for_operators(staff):
    with pytest.raises(NotEntitled):
        seasons.a_planned_campaign(staff.county_reviewer)


def a_city_campaign(staff, budget=8_000_000):
    planned = seasons.a_planned_campaign(staff.city_operator, budget=budget)
    return campaigns.approve(planned, by=staff.city_reviewer, on=JULY_1)


def test_parts_of_counties_come_to_no_more_than_the_city_has(tree, staff):
    whole = a_city_campaign(staff)
    neighbours = seasons.Offices(tree, county="huoshan")
    part = seasons.a_planned_campaign(staff.county_operator)

    with pytest.raises(campaigns.AboveTheWhole) as refusal:
        seasons.a_planned_campaign(neighbours.county_operator, budget=3_000_001)

    assert part.part_of == whole
    assert "只剩 30,000.00 元" in str(refusal.value)
    assert seasons.a_planned_campaign(neighbours.county_operator, budget=3_000_000).part_of == whole


def test_database_refuses_parts_above_the_whole(staff):
    whole = a_city_campaign(staff)
    part = seasons.a_planned_campaign(staff.county_operator)

    for record, budget in ((part, 8_000_001), (whole, 4_999_999)):
        with pytest.raises(IntegrityError, match="parts come to"), transaction.atomic():
            Campaign.objects.filter(pk=record.pk).update(budget=budget)


def test_replan_after_a_return_is_weighed_again(staff):
    a_city_campaign(staff)
    campaign = seasons.a_planned_campaign(staff.county_operator)
    with pytest.raises(campaigns.NothingAsked):
        campaigns.send_back(campaign, by=staff.county_reviewer, on=JULY_1, items=[])
    campaigns.send_back(campaign, by=staff.county_reviewer, on=JULY_1, items=["点位太少"])

    with pytest.raises(campaigns.AboveTheWhole):
        campaigns.replan(campaign, by=staff.county_operator, on=JULY_1, budget=8_000_001)
    campaigns.replan(campaign, by=staff.county_operator, on=JULY_1, target_sites=20)

    assert (campaign.state, campaign.target_sites) == (CampaignState.PLANNED, 20)


def test_withdraw_frees_the_season(staff):
    campaign = seasons.a_planned_campaign(staff.county_operator)

    campaigns.withdraw(campaign, by=staff.county_operator, on=JULY_1)

    assert seasons.a_planned_campaign(staff.county_operator).number != campaign.number


def test_sites_and_goods_are_listed_once_and_within_the_office(tree, staff, campaign, site, item):
    with pytest.raises(campaigns.SiteKnown):
        seasons.a_site(staff, campaign)
    facts = {"host": "霍山", "address": "a", "contact": "b", "phone": "13900000000", "planned_persons": 1}
    elsewhere = {"unit": tree["huoshan_union"], "place": "x"}
    with pytest.raises(campaigns.UnitElsewhere):
        campaigns.add_site(campaign, by=staff.county_operator, on=JULY_1, **elsewhere, **facts)
    with pytest.raises(campaigns.ItemKnown):
        seasons.an_item(staff, campaign)


def test_give_out_values_the_line_by_the_price(staff, site, item):
    line = seasons.a_line(staff, site, item, quantity=2)

    assert (line.quantity, line.heads, line.value, line.receipt) == (2, 1, 7_000, "")


def test_give_out_with_a_photo_is_signed(staff, site, item):
    line = seasons.a_line(staff, site, item, paper=seasons.a_photo())

    assert (line.receipt, line.received_on) == ("signed", JULY_5)
    assert Document.objects.of(line).count() == 1


def test_give_out_refuses_a_person_twice_unless_the_quantity_says_so(staff, site, item):
    number = make.a_number()
    seasons.a_line(staff, site, item, quantity=2, id_no=number)

    with pytest.raises(distribution.HadAlready):
        seasons.a_line(staff, site, item, id_no=number, name="钱师父")
    seasons.a_line(staff, site, item, name="另一人")


def test_give_out_to_a_crew_needs_its_signed_list(staff, site, item):
    crew = {"name": "钢筋班", "kind": Distribution.Kind.CREW, "heads": 12, "quantity": 12}
    with pytest.raises(distribution.PaperMissing):
        seasons.a_line(staff, site, item, **crew)

    line = seasons.a_line(staff, site, item, paper=seasons.a_photo(), **crew)

    assert (line.heads, line.value) == (12, 42_000)


def test_give_out_twice_by_one_touch_is_one_line(staff, site, item):
    once = uuid.uuid4()
    seasons.a_line(staff, site, item, once=once)

    with pytest.raises(distribution.TouchedTwice):
        seasons.a_line(staff, site, item, once=once)

    assert Distribution.objects.count() == 1


def test_give_out_refuses_more_than_was_bought(staff, campaign, site):
    few = seasons.an_item(staff, campaign, quantity=3)
    seasons.a_line(staff, site, few, quantity=2)

    with pytest.raises(distribution.StockEmpty) as refusal:
        seasons.a_line(staff, site, few, name="别人", quantity=2)

    assert "只剩 1个" in str(refusal.value)


def test_database_refuses_more_than_was_bought_and_any_rewriting(staff, campaign, site):
    few = seasons.an_item(staff, campaign, quantity=3)
    line = seasons.a_line(staff, site, few, quantity=2)

    with pytest.raises(IntegrityError, match="given of"), transaction.atomic():
        CampaignItem.objects.filter(pk=few.pk).update(quantity=1)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Distribution.objects.filter(pk=line.pk).update(quantity=1, value=3_500)


def test_give_out_waits_for_the_start_and_looks_at_the_day(staff):
    campaign = seasons.a_planned_campaign(staff.county_operator)
    site = seasons.a_site(staff, campaign)
    item = seasons.an_item(staff, campaign)
    with pytest.raises(distribution.NotRunning):
        seasons.a_line(staff, site, item)
    campaigns.approve(campaign, by=staff.county_reviewer, on=JULY_1)
    campaigns.start(campaign, by=staff.county_operator, on=JULY_1)

    for day in (date(2021, 6, 30), JULY_6):
        with pytest.raises(distribution.WrongDay):
            seasons.a_line(staff, site, item, given_on=day)


def test_give_out_is_for_the_union_of_the_site_and_above(tree, staff, site, item):
    neighbours = seasons.Offices(tree, county="huoshan")

    for who in (neighbours.operator, staff.county_reviewer):
        with pytest.raises(NotEntitled):
            seasons.a_line(staff, site, item, by=who)


def test_give_out_takes_goods_of_its_own_campaign_or_the_citys(tree, staff, site):
    neighbours = seasons.Offices(tree, county="huoshan")
    foreign = seasons.an_item(neighbours, seasons.a_running_campaign(neighbours))

    with pytest.raises(distribution.ItemElsewhere):
        seasons.a_line(staff, site, foreign)


def test_a_service_costs_nothing_and_counts(staff, campaign, site):
    line = seasons.a_line(staff, site, None, service="job")

    assert (line.value, line.what) == (0, "岗位推介")
    assert campaigns.reached_by(campaign) == campaigns.Reached(1, 1, 0)


def test_reverse_takes_back_with_a_reason_and_frees_stock_and_person(staff, campaign, site, item):
    line = seasons.a_line(staff, site, item, quantity=2)
    with pytest.raises(distribution.ReasonMissing):
        distribution.reverse(line, by=staff.operator, on=JULY_6, reason="错")

    back = distribution.reverse(line, by=staff.operator, on=JULY_6, reason="数量登记错误")

    assert (back.quantity, back.heads, back.value, back.given_on) == (-2, -1, -7_000, JULY_6)
    with pytest.raises(distribution.ReversedAlready):
        distribution.reverse(line, by=staff.operator, on=JULY_6, reason="数量登记错误")
    seasons.a_line(staff, site, item, quantity=1)
    assert campaigns.reached_by(campaign) == campaigns.Reached(1, 1, 3_500)


def test_confirm_receipt_is_for_the_recipient_alone(staff, site, item):
    from gonghui.foundation.members.actions import ensure_person

    worker, number = make.a_post(staff.union, "worker", "钱师傅"), make.a_number()
    ensure_person(name="钱师傅", id_no=number, unit=staff.union, mobile="", user=worker.user, by=staff.chair, on=JULY_1)
    line = seasons.a_line(staff, site, item, id_no=number)

    with pytest.raises(distribution.NotYours):
        distribution.confirm_receipt(line, by=staff.operator, on=JULY_6)
    distribution.confirm_receipt(line, by=worker, on=JULY_6)
    distribution.confirm_receipt(line, by=worker, on=date(2021, 7, 9))

    assert (line.receipt, line.received_on) == ("phone", JULY_6)


def rows_of(*names, **facts):
    row = {"employer": "路桥公司", "id_no": None, "quantity": 1, "given_on": JULY_5, "is_signed": True} | facts
    return [row | {"name": name} for name in names]


def a_workbook(tmp_path, name="名册.xlsx"):
    from gonghui.kernel.sheets.columns import Column
    from gonghui.kernel.sheets.writing import write_workbook

    path = tmp_path / name
    write_workbook(path, (Column("name", "姓名"),), [["甲"]])
    return path.read_bytes()


def test_take_in_roster_is_one_entry_and_keeps_the_file(staff, site, item, tmp_path):
    content = a_workbook(tmp_path)
    taken = {"item": item, "service": "", "content": content, "file_name": "名册.xlsx", "by": staff.operator}
    before = Entry.objects.filter(record_type="hardship.distributionroster").count()

    roster = distribution.take_in_roster(site, rows_of("甲一", "乙二", "丙三"), on=JULY_5, **taken)

    assert (roster.rows, roster.lines.count(), Document.objects.of(roster).count()) == (3, 3, 1)
    assert Entry.objects.filter(record_type="hardship.distributionroster").count() == before + 1
    with pytest.raises(distribution.SameRoster):
        distribution.take_in_roster(site, rows_of("丁四"), on=JULY_6, **taken)


def test_take_in_roster_is_all_or_nothing(staff, campaign, site, tmp_path):
    few = seasons.an_item(staff, campaign, quantity=3)
    seasons.a_line(staff, site, few, name="甲一", employer="路桥公司")
    taken = {"item": few, "service": "", "file_name": "名册.xlsx", "by": staff.operator, "on": JULY_5}
    content = a_workbook(tmp_path)

    with pytest.raises(distribution.StockEmpty):
        distribution.take_in_roster(site, rows_of("乙", "丙", "丁"), content=content, **taken)
    with pytest.raises(distribution.HadAlready):
        distribution.take_in_roster(site, rows_of("乙二", "甲一"), content=content, **taken)

    assert Distribution.objects.count() == 1


def test_close_counts_and_waits_for_the_parts(staff):
    whole = campaigns.start(a_city_campaign(staff), by=staff.city_operator, on=JULY_1)
    part = seasons.a_running_campaign(staff)
    site = seasons.a_site(staff, part)
    item = seasons.an_item(staff, part)
    seasons.a_line(staff, site, item)
    with pytest.raises(campaigns.PartsRunning):
        campaigns.close(whole, by=staff.city_operator, on=JULY_6)

    campaigns.close(part, by=staff.county_operator, on=JULY_6)
    campaigns.close(whole, by=staff.city_operator, on=JULY_6)

    assert (whole.closed_sites, whole.closed_persons, whole.closed_value) == (1, 1, 3_500)
    with pytest.raises(distribution.NotRunning):
        seasons.a_line(staff, site, item, name="迟到的人")
    with pytest.raises(WrongState):
        seasons.an_item(staff, part, name="水", on=JULY_6)


def test_waiting_is_for_who_did_not_plan(staff):
    seasons.a_planned_campaign(staff.county_operator)

    assert Campaign.objects.waiting_for(staff.county_reviewer).count() == 1
    assert Campaign.objects.waiting_for(staff.county_operator).count() == 0
