"""A table read aloud: each cell becomes a sentence of its row's name, its column's name, its number and unit word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gonghui.desks.figures.numerals import narrow

NUMBER_CELL = re.compile(r"[近超逾约]?\d[\d,.]*[余多]?[万亿]?\+?")
UNIT_IN_HEAD = re.compile(r"[(（]\s*(?:单位[:：])?\s*([^()（）]{1,4})\s*[)）]|[/／](\S{1,3})$")
TABLE_ROW = re.compile(r"\s*\||[^\t]*\S[^\t]*\t[^\t]*\S")
OWN_UNIT = ("单位", "计量单位")
NO_NUMBER = ("序号", "编号", "排序", "年份", "月份", "日期", "时间", "No", "No.")
TARGET = re.compile("目标|计划|任务|指标")


@dataclass(frozen=True)
class Cell:
    """A cell read aloud, the spot of each character, and whether it is ``prose`` or stands in a column of targets."""

    said: str
    spots: tuple[tuple[int, int], ...]
    kind: str


def cells_aloud(lines: list[tuple[int, str]]) -> list[Cell]:
    """Each cell of a table that says something, row by row; rows are written in bars or with tabs."""
    rows = [(n, _cells(line)) for n, line in lines]
    rules = [at for at, (_, cells) in enumerate(rows) if all(re.fullmatch(":?-+:?", said) for said, _ in cells)]
    head_at = rules[0] - 1 if rules else 0 if not _has_number(rows[0][1]) else -1
    heads = [said for said, _ in rows[head_at][1]] if head_at >= 0 else []
    body = [row for at, row in enumerate(rows) if at not in (*rules, head_at)]
    return [cell for n, cells in body for cell in _row_aloud(n, cells, heads)]


def _cells(line: str) -> list[tuple[str, int]]:
    """The words of each cell with the column where they begin."""
    sign = "|" if line.lstrip().startswith("|") else "\t"
    first = line.index("|") + 1 if sign == "|" else 0
    parts, at = [], first
    for part in line[first:].rstrip().removesuffix("|" if sign == "|" else "").split(sign):
        words = part.strip().strip("*`_")
        parts.append((words, at + part.find(words)))
        at += len(part) + 1
    return parts


def _has_number(cells: list[tuple[str, int]]) -> bool:
    return any(NUMBER_CELL.fullmatch(narrow(said)) for said, _ in cells)


def _row_aloud(n: int, cells: list[tuple[str, int]], head: list[str]) -> Iterator[Cell]:
    heads = [*head, *[""] * (len(cells) - len(head))]
    own_unit = next((said for (said, _), name in zip(cells, heads, strict=False) if name in OWN_UNIT), "")
    row_name = next((said for said, _ in cells if said and not re.search(r"^\d", narrow(said))), "")
    row_unit = UNIT_IN_HEAD.search(row_name)
    for (said, column), name in zip(cells, heads, strict=False):
        plain, unit = narrow(said), UNIT_IN_HEAD.search(name) or row_unit
        if not re.search(r"\d", plain) or name in NO_NUMBER:
            continue
        label = UNIT_IN_HEAD.sub("", row_name) if said != row_name else ""
        title = UNIT_IN_HEAD.sub("", name)
        is_number = NUMBER_CELL.fullmatch(plain)
        after = "" if not is_number else next((w for w in unit.groups() if w), "") if unit else own_unit
        last = (n, column + len(said) - 1)
        spots = [(n, column)] * len(label + title) + [(n, column + at) for at in range(len(said))] + [last] * len(after)
        is_target = TARGET.search(title) and "完成" not in title
        yield Cell(label + title + said + after, tuple(spots), "target" if is_target else "prose")
