"""Finds the table in the rows of a sheet: its header, its rows, and what stands around it."""

from dataclasses import dataclass

from .. import titles
from ..unreadable import Unreadable

HEADER_WITHIN = 20
LONGEST_TITLE = 100
TOTALS = ("合计", "总计", "小计", "共计", "总数")
NOTES = ("注", "说明", "备注", "填表", "制表", "审核", "复核", "负责人", "联系", "单位盖章", "(", "（")


@dataclass
class Header:
    """Which column of the file holds which of ours: {position from 0: name}."""

    row: int
    places: dict[int, str]
    titles: dict[int, str]
    unknown: list[str]
    doubled: list[str]


def find_header(rows: list[list], names: dict[str, str]) -> Header | None:
    """The header among the first rows (counted from 1), by the most titles known; None where there is none.

    A second header row below the first one completes it: groups of columns above, single columns below.
    """
    scored = [(len(_known(row, names)), -number) for number, row in enumerate(rows[:HEADER_WITHIN], 1)]
    best, number = max(scored, default=(0, 0))
    if best < min(2, len(set(names.values()))):
        return None
    row = -number
    cells = list(rows[row - 1])
    if (
        row < len(rows)
        and (below := _known(rows[row], names))
        and not set(below.values()) & set(_known(cells, names).values())
    ):
        cells = _joined(cells, rows[row], below)
        row += 1
    elif row > 1:
        cells = _joined(cells, rows[row - 2], _missing_above(cells, rows[row - 2], names))
    return _header(row, cells, names)


def _known(row: list, names: dict[str, str]) -> dict[int, str]:
    """The columns whose titles stand in a row, each at the first place where it does."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        if isinstance(cell, str) and 0 < len(cell) < LONGEST_TITLE and (name := titles.name_of(cell, names)):
            found.setdefault(name, place)
    return {place: name for name, place in found.items()}


def _missing_above(cells: list, above: list, names: dict[str, str]) -> dict[int, str]:
    """Titles that stand only in the row above, over cells left empty: merged downwards."""
    here = set(_known(cells, names).values())
    known = _known(above, names)
    return {at: name for at, name in known.items() if name not in here and (at >= len(cells) or not cells[at])}


def _joined(cells: list, other: list, taken: dict[int, str]) -> list:
    joined = cells + [""] * (len(other) - len(cells))
    for place in taken:
        joined[place] = other[place]
    return joined


def _header(row: int, cells: list, names: dict[str, str]) -> Header:
    header = Header(row, {}, {}, [], [])
    for place, cell in enumerate(cells):
        title = str(cell).strip()[:60]
        if not title:
            continue
        name = titles.name_of(cell, names)
        if not name:
            header.unknown.append(title)
        elif name in header.places.values():
            header.doubled.append(title)
        else:
            header.places[place] = name
            header.titles[place] = title
    return header


def answers(header: Header, rows, job: dict):
    """The rows below the header as answers; says which it passed over. Raises Unreadable when there are too many.

    `rows` gives (row number, cells); a cell is JSON already, "" where nothing stands.
    """
    limits = job["limits"]
    characters = count = 0
    passed = []
    for number, cells in rows:
        filled = [(place, cell) for place, cell in enumerate(cells) if cell != ""]
        if not filled:
            continue
        if reason := _passed_over(filled, header, job["titles"]):
            passed.append([number, reason])
            continue
        count += 1
        if count > limits["rows"]:
            raise Unreadable("too_many_rows", most=limits["rows"])
        kept = {
            header.places[place]: _shortened(cell, limits["cell"]) for place, cell in filled if place in header.places
        }
        characters += sum(len(cell) for cell in kept.values() if isinstance(cell, str))
        if characters > limits["characters"]:
            raise Unreadable("too_much_text", row=number)
        yield {"row": number, "cells": kept}
    yield {"passed": passed[:100]}


def _passed_over(filled: list, header: Header, names: dict[str, str]) -> str:
    """ "total", "note" or "header" for a row that is no entry, "" for an entry."""
    place, first = filled[0]
    if not isinstance(first, str):
        return ""
    start = titles.tidy(first)
    if start.startswith(TOTALS) and len(start) <= 6:
        return "total"
    if len(filled) == 1 and len(header.places) > 1 and (start.startswith(NOTES) or place not in header.places):
        return "note"
    same = sum(isinstance(cell, str) and titles.name_of(cell, names) == header.places.get(at) for at, cell in filled)
    return "header" if same == len(header.places) > 1 else ""


def _shortened(cell, longest: int):
    if isinstance(cell, str) and len(cell) > longest:
        return {"long": len(cell)}
    return cell
