"""Numbers in Chinese text, written and read by one grammar (X-R14, X-R15).

``find`` and ``read`` give a ``Number`` in base units: 5.9万人 is 59000 with the unit word 人, 548.88万元 is 5488800 元,
八成 is 80 %. ``shown`` and ``rounded`` write what ``read`` reads back. ``agrees`` says whether a computed value bears a
written number out. All arithmetic is decimal; a float is taken at its printed digits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
QUALIFIERS = {
    "nearly": "将近 接近 近 不足 不到",
    "over": "超过了 超过 超出 突破了 突破 超 逾",
    "at_least": "不少于 不低于 不下 至少 上",
    "at_most": "不超过 不高于 不多于 最多 低于 少于",
    "exact": "达到了 达到 高达 多达 共计 达 共 约",
}
PARTS = {"%": 1, "成": 10, "个百分点": 1, "百分点": 1}
RANGE = re.compile(r"[~～\-–—―－至到]{1,2}")

_BEFORE = {word: qualifier for qualifier, words in QUALIFIERS.items() for word in words.split()}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGNS = "零〇一二两三四五六七八九十百千万亿"
_HAN = f"[{_SIGNS}]"
_LEADS = "|".join(sorted(_BEFORE, key=len, reverse=True)).replace("上", "上(?=[百千万亿])")
_PATTERN = rf"""
    (?P<before>(?<![附最邻靠临亲])(?:{_LEADS}))?
    (?: (?P<rank>第|(?<![当目之以提此日])前)(?P<place>\d+|{_HAN}{{1,9}})(?!\d|{_HAN})(?:名|位(?!数)|(?!UNITS))
      | (?P<amount> 百分之(?P<percent>{_ARABIC}|{_HAN}{{1,9}}(?:点{_HAN}{{1,9}})?)
        | (?P<half>半数|一半)
        | (?: (?<![\d第])(?P<digits>{_ARABIC})
            | (?<![第统唯之同单专合初\d{_SIGNS}])(?<!{_HAN}点)(?P<han>{_HAN}{{1,20}}(?:点{_HAN}{{1,9}}(?=[万亿]))?) )
          (?P<more>[余多几来])?(?P<scale>[十百千]?[万亿]{{1,2}}|[百千])?
          (?:(?P<rest>\d{{1,4}})万)?(?P<later>[余多])?(?P<plus>\+)? )
      (?P<unit>UNITS)?(?P<tenth>(?<=成)[二三四五六七八九](?=[,。;、的]|以上|左右|$))? )
    (?P<beyond>(?<=[成倍])[余多])?(?P<after>及?以上|以内|以下)?
"""


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text.

    ``grain`` is one unit of the last written digit of a rounded number (1000 for 5.9万), 0 for a counted one.
    ``written`` is the amount without its qualifier and unit word. ``is_top`` tells 前三 from 第三.
    """

    value: Decimal
    qualifier: str
    unit_word: str
    grain: Decimal
    written: str
    start: int
    end: int
    is_top: bool = False


def find(text: str, unit_words: Iterable[str] = ()) -> Iterator[Number]:
    """The numbers of a text in order; ``unit_words`` are measure words that may follow. A range gives both its ends."""
    plain, waiting = narrow(text), None
    for match in _grammar(tuple(unit_words)).finditer(plain):
        if (number := _number(match)) is None:
            continue
        if waiting and RANGE.fullmatch(plain[waiting.end : number.start]):
            waiting = _lower_end(waiting, number)
        if waiting:
            yield waiting
        waiting = number
    if waiting:
        yield waiting


def read(text: str, unit_words: Iterable[str] = ()) -> Number:
    """The one number that the whole text is. Raises ValueError when it is none, or more than a number."""
    found = list(find(text, unit_words))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        raise ValueError(f"not one number: {text!r}")
    return found[0]


def narrow(text: str) -> str:
    """The text with full-width digits, letters and signs made half-width, position by position."""
    return text.translate(_WIDE)


def agrees(qualifier: str, number, last_digit_unit, computed) -> bool:
    """Whether the computed value bears out the number as qualified. ``last_digit_unit`` is its grain.

    Raises ValueError for a qualifier that is none of ours.
    """
    n, v, half = _decimal(number), _decimal(computed), _decimal(last_digit_unit) / 2
    match qualifier:
        case "exact":
            return n - half <= v < n + half or v == n
        case "more":
            return n <= v < n + _last_place(n)
        case "nearly":
            return n * 9 / 10 <= v < n
        case "over":
            return v > n
        case "at_least":
            return v >= n
        case "rank":
            return v == n
        case "top" | "at_most":
            return v <= n
    raise ValueError(f"no such qualifier: {qualifier}")


def shown(value, unit_word: str, shown_in: str | None = None) -> str:
    """The value as reports print it, to two decimals at most: 548.88万元, 5.9万人, 852户, 96.5%, 第六 (位)."""
    if unit_word == "位":
        return f"第{in_han(int(value))}"
    unit = shown_in or unit_word
    return _trimmed(_decimal(value) / SCALES.get(unit[:1], 1)) + unit


