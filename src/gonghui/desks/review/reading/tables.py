"""A table read aloud: each cell becomes a sentence of its row's name, its column's name, its number and unit word."""

import re

from gonghui.desks.figures.numerals import narrow

NUMBER_CELL = re.compile(r"[近超逾约]?\d[\d,.]*[余多]?[万亿]?\+?")
UNIT_IN_HEAD = re.compile(r"[(（]\s*(?:单位[:：])?\s*([^()（）]{1,4})\s*[)）]|[/／](\S{1,3})$")
NO_NUMBER = ("序号", "编号", "排序", "年份", "月份", "日期", "时间", "No", "No.")
TARGET = re.compile("目标|计划|任务|指标")


def rows_as_sentences(lines: list[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """(line, sentence, kind) of each cell that says something; kind is ``target`` in a column of targets."""
    rows = [(n, [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")]) for n, line in lines]
    rules = [at for at, (_, cells) in enumerate(rows) if all(re.fullmatch(r":?-{1,}:?", cell) for cell in cells)]
    head = rows[rules[0] - 1][1] if rules and rules[0] > 0 else []
    body = [row for at, row in enumerate(rows) if at not in rules and row[1] is not head]
    return [said for n, cells in body for said in _cells_aloud(n, cells, head)]


def _cells_aloud(n: int, cells: list[str], head: list[str]) -> list[tuple[int, str, str]]:
    heads = [*head, *[""] * (len(cells) - len(head))]
    own_unit = next((cell for cell, name in zip(cells, heads, strict=False) if name in ("单位", "计量单位")), "")
    row_name = next((cell for cell in cells if cell and not re.search(r"^\d", narrow(cell))), "")
    row_unit = UNIT_IN_HEAD.search(row_name)
    said = []
    for cell, name in zip(cells, heads, strict=False):
        plain, unit = narrow(cell), UNIT_IN_HEAD.search(name) or row_unit
        if not re.search(r"\d", plain) or name in NO_NUMBER:
            continue
        label = UNIT_IN_HEAD.sub("", row_name) if cell != row_name else ""
        if NUMBER_CELL.fullmatch(plain):
            cell += next((word for word in unit.groups() if word), "") if unit else own_unit
        column = UNIT_IN_HEAD.sub("", name)
        is_target = TARGET.search(column) and "完成" not in column
        said.append((n, f"{label}{column}{cell}", "target" if is_target else "prose"))
    return said
