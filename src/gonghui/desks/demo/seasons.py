"""The four campaigns of 2021, with sites, goods and who received them, and the plans that wait today (E-R16)."""

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from openpyxl import Workbook

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.programs.hardship.actions import campaigns, distribution
from gonghui.programs.hardship.models import Campaign, CampaignItem, CampaignSite, Distribution
from gonghui.programs.hardship.rulebook.campaigns import Season, window_of
from gonghui.programs.hardship.sheets.seasons import ROSTER

from . import cast, waiting
from .names import a_name
from .papers import a_paper
from .stories import Staff

BUDGET = 30_000_000
SHARE = 6_000_000
"""Fen of the city's campaign, and of a county's part in it."""
LAST = timedelta(days=25)
"""So long a campaign runs from its first day."""
ROWS = 12
"""Recipients on a roster."""


@dataclass(frozen=True)
class Goods:
    """What a season gives: an item with its unit and price in fen, and at which places; a service has no price."""

    name: str
    unit_word: str
    price: int
    places: tuple[str, str]
    service: str = ""


GOODS = {
    Season.SPRING: Goods("招聘手册", "本", 800, ("春风行动招聘会", "乡镇零工驿站"), "job"),
    Season.SUMMER: Goods("防暑药箱", "个", 3_500, ("史河大桥工地", "环卫一班驿站"), "check_up"),
    Season.AUTUMN: Goods("助学书包", "个", 12_000, ("金秋助学集中发放点", "职工子女托管班"), "advice"),
    Season.WINTER: Goods("棉被", "床", 16_800, ("困难职工集中慰问点", "快递员暖心驿站"), "advice"),
}
IN_2021 = ("金寨县总工会", "霍邱县总工会")


def hold(year: int, seed: int, staff: Staff) -> None:
    """Each season of the year: the city's campaign and two counties' parts, held and closed with a count."""
    draw = random.Random(f"seasons/{seed}")
    city = staff.of(cast.CITY)
    for season in Season:
        opens = _opens(season, year)
        whole = _planned(city, season, opens, BUDGET, before=12, sites=4, persons=60)
        campaigns.approve(whole, by=city[Role.CITY_REVIEWER], on=opens - timedelta(days=9), opinion="同意。")
        campaigns.start(whole, by=city[Role.CITY_OPERATOR], on=opens)
        for county in IN_2021:
            _hold_part(staff.of(_union_of(county)), season, opens, draw)
        closes = opens + LAST + timedelta(days=3)
        campaigns.close(whole, by=city[Role.CITY_OPERATOR], on=closes, opinion="活动结束,已盘点。")


def _opens(season, year) -> date:
    return window_of(season, year).start + timedelta(days=20)


