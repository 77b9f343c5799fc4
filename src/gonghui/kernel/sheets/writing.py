"""Writes a workbook for someone to take away: a text stays a text, and a mark says who took it (T04, T19)."""

import datetime
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
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


def write_workbook(
    path: Path | str, columns: tuple[Column, ...], rows: Iterable, *, sheet="", watermark="", blank_rows=1000
):
    """Writes rows to `path`, whole or not at all; gives their number.

    Rows are mappings by column name, or sequences in column order. Money comes in fen and is written in yuan, yes
    or no as 是 or 否, anything unknown as its text. A template is a workbook without rows: `blank_rows` lines below
    the header then offer the choices. Raises TooManyRows, and sentences.UnreadableWorkbook when the child fails.
    """
    path = Path(path)
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    job = {
        "do": "write",
        "path": str(unfinished),
        "sheet": str(sheet or path.stem).translate(NOT_IN_SHEET_NAMES)[:31] or "Sheet1",
        "watermark": str(watermark),
        "blank_rows": blank_rows,
        "columns": [_portable_column(column) for column in columns],
    }
    try:
        written, _end = running.answers(job, WRITING, _lines(rows, columns))
        os.replace(unfinished, path)
    except Unreadable as no:
        raise sentences.refusal(no, path.name) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return written["rows"]


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
