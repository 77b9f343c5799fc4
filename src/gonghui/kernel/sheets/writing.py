"""Writes a workbook for someone to take away: a text stays a text, and a mark says who took it (T04, T19)."""

import datetime
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..refusals import Refusal
from . import running, sentences
from .columns import Column, Limits
from .unreadable import Unreadable

MOST_ROWS = 1_048_575
WRITING = replace(Limits(), seconds=120)
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


class TooManyRows(Refusal):
    """A workbook holds 1,048,576 rows, header included."""

    sentence = _("超过一个工作表能放的 1048575 行，请缩小范围后再导出。")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: rows are mappings by column name, or sequences in column order."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable = ()
    blank_rows: int = 1000


def write_workbook(
    path: Path | str, columns: tuple[Column, ...], rows: Iterable, *, sheet="", watermark="", blank_rows=1000
):
    """Writes rows to `path`, whole or not at all; gives their number. As `write_sheets`, with one sheet."""
    name = str(sheet or Path(path).stem)
    return write_sheets(path, (Sheet(name, columns, rows, blank_rows),), watermark=watermark)


def write_sheets(path: Path | str, sheets: Iterable[Sheet], *, watermark="", trace=""):
    """Writes sheets to `path`, whole or not at all; gives the number of rows.

    Money comes in fen and is written in yuan, yes or no as 是 or 否, anything unknown as its text. A template is a
    sheet without rows: `blank_rows` lines below the header then offer the choices. `trace` is a text in a cell that
    no menu shows. Raises TooManyRows, and sentences.UnreadableWorkbook when the child fails.
    """
    path, sheets = Path(path), tuple(sheets)
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    job = {
        "do": "write",
        "path": str(unfinished),
        "watermark": str(watermark),
        "trace": str(trace),
        "sheets": [_portable_sheet(sheet) for sheet in sheets],
    }
    try:
        written, _end = running.answers(job, WRITING, _all_lines(sheets))
        os.replace(unfinished, path)
    except Unreadable as no:
        raise sentences.refusal(no, path.name) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return written["rows"]


def _portable_sheet(sheet: Sheet) -> dict:
    return {
        "sheet": str(sheet.name).translate(NOT_IN_SHEET_NAMES)[:31] or "Sheet1",
        "blank_rows": sheet.blank_rows,
        "columns": [_portable_column(column) for column in sheet.columns],
    }


def _all_lines(sheets: tuple[Sheet, ...]) -> Iterator[list | None]:
    """The rows of all sheets; None ends a sheet."""
    for sheet in sheets:
        yield from _lines(sheet.rows, sheet.columns)
        yield None


def _portable_column(column: Column) -> dict:
    choices = column.choices or (("是", "否") if column.kind == "yes_no" else ())
    return {
        "title": str(column.title),
        "kind": column.kind,
        "required": column.required,
        "choices": [str(choice) for choice in choices],
    }


def _lines(rows: Iterable, columns: tuple[Column, ...]) -> Iterator[list]:
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise TooManyRows()
        values = [row.get(column.name) for column in columns] if hasattr(row, "get") else row
        yield [_portable(value, column) for value, column in zip(values, columns, strict=True)]


def _portable(value, column: Column):
    """A value as the child takes it: numbers, texts, {"date": …}."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        value = timezone.make_naive(value) if timezone.is_aware(value) else value
        return {"date": value.isoformat()} if column.kind == "date" else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()} if column.kind == "date" else value.isoformat()
    if column.kind == "money":
        return int(value) / 100
    if column.kind in ("integer", "number") and isinstance(value, int | float | Decimal):
        return float(value) if isinstance(value, Decimal) else value
    return str(value)
