"""From a cell to a value: what a column's kind makes of a text, a number, a day. Raises Wrong with reason and cure."""

import difflib
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from .. import identifiers
from . import days
from .columns import Column
from .wrong import Wrong

INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
GARBLED = re.compile("\ufffd|锟斤拷|烫烫烫")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,3}", re.IGNORECASE)
EXACT_DIGITS = 15
MOST_FEN = 10**14
YES = {"是", "√", "✓", "✔", "☑", "有", "对", "y", "yes", "true", "1"}
NO = {"否", "×", "✗", "✘", "x", "无", "没有", "不是", "错", "n", "no", "false", "0", "☐"}
CELL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"}


def value_of(cell, column: Column, *, unit: int = 1, from_1904: bool = False):
    """The typed value of a cell, None for an empty one. `unit` is 10000 when the header says 万元.

    Raises Wrong; texts come trimmed, identity numbers as text, money in fen, days as dates, yes or no as bool.
    """
    cell = _readable(cell)
    if cell is None:
        if column.required:
            raise Wrong(_("没有填写。"), _("这一列必须填写。"))
        return None
    if column.kind == "money":
        return money(cell, unit)
    if column.kind == "date":
        return days.day(cell, from_1904=from_1904)
    return READERS[column.kind](cell, column)


def _readable(cell):
    """The cell without invisible marks; raises Wrong for what is an error, a formula without result, or garbled."""
    if isinstance(cell, dict):
        if "error" in cell:
            raise Wrong(_("公式的结果是错误值 {found}。"), _("请改正公式，或直接填写内容。"), found=cell["error"])
        if "formula" in cell:
            raise Wrong(_("公式没有计算结果。"), _("请在 Excel 或 WPS 中打开并保存一次，或直接填写内容。"))
        if "long" in cell:
            raise Wrong(_("一格里有 {found} 个字，太长。"), _("请删短。"), found=cell["long"])
        return cell
    if not isinstance(cell, str):
        return cell
    if CONTROL.search(cell):
        raise Wrong(_("含有看不见的控制字符。"), _("请删去这一格，重新输入。"))
    if GARBLED.search(cell):
        raise Wrong(_("含有乱码。"), _("请重新输入这一格。"))
    text = INVISIBLE.sub("", cell).replace("\u3000", " ").strip()
    if text in CELL_ERRORS:
        raise Wrong(_("公式的结果是错误值 {found}。"), _("请改正公式，或直接填写内容。"), found=text)
    return text or None


def text(cell, column: Column) -> str:
    """A text of one line; numbers keep the digits they show."""
    found = re.sub(r"\s*[\r\n]+\s*", " ", _shown(cell))
    if column.choices:
        return _chosen(found, column)
    if len(found) > column.longest:
        raise Wrong(_("有 {found} 个字，最多 {longest} 个。"), _("请删短。"), found=len(found), longest=column.longest)
    return found


def _chosen(found: str, column: Column) -> str:
    wanted = {unicodedata.normalize("NFKC", str(choice)).replace(" ", ""): str(choice) for choice in column.choices}
    key = unicodedata.normalize("NFKC", found).replace(" ", "")
    if key in wanted:
        return wanted[key]
    near = difflib.get_close_matches(key, wanted, n=1, cutoff=0.5)
    if near:
        raise Wrong(_("没有“{found}”这一项。"), _("是否要填“{near}”？"), found=found[:20], near=wanted[near[0]])
    some = "、".join(list(wanted.values())[:8])
    raise Wrong(_("没有“{found}”这一项。"), _("可填：{some}。"), found=found[:20], some=some)


def _shown(cell) -> str:
    """A cell as its text; whole numbers without a decimal point."""
    if isinstance(cell, bool):
        return str(_("是")) if cell else str(_("否"))
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**EXACT_DIGITS:
        return str(int(cell))
    if isinstance(cell, dict):
        return str(cell.get("date", cell.get("time", ""))).removesuffix("T00:00:00")
    return str(cell)


