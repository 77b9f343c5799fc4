"""Existing files by workbook: checked when sent, taken in when another confirms, all or none (E-R6, X-R1, T03)."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled
from gonghui.programs.hardship import actions
from gonghui.programs.hardship.actions import aid, importing
from gonghui.programs.hardship.models import FileConflict, FileImport, HardshipArchive, HouseholdMember, StagedFile
from gonghui.programs.hardship.sheets import receiving

from .books import a_child, a_household, a_number, a_workbook, some_aid
from .factories import Staff, a_file_on_record, a_post, a_project

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
JUNE_1 = date(2021, 6, 1)
JUNE_2 = date(2021, 6, 2)


@pytest.fixture
def tree():
    with transaction.atomic(), sight.system("tests"):
        yield a_tree()


@pytest.fixture
def staff(tree):
    return Staff(tree)


@pytest.fixture(autouse=True)
def papers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "papers"


def sent(staff, content, by=None):
    return receiving.receive(content, filename="档案.xlsx", by=by or staff.county_operator, on=JUNE_1)


def sent_and_confirmed(staff, content):
    return importing.confirm(sent(staff, content), by=staff.county_approver, on=JUNE_2)


def the_file():
    return HardshipArchive.objects.get()


def test_receive_keeps_the_workbook_and_takes_nothing_in(staff, tmp_path):
    content = a_workbook(tmp_path, [a_household(staff.union)], [a_child()], [some_aid()])

    found = sent(staff, content)

    assert (found.state, found.files, found.people, found.new, found.faults) == ("uploaded", 1, 2, 1, 0)
    assert HardshipArchive.objects.count() == 0
    assert importing.sealed.content_of(found) == content
    assert content not in next((tmp_path / "papers").rglob(str(found.stored_name))).read_bytes()


def test_confirm_puts_the_households_on_file(staff, tmp_path):
    content = a_workbook(tmp_path, [a_household(staff.union)], [a_child()], [some_aid()])

    done = sent_and_confirmed(staff, content)

    file = the_file()
    assert (done.state, done.confirmed_by, done.to_city) == ("confirmed", staff.county_approver.user_id, 0)
    assert (file.state, file.grade, file.filed_on, file.work_status) == (
        "on_file",
        "deep_difficulty",
        date(2019, 6, 3),
        "early_out",
    )
    assert (file.entered_by, file.approved_by) == (staff.county_operator.user_id, staff.county_approver.user_id)
    assert list(HardshipArchive.objects.on_file(JUNE_2)) == [file]
    assert [(m.name, m.is_active) for m in file.members.all()] == [("张测试", True), ("张小测", True)]
    assert file.details.health.open() == "尿毒症"
    assert file.details.other_causes == ["schooling", "benefit_due"]
    assert file.details.paper_number == "金困〔2018〕1号"
    assert [(line.kind, line.amount, line.reimbursed) for line in file.lines.all()] == [
        ("wage", 1_200_000, 0),
        ("cost_illness", 3_000_000, 1_000_000),
    ]
    assert Person.objects.get(name="张测试").mobile.open() == "19900000001"


def test_confirm_leaves_nothing_staged_behind(staff, tmp_path):
    done = sent_and_confirmed(staff, a_workbook(tmp_path, [a_household(staff.union)]))

    assert [(bool(each.content), each.file) for each in done.staged.all()] == [(False, the_file())]


def test_confirm_writes_one_entry_that_proves_every_file(staff, tmp_path):
    rows = [a_household(staff.union, key=str(n)) for n in range(1, 4)]
    done = sent_and_confirmed(staff, a_workbook(tmp_path, rows))

    entry = Entry.objects.of(done).get(name="confirm")
    files = {str(file.pk) for file in HardshipArchive.objects.all()}
    assert (entry.body["files"], set(entry.body["digests"]["hardship.hardshiparchive"])) == (3, files)
    for file in HardshipArchive.objects.all():
        assert entry.body["digests"]["hardship.hardshiparchive"][str(file.pk)] == importing.digest_of(file)


def test_confirm_asks_no_query_a_row(staff, tmp_path):
    def cost(rows):
        found = sent(staff, a_workbook(tmp_path, rows))
        with CaptureQueriesContext(connection) as asked:
            importing.confirm(found, by=staff.county_approver, on=JUNE_2)
        return len(asked)

    few = cost([a_household(staff.union, key=str(n)) for n in range(2)])
    many = cost([a_household(staff.union, key=str(n)) for n in range(12)])

    assert many == few


def test_receive_asks_no_query_a_row(staff, tmp_path):
    def cost(rows):
        content = a_workbook(tmp_path, rows)
        with CaptureQueriesContext(connection) as asked:
            sent(staff, content)
        return len(asked)

    assert cost([a_household(staff.union, key=str(n)) for n in range(12)]) == cost([a_household(staff.union)])


def test_the_given_class_stands_and_the_computed_one_is_listed(staff, tmp_path):
    row = a_household(staff.union, grade="相对困难", wage=100_000)
    found = sent(staff, a_workbook(tmp_path, [row]))

    importing.confirm(found, by=staff.county_approver, on=JUNE_2)

    last = the_file().assessments.get()
    assert importing.findings_of(found)["regraded"] == [[2, "相对困难", "深度困难"]]
    assert (last.grade, last.settled_grade, the_file().grade) == (
        "deep_difficulty",
        "relative_difficulty",
        "relative_difficulty",
    )
    assert (last.inputs["source"], last.inputs["given_clause"]) == ("导入", "人均低于低保")


def test_what_was_given_before_counts_against_the_cap(staff, tmp_path):
    content = a_workbook(tmp_path, [a_household(staff.union)], [a_child()], [some_aid(amount=200_000)])
    sent_and_confirmed(staff, content)
    project = a_project(staff)

    cap = aid.cap_of(the_file(), project, None, JUNE_2)

    assert cap.ceiling == 12 * 66_500 - 200_000


def test_schooling_given_before_counts_for_its_student_alone(staff, tmp_path):
    people = [a_child(name="张小测"), a_child(name="张小二")]
    given = [some_aid(kind="子女助学", beneficiary="张小测", amount=100_000)]
    sent_and_confirmed(staff, a_workbook(tmp_path, [a_household(staff.union)], people, given))
    project = a_project(staff, kind="education_aid")
    first, second = HouseholdMember.objects.filter(relation="child").order_by("pk")

    assert aid.cap_of(the_file(), project, first, JUNE_2).ceiling == 10 * 66_500 - 100_000
    assert aid.cap_of(the_file(), project, second, JUNE_2).ceiling == 10 * 66_500


def test_the_same_workbook_again_does_nothing(staff, tmp_path):
    content = a_workbook(tmp_path, [a_household(staff.union)], [a_child()], [some_aid()])
    sent_and_confirmed(staff, content)

    with pytest.raises(importing.AllKnown, match="1 户都已在档"):
        sent(staff, content)

    assert (FileImport.objects.count(), HardshipArchive.objects.count()) == (1, 1)


def test_what_is_on_file_is_not_overwritten(staff, tmp_path):
    first = a_household(staff.union)
    sent_and_confirmed(staff, a_workbook(tmp_path, [first], [a_child()]))
    rows = [first | {"bank_name": "工商银行"}, a_household(staff.union, key="2", name="李测试", account_name="李测试")]

    done = sent_and_confirmed(staff, a_workbook(tmp_path, rows))

    assert (done.new, done.changed) == (1, 1)
    assert importing.findings_of(done)["differing"][0][2] == ["开户银行", "家庭成员"]
    assert HardshipArchive.objects.get(applicant_name="张测试").bank_name == "徽商银行金寨支行"


def test_a_workbook_with_faults_is_kept_but_cannot_be_confirmed(staff, tmp_path):
    found = sent(staff, a_workbook(tmp_path, [a_household(staff.union, id_no="123")]))

    assert (found.state, found.faults) == ("faulty", 1)
    assert "第 2 行“身份证号”" in importing.findings_of(found)["report"][0]
    with pytest.raises(importing.Refusal):
        importing.confirm(found, by=staff.county_approver, on=JUNE_2)


def test_who_uploaded_does_not_confirm(staff, tree, tmp_path):
    both = a_post(staff.county, Role.COUNTY_APPROVER)
    found = sent(staff, a_workbook(tmp_path, [a_household(staff.union)]))
    FileImport.objects.filter(pk=found.pk).update(uploaded_by=both.user_id)

    with pytest.raises(NotEntitled):
        importing.confirm(found, by=both, on=JUNE_2)


@pytest.mark.parametrize("role", ["chair", "county_reviewer", "county_approver"])
def test_receive_refuses_other_posts(staff, tmp_path, role):
    with pytest.raises(NotEntitled):
        sent(staff, b"", by=getattr(staff, role))


def test_somebody_on_file_elsewhere_is_never_told_and_goes_to_the_city(staff, tree, tmp_path):
    neighbours = Staff(tree, county="huoshan")
    number = a_number()
    other = a_file_on_record(neighbours, id_no=number)
    rows = [
        a_household(staff.union, id_no=number),
        a_household(staff.union, key="2", name="李测试", account_name=None, card_no=None),
    ]

    with sight.of(staff.county_operator):
        found = sent(staff, a_workbook(tmp_path, rows))
    with sight.of(staff.county_approver):
        done = importing.confirm(found, by=staff.county_approver, on=JUNE_2)

    assert (found.new, found.changed, found.faults, importing.findings_of(found)["report"]) == (2, 0, 0, [])
    mine = HardshipArchive.objects.get(unit=staff.union, applicant_name="张测试")
    assert (done.to_city, mine.state, mine.members.filter(is_active=True).count()) == (1, "reviewed", 0)
    assert FileConflict.objects.get(file=mine).other_file_id == other.pk
    assert HardshipArchive.objects.get(applicant_name="李测试").state == "on_file"
    with pytest.raises(actions.AnotherFile):
        actions.approve(mine, by=staff.city_approver, on=JUNE_2)


def test_somebody_on_file_in_ones_own_county_is_told(staff, tmp_path):
    number = a_number()
    other = a_file_on_record(staff, id_no=number)
    rows = [a_household(staff.union)]

    found = sent(staff, a_workbook(tmp_path, rows, [a_child(id_no=number, identity="在职", relation="配偶")]))

    assert (found.state, found.faults) == ("faulty", 1)
    assert other.number in importing.findings_of(found)["report"][0]


def test_refuse_and_withdraw_forget_what_was_read(staff, tmp_path, django_capture_on_commit_callbacks):
    first, second = (sent(staff, a_workbook(tmp_path, [a_household(staff.union)])) for _ in range(2))

    with django_capture_on_commit_callbacks(execute=True):
        importing.refuse(first, by=staff.county_approver, on=JUNE_2, reason="表格不是最新的")
        importing.withdraw(second, by=staff.county_operator, on=JUNE_2)

    assert (first.state, second.state) == ("refused", "withdrawn")
    assert not StagedFile.objects.exclude(content=None).exists()
    assert not [path for path in (tmp_path / "papers").rglob("*") if path.is_file()]


def test_confirm_refuses_ones_own_household(staff, tmp_path):
    number = a_number()
    found = sent(staff, a_workbook(tmp_path, [a_household(staff.union, id_no=number)]))
    person = Person(name="张测试", id_no=number, unit=staff.union, user=staff.county_approver.user)
    person.clean()
    person.save()

    with pytest.raises(importing.OwnFile):
        importing.confirm(found, by=staff.county_approver, on=JUNE_2)

    assert HardshipArchive.objects.count() == 0


def test_receive_keeps_a_daily_cap(staff, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "UPLOADS_A_DAY", SimpleNamespace(on=lambda day: 1))
    sent(staff, a_workbook(tmp_path, [a_household(staff.union)]))

    with pytest.raises(importing.UploadsSpent):
        sent(staff, a_workbook(tmp_path, [a_household(staff.union)]))
