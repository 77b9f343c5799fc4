"""Helpers and their visits: who may write, what stays, who sees what, who is reminded when (E-R15)."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.kernel.indicators import registry
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship import indicators  # noqa: F401  # declares the figures
from gonghui.programs.hardship.actions import helping
from gonghui.programs.hardship.models import HardshipArchive, HelperVisit, PairLink
from gonghui.programs.hardship.rulebook.helping import visit_due

from . import factories as make

pytestmark = pytest.mark.django_db
JULY_1 = date(2021, 7, 1)
JULY_2 = date(2021, 7, 2)
SEEN = {"way": "home", "met": "both", "findings": "药费仍是主要支出", "needs": "", "measures": "", "next_on": None}


@pytest.fixture
def file(staff, made):
    return made(make.a_file_on_record, staff)


@pytest.fixture
def helper(staff, made):
    """A cadre of the city whose post opens no file of any household."""
    return made(make.a_post, staff.city, Role.STATISTICIAN, "何帮扶")


@pytest.fixture
def link(file, helper, staff, made):
    made(make.actions.pair, file, by=staff.county_operator, on=make.JUNE_1, cadre=helper.user)
    with sight.system("test"):
        return PairLink.objects.get()


def visited(link, by, *, on=JULY_1, uid=None, **facts):
    """The visit, written as `by` with what her own sight opens."""
    with transaction.atomic(), sight.of(by):
        return helping.ensure_called_on(link, by=by, on=on, uid=uid or uuid4(), **SEEN | {"visited_on": on} | facts)


def test_helper_writes_down_a_visit_and_the_file_keeps_what_was_done(link, helper, file):
    visit = visited(link, helper, measures="介绍就业岗位")

    assert (visit.pair, visit.visited_on, visit.findings.open()) == (link, JULY_1, "药费仍是主要支出")
    entry = Entry.objects.of(file).last()
    assert (entry.name, entry.actor_id, entry.body["measures"]) == ("call_on", helper.user_id, "介绍就业岗位")
    assert "药费" not in str(entry.body)


def test_nobody_but_the_helper_of_now_writes(link, helper, staff, file, made):
    with pytest.raises(NotEntitled):
        visited(link, staff.county_operator)
    made(make.actions.pair, file, by=staff.county_operator, on=JULY_1, cadre=staff.chair.user)
    with pytest.raises(NotEntitled):
        visited(link, helper)

    with sight.system("test"):
        assert HelperVisit.objects.count() == 0


def test_the_same_number_is_one_visit_and_other_words_are_refused(link, helper):
    uid = uuid4()
    first, second = visited(link, helper, uid=uid), visited(link, helper, uid=uid)

    with pytest.raises(helping.SaidOtherwise):
        visited(link, helper, uid=uid, findings="另一番话")

    assert first == second
    with sight.system("test"):
        assert HelperVisit.objects.count() == 1


def test_a_number_of_another_household_is_refused(link, helper, staff, made):
    other = made(make.a_file_on_record, staff, name="陈测试")
    made(make.actions.pair, other, by=staff.county_operator, on=make.JUNE_1, cadre=helper.user)
    with sight.system("test"):
        second = PairLink.objects.exclude(pk=link.pk).get()
    uid = uuid4()
    visited(link, helper, uid=uid)

    with pytest.raises(helping.SaidOtherwise):
        visited(second, helper, uid=uid)


def test_a_visit_before_the_pair_or_on_a_file_not_held_is_refused(link, helper, file):
    with pytest.raises(helping.BeforeThePair):
        visited(link, helper, visited_on=make.MAY_26)
    with sight.system("test"):
        HardshipArchive.objects.filter(pk=file.pk).update(state="draft")
    with pytest.raises(WrongState):
        visited(link, helper)


def test_a_correction_is_a_new_entry_that_counts_alone(link, helper):
    visit = visited(link, helper)
    with transaction.atomic(), sight.of(helper):
        new = helping.correct_visit(
            visit, by=helper, on=JULY_2, reason="日期写错", **SEEN | {"visited_on": make.JUNE_1}
        )
        with pytest.raises(helping.CorrectedAlready):
            helping.correct_visit(visit, by=helper, on=JULY_2, reason="再改一次", **SEEN | {"visited_on": JULY_1})

    with sight.system("test"):
        assert list(HelperVisit.objects.standing()) == [new]
        assert (new.corrects, new.reason) == (visit, "日期写错")
    with pytest.raises(DatabaseError), transaction.atomic(), sight.system("test"):
        HelperVisit.objects.filter(pk=visit.pk).update(measures="改写")


def test_a_helper_sees_her_link_and_visits_and_no_file(link, helper, staff, neighbours):
    visited(link, helper)
    with transaction.atomic(), sight.of(helper):
        found = helping.households_of(helper, JULY_1)
        assert [each.file.applicant_name for each in found] == ["张测试"]
        assert list(PairLink.objects.all()) == [link]
        assert HelperVisit.objects.count() == 1
        assert HardshipArchive.objects.count() == 0
    with transaction.atomic(), sight.of(neighbours.county_operator):
        assert helping.households_of(neighbours.county_operator, JULY_1) == []
        assert (PairLink.objects.count(), HelperVisit.objects.count()) == (0, 0)
    with transaction.atomic(), sight.of(staff.county_operator):
        assert HelperVisit.objects.visible_to(staff.county_operator).count() == 1


def test_due_days_are_spread_over_the_year():
    long_ago = date(2019, 3, 1)

    assert visit_due(2, 0, long_ago, 2021) == date(2021, 6, 30)
    assert visit_due(2, 1, long_ago, 2021) == date(2021, 12, 31)
    assert visit_due(2, 2, long_ago, 2021) == date(2022, 6, 30)
    assert visit_due(2, 0, date(2021, 7, 1), 2021) == date(2021, 12, 31)
    assert visit_due(4, 1, date(2021, 5, 1), 2021) == date(2021, 9, 30)


def test_helpers_are_reminded_once_a_month_before_the_day(link, helper, staff, made):
    other = made(make.a_file_on_record, staff, name="陈测试")
    made(make.actions.pair, other, by=staff.county_operator, on=make.JUNE_1, cadre=helper.user)

    assert helping.ensure_reminded(on=date(2021, 5, 30)) == 0
    assert helping.ensure_reminded(on=date(2021, 6, 1)) == 2
    assert helping.ensure_reminded(on=date(2021, 6, 2)) == 0
    assert helping.ensure_reminded(on=date(2021, 7, 1)) == 2
    visited(link, helper, on=JULY_1)
    assert helping.ensure_reminded(on=date(2021, 8, 1)) == 1
    with sight.system("test"):
        texts = list(Message.objects.filter(user=helper.user, title="帮扶走访提醒").order_by("pk").values_list("text"))
    assert texts[0] == ("您帮扶的 2 户家庭需要在 2021-06-30 前走访。",)
    assert len(texts) == 3


def test_figures_count_visits_and_households_seen_often_enough(link, helper):
    first, second = visited(link, helper, on=make.JUNE_1), visited(link, helper, on=JULY_1)
    year, june = Period.year(2021), Period.month(2021, 6)

    with sight.system("test"):
        visits = registry["E.visits"]
        assert (visits.value(year), visits.value(june)) == (2, 1)
        enough = registry["E.visited"]
        assert (enough.value(june), enough.value(year)) == (0, 1)
    assert first != second
