"""Places in the tree for new unions: none twice, none outside the parent, a sentence where there is none left (A)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection

from gonghui.foundation.organisations import founding
from gonghui.foundation.organisations.models import Affiliation, Unit

from .trees import a_tree

MAY_10 = date(2021, 5, 10)
MOST = 44
"""How many unions find a place under the town of the small tree."""


def a_union(parent, n=0) -> Unit:
    return founding.found(f"测试{n}工会委员会", f"测试{n}工会", parent=parent, level="L5", on=MAY_10)


@pytest.mark.django_db
def test_found_places_the_union_in_the_first_gap_under_its_parent():
    town = a_tree()["jinzhai_town"]

    union = a_union(town)

    assert (union.position, union.parent, union.area) == (2111, town, town.area)
    assert town.position < union.position <= union.last <= town.last
    assert Affiliation.objects.get(unit=union).starts_on == MAY_10


@pytest.mark.django_db
def test_found_gives_no_position_twice_until_there_is_none_left():
    town = a_tree()["jinzhai_town"]

    made = [a_union(town, n) for n in range(MOST)]

    with pytest.raises(founding.NoRoom, match="已没有空位"):
        a_union(town, MOST)
    spans = sorted((unit.position, unit.last) for unit in Unit.objects.filter(parent=town))
    assert all(last < position for (_, last), (position, _) in pairwise(spans))
    assert spans[0][0] > town.position
    assert spans[-1][1] <= town.last
    assert len({unit.position for unit in made}) == MOST


@pytest.mark.django_db
def test_found_refuses_under_a_union_that_has_ended():
    town = a_tree()["jinzhai_town"]
    Unit.objects.filter(pk=town.pk).update(ended_on=MAY_10)

    with pytest.raises(founding.ParentEnded):
        a_union(town)


@pytest.mark.django_db
def test_found_refuses_a_union_that_is_not_below_its_parent():
    town = a_tree()["jinzhai_town"]

    with pytest.raises(founding.NotBelow):
        founding.found("金寨县总工会", "金寨县总工会", parent=town, level="L3", on=MAY_10)


@pytest.mark.django_db
def test_found_refuses_a_second_city():
    city = a_tree()["city"]

    with pytest.raises(founding.CityStands):
        founding.found("六安市总工会", "六安市总工会", level="L2", area=city.area, on=MAY_10)


@pytest.mark.django_db(transaction=True)
def test_found_at_the_same_moment_gives_different_places():
    town = a_tree()["jinzhai_town"]

    def found_one(n):
        try:
            return a_union(town, n).position
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        positions = list(threads.map(found_one, range(12)))

    assert len(set(positions)) == 12
