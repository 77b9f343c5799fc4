"""Reads one file for the parent: a header answer, the rows, what was noticed, and an end."""

import datetime
import zipfile
from pathlib import Path

import python_calamine

from .. import titles
from ..unreadable import Unreadable
from . import survey, tables, text


def read(job: dict):
    """The answers to a reading job. Raises Unreadable with what is wrong with the file as a whole."""
    if job["kind"] == "text":
        yield from _read_text(job)
    else:
        yield from _read_workbook(job)
    yield {"end": True}


def _read_text(job: dict):
    rows, noticed = text.rows(Path(job["path"]), job["titles"])
    header = tables.find_header(rows, job["titles"])
    if header is None:
        raise Unreadable("no_header" if any(cell.strip() for row in rows for cell in row) else "no_rows")
    yield _opening("", header, False)
    yield from tables.answers(header, enumerate(rows[header.row :], header.row + 1), job)
    yield {"noticed": noticed}


def _read_workbook(job: dict):
    limits = job["limits"]
    with zipfile.ZipFile(job["path"]) as archive:
        book = survey.book(archive, limits)
        sheets = _named(book.sheets, job["sheet"]) if job["sheet"] else book.sheets[: limits["sheets"]]
        surveyed = [survey.sheet(archive, name, part, limits) for name, part in sheets]
    if not any(sheet.cells for sheet in surveyed):
        raise Unreadable("no_rows")
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(job["path"])
        sheet, rows, header = _choose(workbook, surveyed, job["titles"])
        merges = workbook.get_sheet_by_name(sheet.name).merged_cell_ranges or []
    except python_calamine.CalamineError:
        raise Unreadable("broken_workbook") from None
    yield _opening(sheet.name, header, book.from_1904)
    yield from tables.answers(header, _below(rows, sheet, header), job)
    yield from _noticed(sheet, header, book, merges, is_named=bool(job["sheet"]))


def _named(sheets: list[tuple[str, str]], wanted: str) -> list[tuple[str, str]]:
    """The sheet of this name. Raises Unreadable where there is none."""
    found = [each for each in sheets if titles.tidy(each[0]) == titles.tidy(wanted)]
    if not found:
        raise Unreadable("no_such_sheet", sheet=wanted)
    return found[:1]


def _opening(name: str, header: tables.Header, from_1904: bool) -> dict:
    return {
        "sheet": name,
        "header_row": header.row,
        "places": {name: place for place, name in header.places.items()},
        "titles": {header.places[place]: title for place, title in header.titles.items()},
        "unknown": header.unknown[:50],
        "doubled": header.doubled[:50],
        "from_1904": from_1904,
    }


def _choose(workbook, surveyed: list[survey.Sheet], names: dict[str, str]):
    """The first visible sheet with the fullest header, its rows from row 1 and column A on."""
    best = None
    for sheet in surveyed:
        if not sheet.cells:
            continue
        rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        header = tables.find_header([[_json(cell) for cell in row] for row in rows[: tables.HEADER_WITHIN + 1]], names)
        if header and (best is None or len(header.places) > len(best[2].places)):
            best = sheet, rows, header
    if best is None:
        raise Unreadable("no_header")
    return best


def _below(rows: list[list], sheet: survey.Sheet, header: tables.Header):
    """(row number, cells) below the header, with the errors and empty formulas that the fast reader left out."""
    for number in range(header.row + 1, max(len(rows), sheet.last_row) + 1):
        cells = [_json(cell) for cell in rows[number - 1]] if number <= len(rows) else []
        for place in header.places if sheet.faults else ():
            if fault := sheet.faults.get((number, place + 1)):
                cells += [""] * (place + 1 - len(cells))
                cells[place] = fault
        yield number, cells


def _json(cell):
    """A cell as JSON: moments as {"date": …}, all else as it is."""
    if isinstance(cell, datetime.datetime | datetime.date):
        return {"date": cell.isoformat()}
    if isinstance(cell, datetime.time | datetime.timedelta):
        return {"time": str(cell)}
    if isinstance(cell, str):
        return cell if cell.strip() else ""
    return cell


def _noticed(sheet: survey.Sheet, header: tables.Header, book: survey.Book, merges: list, *, is_named: bool):
    """What a reader should know though nothing is wrong with it; merged cells among the rows are faults."""
    noticed = []
    if hidden := [row for row in sheet.hidden_rows if header.row < row <= sheet.last_row]:
        noticed.append(["hidden_rows", {"count": len(hidden), "rows": "、".join(map(str, hidden[:10]))}])
    if sheet.hidden_columns:
        noticed.append(["hidden_columns", {}])
    if book.hidden and not is_named:
        noticed.append(["hidden_sheets", {"sheets": "、".join(book.hidden[:10])}])
    if not is_named and (others := [name for name, _ in book.sheets if name != sheet.name]):
        noticed.append(["other_sheets", {"sheet": sheet.name, "sheets": "、".join(others[:10])}])
    yield {"noticed": noticed}
    below = [
        (top, left, bottom) for (top, left), (bottom, _) in merges if bottom >= header.row and left in header.places
    ]
    yield {"merged": [[max(top, header.row) + 1, header.places[left], bottom + 1] for top, left, bottom in below]}
