"""Projects, reliefs and campaigns for tests; every person is invented."""

import io
import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds.models import Fund
from gonghui.foundation.funds.rulebook import Source
from gonghui.programs.hardship.actions import campaigns, distribution, projects, relief
from gonghui.programs.hardship.models import Distribution

from .factories import Staff, a_number, a_post

JULY_1 = date(2021, 7, 1)
JULY_5 = date(2021, 7, 5)
JULY_6 = date(2021, 7, 6)
CARD = "6228480012345678911"


class Offices(Staff):
    """The staff of a county, with the operator of the city and finance."""

    def __init__(self, tree, county="jinzhai"):
        super().__init__(tree, county)
        self.city_operator = a_post(self.city, Role.CITY_OPERATOR, "冯经办")


def a_fund(unit, source=Source.DUES, year=2021):
    return Fund.objects.get_or_create(name=f"资金{source}{unit.pk}", year=year, unit=unit, source=source)[0]


def a_planned_project(staff, *, kind="emergency", needs_archive=False, budget=1_000_000, on=JULY_1, **facts):
    facts.setdefault("fund", a_fund(staff.county, year=on.year))
    return projects.plan(
        by=staff.county_operator, on=on, unit=staff.county, name="应急救助", year=on.year, kind=kind, budget=budget,
        needs_archive=needs_archive, **facts,
    )  # fmt: skip


def an_open_project(staff, *, on=JULY_1, **facts):
    return projects.confirm(a_planned_project(staff, on=on, **facts), by=staff.county_reviewer, on=on)


def a_proposed_relief(staff, project=None, *, on=JULY_5, amount=200_000, by=None, **facts):
    facts = {
        "name": "何应急", "id_no": a_number(), "mobile": "13900001234", "event": "accident", "happened_on": JULY_1,
        "reason": "上班途中受伤住院", "card_no": CARD, "bank_name": "徽商银行金寨支行", "visited_on": on,
    } | facts  # fmt: skip
    return relief.propose(
        by=by or staff.county_operator, on=on, unit=staff.union, project=project or an_open_project(staff, on=JULY_1),
        amount=amount, visitor=staff.operator.user, **facts,
    )  # fmt: skip


def a_checked_relief(staff, project=None, **facts):
    found = a_proposed_relief(staff, project, **facts)
    return relief.check(found, by=staff.county_reviewer, on=found.begun_on)


def a_granted_relief(staff, project=None, **facts):
    found = a_checked_relief(staff, project, **facts)
    return relief.grant(found, by=staff.county_approver, on=found.begun_on)


def a_planned_campaign(operator, *, season="summer", year=2021, on=JULY_1, **facts):
    facts = {
        "title": f"{operator.unit} {year} 四季送", "opens_on": JULY_1, "closes_on": date(2021, 8, 31),
        "budget": 5_000_000, "target_sites": 10, "target_persons": 500, "target_value": 4_000_000,
    } | facts  # fmt: skip
    return campaigns.plan(by=operator, on=on, season=season, year=year, **facts)


def a_running_campaign(staff, *, on=JULY_1, **facts):
    planned = a_planned_campaign(staff.county_operator, on=on, **facts)
    approved = campaigns.approve(planned, by=staff.county_reviewer, on=on)
    return campaigns.start(approved, by=staff.county_operator, on=on)


def a_site(staff, campaign, *, place="史河大桥工地", on=JULY_1, **facts):
    facts = {
        "host": "金寨路桥公司", "address": "金寨县梅山镇史河路 1 号", "contact": "刘工", "phone": "13900005678",
        "planned_persons": 60,
    } | facts  # fmt: skip
    return campaigns.add_site(campaign, by=staff.county_operator, on=on, unit=staff.union, place=place, **facts)


def an_item(staff, campaign, *, name="防暑药箱", quantity=100, unit_price=3_500, on=JULY_1):
    facts = {"name": name, "unit_word": "个", "unit_price": unit_price, "quantity": quantity, "bought_on": on}
    facts["paper"] = a_photo("fapiao.png")
    return campaigns.buy(campaign, by=staff.county_operator, on=on, **facts)


def a_line(staff, site, item, *, name="钱师傅", on=JULY_5, by=None, **facts):
    facts = {"employer": "金寨路桥公司", "quantity": 1, "kind": Distribution.Kind.PERSON, "once": uuid.uuid4()} | facts
    facts.setdefault("given_on", on)
    return distribution.give_out(site, by=by or staff.operator, on=on, item=item, name=name, **facts)


def a_photo(name="qianzi.png"):
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")
