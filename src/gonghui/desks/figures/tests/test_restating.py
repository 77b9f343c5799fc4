"""Late facts wait for a restatement: old, new, reason, two persons (N-R7, X-R4, contracts §2)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gonghui.desks.figures import differing, reckoning, standing
from gonghui.desks.figures.actions import months, restatements
from gonghui.desks.figures.models import Cell, Comparison, Counted
from gonghui.desks.figures.rulebook import RestatementState
from gonghui.foundation.journal.models import Entry
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship.models import AidGrant

from .sealed import FEBRUARY, JANUARY, LATER, MARCH, WHY, figure

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def late(city):
    """January and February are sealed; then a grant of January comes in, to a household first counted in February."""
    city.pays(city.files[0], date(2021, 1, 5), 300_00)
    city.pays(city.files[2], date(2021, 2, 3), 200_00)
    city.seals(JANUARY)
    city.seals(FEBRUARY)
    city.late = city.pays(city.files[2], date(2021, 1, 28), 70_00)
    return city


def proposed(city, by=None):
    return restatements.propose(city.unit, by=by or city.statistician, on=LATER, reason=WHY)


def lines(code, unit):
    found = Comparison.objects.first().differences
    return [line for line in found if line["figure"] == code and line["unit"] == unit.pk]


def test_compare_names_figure_unit_month_old_and_new_and_the_record(late):
    restatements.compare(late.unit, by=late.statistician, on=LATER)

    (amount,) = lines("Y16", late.tree["huoshan_union"])
    assert (amount["month"], amount["own"], amount["total"]) == ("2021-01", [0, 70_00], [0, 70_00])
    assert (amount["new"], amount["gone"]) == ([late.late.pk], [])
    assert [(each["month"], each["total"]) for each in lines("Y15", late.unit)] == [
        ("2021-01", [1, 2]),
        ("2021-02", [1, 0]),
    ]
    (change,) = standing.differing(figure("Y16"), late.tree["huoshan_union"], JANUARY)
    assert (change.old, change.new, change.came) == ("0元", "70元", late.late.number)


def test_what_agrees_is_not_told(city):
    city.pays(city.files[0], date(2021, 1, 5))
    city.seals(JANUARY)
    city.pays(city.files[1], date(2021, 2, 5))

    assert restatements.compare(city.unit, by=city.statistician, on=LATER).differences == []
    with pytest.raises(restatements.NothingDiffers):
        proposed(city)


def test_a_restatement_moves_the_figure_and_keeps_the_old_number(late):
    before = [late.value("Y16", JANUARY), late.value("Y15", JANUARY), late.value("Y15", FEBRUARY), late.value("Y15")]
    late.restates()

    after = [late.value("Y16", JANUARY), late.value("Y15", JANUARY), late.value("Y15", FEBRUARY), late.value("Y15")]
    assert (before, after) == ([300.0, 1, 1, 2], [370.0, 2, 0, 2])
    assert late.answer("Y16", JANUARY).restated
    assert Cell.objects.get(figure="Y16", unit=late.unit, month__number="2021-01", restatement=None).total == 300_00
    (change,) = standing.changes(figure("Y16"), late.unit, JANUARY)
    assert (change.old, change.new, change.reason) == ("300元", "370元", WHY)
    assert (change.proposed_by, change.approved_by, change.on) == ("余测试", "陆测试", LATER)


def test_a_restatement_covers_every_month_that_a_distinct_key_moves_between(late):
    made = late.restates()

    assert made.months() == ["2021-01", "2021-02"]
    gone = Counted.objects.get(cell__figure="Y15", cell__restatement=made, cell__month__number="2021-02")
    assert (len(gone.gone), gone.keys) == (1, [])


def test_after_a_restatement_nothing_differs_and_lists_agree(late):
    late.restates()

    assert differing.differences(months.sealed_months()) == []
    for code in ("Y15", "Y16"):
        for month in (JANUARY, FEBRUARY, MARCH):
            found = reckoning.records(figure(code), late.unit, month).count()
            assert found == late.answer(code, month).records


def test_what_is_taken_back_is_restated_too(late):
    late.restates()
    AidGrant.objects.filter(pk=late.late.pk).update(state="granted", paid_on=None)

    late.restates()

    assert [late.value("Y16", JANUARY), late.value("Y15", JANUARY), late.value("Y15", FEBRUARY)] == [300.0, 1, 1]


def test_the_unit_that_a_record_was_counted_for_keeps_it(late):
    """A file that goes to another union later takes no sealed visit or spell with it."""
    late.restates()
    file = late.files[0]
    type(file).objects.filter(pk=file.pk).update(unit=late.tree["huoshan_union"])

    assert differing.differences(months.sealed_months()) == []


def test_approve_refuses_when_the_records_have_moved_again(late):
    made = proposed(late)
    late.pays(late.files[3], date(2021, 2, 20))

    with pytest.raises(restatements.RecordsMoved, match="记录又有变化"):
        restatements.approve(made, by=late.reviewer, on=LATER)

    made.refresh_from_db()
    assert (made.state, late.value("Y16", JANUARY)) == (RestatementState.PROPOSED, 300.0)


def test_approve_refuses_who_proposed(late):
    made = proposed(late)

    with pytest.raises(NotEntitled, match="不是提出人"):
        restatements.approve(made, by=late.statistician, on=LATER)
    with pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(state="approved", decided_by=made.proposed_by, decided_on=LATER)


def test_propose_refuses_who_is_no_statistician_and_what_has_no_reason(late):
    with pytest.raises(NotEntitled, match="统计员"):
        proposed(late, by=late.reviewer)
    with pytest.raises(restatements.ReasonMissing):
        restatements.propose(late.unit, by=late.statistician, on=LATER, reason=" x ")


def test_one_restatement_waits_at_a_time(late):
    made = proposed(late)

    with pytest.raises(restatements.ProposedAlready, match=made.number):
        proposed(late, by=late.other)


def test_reject_and_withdraw_leave_the_figures(late):
    first = restatements.reject(proposed(late), by=late.reviewer, on=LATER, reason="回单日期有误")
    second = restatements.withdraw(proposed(late), by=late.statistician, on=LATER)

    assert (first.state, second.state) == (RestatementState.REJECTED, RestatementState.WITHDRAWN)
    assert (late.value("Y16", JANUARY), Cell.objects.filter(restatement__isnull=False).count()) == (300.0, 0)
    with pytest.raises(WrongState):
        restatements.approve(first, by=late.reviewer, on=LATER)


def test_only_who_proposed_withdraws(late):
    with pytest.raises(NotEntitled, match="提出人"):
        restatements.withdraw(proposed(late), by=late.other, on=LATER)


def test_the_journal_is_told_the_digests(late):
    made = late.restates()

    assert Entry.objects.get(name="propose", record_id=made.pk).body["differences"] == made.digest
    assert Entry.objects.get(name="approve", record_id=made.pk).body["seal"] == made.seal.digest
