"""The claims of a page: each number with a unit word, and each rank, that says what was done or reached (contracts §3)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gonghui.desks.review.reading import scope
from gonghui.desks.review.reading.counting import counts
from gonghui.desks.review.reading.lines import BULLET, NUMBERING, Paragraph, paragraphs
from gonghui.desks.review.reading.names import BLANK, blanked
from gonghui.desks.review.reading.units import MONEY, UNIT_WORDS, unsaid_unit
from gonghui.kernel.numerals import Number, find, narrow

SENTENCE = re.compile("[。!?;]")
CLAUSE = re.compile("[,:、()。!?;…\\[\\]|]|—{2}| ")
JOINT = re.compile("以及|和|与|及|并")
REACH = 400
LEAN = "和与及以及并的了其中分别为达共计约"


@dataclass(frozen=True)
class Claim:
    """One number of a page, in base units (yuan, persons, per cent); ``measure`` are the words that say what was counted.

    ``before`` and ``after`` are the words of its clause on either side; ``scope`` is what its sentence says before
    that clause. ``year``, ``place`` and ``span`` (累计, 去年, 近三年) are set where it speaks of another than the page.
    """

    text: str
    line: int
    number: Decimal
    qualifier: str
    unit_word: str
    measure: str
    is_plan: bool
    is_top: bool
    grain: Decimal
    before: str
    after: str
    scope: str
    year: int | None
    place: str
    span: str
    is_part: bool


def read_page(text: str, places: Iterable[str] = (), year: int | None = None) -> list[Claim]:
    """The claims of a page in reading order, each with the 1-based line on which its number begins.

    ``places`` are names of counties and towns to look for beside those that can be told by their form; ``year`` is the
    year the page reports, told from the page when it is not given.
    """
    found = paragraphs(text)
    year, home = year or scope.page_year(found), scope.home(found)
    claims, plan_level = [], None
    for paragraph in found:
        if paragraph.kind == "heading":
            if plan_level is not None and 0 < paragraph.level <= plan_level:
                plan_level = None
            if scope.opens_plan(paragraph, year):
                plan_level = paragraph.level or 9
            continue
        for claim in _claims(paragraph, year, tuple(places)):
            is_plan = claim.is_plan or plan_level is not None or paragraph.kind == "target"
            claims.append(replace(claim, is_plan=is_plan, place="" if claim.place == home else claim.place))
    return claims


def _claims(paragraph: Paragraph, year: int | None, places: tuple[str, ...]) -> Iterator[Claim]:
    masked = blanked(paragraph.text)
    if opening := BULLET.match(masked) or NUMBERING.match(masked):
        masked = BLANK * opening.end() + masked[opening.end() :]
    numbers = [number for number in _numbers(masked) if paragraph.kind != "label" or number.written[0].isdigit()]
    ends = [0, *(number.end for number in numbers)]
    starts = [*(number.start for number in numbers[1:]), len(masked)]
    for number, previous_end, next_start in zip(numbers, ends, starts, strict=False):
        claim = _claim(paragraph, masked, number, (previous_end, next_start), year)
        yield replace(claim, place=scope.place(claim.scope + claim.before, places))


def _numbers(masked: str) -> Iterator[Number]:
    for number in find(masked, UNIT_WORDS):
        begin, end = _bounds(SENTENCE, masked, number.start, number.end)
        before, after = masked[begin : number.start], masked[number.end : end]
        if not number.unit_word and re.search("[万亿千百余多]", number.written):
            number = replace(number, unit_word=unsaid_unit(before, after))
        if counts(number, before, after):
            yield number


def _claim(
    paragraph: Paragraph, masked: str, number: Number, neighbours: tuple[int, int], year: int | None
) -> Claim:
    plain = narrow(paragraph.text)
    sentence_at, sentence_end = _bounds(SENTENCE, masked, number.start, number.end)
    clause_at, clause_end = _bounds(CLAUSE, masked, number.start, number.end)
    clause_at, clause_end = max(clause_at, neighbours[0]), min(clause_end, neighbours[1])
    clause_at += _led_in(plain[clause_at : number.start])
    before, after = plain[clause_at : number.start], plain[number.end : clause_end]
    following = plain[neighbours[1] : _bounds(CLAUSE, masked, number.start, number.end)[1]]
    if JOINT.match(after):
        clause_end, after = number.end, ""
    sentence, said = plain[sentence_at:sentence_end], plain[sentence_at : number.start]
    span = scope.PAST_SPANS.search(scope.COMPARED.sub("", said))
    return Claim(
        text=paragraph.text[clause_at:clause_end].strip(LEAN + BLANK),
        line=paragraph.lines[number.start],
        number=number.value,
        qualifier=number.qualifier,
        unit_word="元" if number.unit_word == "元人民币" else number.unit_word,
        measure=_measure(number, before.strip(LEAN), after.strip(LEAN), following.strip(LEAN)),
        is_plan=scope.intends(sentence, year),
        is_top=number.is_top,
        grain=number.grain,
        before=before,
        after=after,
        scope=plain[sentence_at:clause_at],
        year=scope.other_year(said, year),
        place="",
        span=span[0] if span else "",
        is_part="其中" in said[-20:] or said.count("(") > said.count(")"),
    )


def _measure(number: Number, before: str, after: str, clause: str) -> str:
    """What was counted stands after a measure word (3项竞赛), or before it (竞赛3项); money and shares are named before."""
    if number.unit_word in (*MONEY, "%", "百分点") or number.qualifier == "rank":
        return before or after
    return after or before or clause


def _led_in(before: str) -> int:
    """How much of the words before a number belongs to the number before: 27项一类竞赛和|3项二类竞赛."""
    match = re.fullmatch(".*?(?:以及|[和与及])", before)
    return match.end() if match else 0


def _bounds(sign: re.Pattern, text: str, start: int, end: int) -> tuple[int, int]:
    """Where the stretch between two signs begins and ends; a stretch without signs is cut at ``REACH``."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    begin = max((match.end() for match in sign.finditer(text, first, start)), default=first)
    following = sign.search(text, end, last)
    return begin, following.start() if following else last
