"""The pages of projects: planned, confirmed by another, what is left, closed (E, E-R8, X-R1)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.programs.hardship.models import AidProject

from . import seasons
from .test_pages_files import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(tree):
    return seasons.Offices(tree)


@pytest.fixture
def neighbours(tree):
    return seasons.Offices(tree, county="huoshan")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def fund(staff, made, today):
    return made(lambda: seasons.a_fund(staff.county, year=today.year))


def answers(fund, **facts):
    given = {"name": "应急救助", "kind": "emergency", "year": fund.year, "fund": fund.pk, "budget": "10000"}
    return given | {"quota": "5", "standard": "", "without_file": "on"} | facts


def test_a_project_goes_by_pages_from_plan_to_close(staff, fund, made):
    operator, reviewer = come_in(staff.county_operator), come_in(staff.county_reviewer)
    operator.post(reverse("hardship:project_plan"), answers(fund))
    project = made(lambda: AidProject.objects.get())
    assert (project.state, project.budget, project.quota, project.needs_archive) == ("planned", 1_000_000, 5, False)

    reviewer.post(reverse("hardship:project_confirm", args=[project.pk]), {"state_seen": "planned"})
    assert "还剩 10,000.00 元" in text_of(operator.get(project.get_absolute_url()))
    operator.post(reverse("hardship:project_close", args=[project.pk]), {"state_seen": "open"})

    assert made(lambda: AidProject.objects.get()).state == "closed"


def test_a_plan_touched_twice_is_one(staff, fund, made):
    desk = come_in(staff.county_operator)
    desk.post(reverse("hardship:project_plan"), answers(fund))

    assert "没有重复提出" in text_of(desk.post(reverse("hardship:project_plan"), answers(fund)))
    assert made(lambda: AidProject.objects.count()) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "living_aid"}, "只有应急和送温暖慰问可以不建档发放"),
        ({"budget": "0"}, "预算必须大于零"),
        ({"budget": "1万"}, "不要按“万元”"),
        ({"fund": "999999"}, "gh-error"),
    ],
)
def test_plan_refuses_in_words(staff, fund, made, wrong, sentence):
    given = answers(fund) | wrong

    page = text_of(come_in(staff.county_operator).post(reverse("hardship:project_plan"), given))

    assert sentence in page
    assert made(lambda: AidProject.objects.exists()) is False


def test_confirmation_is_for_the_other_hand_and_not_for_neighbours(staff, neighbours, made, today):
    project = made(lambda: seasons.a_planned_project(staff, on=today))
    here = reverse("hardship:project_confirm", args=[project.pk])

    assert come_in(staff.county_reviewer).get(here).status_code == 200
    assert come_in(staff.county_operator).get(here).status_code == 404
    assert come_in(neighbours.county_reviewer).get(here).status_code == 404


def test_list_costs_the_same_for_one_and_three(staff, made, today, cost_of):
    desk, address = come_in(staff.county_operator), reverse("hardship:projects")
    made(lambda: seasons.an_open_project(staff, on=today))
    desk.get(address)
    one = cost_of(lambda: desk.get(address))
    for _each in range(2):
        made(lambda: seasons.an_open_project(staff, on=today))

    assert cost_of(lambda: desk.get(address)) == one
