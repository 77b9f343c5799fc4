"""Several at once over one month: one locks, and a bank return is in the seal whole or not at all (R5)."""

from datetime import date

import pytest
from django.db import transaction

from gonghui.desks.figures import proofs
from gonghui.desks.figures.actions import months, restatements
from gonghui.desks.figures.models import Cell, Restatement, Seal, SealedMonth
from gonghui.foundation.funds import actions as funds
from gonghui.foundation.funds.models import BankReturn
from gonghui.foundation.funds.tests.money import JUNE_2, Finance, a_return, an_answer, rows_of
from gonghui.foundation.funds.tests.test_races_and_kills import at_once, in_sight
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.periods import Period

from .sealed import JANUARY, LATER, WHY, City

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
JUNE = Period.month(2021, 6)


@pytest.fixture
def city():
    with transaction.atomic(), sight.system("tests"):
        return City(a_tree())


def submitted(city, period):
    month = months.begin(city.unit, period, by=city.statistician, on=LATER)
    return months.submit(month, by=city.statistician, on=LATER)


def test_two_lock_at_once_and_one_does(city):
    in_sight(lambda: city.pays(city.files[0], date(2021, 1, 5), 300_00))
    month = in_sight(lambda: submitted(city, JANUARY))

    said = at_once(
        [
            lambda by=by: months.lock(SealedMonth.objects.get(pk=month.pk), by=by, on=LATER)
            for by in (city.reviewer, city.other)
        ]
    )

    (sentence,) = [each for each in said if isinstance(each, str)]
    assert "现在的状态是“已封存”" in sentence
    assert (in_sight(Seal.objects.count), list(proofs.breaches())) == (1, [])


def test_two_approve_at_once_and_the_figure_moves_once(city):
    in_sight(lambda: city.seals(JANUARY))
    in_sight(lambda: city.pays(city.files[0], date(2021, 1, 5), 300_00))
    made = in_sight(lambda: restatements.propose(city.unit, by=city.statistician, on=LATER, reason=WHY))

    said = at_once(
        [
            lambda by=by: restatements.approve(Restatement.objects.get(pk=made.pk), by=by, on=LATER)
            for by in (city.reviewer, city.other)
        ]
    )

    assert sum(isinstance(each, str) for each in said) == 1
    assert in_sight(lambda: city.value("Y16", JANUARY)) == 300.0
    assert list(proofs.breaches()) == []


def test_a_bank_return_comes_while_the_month_is_locked(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    finance = in_sight(lambda: Finance(city.tree))
    for _turn in range(6):
        batch = in_sight(lambda: finance.a_sent_batch(2))
        content = in_sight(lambda batch=batch: a_return(*map(an_answer, rows_of(batch))))
        month = in_sight(_ready_to_submit(city))

        said = at_once(
            [
                lambda batch=batch, content=content: funds.import_return(batch, content, by=finance.maker, on=JUNE_2),
                lambda month=month: months.submit(SealedMonth.objects.get(pk=month.pk), by=city.statistician, on=LATER),
            ]
        )

        assert isinstance(said[0], BankReturn)
        assert not isinstance(said[1], str) or batch.number in said[1]
        if isinstance(said[1], str):
            in_sight(lambda month=month: months.submit(month, by=city.statistician, on=LATER))
        in_sight(lambda month=month: months.send_back(month, by=city.reviewer, on=LATER, reason="再核对一次"))
    assert in_sight(Cell.objects.count) == 0


def _ready_to_submit(city):
    def ready():
        known = SealedMonth.objects.of([JUNE]).first()
        return known or months.begin(city.unit, JUNE, by=city.statistician, on=LATER)

    return ready
