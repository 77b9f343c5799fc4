"""What is written stays text, and comes back as it was (T19, R13)."""

from datetime import date

import openpyxl
import pytest

from gonghui.kernel.identifiers import a_test_number
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import read_rows
from gonghui.kernel.sheets.writing import Sheet, write_sheets, write_workbook

PAYLOADS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://example.invalid","点我")',
    "=cmd|' /C calc'!A0",
    '=WEBSERVICE("http://example.invalid")',
    "＝1+1",
    '"=1+1"',
)
COLUMNS = (
    Column("name", "姓名", required=True),
    Column("number", "身份证号", "identity", required=True, unique=True),
    Column("sex", "性别", choices=("男", "女")),
    Column("joined_on", "入会日期", "date"),
    Column("amount", "金额（元）", "money"),
    Column("is_working", "是否在岗", "yes_no"),
)


def a_row(sequence=1, **changed):
    return {
        "name": "王小明",
        "number": a_test_number("349901", date(1980, 5, 6), sequence),
        "sex": "男",
        "joined_on": date(2021, 3, 4),
        "amount": 123_456,
        "is_working": True,
    } | changed


@pytest.mark.parametrize("payload", PAYLOADS)
def test_write_keeps_a_formula_as_text(tmp_path, payload):
    write_workbook(tmp_path / "out.xlsx", COLUMNS[:1], [[payload]])

    cell = openpyxl.load_workbook(tmp_path / "out.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == payload


def test_write_and_read_give_back_the_same_rows(tmp_path):
    rows = [
        a_row(1),
        a_row(2, amount=1, is_working=False),
        a_row(3, sex=None, joined_on=None, amount=None, is_working=None),
    ]

    written = write_workbook(tmp_path / "out.xlsx", COLUMNS, rows, sheet="会员")

    reading = read_rows(tmp_path / "out.xlsx", filename="out.xlsx", columns=COLUMNS)
    assert written == 3
    assert [row.values for row in reading.rows] == rows
    assert reading.sheet == "会员"
    assert reading.complaints.report() == []


def test_write_keeps_identity_numbers_as_text(tmp_path):
    write_workbook(tmp_path / "out.xlsx", COLUMNS, [a_row()])

    cell = openpyxl.load_workbook(tmp_path / "out.xlsx").active["B2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_write_offers_choices_and_marks_who_took_it(tmp_path):
    long_list = Column("unit", "单位", choices=tuple(f"霍山县第{number}总工会" for number in range(80)))

    write_workbook(tmp_path / "out.xlsx", (*COLUMNS, long_list), [], watermark="王小明 霍山县 2021-03-04")

    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    offered = {
        str(rule.sqref).partition(":")[0]: rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation
    }
    assert offered == {"C2": '"男,女"', "F2": '"是,否"', "G2": "'可选项'!$A$1:$A$80"}
    assert book.worksheets[0].freeze_panes == "A2"
    assert "王小明 霍山县" in book.worksheets[0].oddHeader.left.text
    assert book["可选项"]["A80"].value == "霍山县第79总工会"


def test_write_leaves_nothing_behind_when_a_row_fails(tmp_path):
    with pytest.raises(ZeroDivisionError):
        write_workbook(tmp_path / "out.xlsx", COLUMNS[:1], ([1 / (2 - number)] for number in range(5)))

    assert list(tmp_path.iterdir()) == []


def test_write_sheets_keeps_each_table_apart_and_leaves_a_hidden_trace(tmp_path):
    kind = Column("kind", "类别", choices=tuple(f"选项{n}" for n in range(80)))
    people = (Column("name", "姓名", required=True), kind)
    sums = (Column("amount", "金额(元)", "money"), kind)
    pages = (Sheet("人员", people, [{"name": "=1+1", "kind": "选项3"}]), Sheet("金额", sums, [{"amount": 1234}] * 2))

    count = write_sheets(tmp_path / "book.xlsx", pages, watermark="金寨县总工会", trace="X-2021-0001")

    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert count == 3
    assert (book["人员"]["A2"].value, book["人员"]["A2"].data_type, book["金额"]["A3"].value) == ("=1+1", "s", 12.34)
    assert {rule.formula1 for name in ("人员", "金额") for rule in book[name].data_validations.dataValidation} == {
        "'可选项'!$A$1:$A$80"
    }
    assert (book["溯源"].sheet_state, book["溯源"]["A1"].value) == ("veryHidden", "X-2021-0001")
