"""What was taken back counts no more against any limit; what is only claimed, or written off, does (E-R9, E-R13)."""

import pytest

from gonghui.foundation.funds import actions
from gonghui.foundation.funds.actions import guard, recoveries
from gonghui.foundation.funds.actions.guard import AlreadyAided, SoftLimit
from gonghui.foundation.funds.rulebook.limits import Cause
from gonghui.kernel.encryption import blind_index

from .money import JUNE_2, JUNE_3, a_benefit, a_return, an_answer, rows_of
from .test_guard import WHOLE_YEAR_OF_LIVING, living
from .test_recoveries import WHY, a_confirmed


@pytest.fixture
def paid(finance):
    """Pay benefits to the last: a payment that the bank has paid."""

    def pay(benefits, **traits):
        payment = finance.a_payment(benefits=benefits, amount=sum(each.amount for each in benefits), **traits)
        batch = finance.sent(payment)
        actions.import_return(batch, a_return(*map(an_answer, rows_of(batch))), by=finance.maker, on=JUNE_2)
        payment.refresh_from_db()
        return payment

    return pay


def taken_back(finance, payment, amount, *parts):
    claim = a_confirmed(finance, payment, amount)
    for part in parts:
        back = {"amount": part, "repaid_on": JUNE_3, "paper": "流水 1", "by": finance.maker, "on": JUNE_3}
        recoveries.take_back(claim, **back)
    return claim


def pays(finance, benefits, **traits):
    return finance.a_payment(benefits=benefits, amount=sum(each.amount for each in benefits), on=JUNE_3, **traits)


def test_all_of_it_taken_back_frees_the_whole_limit(finance, paid):
    payment = paid(living("甲"))

    taken_back(finance, payment, WHOLE_YEAR_OF_LIVING, 98_000, 700_000)

    pays(finance, living("甲"))


def test_a_part_taken_back_frees_that_part_and_no_more(finance, paid):
    payment = paid(living("甲"))

    taken_back(finance, payment, 298_000, 98_000)

    with pytest.raises(AlreadyAided):
        pays(finance, living("甲", amount=98_001))
    pays(finance, living("甲", amount=98_000))


def test_what_is_claimed_but_has_not_come_back_counts(finance, paid):
    payment = paid(living("甲"))

    taken_back(finance, payment, 298_000)

    with pytest.raises(AlreadyAided):
        pays(finance, living("甲", amount=1))


def test_what_was_written_off_counts(finance, paid):
    claim = taken_back(finance, paid(living("甲")), 298_000, 98_000)

    recoveries.give_up(claim, by=finance.authoriser, on=JUNE_3, opinion=WHY)

    with pytest.raises(AlreadyAided):
        pays(finance, living("甲", amount=98_001))


def test_a_part_of_a_payment_for_two_is_shared_by_what_each_was_paid(finance, paid):
    both = [a_benefit(*who, amount=665_000, cause=Cause.SCHOOLING) for who in ("甲乙", "乙甲")]
    payment = paid(both)

    taken_back(finance, payment, 100_001, 100_001)

    for who in ("甲乙", "乙甲"):
        with pytest.raises(AlreadyAided):
            pays(finance, [a_benefit(*who, amount=50_001, cause=Cause.SCHOOLING)])
        pays(finance, [a_benefit(*who, amount=50_000, cause=Cause.SCHOOLING)])


def test_a_paper_may_be_used_again_once_all_of_its_money_is_back(finance, paid):
    used = {"cause": Cause.ILLNESS, "papers": [blind_index("发票 1")], "need": 900_000}
    payment = paid([a_benefit("甲", amount=10_000, **used)])
    taken_back(finance, payment, 5_000, 5_000)
    with pytest.raises(AlreadyAided):
        pays(finance, [a_benefit("甲", amount=10_000, **used)])

    taken_back(finance, payment, 5_000, 5_000)

    pays(finance, [a_benefit("甲", amount=10_000, **used)])


def test_the_count_of_payments_in_a_month_forgets_what_came_back_in_full(finance, paid):
    first = paid(living("甲", amount=100))
    for amount in (101, 102):
        pays(finance, living("甲", amount=amount))
    with pytest.raises(SoftLimit):
        pays(finance, living("甲", amount=103))

    taken_back(finance, first, 100, 100)

    pays(finance, living("甲", amount=103))


def test_foresee_says_the_same(finance, paid):
    payment = paid(living("甲"))
    where = {"unit": finance.union, "fund": finance.fund, "card": "", "on": JUNE_3}
    before = guard.foresee(living("甲"), **where)

    taken_back(finance, payment, WHOLE_YEAR_OF_LIVING, WHOLE_YEAR_OF_LIVING)

    assert ([hit.name for hit in before], guard.foresee(living("甲"), **where)) == (["living.household_year"], [])
