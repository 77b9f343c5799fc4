"""A city with two counties and their officers, and plans at each step, made by the actions."""

from datetime import date
from decimal import Decimal

from gonghui.desks.plan.actions import drafting, issuing
from gonghui.desks.plan.frames import Frame
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.organisations.tests.trees import a_tree

JAN_18, JAN_22, JAN_26, JUNE_8 = date(2021, 1, 18), date(2021, 1, 22), date(2021, 1, 26), date(2021, 6, 8)


class House:
    """The tree and who sits where."""

    def __init__(self):
        self.tree = a_tree()
        city, self.jinzhai, self.huoshan = (self.tree[key] for key in ("city", "jinzhai", "huoshan"))
        self.city = city
        self.operator, self.reviewer = a_post(city, Role.CITY_OPERATOR), a_post(city, Role.CITY_REVIEWER)
        self.approver, self.statistician = a_post(city, Role.CITY_APPROVER), a_post(city, Role.STATISTICIAN)
        self.jin_approver = a_post(self.jinzhai, Role.COUNTY_APPROVER)
        self.jin_operator = a_post(self.jinzhai, Role.COUNTY_OPERATOR)
        self.huo_approver = a_post(self.huoshan, Role.COUNTY_APPROVER)

    def counties(self, jinzhai, huoshan) -> dict:
        """Targets by county."""
        values = (jinzhai, huoshan)
        return {
            unit: value and Decimal(value) for unit, value in zip((self.jinzhai, self.huoshan), values, strict=True)
        }


def a_draft(house, year=2021, frame=Frame.FREE):
    """A plan that has just been begun."""
    return drafting.begin(by=house.operator, on=JAN_18, year=year, name=f"{year}年工作目标", frame=frame)


def an_item(house, plan, code="4.1", **facts):
    """An item measured by households aided, without a target yet."""
    told = {"title": "救助在档困难职工", "department": "权益保障部", "figure": "Y15", "unit_word": "户"}
    told |= {"deadline": date(plan.year, 12, 31)} | facts
    return drafting.write_item(plan, by=house.operator, on=JAN_18, code=code, **told)


def a_shared_item(house, plan, city=100, jinzhai=60, huoshan=40, **facts):
    """An item whose targets reach the city's."""
    item = an_item(house, plan, **facts)
    counties = house.counties(jinzhai, huoshan)
    drafting.share_out(item, by=house.operator, on=JAN_18, city=Decimal(city), counties=counties)
    return item


def a_submitted(house, **facts):
    """A plan with one item, waiting to be issued."""
    plan = a_draft(house)
    a_shared_item(house, plan, **facts)
    return issuing.submit(plan, by=house.operator, on=JAN_18)


def an_issued(house, **facts):
    """A plan with one item, issued to both counties."""
    return issuing.issue(a_submitted(house, **facts), by=house.approver, on=JAN_22)
