"""Unions and members for the tests of organising; every person and every firm is invented."""

from datetime import date, timedelta
from itertools import count

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.kernel.identifiers import CREDIT_ALPHABET, CREDIT_WEIGHTS, a_test_number
from gonghui.programs.organising.actions import elections, establishing, founding, joining, rosters
from gonghui.programs.organising.actions.comparing import Said
from gonghui.programs.organising.actions.elections import Named
from gonghui.programs.organising.actions.founding import Works
from gonghui.programs.organising.actions.rosters import Read

MAY_10 = date(2021, 5, 10)
MAY_12 = date(2021, 5, 12)
MAY_20 = date(2021, 5, 20)
JUNE_1 = date(2021, 6, 1)
JUNE_2 = date(2021, 6, 2)
_numbers = count(1)


class Staff:
    """The people through whose hands a union of one county goes."""

    def __init__(self, tree, county="jinzhai"):
        self.union, self.town, self.county = tree[f"{county}_union"], tree[f"{county}_town"], tree[county]
        self.city = tree["city"]
        self.chair = a_post(self.union, Role.GRASSROOTS_CHAIR, "陈主席")
        self.operator = a_post(self.union, Role.GRASSROOTS_OPERATOR, "李经办")
        self.township = a_post(self.town, Role.TOWNSHIP_REVIEWER, "赵干事")
        self.county_operator = a_post(self.county, Role.COUNTY_OPERATOR, "孙经办")
        self.county_reviewer = a_post(self.county, Role.COUNTY_REVIEWER, "周审核")
        self.county_approver = a_post(self.county, Role.COUNTY_APPROVER, "吴审批")
        self.city_operator = a_post(self.city, Role.CITY_OPERATOR, "冯经办")


def a_number(born=date(1985, 3, 4)) -> str:
    """Another identity number each time, of an area that never was."""
    n = next(_numbers)
    return a_test_number("999902", born + timedelta(days=n // 900), n % 900 + 1)


def a_credit_code() -> str:
    first17 = f"91349903MA3T{next(_numbers):05d}"
    total = sum(CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(first17, CREDIT_WEIGHTS, strict=True))
    return first17 + CREDIT_ALPHABET[-total % 31]


def a_firm(name="六安测试茶业有限公司", employees=60) -> Works:
    return Works(name, a_credit_code(), employees)


def a_lead(staff, *, firms=None, by=None, **facts):
    firms = firms or [a_firm()]
    told = {"kind": "single" if len(firms) == 1 else "joint", "name": f"{firms[0].name}工会委员会"}
    told |= {"short_name": "测试茶业工会", "source": "走访"} | facts
    return founding.find(staff.town, firms, by=by or staff.township, on=MAY_10, **told)


def a_request(staff, *, members=60, women=20, **facts):
    lead = a_lead(staff, **facts)
    return founding.apply(lead, by=staff.township, on=MAY_10, members=members, women=women)


def a_prepared(staff, **facts):
    return founding.approve_preparation(a_request(staff, **facts), by=staff.county_reviewer, on=MAY_12)


NUMBERS = {
    "assembly": "members",
    "held_on": MAY_20,
    "eligible": 60,
    "present": 55,
    "issued": 55,
    "returned": 54,
    "valid": 54,
    "seats": 3,
    "audit_seats": 1,
    "women_seats": 1,
}
STOOD = (
    Named("陈测试", "committee", "chair", 50, mobile="19900000011"),
    Named("李测试", "committee", "member", 48),
    Named("王测试", "committee", "member", 45),
    Named("赵测试", "committee", "member", 12),
    Named("钱测试", "audit", "audit_head", 44),
    Named("孙测试", "audit", "audit_member", 9),
    Named("周测试", "women", "women_head", 51),
)


def an_elected(staff, *, stood=STOOD, numbers=None, **facts):
    prepared = a_prepared(staff, **facts)
    held = elections.elect(prepared, by=staff.township, on=MAY_20, **NUMBERS | (numbers or {}))
    return elections.nominate(held, by=staff.township, on=MAY_20, candidates=list(stood))


def a_submitted(staff, **facts):
    return founding.submit_result(an_elected(staff, **facts), by=staff.township, on=MAY_20)


def an_established(staff, **facts):
    return establishing.establish(a_submitted(staff, **facts), by=staff.county_approver, on=JUNE_1)


# Members


ANSWERS = {"household_type": "rural", "employment": "contract", "way": "application", "confirm_way": "signed"}


def an_application(unit, *, by, name="郑测试", id_no=None, **answers):
    return joining.ask(unit, by=by, on=JUNE_1, name=name, id_no=id_no or a_number(), **ANSWERS | answers)


def a_member(staff, name="郑测试", id_no=None, *, by=None, **answers):
    application = an_application(staff.union, by=staff.operator, name=name, id_no=id_no, **answers)
    return joining.decide(application, by=by or staff.chair, on=JUNE_1).membership


def said(row=2, name="郑测试", id_no=None, **answers) -> Said:
    """One row of a roster."""
    told = {"household_type": "rural", "employment": "contract"} | answers
    return Said(row=row, name=name, id_no=id_no or a_number(), **told)


def a_roster(by, rows, *, on=JUNE_1, content=None):
    """A roster that waits for confirmation, as it was read."""
    content = content or repr([(each.name, each.id_no) for each in rows]).encode()
    return rosters.upload(content, filename="名册.csv", read=Read(rows), by=by, on=on)


def taken_in(staff, rows, *, on=JUNE_1):
    return rosters.confirm(a_roster(staff.operator, rows, on=on), by=staff.chair, on=on)
