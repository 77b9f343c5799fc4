"""What follows the year's aid in a small world: each new thing is there, and the published figures stay."""

import pytest

from gonghui.desks.demo import cast, plan, reliefs
from gonghui.desks.figures import differing, identities, proofs, reckoning
from gonghui.desks.privacy.models import RightsRequest
from gonghui.foundation.documents.models import ExportRequest, FormTemplate, RecordedFact
from gonghui.foundation.funds.models import Fund, Limit, Receipt, Reconciliation, Recovery, SampleRound
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.periods import Period
from gonghui.programs.hardship.models import (
    AidGrant,
    Arrival,
    Campaign,
    ExitProposal,
    HardshipArchive,
    HelperVisit,
    HouseholdChange,
    Relief,
    Spell,
    Transfer,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
YEAR_END = plan.the_year().days[-1]


@pytest.fixture
def seen(world, db):
    with sight.system("test"):
        yield world


def states(records, **which):
    return set(records.objects.filter(**which).values_list("state", flat=True))


def test_households_are_visited_by_their_helpers_in_the_year(seen):
    visits = HelperVisit.objects.of_year(2021)

    assert visits.count() > Spell.objects.filter(starts_on__year=2021).count()
    assert visits.exclude(pair__starts_on__lte=YEAR_END).count() == 0


def test_one_who_left_has_six_months_above_the_line(seen):
    exited = HardshipArchive.objects.filter(state="exited")

    assert {file.exit_reason for file in exited} == {"out_of_difficulty"}
    assert {file.months.standing().count() for file in exited} == {6}


def test_whoever_is_on_file_at_the_end_of_the_year_has_a_helper(seen):
    on_file = HardshipArchive.objects.on_file(YEAR_END)

    assert set(on_file) == set(on_file.helped(YEAR_END))


def test_reliefs_are_paid_from_a_fund_of_their_own(seen):
    paid = Relief.objects.paid()

    assert paid.count() == len(reliefs.PAID_IN)
    assert set(paid.values_list("project__fund__name", flat=True)) == {"应急救助周转金"}
    assert AidGrant.objects.filter(project__fund__name="应急救助周转金").count() == 0


def test_campaigns_of_the_year_are_closed_with_what_they_reached(seen):
    whole = Campaign.objects.filter(unit__level="L2", state="closed")

    assert sorted(whole.values_list("season", flat=True)) == ["autumn", "spring", "summer", "winter"]
    for campaign in whole:
        assert campaign.closed_persons == sum(part.closed_persons for part in campaign.parts.all())


def test_places_in_the_province_are_third_or_better(seen):
    facts = RecordedFact.objects.of_figure("Y17").filter(year=2021)

    assert sorted(facts.values_list("value", flat=True)) == [2, 3]


def test_books_of_the_year_are_closed_and_those_of_today_begun(seen):
    assert states(Reconciliation, fund__year=2021) == {"closed"}
    assert states(Reconciliation, fund__year=seen.now.year) == {"draft"}
    assert Reconciliation.objects.filter(bank_only_in__gt=0).count() == 1
    assert Receipt.objects.filter(kind="opening").get().fund == Fund.objects.get(source="upper_union", year=2021)


def test_something_of_every_kind_waits_today(seen):
    today = {"begun_on__year": seen.now.year}

    assert states(Relief, **today) == {"proposed", "checked"}
    assert states(Campaign, **today) == {"planned"}
    assert states(Receipt, begun_on=seen.now) == {"entered"}
    assert states(Limit, begun_on=seen.now) == {"proposed"}
    assert {len(states(kind, begun_on=seen.now)) for kind in (FormTemplate, ExportRequest, RightsRequest)} == {1}


def test_what_was_found_among_households_of_the_year_is_decided_or_waits(seen):
    """In so small a world there are not households enough for everything."""
    assert ExitProposal.objects.exists() or HouseholdChange.objects.exists()
    assert states(Recovery) <= {"proposed", "confirmed"}
    assert states(SampleRound) <= {"closed", "drawn"}
    assert Arrival.objects.count() == Transfer.objects.filter(state__in=("agreed", "accepted")).count()


def test_a_morning_of_approvals_waits_in_the_golden_stockade(seen):
    county = Unit.objects.get(short_name="金寨县总工会")
    waiting = AidGrant.objects.filter(position__range=(county.position, county.last), state="checked")

    assert waiting.filter(file__archive_level="county").count() >= plan.scaled(55, seen.scale)


def test_the_year_is_sealed_and_its_figures_come_from_cells(seen):
    year = Period.year(plan.YEAR)
    told = reckoning.answers(reckoning.the_city(), year)

    assert {each.figure.code for each in told if not each.is_sealed} == {"Y17"}
    assert list(proofs.breaches()) == []
    assert identities.broken(reckoning.the_city(), year) == []
    assert differing.differences(year.months()) == []


def test_two_auditors_stand_in_the_cast():
    assert len([figure for figure in cast.figures() if figure.role == "auditor"]) == 2
