"""A union from lead to approval: each step, each refusal, each hand (A-R1 to A-R7, A-R11, X-R1)."""

from dataclasses import replace
from datetime import date

import pytest

from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations.models import Affiliation
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.organising.actions import elections, establishing, founding
from gonghui.programs.organising.actions.elections import Named
from gonghui.programs.organising.models import FoundingEmployer, Officer

from . import factories as make
from .factories import JUNE_1, MAY_10, MAY_12, MAY_20

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_sight(seen):
    pass


def figure(code):
    return {each.code: each for each in all_figures()}[code]


# The lead


def test_find_keeps_the_lead_under_the_town(staff):
    lead = make.a_lead(staff)

    assert (lead.state, lead.unit, lead.employees) == ("clue", staff.town, 60)
    assert lead.due_on > MAY_10
    assert Entry.objects.of(lead).get().name == "find"


def test_find_refuses_who_is_no_guide(staff):
    with pytest.raises(NotEntitled):
        make.a_lead(staff, by=staff.chair)


def test_find_refuses_another_county(staff, neighbours):
    with pytest.raises(NotEntitled):
        make.a_lead(staff, by=neighbours.township)


def test_find_refuses_a_name_that_is_no_unions(staff):
    with pytest.raises(founding.NoSuchName):
        make.a_lead(staff, name="六安测试茶业有限公司")


def test_find_refuses_a_joint_union_of_one(staff):
    with pytest.raises(founding.NoEmployer):
        make.a_lead(staff, kind="joint")


def test_find_refuses_a_single_union_of_two(staff):
    with pytest.raises(founding.SingleOfSeveral):
        make.a_lead(staff, firms=[make.a_firm(), make.a_firm("六安另一有限公司")], kind="single")


def test_find_refuses_an_employer_that_is_under_way(staff):
    firm = make.a_firm()
    make.a_lead(staff, firms=[firm])

    with pytest.raises(founding.UnderWay, match=firm.name):
        make.a_lead(staff, firms=[firm])


def test_find_takes_up_an_employer_whose_lead_came_to_nothing(staff):
    firm = make.a_firm()
    founding.drop(make.a_lead(staff, firms=[firm]), by=staff.township, on=MAY_10, reason="企业已停产")

    assert make.a_lead(staff, firms=[firm]).state == "clue"


def test_find_refuses_an_employer_with_a_union(staff):
    firm = make.a_firm()
    make.an_established(staff, firms=[firm])

    with pytest.raises(founding.Unionised):
        make.a_lead(staff, firms=[firm])


# The request


def test_apply_goes_to_the_upper_union(staff):
    request = make.a_request(staff)

    assert (request.state, request.applied_by) == ("prep_applied", staff.township.user_id)


def test_apply_refuses_more_women_than_members(staff):
    with pytest.raises(founding.MembersMissing):
        make.a_request(staff, members=10, women=11)


def test_approve_preparation_gives_a_document_number(staff):
    prepared = make.a_prepared(staff)

    assert prepared.state == "prep_approved"
    assert prepared.preparation_number == "金寨县总工组〔2021〕1号"


def test_approve_preparation_refuses_the_hand_that_applied(staff):
    request = make.a_lead(staff)
    request = founding.apply(request, by=staff.county_operator, on=MAY_10, members=60, women=20)
    staff.county_reviewer.user = staff.county_operator.user

    with pytest.raises(NotEntitled):
        founding.approve_preparation(request, by=staff.county_reviewer, on=MAY_12)


def test_send_back_stops_the_clock_and_resubmit_takes_it_up(staff):
    request = founding.send_back(make.a_request(staff), by=staff.county_reviewer, on=MAY_12, items=["缺少营业执照"])

    assert (request.state, request.returned_from) == ("returned", "prep_applied")
    again = founding.resubmit(request, by=staff.township, on=MAY_12, note="已补")
    assert (again.state, again.returned_from) == ("prep_applied", "")


def test_send_back_refuses_to_say_nothing(staff):
    with pytest.raises(founding.ItemsMissing):
        founding.send_back(make.a_request(staff), by=staff.county_reviewer, on=MAY_12, items=[" "])


