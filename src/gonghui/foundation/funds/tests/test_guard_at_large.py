"""Five hundred claims with planted duplicates and look-alikes, and many at once: all found, nobody wronged (T09)."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count
from threading import Barrier

import pytest
from django.db import connections, transaction

from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.actions.guard import AlreadyAided, Benefit
from gonghui.foundation.funds.models import Claim, Payment
from gonghui.foundation.funds.rulebook.limits import Cause
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Area
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.identifiers import a_test_number
from gonghui.kernel.periods import Period

from .money import JUNE_1, Finance

OF_EACH_KIND = 20
HONEST = 240
LIVING, SCHOOLING = 798_000, 665_000


class Crowd:
    """Invented people and what they claim; each method gives claims in order, the last of which is a duplicate or not.

    A claim is (county, benefits): 0 is Jinzhai, 1 is Huoshan.
    """

    def __init__(self, seed: int):
        self.draw, self.numbers = random.Random(seed), count(1)

    def number(self, born=date(1978, 5, 6)) -> str:
        n = next(self.numbers)
        return a_test_number("349901", born + timedelta(days=n // 900), n % 900 + 1)

    def stay(self, who, start, days, *, paper=None, amount=50_000):
        period = Period(start, start + timedelta(days=days))
        papers = (blind_index(paper),) if paper else ()
        person = guard.index_of(who)
        return [Benefit(person, (person,), Cause.HOSPITAL_STAY, period, amount, papers=papers)]

    def living(self, *people, amount=LIVING):
        household = [guard.index_of(who) for who in people]
        return [Benefit(household[0], household, Cause.LIVING, Period.year(2021), amount)]

    def schooling(self, child, *parents, amount=SCHOOLING):
        household = [guard.index_of(who) for who in (child, *parents)]
        return [Benefit(household[0], household, Cause.SCHOOLING, Period.year(2021), amount)]

    # Eight kinds of duplicate

    def same_number_same_county(self):
        who = self.number()
        return [(0, self.living(who)), (0, self.living(who, amount=100_000))]

    def same_number_other_county(self):
        who = self.number()
        return [(0, self.living(who)), (1, self.living(who))]

    def old_number_of_15_digits(self):
        who = self.number()
        return [(0, self.living(who)), (1, self.living(who[:6] + who[8:17]))]

    def spouse_for_the_same_child(self):
        mother, father, child = self.number(), self.number(), self.number(date(2003, 1, 1))
        return [(0, self.schooling(child, mother)), (1, self.schooling(child, father))]

    def same_hospital_bill(self):
        who, bill = self.number(), f"bill {next(self.numbers)}"
        first = self.stay(who, date(2021, 3, 1), 5, paper=bill)
        return [(0, first), (1, self.stay(who, date(2021, 6, 1), 5, paper=bill))]

    def bill_split_in_two(self):
        who, bill = self.number(), f"bill {next(self.numbers)}"
        halves = [self.stay(who, date(2021, 3, day), 5, paper=bill, amount=25_000) for day in (1, 6)]
        return [(0, halves[0]), (0, halves[1])]

    def overlapping_stay(self):
        who = self.number()
        return [(0, self.stay(who, date(2021, 4, 1), 10)), (1, self.stay(who, date(2021, 4, 10), 10))]

    def over_the_years_end(self):
        who = self.number()
        return [(0, self.stay(who, date(2021, 12, 27), 9)), (0, self.stay(who, date(2022, 1, 1), 4))]

    # Four that only look like one

    def twins(self):
        mother, born = self.number(), date(2002, 2, 2)
        twins = [self.number(born), self.number(born)]
        return [(0, self.schooling(twin, mother, *twins)) for twin in twins]

    def a_second_illness(self):
        who = self.number()
        return [(0, self.stay(who, date(2021, 4, 1), 10)), (0, self.stay(who, date(2021, 4, 11), 10))]

    def the_next_instalment(self):
        who, child = self.number(), self.number(date(2010, 3, 3))
        return [(0, self.living(who, child, amount=LIVING // 2)) for _ in range(2)]

    def once_given_up(self):
        who = self.number()
        return [("given up", self.living(who)), (0, self.living(who))]

    def an_honest_one(self):
        who, child = self.number(), self.number(date(2009, 1, 2))
        kinds = (self.living(who, child), self.schooling(child, who), self.stay(who, date(2021, 5, 1), 7))
        return [(self.draw.randrange(2), self.draw.choice(kinds))]


DUPLICATES = (
    "same_number_same_county", "same_number_other_county", "old_number_of_15_digits", "spouse_for_the_same_child",
    "same_hospital_bill", "bill_split_in_two", "overlapping_stay", "over_the_years_end",
)  # fmt: skip
LOOK_ALIKES = ("twins", "a_second_illness", "the_next_instalment", "once_given_up")


def a_world(seed):
    """Every claim with its kind and whether it is to be refused; cases mixed, the order within each kept."""
    crowd = Crowd(seed)
    kinds = [*DUPLICATES * OF_EACH_KIND, *LOOK_ALIKES * OF_EACH_KIND, *("an_honest_one",) * HONEST]
    cases = []
    for kind in kinds:
        claims = getattr(crowd, kind)()
        is_last = [place == len(claims) - 1 for place in range(len(claims))]
        cases.append([(kind, last and kind in DUPLICATES, *claim) for last, claim in zip(is_last, claims, strict=True)])
    turns = [place for place, case in enumerate(cases) for _ in case]
    crowd.draw.shuffle(turns)
    return [cases[place].pop(0) for place in turns]


class Tills:
    """Two counties that pay, each payment for a record and to a card of its own."""

    def __init__(self):
        tree = a_tree()
        self.offices, self.paid = [Finance(tree), Finance(tree, "huoshan")], count(1)

    def pay(self, county, benefits, **traits) -> Payment:
        n, office = next(self.paid), self.offices[county if county in (0, 1) else 0]
        facts = {"record": Area(pk=10**6 + n, name="事项"), "card": f"9999990000{n:06d}", "benefits": benefits}
        payment = office.a_payment(**facts | traits)
        if county == "given up":
            actions.cancel_payment(payment, by=office.maker, on=JUNE_1, reason="材料有误,重新录入")
        return payment


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_every_planted_duplicate_is_found_and_no_look_alike(db, seed):
    found, wronged = [], []
    with transaction.atomic(), sight.system("tests"):
        tills = Tills()
        for kind, is_duplicate, county, benefits in a_world(seed):
            try:
                tills.pay(county, benefits)
            except AlreadyAided:
                (found if is_duplicate else wronged).append(kind)

        claims = Claim.objects.count()

    assert wronged == []
    assert {kind: found.count(kind) for kind in DUPLICATES} == dict.fromkeys(DUPLICATES, OF_EACH_KIND)
    assert claims == HONEST + OF_EACH_KIND * (len(DUPLICATES) + 2 * len(LOOK_ALIKES))
    assert claims + len(found) >= 500


# At once


def at_once(acts):
    """What each of several acts says, done at the same moment on connections of their own."""
    barrier = Barrier(len(acts))

    def one(act):
        try:
            barrier.wait()
            with transaction.atomic(), sight.system("tests"):
                return act()
        except AlreadyAided:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_eight_overlapping_claims_at_once_one_is_paid():
    with transaction.atomic(), sight.system("tests"):
        tills = Tills()
    outcomes = []

    for turn in range(30):
        people = [blind_index(f"{turn} {n}") for n in range(8)]
        households = [people[n:] + people[:n] for n in range(8)]
        acts = [
            lambda n=n, them=them: tills.pay(n % 2, [_living(them[0], them)]) and "paid"
            for n, them in enumerate(households)
        ]
        said = at_once(acts)
        outcomes.append((said.count("paid"), said.count("refused")))

    assert outcomes == [(1, 7)] * 30


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_payments_for_the_same_two_persons_in_any_order_do_not_block_each_other():
    with transaction.atomic(), sight.system("tests"):
        tills = Tills()
    outcomes = []

    for turn in range(10):
        pair = [blind_index(f"{turn} {n}") for n in range(2)]
        orders = [pair, pair[::-1]] * 4
        stays = [[_stay(who, pair) for who in them] for them in orders]
        acts = [lambda benefits=benefits: tills.pay(0, benefits) and "paid" for benefits in stays]
        outcomes.append(sorted(at_once(acts)))

    assert outcomes == [["paid"] + ["refused"] * 7] * 10


def _living(person, household):
    return Benefit(person, household, Cause.LIVING, Period.year(2021), LIVING)


def _stay(person, household):
    period = Period(date(2021, 2, 1), date(2021, 2, 4))
    return Benefit(person, household, Cause.HOSPITAL_STAY, period, 100)
