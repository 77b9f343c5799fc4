"""A table given back with its faults marked (R12)."""

import openpyxl
import pytest

from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.marking import mark_errors
from gonghui.kernel.sheets.reading import read_rows
from gonghui.kernel.sheets.sentences import UnreadableWorkbook
from gonghui.kernel.sheets.writing import Sheet, write_sheets, write_workbook

from .test_nasty import COLUMNS
from .test_writing import a_row

WRONG_ROWS = [a_row(1, note="=1+1"), a_row(2, number="12", sex="男性", note="")]


def a_marked_copy(source, target):
    complaints = read_rows(source, filename=source.name, columns=COLUMNS).complaints
    mark_errors(source, complaints, target)
    return openpyxl.load_workbook(target).worksheets[0]


def test_mark_fills_comments_and_explains_the_wrong_cells(tmp_path):
    write_workbook(tmp_path / "a.xlsx", COLUMNS, WRONG_ROWS)

    sheet = a_marked_copy(tmp_path / "a.xlsx", tmp_path / "marked.xlsx")

    filled = [cell.coordinate for row in sheet["A2:G3"] for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"]
    assert filled == ["B3", "C3"]
    assert sheet["C3"].comment.text == "没有“男性”这一项。是否要填“男”？"
    assert sheet["H1"].value == "错误说明"
    assert sheet["H3"].value.splitlines()[1] == "C：没有“男性”这一项。是否要填“男”？"
    assert sheet["H2"].value is None


def test_mark_keeps_lists_and_texts(tmp_path):
    write_workbook(tmp_path / "a.xlsx", COLUMNS, WRONG_ROWS)

    sheet = a_marked_copy(tmp_path / "a.xlsx", tmp_path / "marked.xlsx")

    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"男,女"', '"是,否"']
    assert (sheet["G2"].value, sheet["G2"].data_type) == ("=1+1", "s")


def test_mark_again_writes_over_the_former_explanation(tmp_path):
    write_workbook(tmp_path / "a.xlsx", COLUMNS, WRONG_ROWS)
    a_marked_copy(tmp_path / "a.xlsx", tmp_path / "marked.xlsx")

    sheet = a_marked_copy(tmp_path / "marked.xlsx", tmp_path / "again.xlsx")

    assert [cell.value for cell in sheet[1]].count("错误说明") == 1


def test_mark_gives_a_text_back_as_a_workbook(tmp_path):
    (tmp_path / "a.csv").write_bytes("姓名,身份证号,备注\n王小明,12,=1+1\n".encode("gbk"))

    sheet = a_marked_copy(tmp_path / "a.csv", tmp_path / "marked.xlsx")

    assert [(cell.value, cell.data_type) for cell in sheet[2]][0::2] == [("王小明", "s"), ("=1+1", "s")]
    assert sheet["D2"].value.startswith("B：身份证号应为 18 位")


def test_mark_refuses_a_file_that_was_exchanged(tmp_path):
    write_workbook(tmp_path / "a.xlsx", COLUMNS, WRONG_ROWS)
    complaints = read_rows(tmp_path / "a.xlsx", filename="a.xlsx", columns=COLUMNS).complaints
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")

    with pytest.raises(UnreadableWorkbook, match="这是 PDF 文件"):
        mark_errors(tmp_path / "a.xlsx", complaints, tmp_path / "marked.xlsx")

    assert not (tmp_path / "marked.xlsx").exists()


def test_mark_marks_each_sheet_that_has_faults(tmp_path):
    columns = (Column("name", "姓名", required=True), Column("no", "编号", "integer"))
    pages = (Sheet("档案", columns, [{"name": "甲", "no": "一"}]), Sheet("成员", columns, [{"no": "3"}]))
    write_sheets(tmp_path / "book.xlsx", pages)
    path = tmp_path / "book.xlsx"
    found = [read_rows(path, filename=path.name, columns=columns, sheet=name) for name in ("档案", "成员")]

    count = mark_errors(path, [each.complaints for each in found], tmp_path / "marked.xlsx")

    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert count == 2
    assert [cell.fill.fgColor.rgb for cell in (book["档案"]["B2"], book["成员"]["A2"])] == ["FFFFC7CE"] * 2
