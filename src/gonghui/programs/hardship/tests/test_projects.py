"""Projects: planned by one, confirmed by another; budget and quota hold whoever asks last (E, E-R8, E-R9)."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled, Refusal, WrongState
from gonghui.programs.hardship.actions import aid, projects, relief
from gonghui.programs.hardship.models import AidGrant, AidProject, Relief
from gonghui.programs.hardship.rulebook.projects import ProjectState

from . import factories as make
from . import seasons
from .seasons import JULY_1, JULY_5


@pytest.fixture
def staff(tree):
    with sight.system("test"):
        yield seasons.Offices(tree)


def test_plan_waits_for_another_and_gives_nothing_until_then(staff):
    project = seasons.a_planned_project(staff)

    with pytest.raises(projects.NotOpen):
        seasons.a_proposed_relief(staff, project)
    reviewer = make.a_post(staff.county, "county_reviewer")
    reviewer.user = staff.county_operator.user
    with pytest.raises(projects.SamePlanner):
        projects.confirm(project, by=reviewer, on=JULY_1)
    projects.confirm(project, by=staff.county_reviewer, on=JULY_1)

    assert (project.state, project.is_open) == (ProjectState.OPEN, True)


@pytest.mark.parametrize("kind", ["living_aid", "education_aid", "legal_aid", "job_training"])
def test_plan_without_a_file_is_for_warmth_and_emergency(staff, kind):
    with pytest.raises(projects.NeedsAFile):
        seasons.a_planned_project(staff, kind=kind)


def test_plan_is_for_operators_of_county_and_city(staff):
    facts = {"unit": staff.county, "name": "x", "year": 2021, "kind": "warmth", "budget": 1, "on": JULY_1}

    with pytest.raises(NotEntitled):
        projects.plan(by=staff.chair, fund=seasons.a_fund(staff.county), **facts)


def test_plan_refuses_a_fund_of_a_neighbour(tree, staff):
    other = seasons.Offices(tree, county="huoshan")

    with pytest.raises(projects.FundElsewhere):
        seasons.a_planned_project(staff, fund=seasons.a_fund(other.county))


def test_budget_refusal_says_what_is_left(staff):
    project = seasons.an_open_project(staff, budget=250_000)
    seasons.a_proposed_relief(staff, project, amount=200_000)

    with pytest.raises(projects.BudgetSpent) as refusal:
        seasons.a_proposed_relief(staff, project, amount=60_000)

    assert str(refusal.value) == "“2021 应急救助”的预算 2,500.00 元只剩 500.00 元,不够这一笔 600.00 元。"


def test_quota_counts_households_once(staff):
    project = seasons.an_open_project(staff, quota=1)
    number = make.a_number()
    seasons.a_proposed_relief(staff, project, id_no=number, amount=100_000)
    seasons.a_proposed_relief(staff, project, id_no=number, event="illness", amount=100_000)

    with pytest.raises(projects.QuotaFull):
        seasons.a_proposed_relief(staff, project, amount=100_000)


def test_budget_counts_grants_and_reliefs_together(staff):
    file = make.a_file_on_record(staff)
    project = seasons.an_open_project(staff, kind="warmth", budget=250_000, standard=200_000)
    seasons.a_proposed_relief(staff, project, amount=100_000)

    with pytest.raises(projects.BudgetSpent):
        aid.propose(file, by=staff.county_operator, on=JULY_5, project=project, amount=200_000)
    aid.propose(file, by=staff.county_operator, on=JULY_5, project=project, amount=150_000)

    assert projects.use_of(project).left == 0


def test_a_kind_without_a_cap_of_its_own_is_capped_by_the_standard(staff):
    file = make.a_file_on_record(staff)
    project = seasons.an_open_project(staff, kind="legal_aid", needs_archive=True, standard=80_000)

    with pytest.raises(aid.AboveCap) as refusal:
        aid.propose(file, by=staff.county_operator, on=JULY_5, project=project, amount=80_001)

    assert "项目规定每户标准 800.00 元" in str(refusal.value)


def test_close_waits_for_what_is_on_hand(staff):
    project = seasons.an_open_project(staff)
    found = seasons.a_proposed_relief(staff, project)
    with pytest.raises(projects.StillOnHand):
        projects.close(project, by=staff.county_operator, on=JULY_5)
    relief.withdraw(found, by=staff.county_operator, on=JULY_5)

    projects.close(project, by=staff.county_operator, on=JULY_5)

    assert (project.state, project.is_open, project.closed_on) == (ProjectState.CLOSED, False, JULY_5)
    with pytest.raises(projects.NotOpen):
        seasons.a_proposed_relief(staff, project)


def test_withdraw_takes_back_a_plan_and_not_an_open_project(staff):
    project = projects.withdraw(seasons.a_planned_project(staff), by=staff.county_operator, on=JULY_1)

    assert project.state == ProjectState.WITHDRAWN
    with pytest.raises(WrongState):
        projects.withdraw(seasons.an_open_project(staff), by=staff.county_operator, on=JULY_1)


def test_waiting_for_the_other_hand_alone(staff):
    seasons.a_planned_project(staff)

    assert AidProject.objects.waiting_for(staff.county_reviewer).count() == 1
    assert AidProject.objects.waiting_for(staff.county_operator).count() == 0


@pytest.mark.parametrize(
    ("limits", "law"),
    [({"budget": 100_000}, "hardship_project_keeps_its_budget"), ({"quota": 1}, "hardship_project_keeps_its_quota")],
)
def test_database_refuses_what_passes_budget_or_quota(staff, limits, law):
    project = seasons.an_open_project(staff, budget=1_000_000, quota=5)
    for _each in range(2):
        seasons.a_proposed_relief(staff, project, amount=100_000)

    with pytest.raises(IntegrityError, match="project") as fault, transaction.atomic():
        AidProject.objects.filter(pk=project.pk).update(**limits)

    assert fault.value.__cause__.diag.constraint_name == law


@pytest.mark.parametrize("model", [AidGrant, Relief])
def test_database_weighs_each_row_that_grows(staff, model):
    project = seasons.an_open_project(staff, kind="warmth", budget=250_000, standard=900_000)
    seasons.a_proposed_relief(staff, project, amount=100_000)
    aid.propose(make.a_file_on_record(staff), by=staff.county_operator, on=JULY_5, project=project, amount=100_000)

    with pytest.raises(IntegrityError, match="gives"), transaction.atomic():
        model.objects.filter(project=project).update(amount=160_000)


@pytest.mark.parametrize(
    "harm",
    [{"needs_archive": False, "kind": "living_aid"}, {"is_open": False}, {"budget": 0}, {"confirmed_by": "planner"}],
)
def test_database_refuses_what_may_never_be(staff, harm):
    project = seasons.an_open_project(staff)
    values = {name: project.planned_by if value == "planner" else value for name, value in harm.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        AidProject.objects.filter(pk=project.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_last_money_one_is_refused():
    with transaction.atomic(), sight.system("test"):
        staff = seasons.Offices(a_tree())
        project = seasons.an_open_project(staff, budget=300_000)
    numbers, answers, ready = (make.a_number(), make.a_number()), [], threading.Barrier(2)

    def ask(number):
        try:
            ready.wait()
            with transaction.atomic(), sight.of(staff.county_operator):
                answers.append(seasons.a_proposed_relief(staff, project, id_no=number, amount=200_000).amount)
        except Refusal as refusal:
            answers.append(type(refusal))
        finally:
            connections.close_all()

    askers = [threading.Thread(target=ask, args=(number,)) for number in numbers]
    for each in askers:
        each.start()
    for each in askers:
        each.join()

    assert sorted(map(str, answers)) == ["200000", str(projects.BudgetSpent)]
