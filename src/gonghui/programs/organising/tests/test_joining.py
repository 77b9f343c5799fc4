"""One person joins, is looked into, stays, leaves: each step and each refusal (B-R1 to B-R11, T03)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, a_worker
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.members.models import Consent, Membership, Person
from gonghui.foundation.notices.models import Message
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled
from gonghui.programs.organising.actions import checking, joining, links, memberships
from gonghui.programs.organising.actions.refusals import ReasonMissing
from gonghui.programs.organising.models import JoinApplication, MembershipCheck

from . import factories as make
from .factories import JUNE_1, JUNE_2

pytestmark = pytest.mark.django_db
YEAR = Period.year(2021)


@pytest.fixture(autouse=True)
def _in_sight(seen):
    pass


def value(code, period=YEAR):
    return {each.code: each for each in all_figures()}[code].value(period)


# Applying


def test_ask_keeps_the_application_with_her_consent(staff):
    worker = a_worker(staff.union, "郑测试")

    asked = make.an_application(staff.union, by=worker, user=worker.user, way="scanned", confirm_way="phone")

    assert (asked.state, asked.is_migrant_worker, asked.due_on > JUNE_1) == ("applied", True, True)
    consent = Consent.objects.of(asked).get()
    assert (consent.purpose, consent.way, consent.user, consent.text.edition) == ("membership", "phone", worker.user, 0)


def test_ask_twice_is_one_application(staff):
    id_no = make.a_number()
    first, second = (make.an_application(staff.union, by=staff.operator, id_no=id_no) for _ in range(2))

    assert first == second
    assert JoinApplication.objects.count() == 1


def test_ask_refuses_a_union_that_has_ended(staff):
    staff.union.ended_on = JUNE_1

    with pytest.raises(joining.UnionEnded):
        make.an_application(staff.union, by=staff.operator)


PRESUMED = [("rural", "contract", True), ("urban", "contract", False), ("rural", "farming", False)]


@pytest.mark.parametrize(("household", "employment", "migrant"), PRESUMED)
def test_migrant_follows_from_register_and_work(staff, household, employment, migrant):
    asked = make.an_application(staff.union, by=staff.operator, household_type=household, employment=employment)

    assert asked.is_migrant_worker is migrant


def test_migrant_otherwise_needs_a_reason(staff):
    with pytest.raises(joining.MigrantReasonMissing):
        make.an_application(staff.union, by=staff.operator, household_type="urban", is_migrant_worker=True)

    why = {"is_migrant_worker": True, "migrant_reason": "户籍已迁回农村,手续办理中"}
    assert make.an_application(staff.union, by=staff.operator, household_type="urban", **why).is_migrant_worker


# The answer


def test_decide_makes_her_a_member_who_may_sign_in(staff):
    asked = make.an_application(staff.union, by=staff.operator, mobile="19900000077", groups=["courier"])

    admitted = joining.decide(asked, by=staff.chair, on=JUNE_1)

    member = admitted.membership
    assert (admitted.state, member.unit, member.joined_on) == ("admitted", staff.union, JUNE_1)
    assert (member.is_first, member.joined_as_migrant, member.approved_by) == (True, True, staff.chair.user_id)
    assert member.groups_shown() == "快递员"
    assert User.objects.with_mobile("19900000077").get() == member.person.user


def test_decide_refuses_who_is_not_the_chair(staff, neighbours):
    asked = make.an_application(staff.union, by=staff.operator)

    for by in (staff.operator, neighbours.chair):
        with pytest.raises(NotEntitled):
            joining.decide(asked, by=by, on=JUNE_1)


def test_decide_refuses_ones_own_application(staff):
    asked = make.an_application(staff.union, by=staff.operator, user=staff.chair.user)

    with pytest.raises(joining.OwnApplication):
        joining.decide(asked, by=staff.chair, on=JUNE_1)


def test_decide_refuses_a_member_of_this_union(staff):
    id_no = make.a_number()
    make.a_member(staff, id_no=id_no)

    with pytest.raises(joining.MemberHere):
        make.a_member(staff, id_no=id_no)


def test_refuse_tells_the_reason_and_the_applicant(staff):
    worker = a_worker(staff.union)
    asked = make.an_application(staff.union, by=worker, user=worker.user)

    refused = joining.refuse(asked, by=staff.chair, on=JUNE_1, reason="不在本单位工作")

    assert refused.state == "refused"
    assert Entry.objects.of(refused).get(name="refuse").opinion == "不在本单位工作"
    assert Message.objects.get(user=worker.user).path == "/organising/mine"


def test_refuse_without_a_reason(staff):
    with pytest.raises(ReasonMissing):
        joining.refuse(make.an_application(staff.union, by=staff.operator), by=staff.chair, on=JUNE_1, reason="不")


def test_withdraw_is_hers_or_her_unions(staff, neighbours):
    worker = a_worker(staff.union)
    asked = make.an_application(staff.union, by=worker, user=worker.user)

    with pytest.raises(NotEntitled):
        joining.withdraw(asked, by=neighbours.operator, on=JUNE_1)
    assert joining.withdraw(asked, by=worker, on=JUNE_1).state == "withdrawn"


# Known elsewhere (T03)


@pytest.fixture
def claimed(staff, neighbours):
    """A member in the next county whom this union wants; the application and what became of it."""
    id_no = make.a_number()
    there = make.a_member(neighbours, id_no=id_no)
    asked = make.an_application(staff.union, by=staff.operator, id_no=id_no)
    return there, joining.decide(asked, by=staff.chair, on=JUNE_2)


def test_a_member_elsewhere_is_a_matter_for_the_city(claimed, staff, neighbours):
    there, asked = claimed

    check = MembershipCheck.objects.get()
    assert (asked.state, asked.membership, check.unit, check.person) == ("checking", None, staff.city, there.person)
    assert not MembershipCheck.objects.visible_to(staff.county_operator).exists()
    assert not MembershipCheck.objects.visible_to(neighbours.chair).exists()


def test_a_member_elsewhere_in_the_county_is_a_matter_for_the_county(staff, tree):
    other = a_union_beside(staff, tree)
    id_no = make.a_number()
    make.a_member(staff, id_no=id_no)
    asked = make.an_application(other.unit, by=other, id_no=id_no)

    joining.decide(asked, by=other, on=JUNE_2)

    assert MembershipCheck.objects.get().unit == staff.county


def a_union_beside(staff, tree):
    """The chair of another union in the same town."""
    from gonghui.foundation.organisations import founding

    unit = founding.found("梅山镇茶业工会委员会", "茶业工会", parent=staff.town, level="L5", on=JUNE_1)
    return a_post(unit, Role.GRASSROOTS_CHAIR, "何主席")


def test_nothing_tells_the_union_where_she_is_known(claimed):
    _there, asked = claimed

    told = " ".join(str(entry.body) + entry.opinion for entry in Entry.objects.of(asked))
    assert "霍山" not in told


def test_the_same_number_under_another_name_is_looked_into(staff):
    id_no = make.a_number()
    left = make.a_member(staff, id_no=id_no)
    memberships.leave(left, by=staff.chair, on=JUNE_1, left_on=JUNE_1, end_reason="left", reason="离职离会")

    asked = joining.decide(
        make.an_application(staff.union, by=staff.operator, id_no=id_no, name="郑别名"), by=staff.chair, on=JUNE_2
    )

    assert asked.state == "checking"
    assert Person.objects.get().name == "郑测试"


def test_a_county_moves_nobody_who_has_gone_to_another(staff, neighbours, tree):
    other = a_union_beside(staff, tree)
    id_no = make.a_number()
    here = make.a_member(staff, id_no=id_no)
    joining.decide(make.an_application(other.unit, by=other, id_no=id_no), by=other, on=JUNE_2)
    check = MembershipCheck.objects.get()
    asked = make.an_application(neighbours.union, by=neighbours.operator, id_no=id_no)
    joining.decide(asked, by=neighbours.chair, on=JUNE_2)
    checking.move(MembershipCheck.objects.get(unit=staff.city), by=staff.city_operator, on=JUNE_2)

    with pytest.raises(checking.OutOfReach):
        checking.move(check, by=staff.county_operator, on=JUNE_2)

    there = Membership.objects.standing().get(person=here.person)
    assert there.unit == neighbours.union


def test_move_ends_there_and_begins_here_and_counts_nobody_new(claimed, staff):
    there, asked = claimed

    checking.move(MembershipCheck.objects.get(), by=staff.city_operator, on=JUNE_2)

    there.refresh_from_db()
    asked.refresh_from_db()
    here = asked.membership
    assert (there.state, there.left_on, there.end_reason) == ("left", JUNE_2, "moved")
    assert (here.unit, here.way, here.is_first, asked.state) == (staff.union, "moved", False, "admitted")
    assert here.person.unit == staff.union
    assert value("Y02") == 1


def test_keep_leaves_her_where_she_is(claimed, staff):
    there, asked = claimed

    checking.keep(MembershipCheck.objects.get(), by=staff.city_operator, on=JUNE_2, reason="劳动合同仍在原单位")

    there.refresh_from_db()
    asked.refresh_from_db()
    assert (there.state, asked.state) == ("active", "refused")
    assert Message.objects.filter(user=staff.chair.user).exists()


def test_keep_refuses_without_a_reason(claimed, staff):
    with pytest.raises(ReasonMissing):
        checking.keep(MembershipCheck.objects.get(), by=staff.city_operator, on=JUNE_2, reason="")


def test_move_refuses_the_county_where_it_is_the_citys(claimed, staff):
    with pytest.raises(NotEntitled):
        checking.move(MembershipCheck.objects.get(), by=staff.county_operator, on=JUNE_2)


def test_move_refuses_who_asked(claimed, staff):
    staff.city_operator.user = staff.chair.user

    with pytest.raises(checking.OwnCheck):
        checking.move(MembershipCheck.objects.get(), by=staff.city_operator, on=JUNE_2)


# The life of a membership


def test_retain_and_restore(staff):
    member = memberships.retain(make.a_member(staff), by=staff.chair, on=JUNE_2, reason="退休保留会籍")

    assert (member.state, member.retained_on) == ("retained", JUNE_2)
    assert memberships.restore(member, by=staff.chair, on=JUNE_2).state == "active"


def test_leave_ends_on_its_day(staff):
    member = make.a_member(staff)

    left = memberships.leave(member, by=staff.chair, on=JUNE_2, left_on=JUNE_2, end_reason="left", reason="辞职离开")

    assert (left.state, left.left_on) == ("left", JUNE_2)
    assert not Membership.objects.on(JUNE_2).exists()


@pytest.mark.parametrize("day", [date(2021, 5, 31), date(2021, 6, 3)])
def test_leave_refuses_a_day_before_joining_or_to_come(staff, day):
    with pytest.raises(memberships.BeforeJoining):
        memberships.leave(
            make.a_member(staff), by=staff.chair, on=JUNE_2, left_on=day, end_reason="left", reason="辞职离开"
        )


def test_leave_is_the_chairs_alone(staff):
    with pytest.raises(NotEntitled):
        memberships.leave(
            make.a_member(staff), by=staff.operator, on=JUNE_2, left_on=JUNE_2, end_reason="left", reason="辞职离开"
        )


def test_who_comes_back_is_not_new(staff):
    id_no = make.a_number()
    left = make.a_member(staff, id_no=id_no)
    memberships.leave(left, by=staff.chair, on=JUNE_1, left_on=JUNE_1, end_reason="left", reason="离职离会")

    again = make.a_member(staff, id_no=id_no)

    assert (again.state, again.is_first) == ("active", False)
    assert value("Y02") == 1


def test_classify_changes_today_and_not_what_she_was_on_joining(staff):
    member = make.a_member(staff)

    memberships.classify(
        member,
        by=staff.chair,
        on=JUNE_2,
        is_migrant_worker=False,
        groups=["courier"],
        new_forms=["express"],
        migrant_reason="户籍已迁入城镇",
        employment="contract",
    )

    member.refresh_from_db()
    assert (member.is_migrant_worker, member.joined_as_migrant) == (False, True)
    assert (value("Y03"), value("B.migrants"), value("B.eight"), value("B.new_forms")) == (1, 0, 1, 1)


def test_classify_refuses_another_word_without_a_reason(staff):
    with pytest.raises(joining.MigrantReasonMissing):
        memberships.classify(
            make.a_member(staff), by=staff.chair, on=JUNE_2, is_migrant_worker=False, groups=[], new_forms=[]
        )


# Figures and the database


def test_y03_is_a_subset_of_y02(staff):
    make.a_member(staff, "郑农民")
    make.a_member(staff, "郑城镇", household_type="urban")

    assert (value("Y02"), value("Y03")) == (2, 1)
    assert value("Y02", Period.month(2021, 5)) == 0


def test_a_person_belongs_to_one_union_at_a_time(staff, neighbours):
    member = make.a_member(staff)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=member.person, unit=neighbours.union, joined_on=JUNE_2)


@pytest.mark.parametrize(("field", "word"), [("groups", "ride_hailing"), ("new_forms", "security_guard")])
def test_the_two_sets_are_kept_apart(staff, field, word):
    member = make.a_member(staff)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(**{field: [word]})


def test_the_journal_knows_every_membership(claimed, staff, settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors.txt"
    checking.move(MembershipCheck.objects.get(), by=staff.city_operator, on=JUNE_2)

    assert faults("default") == []


# The code on the wall and the search by number


def test_a_link_leads_to_its_union_until_its_day(staff):
    token = links.token_of(staff.union, on=JUNE_1)

    assert links.union_of(token, on=date(2021, 7, 1)) == staff.union
    with pytest.raises(links.LinkOver):
        links.union_of(token, on=date(2021, 7, 2))


def test_a_forged_link_leads_nowhere(staff):
    token = links.token_of(staff.union, on=JUNE_1)

    for forged in (token[:-2] + "xx", "x", ""):
        with pytest.raises(links.LinkOver):
            links.union_of(forged, on=JUNE_1)


def test_with_number_finds_within_ones_sight_and_counts(staff, neighbours):
    id_no = make.a_number()
    member = make.a_member(staff, id_no=id_no)

    assert list(memberships.with_number(id_no, by=staff.chair, on=JUNE_1)) == [member]
    assert list(memberships.with_number(id_no, by=neighbours.chair, on=JUNE_1)) == []
    assert memberships.searches_today(staff.chair, JUNE_1) == 1


def test_with_number_refuses_beyond_the_days_quota(staff, monkeypatch):
    monkeypatch.setattr(memberships, "searches_today", lambda by, on: 30)

    with pytest.raises(memberships.LooksSpent):
        memberships.with_number(make.a_number(), by=staff.chair, on=JUNE_1)