def rounded(value, step, unit_word: str = "", more: str = "余") -> str:
    """The value to a whole number of steps in true words: 40余, 20多万 (``more``), 近350万, or the bare number."""
    v, step = _decimal(value), _decimal(step)
    below = v // step * step
    above = below + step
    if v == below or (below == 0 and v < above * 9 / 10):
        return "".join(_scaled(v)) + unit_word
    if below == 0 or (above - v < v - below and v >= above * 9 / 10):
        return "近" + "".join(_scaled(above)) + unit_word
    digits, scale = _scaled(below)
    return (digits + scale + more if "." in digits else digits + more + scale) + unit_word


def in_han(n: int) -> str:
    """A whole number below a hundred million in Chinese numerals: 六, 十二, 一千零八."""
    if n >= 10**4:
        high, low = divmod(n, 10**4)
        return in_han(high) + "万" + ("零" if 0 < low < 1000 else "") + (in_han(low) if low else "")
    signs = "零一二三四五六七八九"
    text = "".join(signs[int(d)] + (s if d != "0" else "") for d, s in zip(f"{n:04}", "千百十 ", strict=True))
    text = re.sub("零+", "零", text.replace(" ", "")).strip("零") or "零"
    return text.removeprefix("一") if text.startswith("一十") else text


@lru_cache
def _grammar(unit_words: tuple[str, ...]) -> re.Pattern:
    units = sorted({*unit_words, *PARTS}, key=len, reverse=True)
    return re.compile(_PATTERN.replace("UNITS", "|".join(map(re.escape, units))), re.VERBOSE)


def _number(match: re.Match) -> Number | None:
    start = match.start("before") if match["before"] else match.start()
    core = match["place"] or match["percent"] or match["digits"] or match["han"] or "50"
    value = _decimal(core.replace(",", "")) if core[0].isdigit() else _from_han(core)
    if value is None:
        return None
    if match["rank"]:
        return Number(value, "rank", "位", Decimal(0), core, start, match.end(), is_top=match["rank"] == "前")
    unit = "%" if match["percent"] or match["half"] else match["unit"] or ""
    factor = _product(match["scale"] or "") * PARTS.get(unit, 1)
    whole, grain = value * factor, _grain(core, value, factor, unit)
    if match["rest"]:
        whole, grain = whole + Decimal(match["rest"]) * 10**4, Decimal(10**4)
    if match["tenth"]:
        whole, grain = whole + DIGITS[match["tenth"]], Decimal(1)
    unit = {"成": "%", "个百分点": "百分点"}.get(unit, unit)
    return Number(whole, _qualifier(match), unit, grain, match["amount"], start, match.end())


def _qualifier(match: re.Match) -> str:
    said = _BEFORE.get(match["before"] or "", "exact")
    if said == "exact" and (match["more"] or match["later"] or match["beyond"]):
        return "more"
    if match["plus"] and said == "exact":
        return "at_least"
    if match["after"]:
        return "at_most" if match["after"] in ("以内", "以下") else "at_least" if said == "exact" else said
    return said


def _lower_end(lower: Number, upper: Number) -> Number:
    """A range says its scale and unit word once: 3—5万元."""
    unit_word = lower.unit_word or upper.unit_word
    if lower.unit_word or re.search("[万亿]", lower.written):
        return replace(lower, unit_word=unit_word)
    scale = _product("".join(re.findall("[万亿]", upper.written)))
    return replace(lower, value=lower.value * scale, grain=upper.grain, unit_word=unit_word)


def _grain(core: str, value: Decimal, factor: Decimal, unit: str) -> Decimal:
    """A share is always rounded, except that 100% means all."""
    places = len(core.partition(".")[2] or core.partition("点")[2])
    is_rounded = places or factor >= 10**4 or (unit in ("%", "成") and value * factor != 100)
    return Decimal(10) ** -places * factor if is_rounded else Decimal(0)


def _from_han(text: str) -> Decimal | None:
    """Chinese numerals as a number; None for digits without scale (二〇二一) and other strings that are no number."""
    whole, _, decimals = text.partition("点")
    if decimals:
        if any(sign not in DIGITS for sign in decimals) or (value := _from_han(whole)) is None:
            return None
        return value + Decimal("0." + "".join(str(DIGITS[sign]) for sign in decimals))
    for sign in "亿万":
        head, found, tail = text.rpartition(sign)
        if found:
            high, low = _from_han(head) if head else Decimal(1), _from_han(tail) if tail else Decimal(0)
            return None if high is None or low is None else high * SCALES[sign] + low
    match = re.fullmatch("(?:(.)?千)?[零〇]?(?:(.)?百)?[零〇]?(?:(.)?十)?[零〇]?(.)?", text)
    if not match or any(digit and digit not in DIGITS for digit in match.groups()):
        return None
    parts = zip(match.groups(), ("千", "百", "十", ""), strict=True)
    return Decimal(sum((DIGITS[d] if d else sign in text and sign != "") * SCALES.get(sign, 1) for d, sign in parts))


def _decimal(value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _product(scale: str) -> Decimal:
    product = Decimal(1)
    for sign in scale:
        product *= SCALES[sign]
    return product


def _last_place(n: Decimal) -> Decimal:
    return Decimal(10) ** int(n.normalize().as_tuple().exponent)


def _scaled(n: Decimal) -> tuple[str, str]:
    for sign in "亿万":
        if n >= SCALES[sign] and n % (SCALES[sign] // 10) == 0:
            return _trimmed(n / SCALES[sign]), sign
    return _trimmed(n), ""


def _trimmed(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")