def _planned(people, season, opens, budget, *, before, sites, persons) -> Campaign:
    """A plan, made some days before it opens."""
    operator, year = people.get(Role.COUNTY_OPERATOR) or people[Role.CITY_OPERATOR], opens.year
    title = f"{operator.unit.short_name}{year}年“{season.label}”"
    facts = {"opens_on": opens, "closes_on": opens + LAST, "target_sites": sites, "target_persons": persons}
    facts |= {"budget": budget, "target_value": budget * 8 // 10, "title": title}
    return campaigns.plan(by=operator, on=opens - timedelta(days=before), season=season, year=year, **facts)


def _hold_part(people: dict[str, Post], season, opens, draw):
    operator, goods = people[Role.COUNTY_OPERATOR], GOODS[season]
    part = _planned(people, season, opens, SHARE, before=8, sites=2, persons=30)
    campaigns.approve(part, by=people[Role.COUNTY_REVIEWER], on=opens - timedelta(days=6), opinion="同意。")
    campaigns.start(part, by=operator, on=opens)
    item = _bought(part, goods, operator, opens)
    first, second = (_site(part, place, people, opens, draw) for place in goods.places)
    _hand_out_by_roster(first, item, operator, opens + timedelta(days=3), draw)
    _hand_out_on_the_spot(second, item, goods, people, opens + timedelta(days=5), draw)
    campaigns.close(part, by=operator, on=opens + LAST, opinion="活动结束,已盘点。")


def _bought(part, goods, operator, on) -> CampaignItem:
    paper = a_paper("采购发票", f"{goods.name} 60 {goods.unit_word}")
    facts = {"name": goods.name, "unit_word": goods.unit_word, "unit_price": goods.price, "quantity": 60}
    return campaigns.buy(part, by=operator, on=on, paper=paper, bought_on=on, **facts)


def _site(part, place, people, on, draw) -> CampaignSite:
    operator, union = people[Role.COUNTY_OPERATOR], people[Role.GRASSROOTS_OPERATOR].unit
    facts = {"host": union.short_name, "address": f"{union.parent.short_name}旁", "planned_persons": 15}
    facts |= {"contact": a_name(draw, is_woman=True), "phone": f"1440000{draw.randint(0, 9999):04d}"}
    return campaigns.add_site(part, by=operator, on=on, unit=union, place=place, **facts)


def _hand_out_by_roster(site, item, operator, on, draw):
    """A signed list that came as a workbook."""
    names = sorted({a_name(draw, draw.random() < 0.5) for _n in range(ROWS)})
    rows = [
        {"name": name, "employer": site.host, "id_no": "", "quantity": 1, "given_on": on, "is_signed": True}
        for name in names
    ]
    content = _workbook(rows)
    said = {"content": content, "file_name": f"{site.place}发放名册.xlsx", "service": ""}
    distribution.take_in_roster(site, rows, item=item, by=operator, on=on, **said)


def _workbook(rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append([column.title for column in ROSTER])
    for row in rows:
        shown = row | {"is_signed": "是", "given_on": f"{row['given_on']:%Y-%m-%d}"}
        book.active.append([shown[column.name] for column in ROSTER])
    book.save(file)
    return file.getvalue()


def _hand_out_on_the_spot(site, item, goods, people, on, draw):
    """Two persons and a crew with its signed list, then a service for one; one line was wrong and is taken back."""
    by, person = people[Role.GRASSROOTS_OPERATOR], Distribution.Kind.PERSON
    one = {"employer": site.host, "quantity": 1, "kind": person}
    lines = [_give(site, by, on, draw, item=item, service="", name=a_name(draw, True), **one) for _n in range(2)]
    crew = {"name": "夜班班组", "quantity": 8, "heads": 8, "kind": Distribution.Kind.CREW, "employer": site.host}
    paper = a_paper("领取签名单", "夜班班组 8 人,已签名。")
    _give(site, by, on, draw, item=item, service="", paper=paper, **crew)
    _give(site, by, on, draw, item=None, service=goods.service, name=a_name(draw, False), **one)
    distribution.reverse(lines[1], by=by, on=on, reason="登记重复,领取人当场退回。")


def _give(site, by, on, draw, **facts) -> Distribution:
    return distribution.give_out(site, by=by, on=on, given_on=on, once=UUID(int=draw.getrandbits(128)), **facts)


# Today


def leave_waiting(staff: Staff, now: date, scale: float) -> None:
    """Plans of the coming winter wait for their approval, the city's and each county's."""
    year = now.year if now.month > 2 else now.year - 1
    opens = max(window_of(Season.WINTER, year).start + timedelta(days=10), now)
    last = window_of(Season.WINTER, year).last_day
    offices = [staff.of(cast.CITY), *(staff.of(_union_of(county)) for county in waiting.counties(scale))]
    for people in offices:
        operator = people.get(Role.COUNTY_OPERATOR) or people[Role.CITY_OPERATOR]
        facts = {"opens_on": opens, "closes_on": last, "budget": SHARE, "target_value": SHARE * 8 // 10}
        facts |= {"target_sites": 3, "target_persons": 90, "title": f"{operator.unit.short_name}{year}年“冬送温暖”"}
        campaigns.plan(by=operator, on=now - timedelta(days=2), season=Season.WINTER, year=year, **facts)


def _union_of(county: str) -> str:
    return cast.first_below(cast.first_below(county))
