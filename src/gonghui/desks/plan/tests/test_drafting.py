"""A plan is drafted: begun, its items written, their targets shared out (N-R2)."""

from datetime import date
from decimal import Decimal

import pytest

from gonghui.desks.plan.actions import drafting, issuing
from gonghui.desks.plan.frames import Frame
from gonghui.desks.plan.models import CountyTarget, Plan, PlanItem
from gonghui.foundation.journal.models import Entry
from gonghui.kernel.refusals import NotEntitled, WrongState

from .people import JAN_18, a_draft, a_shared_item, a_submitted, an_issued, an_item

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_begin_makes_a_draft_of_the_city(house):
    plan = a_draft(house)

    assert (plan.state, plan.number, plan.unit, plan.edition) == ("draft", "MB-2021-0001", house.city, 1)
    assert Entry.objects.of(plan).get().name == "begin"


@pytest.mark.parametrize("who", ["approver", "reviewer", "jin_operator", "statistician"])
def test_begin_refuses_who_does_not_draft(house, who):
    with pytest.raises(NotEntitled):
        drafting.begin(by=getattr(house, who), on=JAN_18, year=2021, name="目标", frame=Frame.FREE)

    assert Plan.objects.count() == 0


def test_begin_refuses_a_second_plan_of_a_year(house):
    first = a_draft(house)

    with pytest.raises(drafting.YearTaken, match=first.number):
        a_draft(house)


def test_a_withdrawn_plan_leaves_its_year_free(house):
    issuing.withdraw(a_draft(house), by=house.operator, on=JAN_18, reason="口径需要重新研究")

    assert a_draft(house).state == "draft"


def test_write_item_takes_the_unit_word_of_the_figure(house):
    item = an_item(house, a_draft(house), figure="Y16", unit_word="")

    assert (item.unit_word, item.adds_up, item.place) == ("元", True, 40100)


def test_write_item_keeps_a_figure_that_is_not_there_yet(house):
    item = an_item(house, a_draft(house), figure="Y01", unit_word="家")

    assert (item.figure, item.adds_up) == ("Y01", True)


@pytest.mark.parametrize(("figure", "word"), [("Y13", ""), ("Y05", "%")])
def test_parts_of_a_rate_do_not_add_up(house, figure, word):
    assert not an_item(house, a_draft(house), figure=figure, unit_word=word).adds_up


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"code": "4.5"}, drafting.NotInFrame),
        ({"figure": "Y17"}, drafting.NoMeasure),
        ({"figure": "Y14"}, drafting.NoMeasure),
        ({"figure": "T15", "unit_word": "位"}, drafting.RankNoTarget),
        ({"deadline": date(2022, 1, 1)}, drafting.DeadlineElsewhere),
    ],
)
def test_write_item_refuses(house, facts, refusal):
    plan = a_draft(house, frame=Frame.F42101)

    with pytest.raises(refusal):
        an_item(house, plan, **facts)

    assert PlanItem.objects.count() == 0


def test_write_item_refuses_a_code_and_a_figure_twice(house):
    plan = a_draft(house)
    an_item(house, plan)

    with pytest.raises(drafting.CodeTaken):
        an_item(house, plan, figure="Y16")
    with pytest.raises(drafting.FigureTaken, match=r"4\.1"):
        an_item(house, plan, code="4.2")


def test_write_item_writes_down_what_changed(house):
    item = an_item(house, a_draft(house))

    drafting.write_item(item.plan, by=house.operator, on=JAN_18, item=item, title="救助困难职工家庭")

    last = Entry.objects.of(item).order_by("-pk").first()
    assert last.body["changes"] == {"title": ["救助在档困难职工", "救助困难职工家庭"]}


def test_an_item_no_longer_shared_out_loses_the_counties(house):
    item = a_shared_item(house, a_draft(house))

    drafting.write_item(item.plan, by=house.operator, on=JAN_18, item=item, is_shared_out=False)

    assert CountyTarget.objects.filter(item=item).count() == 0


def test_share_out_sets_changes_and_takes_away(house):
    item = a_shared_item(house, a_draft(house))

    counties = house.counties(70, None)
    drafting.share_out(item, by=house.operator, on=JAN_18, city=Decimal(90), counties=counties)

    item.refresh_from_db()
    assert item.target == 90
    assert dict(item.county_targets.values_list("unit", "value")) == {house.jinzhai.pk: Decimal(70)}


def test_share_out_refuses_what_is_no_county(house):
    item = an_item(house, a_draft(house))

    with pytest.raises(drafting.NotACounty):
        drafting.share_out(
            item, by=house.operator, on=JAN_18, city=Decimal(9), counties={house.tree["jinzhai_town"]: Decimal(9)}
        )


def test_share_out_refuses_an_item_that_stays_with_the_city(house):
    item = an_item(house, a_draft(house), is_shared_out=False)

    with pytest.raises(drafting.NotSharedOut):
        drafting.share_out(item, by=house.operator, on=JAN_18, city=Decimal(9), counties=house.counties(5, 5))


def test_share_out_refuses_an_item_told_in_words(house):
    item = an_item(house, a_draft(house), figure="", unit_word="")

    with pytest.raises(drafting.MeasureMissing):
        drafting.share_out(item, by=house.operator, on=JAN_18, city=Decimal(9), counties=house.counties(5, 5))


def test_drop_item_takes_it_from_the_draft(house):
    item = a_shared_item(house, a_draft(house))

    drafting.drop_item(item, by=house.operator, on=JAN_18)

    assert (PlanItem.objects.count(), CountyTarget.objects.count()) == (0, 0)


@pytest.mark.parametrize("made", [a_submitted, an_issued])
def test_nothing_is_written_once_it_left_the_draft(house, made):
    plan = made(house)
    item = plan.items.get()
    by_operator = {"by": house.operator, "on": JAN_18}

    with pytest.raises(WrongState):
        an_item(house, plan, code="4.2", figure="Y16")
    with pytest.raises(WrongState):
        drafting.drop_item(item, **by_operator)
    with pytest.raises(WrongState):
        drafting.share_out(item, city=Decimal(1), counties=house.counties(1, 1), **by_operator)


@pytest.mark.parametrize("who", ["approver", "jin_operator"])
def test_nothing_is_written_by_others(house, who):
    item = an_item(house, a_draft(house))

    with pytest.raises(NotEntitled):
        drafting.share_out(item, by=getattr(house, who), on=JAN_18, city=Decimal(1), counties=house.counties(1, 1))
