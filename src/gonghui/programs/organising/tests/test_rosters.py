"""Members by roster: the difference, what is taken in, what is only proposed, what an office looks into (B-R8, T03)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.organisations import founding
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.organising.actions import rosters
from gonghui.programs.organising.models import MembershipCheck, Roster
from tests.failing import every_call

from . import factories as make
from .factories import JUNE_1, JUNE_2

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture(autouse=True)
def _in_sight(seen):
    pass


def three():
    return [make.said(2, "郑一新"), make.said(3, "郑二新"), make.said(4, "郑三新", household_type="urban")]


def members(staff):
    return {each.person.name: each for each in Membership.objects.filter(unit=staff.union).standing()}


def test_upload_shows_the_difference_and_changes_nothing(staff):
    one, two, three_ = three()
    make.taken_in(staff, [one, two])
    two_now = make.said(3, "郑二新", two.id_no, job="电工")

    roster = make.a_roster(staff.operator, [two_now, three_], on=JUNE_2)

    assert (roster.joins, roster.changes, roster.unchanged, roster.missing) == (1, 1, 0, 1)
    assert rosters.findings_of(roster)["changes"] == [[3, "郑二新", ["岗位"]]]
    assert set(members(staff)) == {"郑一新", "郑二新"}


def test_confirm_takes_all_in_with_one_entry(staff):
    confirmed = make.taken_in(staff, three())

    assert (confirmed.state, confirmed.joined, confirmed.referred) == ("confirmed", 3, 0)
    found = members(staff)
    assert [found[name].joined_as_migrant for name in ("郑一新", "郑二新", "郑三新")] == [True, True, False]
    assert {each.way for each in found.values()} == {"together"}
    entry = Entry.objects.get(name="confirm")
    assert set(entry.body["digests"]["members.membership"]) == {str(each.pk) for each in found.values()}
    assert Entry.objects.filter(record_type="members.membership").count() == 0


def test_what_is_taken_in_opens_and_is_found(staff):
    said = make.said(2, "郑一新", mobile="19900000055")
    make.taken_in(staff, [said])

    person = Person.objects.get()
    assert (person.id_no.open(), person.mobile.open()) == (said.id_no, "19900000055")
    assert (person.id_index, person.name_pinyin, person.position) == (
        said.index,
        "zhengyixin zyx",
        staff.union.position,
    )
    assert Membership.objects.with_number(said.id_no).count() == 1
    assert [Membership.objects.matching(text).count() for text in ("郑一", "zyx", "zhengyi", "一新")] == [1, 1, 1, 0]


def test_confirm_changes_what_differs_and_leaves_what_is_empty(staff):
    said = make.said(2, "郑一新", mobile="19900000055", job="钳工", groups=["courier"])
    make.taken_in(staff, [said])
    now = make.said(2, "郑一新", said.id_no, mobile="19900000066", household_type=None, employment=None)

    make.taken_in(staff, [now], on=JUNE_2)

    member = members(staff)["郑一新"]
    assert (member.person.mobile.open(), member.job, member.groups) == ("19900000066", "钳工", ["courier"])
    assert (member.person.household_type, member.joined_on, member.is_first) == ("rural", JUNE_1, True)


def test_who_is_missing_stays_a_member(staff):
    one, two, _ = three()
    make.taken_in(staff, [one, two])

    confirmed = make.taken_in(staff, [one, make.said(3, "郑四新")], on=JUNE_2)

    assert (confirmed.missing, confirmed.joined) == (1, 1)
    assert members(staff)["郑二新"].state == "active"


def test_the_same_roster_again_is_all_known(staff):
    rows = three()
    make.taken_in(staff, rows)

    with pytest.raises(rosters.AllKnown, match="3 人都已在册"):
        make.a_roster(staff.operator, rows, on=JUNE_2)


def test_the_same_file_waits_once(staff):
    rows = three()
    first = make.a_roster(staff.operator, rows)

    with pytest.raises(rosters.WaitsAlready, match=first.number):
        make.a_roster(staff.chair, rows)


def test_two_rosters_with_the_same_people_take_each_in_once(staff):
    rows = three()
    first = make.a_roster(staff.operator, rows, content=b"a")
    second = make.a_roster(staff.operator, rows, content=b"b")
    rosters.confirm(first, by=staff.chair, on=JUNE_1)

    again = rosters.confirm(second, by=staff.chair, on=JUNE_2)

    assert (again.joins, again.joined, again.referred) == (0, 0, 0)
    assert Membership.objects.count() == 3


def test_known_before_keeps_the_day_she_joined(staff):
    make.taken_in(staff, [make.said(2, "郑老会", joined_on="2015-07-01")])

    member = members(staff)["郑老会"]
    assert (member.joined_on, member.way, member.is_first) == (date(2015, 7, 1), "known", True)


def test_a_member_elsewhere_is_referred_and_the_uploader_told_no_more(staff, neighbours):
    said = make.said(2, "郑一新")
    make.taken_in(neighbours, [said])

    roster = make.a_roster(staff.operator, [make.said(2, "郑一新", said.id_no), make.said(3, "郑二新")])
    assert (roster.joins, "霍山" in str(rosters.findings_of(roster))) == (2, False)  # looks like anybody new
    confirmed = rosters.confirm(roster, by=staff.chair, on=JUNE_1)

    assert (confirmed.joined, confirmed.referred) == (1, 1)
    assert rosters.findings_of(confirmed)["referred"] == [2]
    check = MembershipCheck.objects.get()
    assert (check.unit, check.wanted_by, check.said_name) == (staff.city, staff.union, "郑一新")
    assert Membership.objects.get(person=check.person).unit == neighbours.union


def test_known_without_a_membership_joins_and_is_kept_here(staff, neighbours):
    said = make.said(2, "郑一新")
    make.taken_in(neighbours, [said])
    Membership.objects.update(state="left", left_on=JUNE_1, end_reason="left")

    make.taken_in(staff, [make.said(2, "郑一新", said.id_no)], on=JUNE_2)

    member = members(staff)["郑一新"]
    assert (member.is_first, member.person.unit, Person.objects.count()) == (False, staff.union, 1)


def test_known_under_another_name_is_referred(staff, neighbours):
    said = make.said(2, "郑一新")
    make.taken_in(neighbours, [said])
    Membership.objects.update(state="left", left_on=JUNE_1, end_reason="left")

    confirmed = make.taken_in(staff, [make.said(2, "郑他名", said.id_no)], on=JUNE_2)

    assert (confirmed.joined, confirmed.referred, Person.objects.get().name) == (0, 1, "郑一新")


def test_confirm_is_the_chairs(staff, neighbours):
    roster = make.a_roster(staff.operator, three())

    for by in (staff.operator, neighbours.chair, staff.county_operator):
        with pytest.raises(NotEntitled):
            rosters.confirm(roster, by=by, on=JUNE_1)


def test_confirm_twice_is_refused(staff):
    confirmed = make.taken_in(staff, three())

    with pytest.raises(WrongState):
        rosters.confirm(confirmed, by=staff.chair, on=JUNE_1)


def test_upload_is_the_unions(staff):
    for by, refusal in ((staff.county_operator, NotEntitled), (staff.township, NotEntitled)):
        with pytest.raises(refusal):
            make.a_roster(by, three())


def test_upload_refuses_a_chair_above_the_grassroots(staff):
    with pytest.raises(rosters.NotAUnion):
        make.a_roster(a_post(staff.county, Role.GRASSROOTS_CHAIR), three())


def test_upload_refuses_beyond_the_days_quota(staff):
    for n in range(20):
        make.a_roster(staff.operator, three(), content=str(n).encode())

    with pytest.raises(rosters.UploadsSpent):
        make.a_roster(staff.operator, three())


def test_withdraw_forgets_file_and_rows(staff, django_capture_on_commit_callbacks):
    roster = make.a_roster(staff.operator, three())

    with django_capture_on_commit_callbacks(execute=True):
        withdrawn = rosters.withdraw(roster, by=staff.operator, on=JUNE_1)

    assert (withdrawn.state, bool(withdrawn.rows), bool(withdrawn.findings)) == ("withdrawn", False, False)


def test_confirm_asks_as_much_for_many_as_for_few(staff, tree):
    few, many = [make.said(n, f"郑甲{n}") for n in range(2, 5)], [make.said(n, f"郑乙{n}") for n in range(2, 202)]
    unit = founding.found("茶业工会委员会", "茶业工会", parent=staff.town, level="L5", on=JUNE_1)
    other = a_post(unit, Role.GRASSROOTS_CHAIR, "何主席")
    costs = []
    for by, rows in ((staff.chair, few), (other, many)):
        roster = make.a_roster(by, rows)
        with CaptureQueriesContext(connection) as asked:
            rosters.confirm(roster, by=by, on=JUNE_1)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_the_journal_holds_after_rosters(staff, neighbours, settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors.txt"
    said = make.said(2, "郑一新")
    make.taken_in(neighbours, [said, make.said(3, "郑二新")])
    make.taken_in(staff, [make.said(2, "郑一新", said.id_no), make.said(3, "郑三新")])
    make.taken_in(neighbours, [make.said(2, "郑一新", said.id_no, job="电工")], on=JUNE_2)

    assert faults("default") == []


@pytest.mark.long
def test_every_call_of_a_confirmation_may_fail(staff, neighbours):
    said = make.said(2, "郑一新")
    make.taken_in(neighbours, [said])
    roster = make.a_roster(staff.operator, [*three(), make.said(5, "郑一新", said.id_no)])

    def confirm():
        rosters.confirm(Roster.objects.get(pk=roster.pk), by=staff.chair, on=JUNE_2)

    assert every_call(confirm, "members", "organising", "journal") > 20
