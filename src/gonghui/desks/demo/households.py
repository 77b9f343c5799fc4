"""Invented households: who lives together, what they earn, must spend and are given. Pure arithmetic, no database."""

import random
from dataclasses import dataclass, field
from datetime import date

from gonghui.kernel.identifiers import a_test_number
from gonghui.programs.hardship.models import AidProject, HardshipArchive, HouseholdMember, IncomeLine
from gonghui.programs.hardship.rulebook.grading import Grade

from .names import a_name

Kind, Line = AidProject.Kind, IncomeLine.Kind
Cause, Work = HardshipArchive.Cause, HardshipArchive.WorkStatus
Relation, Identity = HouseholdMember.Relation, HouseholdMember.Identity

ROOM = 6  # identity numbers kept for each household
CARDS = "999999"  # card numbers that no bank gives out begin so

CAUSES = {
    Cause.ILLNESS: "本人患慢性病需长期服药治疗,自付医疗费用高,家庭收入不足以负担。",
    Cause.SCHOOLING: "子女在读大学,学费和生活费开支大,家庭收入低。",
    Cause.LAID_OFF: "所在企业减产后下岗,目前只有零工收入,生活困难。",
    Cause.NO_CAPACITY: "因残疾丧失部分劳动能力,需长期康复,收入微薄。",
    Cause.ACCIDENT: "今年家中突发意外事故,救治和护理支出巨大。",
    Cause.DISASTER: "今年汛期房屋进水受损,修缮和生活支出骤增。",
}
STATUSES = {
    Cause.ILLNESS: Work.SICK_LEAVE,
    Cause.LAID_OFF: Work.LAID_OFF,
    Cause.NO_CAPACITY: Work.UNEMPLOYED,
}


@dataclass(frozen=True)
class Someone:
    """A person of a household."""

    name: str
    relation: Relation
    id_no: str
    identity: Identity
    school: str = ""


@dataclass
class Aid:
    """A sum for a household: of a kind, in fen, first sent to the bank in a month (1 to 12)."""

    kind: Kind
    month: int
    amount: int = 0
    bounces: bool = False
    days: dict[str, date] = field(default_factory=dict)


@dataclass
class Household:
    """All that is decided about a household before it goes its way; `days` says when each step is taken.

    `calls` are the days on which its helper visits it.
    """

    number: int
    union: str
    level: str
    grade: Grade
    cause: Cause
    aids: list[Aid]
    computed: str = ""
    is_borderline: bool = False
    is_returned: bool = False
    is_disputed: bool = False
    is_migrant: bool = False
    account: str = ""
    people: list[Someone] = field(default_factory=list)
    lines: list[tuple[str, int, int]] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    calls: list[date] = field(default_factory=list)

    @property
    def needs_student(self) -> bool:
        return self.cause == Cause.SCHOOLING

    @property
    def card(self) -> str:
        return with_luhn(f"{CARDS}{self.number:012d}")

    @property
    def new_card(self) -> str:
        """The card that is named after the bank has sent a sum back."""
        return with_luhn(f"{CARDS}5{self.number:011d}")

    @property
    def work_status(self) -> Work:
        return Work.MIGRANT if self.is_migrant else STATUSES.get(self.cause, Work.EMPLOYED)

    @property
    def cause_text(self) -> str:
        return CAUSES[self.cause]


def with_luhn(digits: str) -> str:
    doubled = [sum(divmod(2 * int(d), 10)) if n % 2 == 0 else int(d) for n, d in enumerate(reversed(digits))]
    return digits + str(-sum(doubled) % 10)


# Who lives together


def people_of(household: Household, year: int, draw: random.Random, name: str = "") -> list[Someone]:
    """The applicant first, called `name` or by a drawn name; a student where schooling is the cause."""
    size = draw.choices((1, 2, 3, 4, 5), (12, 26, 36, 18, 8))[0]
    if household.needs_student or any(aid.kind == Kind.MEDICAL for aid in household.aids):
        size = max(size, 2)
    is_woman = draw.random() < 0.5
    name = name or a_name(draw, is_woman)
    age = draw.randint(42, 55)
    identity = Identity.EMPLOYED if household.work_status in (Work.EMPLOYED, Work.MIGRANT) else Identity.UNEMPLOYED
    made = [_someone(household, 0, name, Relation.SELF, is_woman, year - age, identity, draw)]
    wanted = [Relation.CHILD] if household.needs_student else []
    wanted += [Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.PARENT]
    for place, relation in enumerate(wanted[: size - 1], start=1):
        made.append(_relative(household, place, relation, name[0], is_woman, year - age, year, draw))
    return made