def test_reject_frees_the_employer(staff):
    rejected = founding.reject(make.a_request(staff), by=staff.county_reviewer, on=MAY_12, reason="不具备建会条件")

    assert rejected.state == "rejected"
    assert not rejected.employers.filter(is_open=True).exists()


@pytest.mark.parametrize("step", ["reject", "withdraw"])
def test_end_refuses_without_a_reason(staff, step):
    by = staff.county_reviewer if step == "reject" else staff.township

    with pytest.raises(Exception, match="请写明理由"):
        getattr(founding, step)(make.a_request(staff), by=by, on=MAY_12, reason="不")


def test_withdraw_ends_it(staff):
    withdrawn = founding.withdraw(make.a_prepared(staff), by=staff.township, on=MAY_12, reason="企业搬迁")

    assert withdrawn.state == "withdrawn"


# The election


def test_submit_result_of_a_sound_election(staff):
    submitted = make.a_submitted(staff)

    assert submitted.state == "result_submitted"


def held(staff, *, stood=make.STOOD, **numbers):
    return make.an_elected(staff, stood=stood, numbers=numbers)


UNSOUND = [
    pytest.param({"present": 39, "issued": 39, "returned": 39, "valid": 39}, "不足应到会的三分之二", id="no quorum"),
    pytest.param({"returned": 56}, "收回的选票多于发出的选票", id="more ballots than given out"),
    pytest.param({"issued": 56}, "发出的选票多于到会人数", id="more ballots than present"),
    pytest.param({"seats": 4}, "候选人应不少于 5 名", id="not differential"),
    pytest.param({"valid": 20}, "得票合计多于有效票", id="more votes than ballots"),
    pytest.param({"assembly": "delegates"}, "应召开会员大会", id="delegates of few"),
    pytest.param({"eligible": 61}, "不能多于会员人数", id="more due than members"),
    pytest.param({"women_seats": 0}, "应选出女职工委员会", id="no women's committee from ten women"),
    pytest.param({"audit_seats": 0}, "经费审查委员会的应选名额没有填写", id="no audit committee"),
]


@pytest.mark.parametrize(("numbers", "sentence"), UNSOUND)
def test_submit_result_refuses_an_election_that_does_not_hold(staff, numbers, sentence):
    elected = held(staff, **numbers)

    with pytest.raises(founding.Unheld, match=sentence):
        founding.submit_result(elected, by=staff.township, on=MAY_20)

    elected.refresh_from_db()
    assert elected.state == "elected"


def with_chair(**changed):
    return (replace(make.STOOD[0], **changed), *make.STOOD[1:])


@pytest.mark.parametrize("barred", ["principal", "partner", "kin", "personnel", "foreign"])
def test_submit_result_refuses_a_chair_who_may_not_stand(staff, barred):
    elected = held(staff, stood=with_chair(barred_as=barred))

    with pytest.raises(founding.Unheld, match="不能作为主席候选人"):
        founding.submit_result(elected, by=staff.township, on=MAY_20)


def test_submit_result_refuses_kin_on_the_committee(staff):
    stood = (make.STOOD[0], replace(make.STOOD[1], barred_as="kin"), *make.STOOD[2:])

    with pytest.raises(founding.Unheld, match="李测试是"):
        founding.submit_result(held(staff, stood=stood), by=staff.township, on=MAY_20)


def test_submit_result_refuses_a_winner_with_half_of_those_due(staff):
    """30 of 60 due to attend is half, and not more."""
    stood = (*make.STOOD[:2], replace(make.STOOD[2], votes_for=30), *make.STOOD[3:])

    with pytest.raises(founding.Unheld, match="只有 2 名"):
        founding.submit_result(held(staff, stood=stood), by=staff.township, on=MAY_20)


def test_submit_result_refuses_a_tie_for_the_last_seat(staff):
    stood = (*make.STOOD[:3], replace(make.STOOD[3], votes_for=45), *make.STOOD[4:])

    with pytest.raises(founding.Unheld, match="票数相同"):
        founding.submit_result(held(staff, stood=stood), by=staff.township, on=MAY_20)


