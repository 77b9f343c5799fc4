"""What is drawn from a seed: always the published year's numbers, never the same households."""

from collections import Counter

import pytest

from gonghui.desks.demo import cast, places, plan
from gonghui.desks.demo.households import Kind
from gonghui.foundation.accounts.roles import Role
from gonghui.kernel.identifiers import bank_card, credit_code, fits_luhn, identity_number, is_male, mobile
from gonghui.programs.hardship.rulebook.grading import Grade

WORKDAYS = plan.the_year()


def drawn(seed, scale=1.0):
    return plan.draw_households(seed, scale, WORKDAYS)


@pytest.mark.parametrize("seed", [2021, 7, 99])
def test_draw_gives_the_published_numbers_for_any_seed(seed):
    households = drawn(seed)

    kinds = Counter((h.level, h.grade) for h in households)
    amounts = [aid.amount for h in households for aid in h.aids]
    assert (kinds["city", Grade.DEEP], kinds["city", Grade.RELATIVE], kinds["city", Grade.ACCIDENTAL]) == (262, 378, 86)
    assert (len(households), len(amounts), sum(amounts)) == (852, 1391, 548_880_000)


def test_draw_is_the_same_for_the_same_seed():
    assert drawn(5, 0.1) == drawn(5, 0.1)


def test_draw_differs_for_another_seed():
    assert drawn(5, 0.1) != drawn(6, 0.1)


def test_draw_scales_households_and_money():
    households = drawn(3, 0.1)

    assert len(households) == 86
    assert sum(aid.amount for h in households for aid in h.aids) == 54_890_000


def test_steps_are_on_working_days_of_the_year_and_in_order():
    wrong = []
    for household in drawn(11):
        names = ["begin", "submit", "send_back", "resubmit", "visit", "compare", "publicise", "review", "approve"]
        days = [household.days[name] for name in names if name in household.days]
        days += [household.aids[0].days[name] for name in ("propose", "check", "grant")]
        if days != sorted(days) or not set(days) <= set(WORKDAYS.days):
            wrong.append(household.number)

    assert wrong == []


def test_notices_run_five_working_days_before_the_review():
    short = [
        household.number
        for household in drawn(11)
        if WORKDAYS.place(household.days["review"]) - WORKDAYS.place(household.days["publicise"]) < 5
    ]

    assert short == []


def test_aid_stays_under_its_caps():
    households = drawn(13)

    living = [sum(aid.amount for aid in h.aids if aid.kind == Kind.LIVING) for h in households]
    schooling = [aid.amount for h in households for aid in h.aids if aid.kind == Kind.SCHOOLING]
    assert max(living) <= 12 * 66500
    assert max(schooling) <= 10 * 66500


def test_people_have_right_numbers_that_nobody_else_has():
    people = [someone for household in drawn(17) for someone in household.people]

    assert [identity_number(someone.id_no) for someone in people] == [someone.id_no for someone in people]
    assert len({someone.id_no for someone in people}) == len(people)
    assert {someone.id_no[:2] for someone in people} == {"99"}


def test_cards_fit_luhn_and_belong_to_no_bank():
    cards = [household.card for household in drawn(17, 0.1)]

    assert all(bank_card(card) == card and fits_luhn(card) and card.startswith("999999") for card in cards)


def test_couples_are_of_two_sexes():
    couples = [
        (h.people[0].id_no, someone.id_no)
        for h in drawn(17, 0.2)
        for someone in h.people
        if someone.relation == "spouse"
    ]

    assert couples
    assert all(is_male(one) != is_male(other) for one, other in couples)


def test_places_are_named_once_and_lie_below_known_areas():
    unions, codes = places.unions(), [code for code, _name, _above in places.areas()]

    assert len({place.name for place in unions}) == len(unions)
    assert {place.area_code for place in unions} <= set(codes)
    assert [above for _code, _name, above in places.areas() if above and above not in codes] == []


def test_employers_have_right_credit_codes():
    from gonghui.desks.demo.founding import a_credit_code

    codes = [a_credit_code(f"91349901MA2X{number:05d}") for number in range(50)]

    assert [credit_code(code) for code in codes] == codes


def test_the_cast_has_one_name_each_and_every_role_of_a_county():
    figures = cast.figures()

    assert len({figure.name for figure in figures}) == len(figures)
    assert cast.the(Role.COUNTY_REVIEWER, "金寨县总工会").name == "程思源"
    assert mobile(cast.mobile_of(cast.the(Role.WORKER, "霍山县总工会"))) == "14200000007"
