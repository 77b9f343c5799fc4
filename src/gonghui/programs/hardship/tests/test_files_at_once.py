"""Two files with the same people put on file at one instant, by offices of two counties: one wins (E-R6, T08)."""

from datetime import date

import pytest
from django.db import connections, transaction

from gonghui.foundation.funds.tests.test_races_and_kills import at_once
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import AnotherFile, changes
from gonghui.programs.hardship.models import HardshipArchive, HouseholdMember

from . import factories as make
from .test_changes import a_paper, confirmed

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PEOPLE = 4
SLOWLY = """
CREATE FUNCTION tests_slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$;
CREATE TRIGGER slowly BEFORE UPDATE OF is_active ON hardship_householdmember
  FOR EACH ROW EXECUTE FUNCTION tests_slowly()
"""
BORN = date(1990, 5, 6)


@pytest.fixture
def offices():
    """Two counties."""
    with transaction.atomic(), sight.system("tests"):
        tree = a_tree()
        return make.Staff(tree), make.Staff(tree, county="huoshan")


@pytest.fixture
def slowly():
    """Each person takes a moment to be put on file, so that the two meet half-way."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(SLOWLY)
        yield
        cursor.execute("DROP FUNCTION tests_slowly CASCADE")


def a_reviewed_file_with(staff, numbers):
    file = make.a_reviewed_file(staff)
    for place, number in enumerate(numbers):
        file.members.create(name=f"周{place}", relation="other", id_no=number, born_on=BORN, identity="other")
    return file


def approving(staff, file):
    """Approve, the people in the order in which they were entered: no index may put them into one that suits."""

    def act():
        with connections["default"].cursor() as cursor:
            cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
        return actions.approve(file, by=staff.county_approver, on=make.MAY_26).state

    return act


@pytest.mark.usefixtures("slowly")
def test_approve_two_files_of_the_same_people_at_one_instant(offices):
    numbers = [make.a_number(BORN) for _person in range(PEOPLE)]
    with transaction.atomic(), sight.system("tests"):
        orders = (numbers, numbers[::-1])
        files = [a_reviewed_file_with(*each) for each in zip(offices, orders, strict=True)]

    said = at_once([approving(*each) for each in zip(offices, files, strict=True)])

    assert sorted(said) == sorted(["on_file", str(AnotherFile.sentence)])
    with transaction.atomic(), sight.system("tests"):
        counted = HouseholdMember.objects.filter(file__in=files, is_active=True)
        assert len(set(counted.values_list("file", flat=True))) == 1
        assert sorted(HardshipArchive.objects.values_list("state", flat=True)) == ["on_file", "reviewed"]


def test_approve_while_one_of_the_people_joins_another_household(offices):
    here, there = offices
    with transaction.atomic(), sight.system("tests"):
        number = make.a_number(BORN)
        household = make.a_file_on_record(here)
        facts = {"name": "周一", "relation": "spouse", "identity": "other", "id_kind": "resident", "id_no": number}
        joining = changes.report(
            household, by=here.chair, on=make.JUNE_1, kind="marriage", happened_on=make.JUNE_1, born_on=BORN,
            paper=a_paper(), **facts,
        )  # fmt: skip
        waiting = a_reviewed_file_with(there, [number])

    said = at_once([lambda: confirmed(here, joining).state, approving(there, waiting)])

    assert str(AnotherFile.sentence) in said
    assert len({"on_file", "confirmed"} & set(said)) == 1
