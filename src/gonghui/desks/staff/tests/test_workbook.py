"""Four hundred chairs by one workbook: all or nothing, faults where they stand, letters to print (X-R3, R12)."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gonghui.desks.staff.models import Invitation
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.organisations.tests.trees import a_tree

pytestmark = pytest.mark.django_db
PAGE = "/staff/invitations/workbook"
HEAD = ("工会全称", "姓名", "手机号", "角色", "部门或职务", "起始日期", "终止日期")


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def client(tree):
    return come_in(a_post(tree["jinzhai"], Role.COUNTY_APPROVER, "汪审批"))


def a_workbook(*rows, name="岗位邀请.xlsx"):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return {"file": SimpleUploadedFile(name, content.getvalue())}


def a_row(n, union="金寨县光伏产业工会", role="基层工会主席", **changed):
    facts = {"unit": union, "name": "余主席", "mobile": f"1990000{n:04d}", "role": role, "title": "主席"}
    return (*(facts | changed).values(), None, None)


def test_many_are_invited_at_once_and_each_has_a_letter(client):
    rows = [a_row(1), a_row(2, role="基层工会经办人", name="胡经办"), a_row(3, union="梅山镇总工会")]

    answer = client.post(PAGE, a_workbook(*rows))
    letters = client.post("/staff/invitations/letters").content.decode()

    assert answer.url == "/staff/invitations/"
    assert Invitation.objects.count() == 3
    assert letters.count('class="card gh-letter"') == 3
    assert letters.count("data:image/svg+xml;base64,") == 3


def test_one_fault_sends_nothing_and_each_is_named_with_its_place(client):
    rows = [
        a_row(1),
        a_row(2, union="霍山县竹木产业工会"),
        a_row(3, role="县区审批人"),
        a_row(4, mobile="12345"),
        a_row(1),
    ]

    page = client.post(PAGE, a_workbook(*rows)).content.decode()

    for words in ("第 3 行“工会全称”（A3）", "第 4 行“角色”（D4）", "第 5 行“手机号”（C5）", "第 6 行“手机号”（C6）"):
        assert words in page, words
    assert not Invitation.objects.exists()


def test_faults_come_back_marked_in_the_workbook(client):
    answer = client.post(PAGE, a_workbook(a_row(1, union="不存在的工会")) | {"marked": "1"})

    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert "错误说明" in [cell.value for cell in book.active[1]]


def test_template_offers_the_roles_that_are_hers_to_give(client):
    answer = client.get(f"{PAGE}?blank")

    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value.strip("*") for cell in book.active[1]][: len(HEAD)] == list(HEAD)


def test_others_send_no_workbook(tree):
    assert come_in(a_post(tree["jinzhai"], Role.COUNTY_REVIEWER)).get(PAGE).status_code == 404
