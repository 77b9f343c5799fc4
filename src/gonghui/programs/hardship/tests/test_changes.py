"""What changes in a household on file: reported, confirmed by another, in force (E-R1, E-R6, E-R13, X-R1)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from gonghui.foundation.documents.models import Document
from gonghui.foundation.notices.models import Message
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship.actions import AnotherFile, aid, changes, effects
from gonghui.programs.hardship.models import HouseholdChange, HouseholdMember
from gonghui.programs.hardship.rulebook.changes import ChangeState
from gonghui.programs.hardship.rulebook.identity import IdKind

from . import factories as make
from .factories import JUNE_1, MAY_26

pytestmark = pytest.mark.django_db
JUNE_7 = date(2021, 6, 7)
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture(autouse=True)
def everything_seen(db):
    with sight.system("test"):
        yield


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def staff(tree):
    return make.Staff(tree)


@pytest.fixture
def file(staff):
    return make.a_file_on_record(staff)


def a_paper(name="证明.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def a_report(staff, file, kind, *, paper=True, **facts):
    facts = {"happened_on": JUNE_1} | facts
    return changes.report(file, by=staff.chair, on=JUNE_1, kind=kind, paper=a_paper() if paper else None, **facts)


def a_birth(staff, file, **facts):
    child = {"name": "张新生", "relation": "child", "identity": "infant", "id_kind": "register", "born_on": MAY_26}
    return a_report(staff, file, "birth", **child | facts)


def confirmed(staff, change, on=JUNE_7, by=None):
    return changes.confirm(change, by=by or staff.county_operator, on=on)


def spouse_of(file, **traits):
    number = make.a_number()
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    facts = {"name": "李配偶", "relation": "spouse", "id_no": number, "born_on": born, "identity": "employed"}
    return HouseholdMember.objects.create(file=file, is_active=True, **facts | traits)


def test_report_gives_a_number_a_day_and_keeps_the_paper(staff, file):
    change = a_birth(staff, file)

    assert (change.state, change.number[:8], change.due_on) == (ChangeState.REPORTED, "JT-2021-", date(2021, 6, 16))
    assert file.persons() == 2


def test_report_refuses_another_union(staff, file, tree):
    neighbours = make.Staff(tree, county="huoshan")

    with pytest.raises(NotEntitled):
        changes.report(file, by=neighbours.chair, on=JUNE_1, kind="move", happened_on=JUNE_1, new_unit=staff.union)


def test_report_refuses_a_household_that_is_not_on_file(staff):
    with pytest.raises(changes.NotInForce):
        a_birth(staff, make.a_reviewed_file(staff))


def test_report_refuses_a_day_to_come(staff, file):
    with pytest.raises(changes.InTheFuture):
        a_birth(staff, file, happened_on=JUNE_7)


def test_report_refuses_the_same_twice(staff, file):
    a_birth(staff, file)

    with pytest.raises(changes.AlreadyReported):
        a_birth(staff, file)


def test_confirm_a_birth_adds_a_person_and_computes_anew(staff, file):
    confirmed(staff, a_birth(staff, file))

    child = file.members.get(name="张新生")
    assert (child.is_active, child.joined_on, bool(child.id_no), child.id_index) == (True, JUNE_1, False, None)
    assert (file.persons(), file.assessments.last().inputs["persons"]) == (3, 3)


def test_confirm_refuses_who_reported_it(staff, file):
    change = a_birth(staff, file)
    also_operator = make.a_post(staff.county, "county_operator")
    also_operator.user = staff.chair.user

    with pytest.raises(changes.SamePerson):
        confirmed(staff, change, by=also_operator)


def test_confirm_refuses_without_a_paper(staff, file):
    with pytest.raises(changes.PaperMissing):
        confirmed(staff, a_birth(staff, file, paper=False))


def test_confirm_refuses_who_is_no_reviewer(staff, file):
    with pytest.raises(NotEntitled):
        confirmed(staff, a_birth(staff, file), by=staff.operator)


def test_confirm_twice_changes_once(staff, file):
    change = confirmed(staff, a_birth(staff, file))

    with pytest.raises(WrongState):
        confirmed(staff, change)

    assert file.persons() == 3


def test_confirm_refuses_a_member_of_another_active_file_and_says_not_whose(staff, file, tree):
    neighbours = make.Staff(tree, county="huoshan")
    other = make.a_file_on_record(neighbours, name="王邻居")
    number = other.members.get(relation="self").id_no.open()
    facts = {"name": "王邻居", "relation": "spouse", "identity": "employed", "id_kind": "resident", "id_no": number}
    change = a_report(staff, file, "marriage", born_on=date(1980, 3, 4), **facts)

    with pytest.raises(AnotherFile) as refusal:
        confirmed(staff, change)

    change.refresh_from_db()
    assert (change.state, file.persons()) == (ChangeState.REPORTED, 2)
    assert "霍山" not in str(refusal.value)


def test_confirm_a_divorce_frees_who_leaves_for_another_file(staff, file, tree):
    spouse = spouse_of(file)
    confirmed(staff, a_report(staff, file, "divorce", leavers=[spouse.pk]))
    neighbours = make.Staff(tree, county="huoshan")

    other = make.a_file_on_record(neighbours, name="李配偶", id_no=spouse.id_no.open())

    spouse.refresh_from_db()
    assert (spouse.left_on, spouse.is_active, file.persons(), other.persons()) == (JUNE_1, False, 2, 2)


def test_report_refuses_that_the_applicant_leaves(staff, file):
    with pytest.raises(effects.ApplicantStays):
        a_report(staff, file, "leaving", leavers=[file.own_line().pk])


def test_report_refuses_a_member_of_another_household(staff, file):
    other = make.a_file_on_record(staff, name="赵别家")

    with pytest.raises(effects.NotOfTheHousehold):
        a_report(staff, file, "death", member=other.own_line())


def test_report_refuses_whom_the_household_has_already(staff, file):
    known = file.members.get(relation="child")
    facts = {"name": known.name, "relation": "child", "identity": "student", "born_on": known.born_on}

    with pytest.raises(effects.KnownAlready):
        a_report(staff, file, "joining", id_kind="resident", id_no=known.id_no.open(), **facts)


def test_confirm_the_death_of_the_holder_stops_every_grant(staff, file):
    spouse = spouse_of(file)
    grant = make.a_checked_grant(staff, file)
    confirmed(staff, a_report(staff, file, "death", member=file.own_line(), successor=spouse))

    with pytest.raises(aid.HolderIsStranger):
        aid.grant(grant, by=staff.county_approver, on=JUNE_7)


def test_confirm_the_death_of_the_applicant_hands_the_file_over(staff, file):
    spouse = spouse_of(file)

    confirmed(staff, a_report(staff, file, "death", member=file.own_line(), successor=spouse))

    file.refresh_from_db()
    relations = {member.name: member.relation for member in file.members.present()}
    assert (file.applicant_name, file.applicant.name, file.name_pinyin) == ("李配偶", "李配偶", "lipeiou lpo")
    assert relations == {"李配偶": "self", "张小测": "child"}


def test_report_refuses_a_death_without_a_grown_successor(staff, file):
    child = file.members.get(relation="child")

    with pytest.raises(effects.SuccessorMissing):
        a_report(staff, file, "death", member=file.own_line(), successor=child)


def a_second_union(tree):
    return Unit.objects.create(
        name="金寨县茶业工会", short_name="茶业工会", level="L5", area=tree["jinzhai_union"].area,
        parent=tree["jinzhai_town"], position=2120, last=2120, established_on=date(2015, 1, 1),
    )  # fmt: skip


def test_confirm_a_move_takes_the_file_and_what_hangs_on_it_to_the_new_union(staff, file, tree):
    earlier = a_birth(staff, file)
    there = a_second_union(tree)

    confirmed(staff, a_report(staff, file, "move", new_unit=there))

    file.refresh_from_db()
    earlier.refresh_from_db()
    assert [(each.unit, each.position) for each in (file, earlier)] == [(there, 2120), (there, 2120)]
    assert {paper.unit for paper in Document.objects.of(earlier)} == {there}
    assert file.changes.get(kind="move").before == "金寨县光伏产业工会"


def test_township_confirms_no_move_beyond_its_range(staff, file, tree):
    there = a_second_union(tree)
    Unit.objects.filter(pk=there.pk).update(position=2300, last=2300)
    there.refresh_from_db()

    with pytest.raises(effects.BeyondYourRange):
        confirmed(staff, a_report(staff, file, "move", new_unit=there), by=staff.township)


def test_report_refuses_a_move_to_another_county(staff, file, tree):
    with pytest.raises(effects.AnotherCounty, match="档案转移"):
        a_report(staff, file, "move", new_unit=tree["huoshan_union"])


def test_confirm_a_card_changes_the_account_and_remembers_the_mask(staff, file):
    spouse = spouse_of(file)
    facts = {"member": spouse, "card_no": "6217000012345678903", "bank_name": "建设银行金寨支行"}

    change = confirmed(staff, a_report(staff, file, "card", **facts))

    file.refresh_from_db()
    assert (file.account_name, file.card_no.open()) == ("李配偶", "6217000012345678903")
    assert change.before == "张测试 **** 8911 徽商银行金寨支行"


def test_confirm_a_number_makes_a_child_known_by_its_card(staff, file):
    confirmed(staff, a_birth(staff, file))
    child = file.members.get(name="张新生")
    number = make.a_number(MAY_26)

    confirmed(staff, a_report(staff, file, "number", member=child, id_kind="resident", id_no=number, born_on=MAY_26))

    child.refresh_from_db()
    assert (child.id_kind, child.id_no.open(), child.id_index is None) == (IdKind.RESIDENT, number, False)


def test_report_refuses_another_number_of_the_applicant(staff, file):
    with pytest.raises(effects.NumberOfApplicant):
        a_report(staff, file, "number", member=file.own_line(), id_kind="resident", id_no=make.a_number())


def test_confirm_tells_the_reviewer_that_the_grade_would_change(staff):
    file = make.a_file_on_record(staff, income=3_000_000, illness=500_000)
    before = file.grade
    children = [a_birth(staff, file, name=f"张新生{n}") for n in "甲乙丙丁"]

    for child in children:
        confirmed(staff, child)

    file.refresh_from_db()
    told = Message.objects.filter(user=staff.county_reviewer.user, title="困难类别需要复核")
    assert (file.grade == before, file.assessments.last().settled_grade == before) == (True, False)
    assert told.exists()


def test_refuse_needs_words_and_leaves_the_household(staff, file):
    change = a_birth(staff, file)

    with pytest.raises(changes.ReasonMissing):
        changes.refuse(change, by=staff.county_operator, on=JUNE_7, reason="不")
    changes.refuse(change, by=staff.county_operator, on=JUNE_7, reason="材料与系统不符")

    assert (change.state, file.persons()) == (ChangeState.REFUSED, 2)


def test_withdraw_is_the_households_own(staff, file):
    change = a_birth(staff, file)

    with pytest.raises(NotEntitled):
        changes.withdraw(change, by=staff.county_operator, on=JUNE_7)
    changes.withdraw(change, by=staff.chair, on=JUNE_7)

    assert change.state == ChangeState.WITHDRAWN


@pytest.mark.parametrize(
    ("sets", "truth"),
    [
        ("checked_by = reported_by", "hardship_change_checked_by_another"),
        ("state = 'confirmed'", "hardship_change_confirmed_has_day_and_person"),
        ("relation = 'self'", "hardship_change_says_what_changed"),
        ("kind = 'move'", "hardship_change_says_what_changed"),
    ],
)
def test_the_database_refuses_an_impossible_change(staff, file, sets, truth):
    change = a_birth(staff, file)

    with pytest.raises(IntegrityError, match=truth), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE hardship_householdchange SET {sets} WHERE id = %s", [change.pk])


@pytest.mark.parametrize(
    ("sets", "truth"),
    [
        ("left_on = '2021-06-01'", "hardship_member_who_left_counts_no_more"),
        ("id_no = NULL, id_index = NULL", "hardship_member_has_a_number"),
    ],
)
def test_the_database_refuses_an_impossible_member(file, sets, truth):
    with pytest.raises(IntegrityError, match=truth), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE hardship_householdmember SET {sets} WHERE file_id = %s", [file.pk])


def test_waiting_for_leaves_out_what_she_reported_herself(staff, file):
    change = a_birth(staff, file)

    waiting = [list(HouseholdChange.objects.waiting_for(post)) for post in (staff.county_operator, staff.chair)]

    assert waiting == [[change], []]


def test_applicant_with_an_account_is_told_of_each_step(staff, file):
    worker = make.a_post(staff.union, "worker", "张测试")
    file.applicant_user = worker.user
    file.save()

    confirmed(staff, a_birth(staff, file))

    told = Message.objects.filter(user=worker.user, title="家庭变动").order_by("pk")
    assert [message.text[-4:-1] for message in told] == ["对确认", "认生效"]
