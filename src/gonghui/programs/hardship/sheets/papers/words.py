"""How values are written on paper: days, sums in yuan and in words, bands of sums for the public (O.2, X-R9)."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
BANDS = (100_000, 300_000, 500_000, 1_000_000)
"""Upper ends, in fen: 1000, 3000, 5000 and 10000 yuan."""


def day(value) -> str:
    """2021年5月26日; empty for no day."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def yuan(fen) -> str:
    """Fen as yuan with two decimals: 1,234.00."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


def in_capitals(fen: int) -> str:
    """Fen as it stands on payment forms: 人民币壹仟贰佰叁拾元整."""
    whole, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    said = f"{_integer(whole)}元" if whole else ("" if rest else "零元")
    if not rest:
        return f"人民币{said}整"
    tenths = f"{DIGITS[jiao]}角" if jiao else ("零" if whole else "")
    return f"人民币{said}{tenths}" + (f"{DIGITS[cents]}分" if cents else "整")


def _integer(number: int) -> str:
    groups, is_gap = [], False
    for index in reversed(range(len(GROUPS))):
        group = number // 10_000**index % 10_000
        if not group:
            is_gap = bool(groups)
            continue
        needs_zero = groups and (is_gap or group < 1000)
        groups.append(("零" if needs_zero else "") + _group(group) + GROUPS[index])
        is_gap = False
    return "".join(groups)


def _group(number: int) -> str:
    said, is_gap = "", False
    for index in reversed(range(4)):
        digit = number // 10**index % 10
        if digit:
            said += ("零" if is_gap and said else "") + DIGITS[digit] + PLACES[index]
            is_gap = False
        else:
            is_gap = True
    return said


def band(fen: int) -> str:
    """The band that a sum lies in: what the public may know of it."""
    lower = 0
    for upper in BANDS:
        if fen <= upper:
            return f"{lower // 100}-{upper // 100}元" if lower else f"{upper // 100}元以下"
        lower = upper
    return f"{lower // 100}元以上"
