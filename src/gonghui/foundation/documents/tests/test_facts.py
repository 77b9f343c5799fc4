"""Facts from outside: entered with their paper, confirmed by another, counted only then (X-R11)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.facts import actions
from gonghui.foundation.documents.models import Document, RecordedFact
from gonghui.foundation.notices.tests.people import a_post
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.indicators import Scope, all_figures
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled

from .files import a_pdf

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

MARCH_1 = date(2022, 3, 1)
FILES, FUNDS = "困难职工档案数", "使用帮扶资金数"


@pytest.fixture
def tree():
    with transaction.atomic(), sight.system("tests"):
        yield a_tree()


@pytest.fixture
def clerk(tree):
    return a_post(tree["city"], Role.CITY_OPERATOR)


@pytest.fixture
def chief(tree):
    return a_post(tree["city"], Role.CITY_REVIEWER)


def a_fact(by, *, aspect=FILES, value=2, **other):
    said = {"figure": "Y17", "aspect": aspect, "value": value, "year": 2021, "told_by": "安徽省总工会"}
    said |= {"told_on": MARCH_1, "paper": "关于2021年度困难职工帮扶工作情况的通报"}
    return actions.record(**said | other, upload=SimpleUploadedFile("通报.pdf", a_pdf()), by=by, on=MARCH_1)


def the_figure():
    return next(figure for figure in all_figures() if figure.code == "Y17")


def test_record_keeps_the_paper_and_waits_for_another(clerk):
    fact = a_fact(clerk)

    assert (fact.state, fact.entered_by, Document.objects.of(fact).count()) == ("entered", clerk.user_id, 1)
    assert the_figure().value(Period.year(2021)) is None


def test_the_figure_is_the_last_of_both_places_once_both_are_confirmed(clerk, chief, tree):
    of_files, of_funds = a_fact(clerk, value=1), a_fact(clerk, aspect=FUNDS, value=3)
    city = Scope(tree["city"].position, tree["city"].last)

    actions.confirm(of_files, by=chief, on=MARCH_1)
    one = the_figure().value(Period.year(2021), city)
    actions.confirm(of_funds, by=chief, on=MARCH_1)

    assert (one, the_figure().value(Period.year(2021), city)) == (None, 3)
    assert the_figure().value(Period.year(2022), city) is None
    assert the_figure().value(Period.month(2021, 12), city) is None
    assert the_figure().listed(Period.year(2021), city).count() == 2


def test_what_is_said_of_a_county_is_no_part_of_the_city(clerk, chief, tree):
    of_county = a_post(tree["jinzhai"], Role.COUNTY_OPERATOR)
    for aspect in (FILES, FUNDS):
        actions.confirm(a_fact(of_county, aspect=aspect), by=chief, on=MARCH_1)
    county = Scope(tree["jinzhai"].position, tree["jinzhai"].last)
    city = Scope(tree["city"].position, tree["city"].last)

    assert the_figure().by_scope(Period.year(2021), [county, city]) == [2, None]


def test_confirm_refuses_who_entered_it(tree):
    both = a_post(tree["city"], Role.CITY_OPERATOR)
    fact = a_fact(both)
    same = a_post(tree["city"], Role.CITY_REVIEWER)
    same.user, same.user_id = both.user, both.user_id

    with pytest.raises(NotEntitled):
        actions.confirm(fact, by=same, on=MARCH_1)


def test_confirm_refuses_a_second_of_the_same_year_until_the_first_is_replaced(clerk, chief):
    first, second = a_fact(clerk, value=2), a_fact(clerk, value=4)
    actions.confirm(first, by=chief, on=MARCH_1)

    with pytest.raises(actions.KnownAlready):
        actions.confirm(second, by=chief, on=MARCH_1)
    actions.replace(first, by=chief, on=MARCH_1, reason="省总重新发文")
    actions.confirm(second, by=chief, on=MARCH_1)

    assert list(RecordedFact.objects.of_figure("Y17").values_list("value", flat=True)) == [4]


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"figure": "Y16", "aspect": ""}, actions.NotRecorded),
        ({"aspect": "别的"}, actions.OtherAspect),
        ({"year": 2023}, actions.YearToCome),
    ],
)
def test_record_refuses_what_the_system_counts_itself_and_what_cannot_be(clerk, other, refusal):
    with pytest.raises(refusal):
        a_fact(clerk, **other)


def test_record_refuses_a_chair_and_reasons_are_asked_for(tree, clerk, chief):
    with pytest.raises(NotEntitled):
        a_fact(a_post(tree["jinzhai_union"], Role.GRASSROOTS_CHAIR))
    with pytest.raises(actions.ReasonMissing):
        actions.refuse(a_fact(clerk), by=chief, on=MARCH_1, reason="不")


def test_the_database_refuses_one_person_and_two_confirmed(clerk, chief):
    fact = a_fact(clerk)
    with pytest.raises(IntegrityError, match="documents_fact_confirmed_by_another"), transaction.atomic():
        RecordedFact.objects.filter(pk=fact.pk).update(confirmed_by=clerk.user_id)
    with pytest.raises(IntegrityError, match="documents_fact_has_a_value"), transaction.atomic():
        RecordedFact.objects.filter(pk=fact.pk).update(value=0)
    with pytest.raises(IntegrityError, match="documents_fact_confirmed_has_a_person"), transaction.atomic():
        RecordedFact.objects.filter(pk=fact.pk).update(state="confirmed")
