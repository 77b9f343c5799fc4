"""Money without a file: the emergency fund of a year, reliefs paid in 2021 and waiting today (E-R8, E-R11)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import Fund
from gonghui.foundation.funds.rulebook import ReceiptKind
from gonghui.kernel.identifiers import a_test_number
from gonghui.programs.hardship.actions import projects, relief
from gonghui.programs.hardship.models import AidProject, Relief

from . import cast, waiting
from .days import Workdays
from .households import with_luhn
from .names import a_name
from .stories import BANK, Staff

AREA = "999902"
"""Nobody was ever given a number of this area."""
MONEY = 50_000_000
LEFT_BEFORE = 6_000_000
"""Fen that the fund held when its ledger began."""
EVENTS = (
    ("accident", "下班途中被撞骨折,住院手术,家中只有一人挣钱。", 250_000),
    ("fire", "租住房屋因线路老化起火,家具衣物全部烧毁。", 300_000),
    ("illness", "本人突发脑出血,抢救费用由亲友垫付。", 300_000),
    ("disaster", "梅雨期间住房进水,电器损坏,粮食受潮。", 200_000),
    ("unpaid", "所在工地停工,三个月未领到工资。", 150_000),
    ("death", "配偶因病去世,料理后事后生活困难。", 200_000),
)
PAID_IN = (2, 4, 6, 7, 8, 9, 10, 11, 12)
"""Months of the year in which somebody was helped at once; 金寨 is in every second of them."""


@dataclass
class Hand:
    """Who acts for a county's union in money without a file."""

    people: dict[str, Post]

    def propose(self, project: AidProject, draw: random.Random, event, number: int, on: date) -> Relief:
        """An operator has heard of an event; the union's operator has been there (E-R8)."""
        kind, reason, amount = event
        union = self.people[Role.GRASSROOTS_OPERATOR]
        born = date(1970 + number % 25, 1 + number % 12, 8)
        happened = on - timedelta(days=draw.randint(3, 8))
        return relief.propose(
            by=self.people[Role.COUNTY_OPERATOR],
            on=on,
            unit=union.unit,
            project=project,
            amount=amount,
            id_no=a_test_number(AREA, born, number),
            visitor=union.user,
            visited_on=on - timedelta(days=draw.randint(0, 2)),
            name=a_name(draw, draw.random() < 0.5),
            mobile=f"1430000{number:04d}",
            event=kind,
            happened_on=happened,
            reason=reason,
            card_no=with_luhn(f"9999997{number:011d}"),
            bank_name=BANK,
            is_urgent=kind in ("accident", "fire"),
        )

    def check(self, found: Relief, on: date) -> None:
        relief.check(found, by=self.people[Role.COUNTY_REVIEWER], on=on, opinion="已核对走访记录和票据。")

    def grant(self, found: Relief, on: date) -> None:
        relief.grant(found, by=self.people[Role.COUNTY_APPROVER], on=on, opinion="同意发放。")


def open_a_year(year: int, finance: dict[str, Post], city: dict[str, Post], *, is_first: bool) -> AidProject:
    """The emergency fund of a year by two of finance, its money, and the project that gives it, by two of the city."""
    on, maker, checker = date(year, 1, 1), finance[Role.FINANCE_MAKER], finance[Role.FINANCE_CHECKER]
    own = {"source": "upper_union", "year": year, "name": "应急救助周转金", "levels": ["city", "county"]}
    opening = funds.openings.propose_fund(maker.unit, paper=f"六工财〔{year}〕2 号", by=maker, on=on, **own)
    fund = funds.openings.open(opening, by=checker, on=on, opinion="与上级批复一致。").fund
    if is_first:
        _receive(fund, LEFT_BEFORE, ReceiptKind.OPENING, maker, checker, on, "上年结余核对表")
    _receive(fund, MONEY, ReceiptKind.GRANTED, maker, checker, on, f"皖工财〔{year}〕3 号")
    facts = {"name": "困难职工应急救助", "year": year, "kind": "emergency", "fund": fund, "budget": MONEY}
    operator = city[Role.CITY_OPERATOR]
    project = projects.plan(by=operator, on=on, unit=operator.unit, needs_archive=False, **facts)
    return projects.confirm(project, by=city[Role.CITY_REVIEWER], on=on, opinion="同意开放。")


def _receive(fund: Fund, amount, kind, maker, checker, on, paper):
    said = {"amount": amount, "received_on": on, "paper": paper, "kind": kind}
    receipt = funds.receipts.enter_receipt(fund, by=maker, on=on, **said)
    funds.receipts.confirm(receipt, by=checker, on=on, opinion="与到账通知核对一致。")


def give_in(year: int, seed: int, staff: Staff, workdays: Workdays) -> None:
    """Reliefs granted through the year; the month's payments pay them."""
    project, draw = staff.projects[year, "emergency"], random.Random(f"reliefs/{seed}")
    for number, month in enumerate(PAID_IN, start=1):
        hand = Hand(staff.of(_union_of(_county(number))))
        place = workdays.place(date(year, month, 3)) + draw.randint(0, 5)
        found = hand.propose(project, draw, EVENTS[number % len(EVENTS)], number, workdays[place])
        hand.check(found, workdays[place + 1])
        hand.grant(found, workdays[place + 1])


def leave_waiting(seed: int, staff: Staff, workdays: Workdays, now: date, scale: float) -> None:
    """In each county one waits to be checked and one to be granted."""
    project, draw = staff.projects[now.year, "emergency"], random.Random(f"reliefs today/{seed}")
    place = workdays.last_until(now)
    for number, (county, event) in enumerate(_today(scale), start=len(PAID_IN) + 1):
        hand = Hand(staff.of(_union_of(county)))
        found = hand.propose(project, draw, event, number, workdays[place - 2])
        if number % 2:
            hand.check(found, workdays[place - 1])


def _today(scale) -> Iterator:
    for number, county in enumerate(waiting.counties(scale)):
        yield county, EVENTS[number % len(EVENTS)]
        yield county, EVENTS[(number + 3) % len(EVENTS)]


def _county(number: int) -> str:
    shown = list(cast.COUNTIES)
    return waiting.GOLDEN_STOCKADE if number % 2 else shown[number % len(shown)]


def _union_of(county: str) -> str:
    return cast.first_below(cast.first_below(county))
