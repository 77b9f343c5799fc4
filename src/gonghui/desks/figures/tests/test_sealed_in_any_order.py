"""Facts arrive, months are sealed, late facts, restatements, units moved, in any order: a sealed one stays (R5, R20).

What was shown when a month was sealed is kept apart; the product must say the same after every step.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from gonghui.desks.figures import differing, proofs, reckoning
from gonghui.desks.figures.actions import months, restatements
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.models import AidGrant

from .sealed import LATER, YEAR, City, figure, move

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
MONTHS = YEAR.months()[:4]
CODES = ("Y15", "Y16")


class Figures(RuleBasedStateMachine):
    grants = Bundle("grants")

    def __init__(self, city):
        super().__init__()
        self.city = city
        self.savepoint = transaction.savepoint()
        self.sealed: dict = {}
        self.moved = False

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)
        for unit in self.city.tree.values():
            unit.refresh_from_db()

    @rule(
        target=grants, file=strategies.integers(0, 3), day=strategies.integers(0, 119), yuan=strategies.integers(1, 9)
    )
    def a_fact_arrives(self, file, day, yuan):
        return self.city.pays(self.city.files[file], YEAR.start + timedelta(days=day), yuan * 100)

    @rule(grant=grants)
    def a_fact_is_taken_back(self, grant):
        AidGrant.objects.filter(pk=grant.pk).update(state="granted", paid_on=None)

    @precondition(lambda self: len(months.sealed_months()) < len(MONTHS))
    @rule()
    def a_month_is_sealed(self):
        month = MONTHS[len(months.sealed_months())]
        before = self._shown([month])
        self.city.seals(month)
        assert self._shown([month]) == before
        self.sealed |= before

    @rule()
    def two_restate(self):
        try:
            self.city.restates()
        except restatements.NothingDiffers:
            return
        self.sealed = self._shown(months.sealed_months())
        assert differing.differences(months.sealed_months()) == []
        for month in months.sealed_months():
            paid = AidGrant.objects.paid().filter(paid_on__range=(month.start, month.last_day))
            assert round(self.city.value("Y16", month) * 100) == sum(paid.values_list("amount", flat=True))

    @precondition(lambda self: not self.moved)
    @rule()
    def a_town_moves(self):
        tree = self.city.tree
        move(tree["jinzhai_town"], tree["huoshan"], LATER + timedelta(days=30), 3200)
        self.moved = True
        tree["huoshan"].refresh_from_db()

    @invariant()
    def a_sealed_figure_changes_only_by_a_restatement(self):
        assert self._shown(months.sealed_months()) == self.sealed

    @invariant()
    def months_add_up_to_the_year(self):
        for code in CODES:
            parts = reckoning.by_month(figure(code), self.city.unit, YEAR)
            assert round(sum(part.value for part in parts), 2) == round(self.city.value(code), 2)

    @invariant()
    def both_trees_agree_when_nothing_has_moved(self):
        for unit in (self.city.tree["jinzhai"], self.city.tree["huoshan"], self.city.unit):
            then, today = (self.city.value("Y16", YEAR, unit, tree) for tree in reckoning.TREES)
            assert then == today or (self.moved and unit != self.city.unit)

    def _shown(self, wanted) -> dict:
        units = ("city", "jinzhai", "huoshan")
        return {
            (code, month, key): self.city.value(code, month, self.city.tree[key])
            for code in CODES
            for month in wanted
            for key in units
        }


def run(examples, steps):
    with transaction.atomic(), sight.system("tests"):
        city = City(a_tree())
        run_state_machine_as_test(
            lambda: Figures(city),
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip


def test_sealed_figures_stay_whatever_happens():
    run(examples=3, steps=10)


@pytest.mark.long
def test_sealed_figures_stay_whatever_happens_for_long():
    run(examples=60, steps=40)


@pytest.mark.long
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_proof_holds_after_months_of_it():
    with transaction.atomic(), sight.system("tests"):
        city = City(a_tree())
        for place, month in enumerate(MONTHS):
            city.pays(city.files[place % 4], date(2021, 1, 5 + place))
            city.seals(month)
            city.pays(city.files[(place + 1) % 4], date(2021, 1, 15 + place))
            city.restates()
    assert list(proofs.breaches()) == []
