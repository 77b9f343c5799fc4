"""Copies a workbook with its wrong cells filled, commented, and explained in a last column; choices stay."""

from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from . import text

WRONG = PatternFill("solid", fgColor="FFFFC7CE")
EXPLAINED = "错误说明"
MOST_COMMENTS = 2_000


def mark(job: dict):
    """Writes the marked copy to the job's `out`. The complaints of each table are [row, column letter, sentence]."""
    book = openpyxl.Workbook() if job["kind"] == "text" else openpyxl.load_workbook(job["path"])
    if job["kind"] == "text":
        _fill(book.active, job)
    for table in job["tables"]:
        _mark_table(book, table)
    book.save(job["out"])
    yield {"marked": sum(len(table["complaints"]) for table in job["tables"])}
    yield {"end": True}


def _mark_table(book, table: dict):
    """Marks one sheet, which is then the one that opens."""
    sheet = book[table["sheet"]] if table["sheet"] else book.active
    for position, (row, letter, sentence) in enumerate(table["complaints"]):
        if row and letter:
            _mark_cell(sheet[f"{letter}{row}"], sentence if position < MOST_COMMENTS else "")
    _explain(sheet, table)
    book.active = book.index(sheet)


def _fill(sheet, job: dict):
    """The records of a text file as cells of text."""
    records, _ = text.rows(Path(job["path"]), job["tables"][0]["titles"])
    for number, record in enumerate(records, 1):
        for place, content in enumerate(record, 1):
            if content:
                _write_text(sheet.cell(number, place), content)


def _write_text(cell, content: str):
    """A text, whatever it begins with (T19)."""
    cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", content)[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"


def _mark_cell(cell, sentence: str):
    if isinstance(cell, openpyxl.cell.cell.MergedCell):
        return
    cell.fill = WRONG
    if sentence:
        cell.comment = Comment(sentence[:1000], "校验")


def _explain(sheet, table: dict):
    """All sentences of a row in one column behind the table."""
    place = _free_column(sheet, table["header_row"])
    by_row: dict[int, list[str]] = {}
    for row, letter, sentence in table["complaints"]:
        by_row.setdefault(row or table["header_row"], []).append(f"{letter}：{sentence}" if letter else sentence)
    header = sheet.cell(table["header_row"], place)
    header.value, header.font = EXPLAINED, Font(bold=True, color="FF9C0E22")
    for row, sentences in by_row.items():
        cell = sheet.cell(row, place + (row == table["header_row"]))
        _write_text(cell, "\n".join(sentences))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[header.column_letter].width = 60


def _free_column(sheet, header_row: int) -> int:
    """The column behind the last filled one; a former explanation is written over."""
    filled = [cell.column for cell in sheet[header_row] if cell.value not in (None, "")]
    explained = [cell.column for cell in sheet[header_row] if cell.value == EXPLAINED]
    return explained[0] if explained else max(filled, default=0) + 1
