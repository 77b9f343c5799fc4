"""The national layout out and in again, and the road by which lists leave (O.1, T04, T19, R13)."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.exports import actions as exports
from gonghui.foundation.documents.models import ExportRequest
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.refusals import NotEntitled, WrongState
from gonghui.programs.hardship.actions import importing
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.sheets import national, receiving

from .books import a_child, a_household, a_workbook, some_aid
from .factories import Staff, a_file_on_record, a_post

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
JUNE_1, JUNE_2 = date(2021, 6, 1), date(2021, 6, 2)
NOON = timezone.make_aware(datetime(2021, 6, 2, 12))
PAYLOADS = (
    "=1+1",
    '=HYPERLINK("http://x.invalid","点我")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    '=IMPORTXML("x","y")',
    "{=1+1}",
    '=DDE("a";"b")',
    "'=1+1",
    "＝1+1",
)


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


def taken_in(staff, content):
    found = receiving.receive(content, filename="档案.xlsx", by=staff.county_operator, on=JUNE_1)
    return importing.confirm(found, by=staff.county_approver, on=JUNE_2)


def asked(staff, kind="hardship.national", scope=None):
    by = staff.county_operator
    return exports.ask(kind, scope=scope or {}, reason="报省总年度档案", by=by, on=JUNE_2)


def produced(staff, **of):
    request = exports.approve(asked(staff, **of), by=staff.county_approver, on=JUNE_2)
    assert exports.ensure_produced(on=JUNE_2, at=NOON) == 1
    request.refresh_from_db()
    return request


def fetched(staff, request) -> bytes:
    return exports.fetch(request, by=staff.county_operator, on=JUNE_2, at=NOON)


def test_what_was_taken_in_comes_out_and_in_again_unchanged(staff, tmp_path):
    rows = [a_household(staff.union), a_household(staff.union, key="2", name="李测试", account_name="李小测")]
    people = [
        a_child(),
        a_child(key="2", name="李小测"),
        a_child(
            key="2", name="李小二", id_kind="户口簿(暂无证件)", id_no=None, born_on=date(2020, 3, 4), identity="学龄前"
        ),
    ]
    taken_in(staff, a_workbook(tmp_path, rows, people, [some_aid(), some_aid(kind="子女助学", beneficiary="张小测")]))
    content = fetched(staff, produced(staff))

    with pytest.raises(importing.AllKnown, match="2 户都已在档"):
        receiving.receive(content, filename="导出.xlsx", by=staff.county_operator, on=JUNE_2)


def test_a_file_of_the_product_itself_comes_in_again_unchanged(staff):
    a_file_on_record(staff)
    content = fetched(staff, produced(staff))

    with pytest.raises(importing.AllKnown):
        receiving.receive(content, filename="导出.xlsx", by=staff.county_operator, on=JUNE_2)


def test_payloads_stay_text_in_every_column_of_text(staff, tmp_path):
    texts = ("clause", "cause_text", "bank_name", "address", "industry", "employer", "builder", "reviewer")
    rows = [
        a_household(staff.union, key=str(n)) | dict.fromkeys(texts, payload) for n, payload in enumerate(PAYLOADS, 1)
    ]
    taken_in(staff, a_workbook(tmp_path, rows, [a_child(school="=1+1")]))

    book = openpyxl.load_workbook(BytesIO(fetched(staff, produced(staff))))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    head = {cell.value.rstrip("*"): cell.column for cell in book["档案"][1]}
    for title in ("身份证号", "银行卡号", "手机号", "家庭住址"):
        assert {book["档案"].cell(row, head[title]).data_type for row in range(2, 14)} == {"s"}


def test_the_file_says_who_took_it_and_leads_back_to_her(staff):
    a_file_on_record(staff)
    request = produced(staff)

    book = openpyxl.load_workbook(BytesIO(fetched(staff, request)))

    printed = str(book["档案"].oddHeader.left.text)
    assert all(word in printed for word in (staff.county_operator.user.name, request.number, "2021-06-02 12:00"))
    trace = book["溯源"]["A1"].value
    assert (book["溯源"].sheet_state, f"user {staff.county_operator.user_id} " in trace) == ("veryHidden", True)
    assert (request.rows, request.expires_at) == (1, NOON + timedelta(hours=72))


def test_the_file_lies_encrypted(staff, tmp_path):
    a_file_on_record(staff)
    request = produced(staff)

    raw = next((tmp_path / "papers").rglob(str(request.stored_name))).read_bytes()

    assert not raw.startswith(b"PK")
    assert fetched(staff, request).startswith(b"PK")


def test_nobody_approves_her_own_request(staff):
    a_file_on_record(staff)
    request = asked(staff)
    both = a_post(staff.county, Role.COUNTY_APPROVER)
    ExportRequest.objects.filter(pk=request.pk).update(asked_by=both.user_id)

    with pytest.raises(NotEntitled):
        exports.approve(request, by=both, on=JUNE_2)


@pytest.mark.parametrize("post", ["chair", "county_approver", "township"])
def test_ask_refuses_posts_without_the_right(staff, post):
    a_file_on_record(staff)

    with pytest.raises(NotEntitled):
        exports.ask("hardship.national", scope={}, reason="报省总年度档案", by=getattr(staff, post), on=JUNE_2)


def test_the_data_officer_may_approve(staff, tree):
    a_file_on_record(staff)
    officer = a_post(tree["city"], Role.DPO)

    request = exports.approve(asked(staff), by=officer, on=JUNE_2)

    assert (request.state, request.approved_by) == ("approved", officer.user_id)


def test_nothing_is_produced_before_it_is_approved(staff):
    a_file_on_record(staff)
    request = asked(staff)

    assert exports.ensure_produced(on=JUNE_2, at=NOON) == 0
    with pytest.raises(NotEntitled):
        fetched(staff, request)


def test_fetch_is_for_who_asked_alone(staff):
    a_file_on_record(staff)
    request = produced(staff)

    for post in (staff.county_approver, staff.county_reviewer, staff.city_approver):
        with pytest.raises(NotEntitled):
            exports.fetch(request, by=post, on=JUNE_2, at=NOON)


def test_fetch_refuses_once_her_post_has_ended(staff):
    a_file_on_record(staff)
    request = produced(staff)
    staff.county_operator.ends_on = JUNE_1
    staff.county_operator.save()

    with pytest.raises(exports.NotHers):
        fetched(staff, request)


def test_produce_fails_with_a_sentence_once_her_post_has_ended(staff):
    a_file_on_record(staff)
    request = exports.approve(asked(staff), by=staff.county_approver, on=JUNE_2)
    staff.county_operator.ends_on = JUNE_1
    staff.county_operator.save()

    assert exports.ensure_produced(on=JUNE_2, at=NOON) == 0

    request.refresh_from_db()
    assert (request.state, request.why_not) == ("failed", str(exports.NotHers.sentence))


def test_fetch_is_written_down_and_has_a_daily_quota(staff):
    a_file_on_record(staff)
    request = produced(staff)
    now = timezone.now()
    ExportRequest.objects.filter(pk=request.pk).update(expires_at=now + timedelta(hours=1))
    request.refresh_from_db()

    for _n in range(5):
        exports.fetch(request, by=staff.county_operator, on=JUNE_2, at=now)

    assert Entry.objects.of(request).filter(name="fetch_export").count() == 5
    with pytest.raises(exports.QuotaSpent):
        exports.fetch(request, by=staff.county_operator, on=JUNE_2, at=now)


def test_the_file_is_gone_when_its_time_is_over(staff, tmp_path, django_capture_on_commit_callbacks):
    a_file_on_record(staff)
    request = produced(staff)
    late = NOON + timedelta(hours=72)

    with pytest.raises(exports.Expired):
        exports.fetch(request, by=staff.county_operator, on=JUNE_2, at=late)
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.ensure_expired(on=JUNE_2, at=late) == 1

    request.refresh_from_db()
    assert request.state == "expired"
    assert not list((tmp_path / "papers").rglob(str(request.stored_name)))
    with pytest.raises(WrongState):
        exports.withdraw(request, by=staff.county_operator, on=JUNE_2)


def test_export_holds_the_files_of_her_county_alone(staff, tree):
    a_file_on_record(staff)
    a_file_on_record(Staff(tree, county="huoshan"))

    assert (HardshipArchive.objects.count(), national.count(staff.county_operator, {})) == (2, 1)
    assert national.count(staff.county_operator, {"grade": ["accidental_difficulty"]}) == 0


def test_masked_lists_go_the_same_road(staff):
    file = a_file_on_record(staff, name="郭测试")
    book = openpyxl.load_workbook(BytesIO(fetched(staff, produced(staff, kind="hardship.files"))))

    text = " ".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row)
    assert file.number in text
    assert "郭**" in text
    assert "郭测试" not in text


def test_a_long_list_leads_to_a_request(staff, rf):
    from gonghui.programs.hardship.views.files import FileList

    a_file_on_record(staff)
    page = FileList(most_exported=0)
    page.setup(rf.get("/hardship/", {"export": "xlsx", "state": "on_file"}))
    page.request.post = staff.county_operator

    answer = page.export()

    assert isinstance(answer, HttpResponseRedirect)
    assert answer.url == "/documents/exports/new/hardship.files?state=on_file"


def test_a_data_officer_of_a_county_decides_for_her_county_alone(staff, tree):
    a_file_on_record(staff)
    request = asked(staff)
    city, here, there = (a_post(tree[unit], Role.DPO) for unit in ("city", "jinzhai", "huoshan"))

    with pytest.raises(NotEntitled):
        exports.approve(request, by=there, on=JUNE_2)

    assert [list(ExportRequest.objects.waiting_for(post)) for post in (city, here, there)] == [[request], [request], []]
    assert exports.approve(request, by=here, on=JUNE_2).state == "approved"
