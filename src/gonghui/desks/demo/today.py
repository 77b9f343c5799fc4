"""Cases that are open today, at each step in each county, so that every desk and phone has something to do."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.policies.models import SpecialDay
from gonghui.kernel import workdays as calendar
from gonghui.kernel.refusals import Refusal
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook.grading import Grade

from . import cast, plan
from .days import Workdays
from .households import Aid, Household

WAYS = (
    {"begin": 0},
    {"begin": 2, "submit": 1},
    {"begin": 15, "submit": 14},
    {"begin": 6, "submit": 5, "visit": 2},
    {"begin": 8, "submit": 8, "visit": 5, "compare": 3},
    {"begin": 12, "submit": 11, "visit": 9, "compare": 7, "publicise": 3},
    {"begin": 14, "submit": 13, "visit": 11, "compare": 8, "publicise": 4, "dispute": 1},
    {"begin": 18, "submit": 17, "visit": 15, "compare": 13, "publicise": 9},
    {"begin": 22, "submit": 22, "visit": 18, "compare": 16, "publicise": 12, "review": 4},
    {"begin": 30, "submit": 29, "visit": 25, "compare": 23, "publicise": 20, "review": 12, "approve": 9},
    {"begin": 36, "submit": 35, "visit": 31, "compare": 29, "publicise": 26, "review": 18, "approve": 15},
    {"begin": 9, "submit": 8, "send_back": 5},
    {"begin": 20, "submit": 19, "visit": 16, "compare": 14, "publicise": 12, "reject": 4},
)
"""How many working days ago each step was taken; where a way ends, the case stands today."""
UNION_WAYS = (
    {"begin": 4, "submit": 3},
    {"begin": 11, "submit": 10, "visit": 6, "compare": 2},
)
"""The same in the unions of the cast: one waits for a visit, one to be publicised."""
OWN_WAYS = (
    {"begin": 3, "submit": 2},
    {"begin": 12, "submit": 11, "visit": 9, "compare": 7, "publicise": 3},
    {"begin": 7, "submit": 6, "withdraw": 2},
    {"begin": 9, "submit": 8, "send_back": 5},
    {"begin": 22, "submit": 22, "visit": 18, "compare": 16, "publicise": 12, "review": 4},
    {"begin": 30, "submit": 29, "visit": 25, "compare": 23, "publicise": 20, "review": 12, "approve": 9},
)
"""The same of workers who applied themselves; one of them has thought better of it."""
MORNING = {"begin": 34, "submit": 33, "visit": 29, "compare": 27, "publicise": 24, "review": 16, "approve": 13}
PROPOSED = MORNING | {"begin": 35}
MORNINGS, PROPOSALS = 55, 8
"""Households of 金寨 on files of the county whose grants wait for who approves them, or for who checks them."""
REACH = timedelta(days=100)
"""No case open today began longer ago."""
GRANT_WAYS = ({"propose": 7, "check": 5, "grant": 2}, {"propose": 3}, {"propose": 5, "check": 2})
LONG_ON_FILE = 15
"""Whoever came on file so long ago has been granted aid, which waits for its payment."""
NOT_PUBLISHED = "演示日历,正式放假安排公布后以公布为准"
WITHOUT_A_CASE = ("尹秀莲", "严小妹")
"""Workers of the cast who have not applied yet."""


def ensure_calendar(now: date) -> None:
    """Have working days for this year and the next, where the real arrangement is not published yet."""
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            calendar.is_workday(date(year, 1, 4))
        except Refusal:
            SpecialDay.objects.create(day=date(year, 1, 1), is_worked=False, source=NOT_PUBLISHED)


def open_households(seed: int, scale: float, now: date, first_number: int) -> Iterator[Household]:
    """The households of today, each with the days of the steps it has taken; in a small world, of fewer counties."""
    workdays = Workdays(now - REACH, now, cache(calendar.exceptions))
    place = workdays.last_until(now)
    for number, (union, worker, way) in enumerate(_roll(scale), start=first_number):
        draw = random.Random(f"today/{seed}/{number}")
        household = _household(number, union, worker, now.year, draw)
        if way in (MORNING, PROPOSED):
            household.level = HardshipArchive.Level.COUNTY
        household.days = {step: workdays[place - ago] for step, ago in way.items()}
        if "approve" in way:
            steps = _grant_way(way, number)
            household.aids[0].days = {step: workdays[place - ago] for step, ago in steps.items()}
        if way.get("approve") == LONG_ON_FILE:
            household.calls = [workdays[place - 6]]
        yield household


def _grant_way(way, number):
    if way in (MORNING, PROPOSED):
        proposed = {"propose": 1 + number % 5}
        return proposed | {"check": number % 2} if way is MORNING else proposed
    return GRANT_WAYS[0 if way["approve"] == LONG_ON_FILE else number // 2 % len(GRANT_WAYS)]


def _roll(scale):
    """Union, worker who applied herself (or nobody) and way, for each case."""
    counties = [names for _code, names in sorted(plan.unions_by_county().items(), key=_golden_stockade_first)]
    for place, names in enumerate(counties[: plan.scaled(len(counties), min(scale, 1))]):
        yield from ((names[0], "", way) for way in UNION_WAYS)
        for number, way in enumerate(WAYS):
            yield names[1 + (number + place) % (len(names) - 1)], "", way
    for way, number in ((MORNING, MORNINGS), (PROPOSED, PROPOSALS)):
        yield from ((name, "", way) for name in _morning_unions(plan.scaled(number, scale)))
    workers = [f for f in cast.figures() if f.role == Role.WORKER and f.name not in WITHOUT_A_CASE]
    for place, figure in enumerate(workers):
        yield figure.unit, figure.name, OWN_WAYS[place % len(OWN_WAYS)]


def _morning_unions(count):
    names = plan.unions_by_county()["341524"]
    return [names[place % len(names)] for place in range(count)]


def _golden_stockade_first(county):
    """金寨 comes first: whoever shows the product shows it there."""
    return county[0] != "341524", county[0]


def _household(number, union, worker, year, draw):
    grade = draw.choice((Grade.DEEP, Grade.RELATIVE, Grade.ACCIDENTAL))
    cause = plan.cause_of(grade, draw)
    level = draw.choice((HardshipArchive.Level.CITY, HardshipArchive.Level.COUNTY))
    aids = [Aid(plan.first_kind(cause), 0, amount=draw.randint(15, 60) * plan.HUNDRED)]
    household = Household(number, union, level, grade, cause, aids, computed=grade, account=worker)
    plan.finish(household, year, draw, name=worker)
    return household
