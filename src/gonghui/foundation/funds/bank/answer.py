"""The file a bank answers with (O.3): read strictly, row by row; nothing is guessed."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.kernel.identifiers import tidy
from gonghui.kernel.refusals import Refusal

COLUMNS = ["批次号", "序号", "账号", "户名", "金额", "处理结果", "失败原因", "交易日期"]
PAID, FAILED = "成功", "失败"
LARGEST = 5 * 1024 * 1024  # bytes
DAY = re.compile(r"(\d{4})([-/]?)(\d{2})\2(\d{2})")


class NotAnAnswer(Refusal):
    sentence = gettext_lazy("这不是银行回单:{what}。回单应为 CSV 文件,首行为:{columns}。")


class RowFault(ValueError):
    """What is wrong with one row, in words."""


@dataclass(frozen=True)
class Answer:
    """One row of the bank's answer; `line` is its line in the file, `amount` in fen, `day` None for some failures."""

    line: int
    batch_number: str
    seq: int
    card: str
    name: str
    amount: int
    is_paid: bool
    reason: str
    day: date | None


def read(content: bytes) -> tuple[list[Answer], list[str]]:
    """The rows that can be read, and what is wrong with the others. Raises NotAnAnswer."""
    answers, faults = [], []
    for line, cells in _rows(text_of(content, _refusal)):
        try:
            answers.append(_answer(line, cells))
        except RowFault as fault:
            faults.append(_("第 %(line)s 行:%(fault)s") % {"line": line, "fault": fault})
    if not answers and not faults:
        raise _refusal(_("文件中没有数据行"))
    return answers, faults


def text_of(content: bytes, refusal) -> str:
    """The text of a file of the bank. Raises `refusal(what)` for one that is too large or in no known encoding."""
    if len(content) > LARGEST:
        raise refusal(_("文件超过 5 MB"))
    if b"\0" in content:
        raise refusal(_("文字编码既不是 UTF-8 也不是 GB18030,或文件不完整"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal(_("文字编码既不是 UTF-8 也不是 GB18030,或文件不完整"))


def _rows(text):
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [tidy(cell) for cell in next(reader, [])]
        if head != COLUMNS:
            raise _refusal(_("首行各列不符"))
        yield from ((reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells))
    except csv.Error:
        raise _refusal(_("第 %(line)s 行的引号或字符有误") % {"line": reader.line_num}) from None


def _refusal(what) -> NotAnAnswer:
    return NotAnAnswer(what=what, columns=",".join(COLUMNS))


def _answer(line, cells) -> Answer:
    if len(cells) != len(COLUMNS):
        raise RowFault(_("有 %(n)s 列,应为 8 列,文件可能不完整") % {"n": len(cells)})
    number, seq, card, name, amount, result, reason, day = cells
    if tidy(result) not in (PAID, FAILED):
        raise RowFault(_("处理结果“%(result)s”不是“成功”或“失败”") % {"result": result[:20]})
    is_paid = tidy(result) == PAID
    traded_on = day_in(day) if day or is_paid else None
    return Answer(
        line, tidy(number), _seq(seq), tidy(card), name, _fen(amount), is_paid, reason or _("银行未注明原因"), traded_on
    )


def _seq(text) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", tidy(text)):
        raise RowFault(_("序号“%(seq)s”不是整数") % {"seq": text[:20]})
    return int(tidy(text))


def _fen(text) -> int:
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", tidy(text)):
        raise RowFault(_("金额“%(amount)s”不是最多两位小数的数") % {"amount": text[:20]})
    return int(Decimal(tidy(text)) * 100)


def day_in(text: str) -> date:
    """The day that a cell names, as 2021-06-02 or 20210602. Raises RowFault."""
    plain = tidy(text)
    try:
        return date.fromisoformat(DAY.sub(r"\1-\3-\4", plain) if DAY.fullmatch(plain) else "")
    except ValueError:
        raise RowFault(_("交易日期“%(day)s”不是存在的日期") % {"day": text[:20]}) from None
