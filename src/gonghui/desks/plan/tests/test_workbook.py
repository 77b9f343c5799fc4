"""Targets by workbook: what is wrong is told with sheet, row and column, and nothing is taken in (N-R2)."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from gonghui.desks.plan import sheets
from gonghui.desks.plan.actions import revising
from gonghui.foundation.accounts.tests.people import come_in

from .people import a_draft, a_shared_item, an_issued, an_item

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
HEAD = ("编码", "目标项目", "单位", "全市目标", "金寨县总工会", "霍山县总工会")


def a_book(*rows, head=HEAD) -> bytes:
    book, file = Workbook(), BytesIO()
    book.active.title = "目标分解表"
    for row in (head, *rows):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def faults(plan, *rows, head=HEAD):
    return sheets.read_targets(a_book(*rows, head=head), "目标.xlsx", plan).reading.complaints.report()


@pytest.fixture
def plan(house):
    plan = a_draft(house)
    an_item(house, plan)
    an_item(house, plan, code="4.2", title="发放救助金", figure="Y16")
    an_item(house, plan, code="4.3", title="大讲堂", figure="B05", unit_word="场", is_shared_out=False)
    return plan


GOOD = (
    ("4.1", "", "户", 100, 60, 40),
    ("4.2", "", "元", 5_000_000, 3_000_000, 2_000_000.5),
    ("4.3", "", "场", 45, None, None),
)


def test_a_clean_workbook_gives_items_and_targets(plan, house):
    known = sheets.read_targets(a_book(*GOOD), "目标.xlsx", plan)

    assert known.is_clean
    assert [(row["item"].code, row["city"]) for row in known.rows] == [("4.1", 100), ("4.2", 5_000_000), ("4.3", 45)]
    assert known.rows[1]["counties"] == {house.jinzhai: 3_000_000, house.huoshan: Decimal("2000000.5")}
    assert known.rows[2]["counties"] == {}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("9.9", "", "", 100, 60, 40), ("第 2 行“编码”(A2)", "没有编码“9.9”")),
        (("4.1", "", "", 100, 60, 30), ("第 2 行“全市目标”(D2)", "比全市目标 100户 少 10户")),
        (("4.1", "", "", 100, None, 100), ("第 2 行“金寨县总工会”(E2)", "没有填写")),
        (("4.1", "", "", 100, -1, 101), ("第 2 行“金寨县总工会”(E2)", "不小于零")),
        (("4.1", "", "", 100, "六十", 40), ("第 2 行“金寨县总工会”(E2)", "不是数字")),
        (("4.1", "", "", 100, 60.001, 40), ("第 2 行“金寨县总工会”(E2)", "两位小数")),
        (("4.1", "", "", None, 60, 40), ("第 2 行“全市目标”(D2)", "没有填写")),
        (("4.3", "", "", 45, 20, 25), ("第 2 行“金寨县总工会”(E2)", "不分解到县区")),
    ],
)
def test_a_fault_is_told_with_its_place(plan, row, words):
    (told, *_more) = (text.replace("（", "(").replace("）", ")") for text in faults(plan, row))

    assert "工作表“目标分解表”" in told
    for word in words:
        assert word in told


def test_the_same_item_twice_is_told(plan):
    assert any("与第 2 行重复" in text for text in faults(plan, GOOD[0], GOOD[0]))


def test_a_county_that_is_missing_is_told(plan):
    told = faults(plan, ("4.1", "", "户", 100, 100), head=HEAD[:5])

    assert len(told) == 1
    assert "霍山县总工会" in told[0]


def test_upload_takes_all_or_nothing(plan, house):
    client = come_in(house.operator)
    page = f"/plan/plans/{plan.number}/targets"

    bad = client.post(page, {"file": SimpleUploadedFile("目标.xlsx", a_book(GOOD[0], ("4.2", "", "", 5, 2, 2)))})
    assert "没有导入" in bad.content.decode()
    assert plan.items.filter(target__isnull=False).count() == 0
    good = client.post(page, {"file": SimpleUploadedFile("目标.xlsx", a_book(*GOOD))})

    assert good.status_code == 302
    assert revising.targets_of(plan.items.get(code="4.1")) == {house.city: 100, house.jinzhai: 60, house.huoshan: 40}


def test_a_faulty_upload_comes_back_marked(plan, house):
    file = SimpleUploadedFile("目标.xlsx", a_book(("4.1", "", "", 100, 60, 30)))

    answer = come_in(house.operator).post(f"/plan/plans/{plan.number}/targets", {"file": file, "marked": "1"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert "少 10户" in sheet["D2"].comment.text


def test_the_blank_holds_the_items_and_comes_back_clean(house):
    plan = a_draft(house)
    a_shared_item(house, plan)

    answer = come_in(house.operator).get(f"/plan/plans/{plan.number}/targets?blank")

    known = sheets.read_targets(b"".join(answer.streaming_content), "目标.xlsx", plan)
    assert known.is_clean
    assert [(row["city"], list(row["counties"].values())) for row in known.rows] == [(100, [60, 40])]


def test_a_broken_file_gets_a_sentence(plan, house):
    file = SimpleUploadedFile("目标.xlsx", b"PK\x03\x04 broken")

    page = come_in(house.operator).post(f"/plan/plans/{plan.number}/targets", {"file": file})

    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_the_plan_goes_out_with_targets_and_progress(house):
    plan = an_issued(house)

    answer = come_in(house.operator).get(f"/plan/plans/{plan.number}/workbook")

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["项目", "目标分解", "完成情况"]
    assert [cell.value for cell in book["目标分解"][2]] == ["4.1", "救助在档困难职工", "户", 100, 60, 40]
    counted = [book["完成情况"].cell(row, 3).value for row in (2, 3, 4)]
    assert counted == ["六安市总工会", "金寨县总工会", "霍山县总工会"]


def test_a_county_takes_its_own_alone(house):
    plan = an_issued(house)

    answer = come_in(house.jin_operator).get(f"/plan/plans/{plan.number}/workbook")

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    text = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    assert "金寨县总工会" in text
    assert "霍山" not in text
