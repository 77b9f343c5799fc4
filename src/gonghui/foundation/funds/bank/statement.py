"""A month of an account as the bank lists it: read strictly, line by line, each balance following from the last."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.foundation.journal.actions import strike_out
from gonghui.kernel.identifiers import tidy
from gonghui.kernel.refusals import Refusal

from .answer import RowFault, day_in, text_of

COLUMNS = ["交易日期", "摘要", "借方金额", "贷方金额", "余额", "流水号", "对方户名"]
AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


class NotAStatement(Refusal):
    sentence = gettext_lazy("这不是银行对账单:{what}。对账单应为 CSV 文件,首行前七列为:{columns}。")


@dataclass(frozen=True)
class Moved:
    """One line: `line` in the file, `amount` in fen, above zero what came in (贷方), and the balance after it."""

    line: int
    on: date
    summary: str
    amount: int
    balance: int
    flow_no: str | None
    counterparty: str


def read(content: bytes) -> tuple[list[Moved], list[str]]:
    """The lines of a statement in their order, and what is wrong with it, in words. Raises NotAStatement."""
    moved, faults = [], []
    for line, cells in _rows(text_of(content, _refusal)):
        try:
            moved.append(_moved(line, cells))
        except RowFault as fault:
            faults.append(_("第 %(line)s 行:%(fault)s") % {"line": line, "fault": fault})
    if not moved and not faults:
        raise _refusal(_("文件中没有数据行"))
    return moved, faults or _leaps(moved)


def _refusal(what) -> NotAStatement:
    return NotAStatement(what=what, columns=",".join(COLUMNS))


def _rows(text):
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [tidy(cell) for cell in next(reader, [])]
        if head[: len(COLUMNS)] != COLUMNS:
            raise _refusal(_("首行各列不符"))
        width = len(head)
        for cells in reader:
            if any(cells):
                yield reader.line_num, _cut(cells, width)
    except csv.Error:
        raise _refusal(_("第 %(line)s 行的引号或字符有误") % {"line": reader.line_num}) from None


def _cut(cells, width) -> list[str] | None:
    """The columns that are asked for; None for a line of another width than the head."""
    return [cell.strip() for cell in cells[: len(COLUMNS)]] if len(cells) == width else None


def _moved(line, cells) -> Moved:
    if cells is None:
        raise RowFault(_("列数与首行不同,文件可能不完整"))
    day, summary, out, into, balance, flow_no, counterparty = cells
    amount = _fen(into, _("贷方金额")) - _fen(out, _("借方金额"))
    if amount == 0 or (_fen(into, "") and _fen(out, "")):
        raise RowFault(_("借方金额和贷方金额应当只有一项"))
    return Moved(
        line,
        day_in(day),
        strike_out(summary)[:100],
        amount,
        _fen(balance, _("余额"), required=True),
        tidy(flow_no)[:40] or None,
        strike_out(counterparty)[:100],
    )


def _fen(text, title, *, required=False) -> int:
    plain = tidy(text).replace(",", "")
    if not plain and not required:
        return 0
    if not AMOUNT.fullmatch(plain):
        raise RowFault(_("%(title)s“%(amount)s”不是最多两位小数的数") % {"title": title, "amount": text[:20]})
    return int(Decimal(plain) * 100)


def _leaps(moved) -> list[str]:
    """Where a balance does not follow from the one before it, a day goes back, or a flow number comes twice."""
    faults, seen = [], {moved[0].flow_no} - {None}
    for before, each in pairwise(moved):
        if each.balance != before.balance + each.amount:
            due = (before.balance + each.amount) / 100
            faults.append(_("第 %(line)s 行:余额应为 %(due).2f,与上一行不衔接") % {"line": each.line, "due": due})
        if each.on < before.on:
            faults.append(_("第 %(line)s 行:交易日期早于上一行") % {"line": each.line})
        if each.flow_no in seen:
            faults.append(_("第 %(line)s 行:流水号“%(no)s”重复") % {"line": each.line, "no": each.flow_no})
        seen |= {each.flow_no} - {None}
    return faults
