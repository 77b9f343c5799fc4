"""What 2021 shall have been: how many households of which grade, what they are given and when. No database.

The numbers are those of the published year; which household gets what is drawn from the seed.
"""

import random
from datetime import date

from gonghui.programs.hardship.rulebook.grading import Grade

from . import places
from .days import Workdays
from .households import Aid, Cause, Household, Kind, lines_of, people_of
from .schedule import PayRun, calls_of, days_of

YEAR = 2021
QUOTAS = {
    ("city", Grade.DEEP): 262,
    ("city", Grade.RELATIVE): 378,
    ("city", Grade.ACCIDENTAL): 86,
    ("county", Grade.DEEP): 40,
    ("county", Grade.RELATIVE): 68,
    ("county", Grade.ACCIDENTAL): 18,
}
"""Households aided: on city-level files Y10, Y11, Y12; with the county-level files Y15."""
GRANTS = 1391
PAID = 548_880_000
"""Fen (Y16)."""
HUNDRED = 100_00
"""Sums are whole hundreds of yuan."""

SIZES = {"341502": 20, "341503": 19, "341504": 7, "341522": 19, "341523": 14, "341524": 12, "341525": 7, "341502400": 2}
"""How the households spread over the counties, in per cent."""
FIRST_MONTHS = (3, 4, 8, 9, 10, 10, 10, 11, 10, 9, 8, 8)
"""How the first payments spread over the months, in per cent."""
MOST_GRANTS = 3
LEAST = 5  # hundreds of yuan in a grant
MOST = {Kind.LIVING: 79, Kind.SCHOOLING: 66, Kind.MEDICAL: 100}
"""Hundreds of yuan, under the caps at a dibao of 665 yuan; the living aid of a year is shared by its grants."""
OVERRIDES, BORDERLINES, RETURNS, DISPUTES, BOUNCES = 2, 9, 25, 5, 8


def draw_households(seed: int, scale: float, workdays: Workdays) -> list[Household]:
    """All households aided in the year, in the order in which they apply."""
    draw = random.Random(f"2021/{seed}")
    made = _households(draw, scale)
    _share_out_grants(made, scaled(GRANTS, scale, least=len(made)), draw)
    _share_out_money(made, scaled(PAID // HUNDRED, scale), draw)
    _make_differences(made, scale, draw)
    runs = [PayRun.of(workdays, YEAR, month) for month in range(1, 13)]
    for household in made:
        own = random.Random(f"2021/{seed}/{household.number}")
        finish(household, YEAR, own)
        days_of(household, workdays, runs, own)
        household.calls = calls_of(household, workdays, own)
    return sorted(made, key=lambda h: (h.days["begin"], h.number))


def scaled(number: int, scale: float, least: int = 1) -> int:
    return max(round(number * scale), least)


def finish(household: Household, year: int, draw: random.Random, name: str = "") -> None:
    """Give a household its people and figures; its aids must be decided."""
    household.people = people_of(household, year, draw, name)
    household.lines = lines_of(household, draw)


def _households(draw, scale):
    kinds = [kind for kind, number in QUOTAS.items() for _ in range(scaled(number, scale))]
    draw.shuffle(kinds)
    unions = unions_by_county()
    counties = draw.choices(list(SIZES), list(SIZES.values()), k=len(kinds))
    return [
        Household(number, draw.choice(unions[county]), level, grade, cause_of(grade, draw), [], computed=grade)
        for number, ((level, grade), county) in enumerate(zip(kinds, counties, strict=True), start=1)
    ]


def unions_by_county() -> dict[str, list[str]]:
    """The short names of the grassroots unions, by the code of their county."""
    found: dict[str, list[str]] = {code: [] for code in SIZES}
    for place in places.unions():
        if place.level == "L5":
            found[place.area_code if place.area_code in SIZES else place.area_code[:6]].append(place.short_name)
    return found


def cause_of(grade: Grade, draw: random.Random) -> Cause:
    """Why a household of a grade is in hardship."""
    if grade == Grade.ACCIDENTAL:
        return draw.choices((Cause.ACCIDENT, Cause.DISASTER), (7, 3))[0]
    return draw.choices((Cause.ILLNESS, Cause.SCHOOLING, Cause.LAID_OFF, Cause.NO_CAPACITY), (40, 28, 20, 12))[0]


# Grants


def _share_out_grants(made, number, draw):
    """One grant for each household, the rest for those whose first comes early enough for another."""
    months = draw.choices(range(1, 13), FIRST_MONTHS, k=len(made))
    for household, month in zip(made, months, strict=True):
        household.aids.append(Aid(first_kind(household.cause), month))
    while missing := number - sum(len(h.aids) for h in made):
        early = [h for h in made if len(h.aids) < MOST_GRANTS and h.aids[-1].month < 12]
        if not early:
            return  # a very small world whose households all came late
        for household in draw.sample(early, min(missing, len(early) // 2 + 1)):
            month = draw.randint(household.aids[-1].month + 1, 12)
            household.aids.append(Aid(Kind.LIVING, month))


def first_kind(cause: Cause) -> Kind:
    """The kind of aid that answers a cause."""
    return {Cause.ILLNESS: Kind.MEDICAL, Cause.SCHOOLING: Kind.SCHOOLING}.get(cause, Kind.LIVING)


def _share_out_money(made, hundreds, draw):
    """Draw each sum between its bounds, then move single hundreds until the whole is exact."""
    aids = [(aid, _most(aid, household)) for household in made for aid in household.aids]
    for aid, most in aids:
        aid.amount = draw.randint(LEAST, min(most, 60)) * HUNDRED
    missing = max(hundreds, LEAST * len(aids)) - sum(aid.amount for aid, _ in aids) // HUNDRED
    step = 1 if missing > 0 else -1
    while missing:
        aid, most = draw.choice(aids)
        if LEAST <= aid.amount // HUNDRED + step <= most:
            aid.amount += step * HUNDRED
            missing -= step


def _most(aid, household):
    """Hundreds of yuan that a grant may be: the living aid of a year is shared by its grants."""
    sharing = sum(other.kind == Kind.LIVING for other in household.aids)
    return MOST[aid.kind] // sharing if aid.kind == Kind.LIVING else MOST[aid.kind]


# Where a household goes its own way


def _make_differences(made, scale, draw):
    """A few on the line, graded otherwise by two persons, sent back, disputed, or with a card unknown to the bank."""
    plain = [h for h in made if h.grade in (Grade.DEEP, Grade.RELATIVE)]
    for household in draw.sample(plain, min(scaled(BORDERLINES, scale), len(plain))):
        household.is_borderline = True
    deep = [h for h in plain if h.grade == Grade.DEEP]
    for household in draw.sample(deep, min(scaled(OVERRIDES, scale), len(deep))):
        household.computed, household.is_borderline = Grade.RELATIVE, True
    for household in draw.sample(made, min(scaled(RETURNS, scale), len(made))):
        household.is_returned = True
    for household in draw.sample(made, min(scaled(DISPUTES, scale), len(made))):
        household.is_disputed = True
    early = [h for h in made if len(h.aids) == 1 and h.aids[0].month < 12]
    for household in draw.sample(early, min(scaled(BOUNCES, scale), len(early))):
        household.aids[0].bounces = True
    for household in draw.sample(made, len(made) // 7):
        household.is_migrant = True


def the_year() -> Workdays:
    """The working days of the year."""
    return Workdays(date(YEAR, 1, 1), date(YEAR, 12, 31))
