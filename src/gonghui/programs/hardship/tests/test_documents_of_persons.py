"""People of a household by whatever document they have, each in one active file alone (E-R6, rules 1.8)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from gonghui.foundation.accounts.tests.people import come_in
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.identifiers import a_test_number, id_check_digit
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.models import FileConflict, HouseholdMember
from gonghui.programs.hardship.rulebook.identity import IdKind, index_of

from . import factories as make
from .test_changes import a_report, confirmed

pytestmark = pytest.mark.django_db
LONG_AGO = date(1890, 1, 1)
PERMIT = a_test_number("830000", LONG_AGO, 3)
CARD = a_test_number("999999", LONG_AGO, 5)
FIFTEEN = "349901900101123"
BORN = "2015-05-05"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def draft(staff, made):
    return made(make.a_draft, staff)


@pytest.fixture
def union(staff):
    return come_in(staff.chair)


def add(client, draft, **answers):
    facts = {"relation": "child", "name": "郭小测", "identity": "student", "health": "", "school": ""}
    return client.post(reverse("hardship:new_member", args=[draft.number]), facts | answers)


@pytest.mark.parametrize(
    ("kind", "typed", "born_on", "kept", "born"),
    [
        ("birth", "a340000001", BORN, "A340000001", date(2015, 5, 5)),
        ("birth", "", BORN, None, date(2015, 5, 5)),
        ("register", "", BORN, None, date(2015, 5, 5)),
        ("register", "whatever", BORN, None, date(2015, 5, 5)),
        ("home_return", "h12345678", BORN, "H12345678", date(2015, 5, 5)),
        ("taiwan", "12345678", BORN, "12345678", date(2015, 5, 5)),
        ("permit", PERMIT, "", PERMIT, LONG_AGO),
        ("permanent", CARD, "", CARD, LONG_AGO),
        ("permanent", "kaz110090123105", "1990-12-31", "KAZ110090123105", date(1990, 12, 31)),
        ("passport", "g12345678", BORN, "G12345678", date(2015, 5, 5)),
    ],
)
def test_member_is_entered_by_each_kind(union, draft, made, kind, typed, born_on, kept, born):
    answer = add(union, draft, id_kind=kind, id_no=typed, born_on=born_on)

    assert answer.status_code == 302
    member = made(lambda: draft.members.get(name="郭小测"))
    assert (member.id_kind, member.id_no.open() if member.id_no else None, member.born_on) == (kind, kept, born)


@pytest.mark.parametrize(
    ("kind", "typed", "born_on", "sentence"),
    [
        ("resident", "", "", "请填写证件号码:18 位"),
        ("passport", "", BORN, "请填写证件号码:5 至 17 位"),
        ("passport", "G12345678", "", "请填写出生日期"),
        ("register", "", "", "请填写出生日期"),
        ("permit", "349901198003041230", "", "校验码"),
        ("taiwan", "1234", BORN, "8 位数字"),
        ("home_return", "X12345678", BORN, "H 或 M"),
    ],
)
def test_member_says_what_is_wrong_with_a_document(union, draft, made, kind, typed, born_on, sentence):
    answer = add(union, draft, id_kind=kind, id_no=typed, born_on=born_on)

    assert sentence in text_of(answer)
    assert not made(lambda: draft.members.filter(name="郭小测").exists())


def test_fifteen_and_eighteen_digits_are_one_person(union, draft, made):
    whole = f"{FIFTEEN[:6]}19{FIFTEEN[6:]}"
    whole += id_check_digit(whole)
    add(union, draft, id_no=FIFTEEN)

    again = add(union, draft, name="郭同人", id_no=whole)

    assert "在本档案中已填写" in text_of(again)
    assert made(lambda: draft.members.get(name="郭小测").id_no.open()) == whole


def test_child_without_number_is_entered_once(union, draft, made):
    add(union, draft, id_kind="register", id_no="", born_on=BORN)

    again = add(union, draft, id_kind="birth", id_no="", born_on=BORN)

    assert "在本档案中已填写" in text_of(again)
    assert made(lambda: draft.members.filter(name="郭小测").count()) == 1


def test_kind_without_its_number_is_not_kept_while_typing(union, draft, made):
    add(union, draft, id_no=make.a_number())
    member = made(lambda: draft.members.get(name="郭小测"))
    url = reverse("hardship:member", args=[draft.number, member.pk])
    answers = {"relation": "child", "name": "郭小测", "identity": "student", "id_kind": "passport", "id_no": "E12"}

    said = union.post(url, answers, headers={"X-Autosave": "1"}).json()

    after = made(lambda: draft.members.get(name="郭小测"))
    assert "护照" in said["wrong"]["id_no"]
    assert (after.id_kind, after.id_index) == ("resident", member.id_index)


def test_child_that_turns_out_to_have_no_number_keeps_none(union, draft, made):
    add(union, draft, id_no=make.a_number(date(2015, 5, 5)))
    member = made(lambda: draft.members.get(name="郭小测"))
    url = reverse("hardship:member", args=[draft.number, member.pk])
    answers = {"relation": "child", "name": "郭小测", "identity": "infant", "id_kind": "register", "born_on": BORN}

    union.post(url, answers | {"id_no": "", "health": "", "school": ""})

    after = made(lambda: draft.members.get(name="郭小测"))
    assert (after.id_kind, bool(after.id_no), after.id_index) == ("register", False, None)


def test_index_of_an_identity_card_is_what_it_always_was():
    assert index_of(IdKind.RESIDENT, "34240119680101007X") == blind_index("34240119680101007X")


def test_index_keeps_kinds_apart_and_one_number_series_together():
    same = index_of(IdKind.PERMIT, PERMIT) == index_of(IdKind.RESIDENT, PERMIT)
    apart = index_of(IdKind.TAIWAN, "12345678") != index_of(IdKind.PASSPORT, "12345678")

    assert (same, apart) == (True, True)


def a_member(file, **traits):
    facts = {"name": "林测试", "relation": "spouse", "identity": "employed", "born_on": LONG_AGO}
    return HouseholdMember.objects.create(file=file, **facts | traits)


@pytest.mark.parametrize(("first", "second"), [("permit", "resident"), ("permit", "permit")])
def test_a_person_stands_in_one_active_file_by_whatever_card(staff, neighbours, made, first, second):
    def both():
        a_member(make.a_file_on_record(staff), id_kind=first, id_no=PERMIT, is_active=True)
        file = make.a_reviewed_file(neighbours)
        a_member(file, id_kind=second, id_no=PERMIT)
        with pytest.raises(actions.AnotherFile):
            actions.approve(file, by=neighbours.county_approver, on=make.MAY_26)
        actions.report_conflict(file, on=make.MAY_26)
        return FileConflict.objects.count()

    assert made(both) == 1


def test_two_passports_of_one_number_stand_in_one_active_file(staff, neighbours, made):
    made(lambda: a_member(make.a_file_on_record(staff), id_kind="passport", id_no="G12345678", is_active=True))
    other = made(make.a_file_on_record, neighbours)

    with pytest.raises(IntegrityError, match="hardship_member_one_active_file"), transaction.atomic():
        made(lambda: a_member(other, id_kind="passport", id_no="G12345678", is_active=True))


def test_children_without_number_of_two_files_do_not_meet(staff, neighbours, made):
    files = [made(make.a_file_on_record, each) for each in (staff, neighbours)]

    children = [made(a_member, file, id_kind="register", id_no=None, is_active=True) for file in files]

    assert [child.id_index for child in children] == [None, None]


def test_the_database_refuses_a_child_without_number_twice_in_a_file(staff, made):
    file = made(make.a_file_on_record, staff)
    made(a_member, file, id_kind="register", id_no=None)

    with pytest.raises(IntegrityError, match="hardship_member_child_once_a_file"), transaction.atomic():
        made(a_member, file, id_kind="birth", id_no=None)


def test_file_shows_the_kind_of_a_document_and_its_mask(staff, made):
    file = made(make.a_file_on_record, staff)
    made(a_member, file, id_kind="passport", id_no="G12345678")

    page = text_of(come_in(staff.county_operator).get(file.get_absolute_url()))

    assert "护照" in page
    assert "*****5678" in page


PERMANENT = a_test_number("934156", date(1985, 6, 7), 3)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(PERMIT, "permit"), (PERMANENT, "permanent"), (make.a_number(), "resident"), (CARD, "resident")],
    ids=["a residence permit", "a permanent residence card", "a resident's card", "an area never issued"],
)
@pytest.mark.parametrize("who", ["worker", "chair"])
def test_an_applicant_applies_with_the_card_she_has(staff, made, number, kind, who):
    client = come_in(make.a_post(staff.union, "worker", "郭测试") if who == "worker" else staff.chair)

    answer = client.post("/hardship/new", {"name": "郭测试", "id_no": number, "mobile": ""})

    line = made(lambda: HouseholdMember.objects.get(relation="self"))
    assert (answer.status_code, line.id_kind, line.id_index) == (302, kind, blind_index(number))


def test_a_member_with_a_residence_permit_may_take_over_a_file(staff, made):
    file = made(make.a_file_on_record, staff)
    facts = {"name": "李配偶", "relation": "spouse", "identity": "employed", "id_kind": "permit", "is_active": True}
    heir = made(lambda: HouseholdMember.objects.create(file=file, id_no=PERMIT, born_on=LONG_AGO, **facts))
    own = made(file.own_line)

    change = made(lambda: a_report(staff, file, "death", member=own, successor=heir))
    made(confirmed, staff, change)

    made(file.refresh_from_db)
    assert file.applicant_name == "李配偶"
