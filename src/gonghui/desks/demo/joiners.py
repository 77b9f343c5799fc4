"""What organising shall have come to in 2021: which unions were set up when, and who joined them. No database.

The numbers are those of the published year (Y01 to Y03); who they are is drawn from the seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from gonghui.foundation.members.rulebook import EightGroup, Employment
from gonghui.kernel.identifiers import a_test_number

from . import places, plan
from .days import Workdays
from .names import a_name

UNIONS, MEMBERS, MIGRANTS, OF_THE_EIGHT = 470, 31_997, 25_602, 6_500
IN_THE_YEAR = {"Y01": UNIONS, "Y02": MEMBERS, "Y03": MIGRANTS}
JOINT_PERCENT, KNOWN_PERCENT = 18, 20
"""How many unions in a hundred are of several employers, and how many newcomers join a union that was there before."""
LAST_PLACE = 6
"""The last union comes to be so many working days before the year ends, so that its people join within it."""
TRADES = "货运 快递 家政 物业保安 超市 餐饮配送 房产中介 养老护理 农业开发 建筑安装 纸业 塑业 玩具 鞋业 新能源"
JOBS = "操作工 驾驶员 收派员 护理员 保洁员 质检员 仓管员 电工 客服 营业员"
BOTH = {"truck_driver": "truck", "courier": "express", "food_delivery": "delivery"}
"""Who is of both sets: one of the eight, and of the four new forms."""
BORN_FROM, BORN_DAYS = date(1964, 1, 1), 14_000


@dataclass
class Joiner:
    """Somebody who joins: the columns of a roster."""

    name: str
    id_no: str
    mobile: str
    is_migrant: bool
    groups: list[str]
    new_forms: list[str]
    employment: str
    job: str


@dataclass
class Setup:
    """A union that is set up: under which town, for whom, and the days of its steps; or one that was there before."""

    number: int
    town: str
    stem: str
    firms: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    people: list[Joiner] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return bool(self.firms)

    @property
    def name(self) -> str:
        return f"{self.stem}联合工会委员会" if len(self.firms) > 1 else f"{self.firms[0]}工会委员会"

    @property
    def short_name(self) -> str:
        return f"{self.stem}联合工会" if len(self.firms) > 1 else f"{self.stem}工会"


def the_workdays() -> Workdays:
    """The working days of the year, and those before it in which its first unions were prepared."""
    return Workdays(date(plan.YEAR - 1, 9, 1), date(plan.YEAR, 12, 31))


def draw_setups(seed: int, scale: float, workdays: Workdays) -> list[Setup]:
    """All unions set up in the year with who joined each, and the unions of before with theirs; by their first day."""
    draw = random.Random(f"unions/{seed}")
    setups = [_new(number, draw) for number in range(plan.scaled(UNIONS, scale))]
    first = workdays.place(date(plan.YEAR, 1, 4))
    last = len(workdays.days) - 1 - LAST_PLACE
    for setup in setups:
        setup.days = _days(workdays, draw.randint(first, last), draw)
    known = [Setup(0, "", union, days={"roster": workdays[draw.randint(first, last)]}) for union in _before(scale)]
    _share_out([*setups, *known], len(setups), seed, scale, draw)
    return sorted([*setups, *known], key=lambda each: (min(each.days.values()), each.number))


def _towns() -> dict[str, list[str]]:
    """The short names of the towns and parks, by the code of their county."""
    found: dict[str, list[str]] = {code: [] for code in plan.SIZES}
    for place in places.unions():
        if place.level == "L4":
            found[place.area_code if place.area_code in plan.SIZES else place.area_code[:6]].append(place.short_name)
    return found


def _before(scale: float) -> list[str]:
    unions = [place.short_name for place in places.unions() if place.level == "L5"]
    return unions[:: max(1, round(1 / min(scale, 1)))]


def _new(number: int, draw: random.Random) -> Setup:
    county = draw.choices(list(plan.SIZES), list(plan.SIZES.values()))[0]
    town = draw.choice(_towns()[county])
    brands, trades = places.BRANDS.split(), TRADES.split()
    where = town.removesuffix("总工会").removesuffix("工会").rstrip("镇街道园区")
    stem = f"{where}{brands[number % len(brands)]}{trades[number // len(brands) % len(trades)]}"
    is_joint = draw.randint(1, 100) <= JOINT_PERCENT
    firms = [f"{stem}{sign}有限公司" for sign in "甲乙丙丁"[: draw.randint(2, 4)]] if is_joint else [f"{stem}有限公司"]
    return Setup(number, town, stem, firms)


def _days(workdays: Workdays, established: int, draw: random.Random) -> dict[str, date]:
    submitted = established - draw.randint(1, 8)
    elected = submitted - draw.randint(0, 4)
    prepared = elected - draw.randint(8, 30)
    applied = prepared - draw.randint(1, 9)
    found = applied - draw.randint(1, 12)
    roster = min(established + draw.randint(0, 20), len(workdays.days) - 1)
    places_ = {"find": found, "apply": applied, "approve_preparation": prepared, "elect": elected}
    places_ |= {"submit_result": submitted, "establish": established, "roster": roster}
    return {step: workdays[place] for step, place in places_.items()}


def _share_out(setups: list[Setup], new: int, seed: int, scale: float, draw: random.Random) -> None:
    """Everybody to a union, each new one some; the numbers of the whole are exact."""
    total, people = plan.scaled(MEMBERS, scale), people_of(seed, scale)
    weights = [draw.uniform(0.4, 1.8) * 100 / new for _ in range(new)]
    weights += [draw.uniform(0.4, 1.8) * KNOWN_PERCENT / (len(setups) - new) for _ in setups[new:]]
    chosen = [*range(new), *draw.choices(range(len(setups)), weights, k=total - new)]
    for place, person in zip(chosen, people, strict=True):
        setups[place].people.append(person)


def people_of(seed: int, scale: float) -> Iterator[Joiner]:
    """Everybody who joins in the year; no area ever had the first digits of their numbers."""
    draw = random.Random(f"joiners/{seed}")
    total = plan.scaled(MEMBERS, scale)
    migrants = _marked(total, plan.scaled(MIGRANTS, scale), draw)
    eight = _marked(total, plan.scaled(OF_THE_EIGHT, scale), draw)
    jobs, groups = JOBS.split(), list(EightGroup.values)
    for number in range(total):
        born = BORN_FROM + timedelta(days=draw.randrange(BORN_DAYS))
        group = draw.choice(groups)
        flexible = eight[number] and draw.random() < 0.4
        yield Joiner(
            name=a_name(draw, draw.random() < 0.45),
            id_no=a_test_number(f"98{number // 900:04d}", born, number % 900 + 1),
            mobile=f"1421{number:07d}",
            is_migrant=migrants[number],
            groups=[group] if eight[number] else [],
            new_forms=[BOTH[group]] if eight[number] and group in BOTH else [],
            employment=Employment.FLEXIBLE if flexible else Employment.CONTRACT,
            job=draw.choice(jobs),
        )


def _marked(total: int, number: int, draw: random.Random) -> list[bool]:
    chosen = set(draw.sample(range(total), min(number, total)))
    return [place in chosen for place in range(total)]
