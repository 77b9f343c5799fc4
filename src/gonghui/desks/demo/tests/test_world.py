"""A small world, built by the real actions."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from gonghui.desks.demo import cast, plan
from gonghui.desks.demo.clearing import NotADemo, clear_half_built, standing_world
from gonghui.desks.demo.models import World
from gonghui.foundation.funds import proofs
from gonghui.foundation.funds.models import Payment, PaymentBatch
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.notices.models import Objection
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.programs.hardship.models import AidGrant, Assessment, HardshipArchive
from gonghui.programs.hardship.rulebook import FileState
from tests.world import post_of

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def seen(world, db):
    with sight.system("test"):
        yield world


def test_build_pays_what_was_drawn(seen):
    drawn = plan.draw_households(seen.seed, seen.scale, plan.the_year())

    paid = AidGrant.objects.paid().filter(paid_on__year=2021)
    assert paid.values("file").distinct().count() == len(drawn)
    assert paid.aggregate(n=Sum("amount"))["n"] == sum(aid.amount for h in drawn for aid in h.aids)


def test_grades_come_out_of_the_grading(seen):
    assessed = Assessment.objects.filter(file__filed_on__year=2021)

    assert {a.settled_grade for a in assessed} == {a.file.grade for a in assessed.select_related("file")}
    assert [a.file_id for a in assessed if not a.clause or a.missing] == []


def test_some_grade_was_settled_otherwise_by_two(seen):
    other = Assessment.objects.exclude(other_grade="")

    assert [(a.grade, a.settled_grade) for a in other] == [("relative_difficulty", "deep_difficulty")]


def test_every_file_has_a_helper(seen):
    day = seen.now
    on_file = HardshipArchive.objects.on_file(day)

    assert on_file.count() > 0
    assert on_file.exclude(pk__in=on_file.helped(day)).count() == 0


def test_a_bounced_payment_was_corrected_and_paid_again(seen):
    again = AidGrant.objects.paid().filter(instalment=2)

    assert again.count() == 1
    states = Payment.objects.of(again.get()).values_list("state", flat=True)
    assert list(states) == ["returned", "paid"]


def test_batches_are_made_by_three_persons_and_settled(seen):
    batches = PaymentBatch.objects.filter(begun_on__year=2021)

    assert {batch.state for batch in batches} == {"settled"}
    assert [b.pk for b in batches if len({b.made_by, b.checked_by, b.authorised_by}) != 3] == []


def test_an_objection_was_dismissed_by_another_than_the_publisher(seen):
    objection = Objection.objects.get(begun_on__year=2021)

    assert (objection.state, objection.notice.result) == ("dismissed", "objection_dismissed")
    assert objection.decided_by != objection.notice.published_by


def test_an_objection_waits_today(seen):
    assert Objection.objects.undecided().count() == 1


def test_a_batch_waits_to_be_checked_today(seen):
    batch = PaymentBatch.objects.get(begun_on=seen.now)

    assert (batch.state, batch.count) == ("draft", 1)


def test_cases_stand_at_every_state_today(seen):
    states = set(HardshipArchive.objects.filter(begun_on__year=seen.now.year).values_list("state", flat=True))

    assert states == set(FileState.values) - {"observing", "exited", "cancelled"}  # those began in 2021


def test_todays_cases_leave_2021_alone(seen):
    assert AidGrant.objects.paid().exclude(paid_on__year=2021).count() == 0


def test_steps_are_written_down_on_their_own_days(seen):
    file = HardshipArchive.objects.filter(filed_on__year=2021).first()
    approval = Entry.objects.of(file).get(name="approve")

    assert (approval.on, approval.actor_id) == (file.filed_on, file.approved_by)


def test_journal_holds(seen, settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors.txt"

    assert faults("default") == []


def test_the_cast_stands_where_it_should(seen):
    for figure in cast.figures():
        assert post_of(figure).user.is_demo


def test_demo_leaves_a_finished_world_as_it_is(world, capsys):
    call_command("demo", "--no-color")

    assert "沈知远" in capsys.readouterr().out
    assert World.objects.count() == 1


def test_demo_refuses_another_seed(world):
    with pytest.raises(CommandError, match="已按种子 2021") as refusal:
        call_command("demo", seed=5)

    assert refusal.value.returncode == 2


def test_clear_never_touches_a_finished_world(world):
    with pytest.raises(NotADemo):
        clear_half_built(World.objects.get())

    assert Unit.objects.exists()


def test_standing_world_of_an_unfinished_building_is_half_built(world):
    World.objects.update(finished_at=None)

    assert standing_world().finished_at is None


def test_the_ledger_of_the_world_adds_up(seen):
    assert list(proofs.breaches()) == []