def _digits(cell) -> str:
    """The signs of a number that is kept as text. Raises Wrong when the file has lost its last digits."""
    if isinstance(cell, dict):
        raise Wrong(_("填成了日期或时间。"), _("请把这一列的格式设为“文本”，重新输入。"))
    if isinstance(cell, int | float) and abs(cell) >= 10**EXACT_DIGITS:
        raise Wrong(_("被存成了数值，末几位已丢失。"), _("请先把这一列的格式设为“文本”，再重新输入号码。"))
    found = identifiers.tidy(re.sub(r'^="(.*)"$', r"\1", _shown(cell)))
    if SCIENTIFIC.fullmatch(found):
        raise Wrong(_("变成了科学记数，末几位已丢失。"), _("请先把这一列的格式设为“文本”，再重新输入号码。"))
    return found


def _identifier(read: Callable[..., str], **options) -> Callable:
    """A reader for one of the identifiers: the kernel's check, told as a fault of the cell."""

    def reader(cell, column: Column) -> str:
        try:
            return read(_digits(cell), **options)
        except identifiers.InvalidIdentifier as wrong:
            raise Wrong(wrong.text, _("请核对后重新输入。"), **wrong.facts) from None

    return reader


def digits(cell, column: Column) -> str:
    """A number that is a name: codes, bill numbers; kept as text."""
    found = _digits(cell)
    if len(found) > column.longest:
        raise Wrong(
            _("有 {found} 个字，最多 {longest} 个。"), _("请核对后重新输入。"), found=len(found), longest=column.longest
        )
    return found


def money(cell, unit: int = 1) -> int:
    """An amount in fen; 万 and 元 in the cell go before the header's unit."""
    if isinstance(cell, bool | dict):
        raise Wrong(_("不是金额。"), _("请填数字，如 1200.00。"))
    written = unicodedata.normalize("NFKC", str(cell)).replace(",", "").replace(" ", "")
    found = re.fullmatch(
        r"(?:[¥￥]|人民币|RMB)?(-?\d+(?:\.\d+)?(?:E[+-]?\d+)?)(万元|万|元)?(?:整|正)?", written, re.IGNORECASE
    )
    if not found:
        raise Wrong(_("“{found}”不是金额。"), _("请填数字，如 1200.00。"), found=written[:20])
    scale = {"万元": 10_000, "万": 10_000, "元": 1}.get(found[2], unit)
    fen = Decimal(found[1]) * 100 * scale
    whole = fen.to_integral_value()
    if fen < 0:
        raise Wrong(_("金额不能是负数。"), _("请核对后重新填写。"))
    if abs(fen - whole) > (Decimal("1e-4") if isinstance(cell, float) else 0):
        raise Wrong(_("金额精确到了分以下（{found}）。"), _("请填到分，即元后两位小数。"), found=written[:20])
    if whole > MOST_FEN:
        raise Wrong(_("金额大得不合理（{found}）。"), _("请核对单位是元还是万元。"), found=written[:20])
    return int(whole)


def number(cell, column: Column) -> Decimal:
    """A number with its decimals."""
    written = unicodedata.normalize("NFKC", _shown(cell)).replace(",", "")
    try:
        found = Decimal(written)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or isinstance(cell, bool | dict):
        raise Wrong(_("“{found}”不是数字。"), _("请填数字。"), found=written[:20])
    return found


def integer(cell, column: Column) -> int:
    """A whole number."""
    found = number(cell, column)
    if found != found.to_integral_value() or abs(found) > 10**12:
        raise Wrong(_("“{found}”不是整数。"), _("请填整数。"), found=str(found)[:20])
    return int(found)


def yes_or_no(cell, column: Column) -> bool:
    """True for 是, √ and the like, False for 否, × and the like."""
    written = unicodedata.normalize("NFKC", _shown(cell)).strip().lower()
    if written in YES or written in NO:
        return written in YES
    raise Wrong(_("“{found}”看不出是或否。"), _("请填“是”或“否”。"), found=written[:20])


READERS: dict[str, Callable] = {
    "text": text,
    "name": _identifier(identifiers.chinese_name),
    "identity": _identifier(identifiers.identity_number, accept_15=True),
    "mobile": _identifier(identifiers.mobile),
    "card": _identifier(identifiers.bank_card),
    "credit_code": _identifier(identifiers.credit_code),
    "digits": digits,
    "number": number,
    "integer": integer,
    "yes_no": yes_or_no,
}
"""Kinds of columns, beside "money" and "date"."""
