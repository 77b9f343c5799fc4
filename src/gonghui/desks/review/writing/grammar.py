"""What may stand in braces in the wording of a review: a claim with its form, the year, the union (X-R14).

    {Y16}       the claim as its figure is shown: 548.88万元
    {Y02|万}    in ten thousands, {T16|亿} in hundred millions, to two decimals
    {P01:十}    rounded to a step; the word follows from the value: 40次, 40余次, 近50次
    {S04:十万多}  the same with 多 in place of 余: 20多万名
    {S17:超十}  more than the step below: 超过60%, or 达60% where it is just that
    {Y05:五以上} at least the step below: 95%以上
    {Y17:前}    a place as the first so many: 前三名
    {年} {单位}  the year, the union's name

Nothing else is known. A line that begins with “# ” is a sub-heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

BRACED = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile("[{}]")
STEPS = {
    "五": 5,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
FORM = re.compile(
    rf"""(?P<code>[A-Z][A-Za-z0-9._]{{0,39}})
         (?:\|(?P<scale>[万亿])
           | :(?P<over>超)?(?P<step>{"|".join(sorted(STEPS, key=len, reverse=True))})(?P<word>多|以上)?
           | :(?P<top>前))?""",
    re.VERBOSE,
)
NAMED = ("年", "单位")
SUBHEADING = "# "


class NotAForm(ValueError):
    """What stands in braces is none of the forms above; `word` is as it was written."""

    def __init__(self, word: str):
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Asked:
    """A claim as the wording asks for it; `word` is over, at_least, top, 多, or empty."""

    written: str
    code: str
    scale: str = ""
    step: Decimal = Decimal(0)
    word: str = ""


@dataclass(frozen=True)
class Named:
    """The year or the union, by its word in braces."""

    written: str
    name: str


def pieces(line: str) -> Iterator[str | Asked | Named]:
    """A line cut into its words and what stands in braces, in order. Raises NotAForm."""
    at = 0
    for match in BRACED.finditer(line):
        yield from _words(line[at : match.start()])
        yield asked(match[0])
        at = match.end()
    yield from _words(line[at:])


def asked(written: str) -> Asked | Named:
    """What a pair of braces asks for. Raises NotAForm."""
    inner = written[1:-1]
    if inner in NAMED:
        return Named(written, inner)
    form = FORM.fullmatch(inner)
    if form is None or (form["over"] and form["word"]) or _is_vague(form):
        raise NotAForm(written)
    word = {"以上": "at_least"}.get(form["word"] or "", form["word"] or "")
    word = "over" if form["over"] else "top" if form["top"] else word
    return Asked(written, form["code"], form["scale"] or "", Decimal(STEPS.get(form["step"] or "", 0)), word)


def _is_vague(form) -> bool:
    """225余 would say below 226: steps of five go with 超 and 以上 alone."""
    return form["step"] == "五" and not form["over"] and form["word"] != "以上"


def _words(text: str) -> Iterator[str]:
    if stray := BRACE.search(text):
        raise NotAForm(text[max(0, stray.start() - 4) : stray.end() + 4])
    if text:
        yield text