def test_an_election_is_put_right_by_correction_and_striking_out(staff):
    elected = held(staff, returned=56, stood=(*make.STOOD, Named("吴多余", "committee", "member", 46)))
    wrong = elected.election.candidates.get(name="吴多余")
    elections.correct_election(elected, by=staff.township, on=MAY_20, **make.NUMBERS)
    elections.nominate(elected, by=staff.township, on=MAY_20, struck=[wrong.pk])

    assert founding.submit_result(elected, by=staff.township, on=MAY_20).state == "result_submitted"
    entry = Entry.objects.of(elected).get(name="correct_election")
    assert (entry.body["before"]["returned"], entry.body["after"]["returned"]) == ("56", "54")


def test_elect_refuses_a_day_before_the_approval(staff):
    with pytest.raises(elections.HeldTooEarly):
        held(staff, held_on=MAY_10)


def test_nominate_refuses_a_duty_of_another_organ(staff):
    with pytest.raises(elections.OtherDuty):
        held(staff, stood=[Named("陈测试", "audit", "chair", 50, mobile="19900000011")])


def test_nominate_refuses_a_chair_without_a_phone(staff):
    with pytest.raises(elections.MobileMissing):
        held(staff, stood=with_chair(mobile=""))


def test_obligation_of_twenty_five_is_shown_and_the_choice_accepted(staff):
    elected = make.an_elected(staff, form="organiser")

    submitted = founding.submit_result(elected, by=staff.township, on=MAY_20)

    assert submitted.state == "result_submitted"
    assert "应当建立工会委员会" in founding.obligations(submitted, MAY_20)[0]


# The approval


def test_establish_sets_the_union_into_the_tree(staff):
    established = make.an_established(staff)

    union = established.union
    assert (established.state, established.established_on) == ("established", JUNE_1)
    assert (union.parent, union.level, union.established_on) == (staff.town, "L5", JUNE_1)
    assert staff.town.holds(union.position)
    assert union.position != staff.union.position
    assert Affiliation.objects.get(unit=union).parent == staff.town
    assert union.employer.name == "六安测试茶业有限公司"
    assert (established.unit, established.position) == (union, union.position)
    assert established.term_ends_on == date(2026, 5, 31)


def test_establish_seats_officers(staff):
    established = make.an_established(staff)

    officers = Officer.objects.filter(unit=established.union)
    assert [(each.name, each.duty) for each in officers.order_by("pk")][:1] == [("陈测试", "chair")]
    assert officers.count() == 5


def test_establish_gives_each_approval_a_number_of_its_own(staff):
    first, second = make.an_established(staff), make.an_established(staff, firms=[make.a_firm("六安另一有限公司")])

    assert len({first.approval_number, second.approval_number}) == 2


def test_establish_refuses_the_hands_of_before(staff):
    submitted = make.a_submitted(staff)
    staff.county_approver.user = staff.county_reviewer.user

    with pytest.raises(NotEntitled):
        establishing.establish(submitted, by=staff.county_approver, on=JUNE_1)


def test_establish_refuses_the_approver_of_another_county(staff, neighbours):
    with pytest.raises(NotEntitled):
        establishing.establish(make.a_submitted(staff), by=neighbours.county_approver, on=JUNE_1)


def test_establish_refuses_twice(staff):
    established = make.an_established(staff)

    with pytest.raises(WrongState):
        establishing.establish(established, by=staff.county_approver, on=JUNE_1)


def test_a_joint_union_counts_one(staff):
    firms = [make.a_firm(f"六安联合{n}有限公司", 9) for n in range(3)]
    established = make.an_established(staff, firms=firms)

    assert established.union.employer is None
    assert FoundingEmployer.objects.filter(is_covered=True).count() == 3
    assert figure("Y01").value(Period.year(2021)) == 1


def test_y01_counts_unions_from_their_approval(staff):
    make.an_established(staff)
    make.a_submitted(staff, firms=[make.a_firm("六安待批有限公司")])

    assert figure("Y01").value(Period.year(2021)) == 1
    assert figure("Y01").value(Period.year(2022)) == 0
    assert [n for _month, n in figure("Y01").by_month(Period.year(2021))] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
