"""Two at the same moment: two approvals of a union, two uploads and two confirmations of one roster (R8)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import WrongState
from gonghui.programs.organising.actions import establishing, rosters
from gonghui.programs.organising.models import Founding, Roster

from . import factories as make
from .factories import JUNE_1

pytestmark = pytest.mark.django_db(transaction=True)


def test_establish_at_the_same_moment_makes_one_union():
    with transaction.atomic(), sight.system("test"):
        staff = make.Staff(a_tree())
        submitted = make.a_submitted(staff)
        other = make.a_post(staff.county, "county_approver", "何审批")

    def approve(by):
        try:
            with transaction.atomic(), sight.system("test"):
                establishing.establish(Founding.objects.get(pk=submitted.pk), by=by, on=JUNE_1)
            return "done"
        except WrongState:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(approve, (staff.county_approver, other)))

    assert answers == ["done", "too late"]
    assert Unit.objects.filter(name=submitted.name).count() == 1


def at_once(*acts):
    """Do them at the same moment, each in a transaction; what each came to, or the name of its refusal."""

    def one(act):
        try:
            with transaction.atomic(), sight.system("test"):
                return act()
        except (WrongState, rosters.WaitsAlready) as no:
            return type(no).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def test_the_same_roster_uploaded_twice_at_once_waits_once():
    with transaction.atomic(), sight.system("test"):
        staff = make.Staff(a_tree())
    rows = [make.said(n, f"测试{n}") for n in range(2, 6)]

    answers = at_once(*[lambda by=by: make.a_roster(by, rows).number for by in (staff.chair, staff.operator)])

    assert sorted(each == "WaitsAlready" for each in answers) == [False, True]
    with transaction.atomic(), sight.system("test"):
        assert Roster.objects.count() == 1


def test_two_rosters_of_two_unions_with_the_same_persons_take_each_in_once():
    with transaction.atomic(), sight.system("test"):
        tree = a_tree()
        here, there = make.Staff(tree), make.Staff(tree, county="huoshan")
        rows = [make.said(n, f"测试{n}甲") for n in range(2, 42)]
        first, second = make.a_roster(here.operator, rows), make.a_roster(there.operator, list(reversed(rows)))

    def confirm(roster, by):
        return rosters.confirm(Roster.objects.get(pk=roster.pk), by=by, on=JUNE_1).joined

    joined = at_once(lambda: confirm(first, here.chair), lambda: confirm(second, there.chair))

    assert sum(joined) == 40
    with transaction.atomic(), sight.system("test"):
        assert (Person.objects.count(), Membership.objects.standing().count()) == (40, 40)
        assert sum(Roster.objects.values_list("referred", flat=True)) == 40


def test_a_roster_confirmed_twice_at_once_is_taken_in_once():
    with transaction.atomic(), sight.system("test"):
        staff = make.Staff(a_tree())
        roster = make.a_roster(staff.operator, [make.said(n, f"测试{n}乙") for n in range(2, 12)])

    def confirm():
        return rosters.confirm(Roster.objects.get(pk=roster.pk), by=staff.chair, on=JUNE_1).joined

    assert sorted(map(str, at_once(confirm, confirm))) == ["10", "WrongState"]
