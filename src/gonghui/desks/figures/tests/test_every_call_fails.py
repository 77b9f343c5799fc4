"""Each step of a seal and of a restatement with its n-th SQL statement failing, for every n (R9)."""

from datetime import date

import pytest

from gonghui.desks.figures.actions import months, restatements
from gonghui.desks.figures.models import SealedMonth
from tests.failing import every_call

from .sealed import JANUARY, LATER, WHY

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
KEPT = ("figures", "journal")


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def month(city):
    city.pays(city.files[0], date(2021, 1, 5), 300_00)
    return months.begin(city.unit, JANUARY, by=city.statistician, on=LATER)


def test_submit_send_back_and_lock(city, month):
    every_call(lambda: months.submit(fresh(month), by=city.statistician, on=LATER), *KEPT)
    months.submit(month, by=city.statistician, on=LATER)
    every_call(lambda: months.send_back(fresh(month), by=city.reviewer, on=LATER, reason="再核对一次"), *KEPT)

    assert every_call(lambda: months.lock(fresh(month), by=city.reviewer, on=LATER), *KEPT) > 10


def test_propose_approve_and_reject(city, month):
    city.seals(JANUARY, on=LATER)
    city.pays(city.files[2], date(2021, 1, 28), 70_00)
    said = {"by": city.statistician, "on": LATER, "reason": WHY}

    every_call(lambda: restatements.propose(city.unit, **said), *KEPT)
    made = restatements.propose(city.unit, **said)
    every_call(lambda: restatements.reject(fresh(made), by=city.reviewer, on=LATER, reason=WHY), *KEPT)
    assert every_call(lambda: restatements.approve(fresh(made), by=city.reviewer, on=LATER), *KEPT) > 10
    assert SealedMonth.objects.locked().count() == 1