def _relative(household, place, relation, surname, applicant_is_woman, applicant_born, year, draw):
    is_woman = draw.random() < 0.5
    if relation == Relation.SPOUSE:
        is_woman = not applicant_is_woman
        born, identity, surname = applicant_born + draw.randint(-3, 3), Identity.FARMING, ""
    elif relation == Relation.PARENT:
        born, identity = applicant_born - draw.randint(22, 30), Identity.RETIRED
    else:
        is_student = household.needs_student and place == 1
        born, identity = year - (draw.randint(18, 21) if is_student else draw.randint(7, 17)), Identity.STUDENT
    name = a_name(draw, is_woman, surname)
    return _someone(household, place, name, relation, is_woman, born, identity, draw)


def _someone(household, place, name, relation, is_woman, born, identity, draw):
    issued = household.number * ROOM + place
    sequence = issued % 400 * 2 + (0 if is_woman else 1)
    day = date(born, draw.randint(1, 12), draw.randint(1, 28))
    is_student = household.needs_student and relation == Relation.CHILD and place == 1
    school = "省内本科院校" if is_student else ""
    return Someone(name, relation, a_test_number(f"99{issued // 400:04d}", day, sequence), identity, school)


# What they earn and must spend

BANDS = {Grade.DEEP: (150, 620), Grade.RELATIVE: (720, 1230), Grade.ACCIDENTAL: (1450, 2050)}
"""Yuan a head and month after rigid costs, clear of the lines (665 and 1330) by more than a twentieth."""
EDGES = {Grade.DEEP: (636, 664), Grade.RELATIVE: (668, 696)}
"""The same beside the deep line: borderline, by computation in the one grade or the other."""


def lines_of(household: Household, draw: random.Random) -> list[tuple[str, int, int]]:
    """Kind, fen a year and fen reimbursed: figures from which the grading finds `household.computed`."""
    computed, persons = Grade(household.computed), len(household.people)
    costs = _rigid_costs(household, draw)
    bands = EDGES if household.is_borderline else BANDS
    per_head = draw.randint(*bands[computed])
    if computed == Grade.RELATIVE and not household.is_borderline and not costs and draw.random() < 0.4:
        commuting = draw.randint(250, 400)
        costs.append((Line.EMPLOYMENT, commuting * 12 * persons * 100, 0))
        per_head = draw.randint(1380, 1480)
    rigid = sum(amount - back for kind, amount, back in costs if kind != Line.EMPLOYMENT)
    income = per_head * 12 * persons * 100 + rigid
    if computed == Grade.ACCIDENTAL:
        borne = income * draw.randint(88, 130) // 100
        costs.append((Line.SUDDEN, borne * 3 // 2, borne * 3 // 2 - borne))
    return [*_incomes(household, income, draw), *costs]


def _incomes(household, income, draw):
    if household.cause == Cause.NO_CAPACITY:
        return [(Line.TRANSFER, income, 0)]
    wages = income * draw.randint(70, 100) // 10000 * 100
    return [(Line.WAGE, wages, 0)] + ([(Line.TRANSFER, income - wages, 0)] if wages < income else [])


def _rigid_costs(household, draw):
    costs = []
    medical = sum(aid.amount for aid in household.aids if aid.kind == Kind.MEDICAL)
    if medical or household.cause == Cause.ILLNESS:
        borne = medical * draw.randint(100, 140) // 100 or draw.randint(20, 80) * 10000
        costs.append((Line.ILLNESS, borne * 2, borne))
    if household.needs_student:
        costs.append((Line.SCHOOLING, draw.randint(48, 80) * 10000, 0))
    if household.cause == Cause.NO_CAPACITY:
        costs.append((Line.DISABILITY, draw.randint(10, 30) * 10000, 0))
    return costs
