"""The claims of a page: its numbers with a unit word and its ranks that say what was done or reached (contracts §3)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gonghui.desks.figures.numerals import Number, find, narrow
from gonghui.desks.review.reading import scope
from gonghui.desks.review.reading.counting import counts
from gonghui.desks.review.reading.lines import BULLET, NUMBERING, Paragraph, paragraphs
from gonghui.desks.review.reading.names import BLANK, blanked
from gonghui.desks.review.reading.stretches import YEAR, Stretch, stretch
from gonghui.desks.review.reading.units import MONEY, UNIT_WORDS, unsaid_unit

SENTENCE = re.compile("[^。!?;]+[。!?;]?")
CLAUSE = re.compile("[,:、()。!?;…\\[\\]|]|—{2}| ")
JOINT = re.compile("以及|和|与|及|并")
REACH, PARAGRAPH, OPENING = 200, 1000, 16
LEANS = f"(?:以及|其中|分别|共计|[和与及并的了为达共约\\s{BLANK}])+"
LEAN = re.compile(f"^{LEANS}|{LEANS}$")


@dataclass(frozen=True)
class Claim:
    """One number of a page, in base units (yuan, persons, per cent); ``measure`` are the words for what was counted.

    ``spots`` are line and column of each sign of the number. ``before`` and ``after`` are the words of its clause on
    either side; ``scope`` is what its sentence says before that clause, ``tail`` what follows up to a comma.
    ``year``, ``place`` and ``span`` (累计, 春节期间) are set where it speaks of another than the page; ``when`` is the
    part of the year it speaks of, None for the whole.
    """

    text: str
    line: int
    spots: tuple[tuple[int, int], ...]
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
    when: Stretch | None = None
    tail: str = ""


def read_page(text: str, places: Iterable[str] = (), year: int | None = None, own: str = "") -> list[Claim]:
    """The claims of a page in reading order, each with the 1-based line on which its number begins.

    ``places`` are names of counties and towns to look for beside those that can be told by their form; ``year`` is the
    year the page reports, told from the page when it is not given; ``own`` is the place whose records are meant where
    it is named.
    """
    found = paragraphs(text)
    year, home, whens = year or scope.page_year(found), scope.home(found), _Whens(found)
    claims, plan_level = [], None
    for paragraph in found:
        whens.turn_to(paragraph)
        if paragraph.kind == "heading":
            if plan_level is not None and 0 < paragraph.level <= plan_level:
                plan_level = None
            if scope.opens_plan(paragraph, year):
                plan_level = paragraph.level or 9
            continue
        to_come = plan_level is not None or paragraph.kind == "target"
        for sentence in _sentences(paragraph):
            to_come = to_come or scope.turns_ahead(sentence.plain[:REACH], year)
            for claim in _claims(sentence, year, tuple(places), only_digits=paragraph.kind == "label"):
                place = "" if claim.place in (home, own) else claim.place
                when = whens.of(claim)
                claims.append(replace(claim, is_plan=claim.is_plan or to_come, place=place, when=when))
            whens.hear(sentence.plain)
    return claims


class _Whens:
    """What part of the year is spoken of: named before a number, else by the sentence before, a heading, the title."""

    def __init__(self, found: list[Paragraph]):
        titles = [stretch(paragraph.text) for paragraph in found[:4] if paragraph.kind == "heading"]
        self.page = next((each for each in titles if each), None)
        self.section, self.level, self.heard = self.page, 9, None

    def turn_to(self, paragraph: Paragraph) -> None:
        self.heard = None
        if paragraph.kind != "heading":
            return
        if named := stretch(narrow(paragraph.text)):
            self.section, self.level = named, paragraph.level or 9
        elif paragraph.level <= self.level:
            self.section = self.page

    def hear(self, sentence: str) -> None:
        """A sentence that opens with a part of the year speaks for those after it."""
        self.heard = stretch(sentence[:OPENING]) or self.heard

    def of(self, claim: Claim) -> Stretch | None:
        said = claim.when or self.heard or self.section
        return None if said == YEAR else said


@dataclass(frozen=True)
class _Sentence:
    """A sentence three times, position by position: as printed, half-width, and with what counts nothing blanked."""

    text: str
    plain: str
    masked: str
    spots: tuple[tuple[int, int], ...]

    def clause(self, number: Number) -> tuple[int, int]:
        """Where the clause around a number begins and ends."""
        first, last = max(0, number.start - REACH), min(len(self.text), number.end + REACH)
        begin = max((match.end() for match in CLAUSE.finditer(self.masked, first, number.start)), default=first)
        following = CLAUSE.search(self.masked, number.end, last)
        return begin, following.start() if following else last


def _sentences(paragraph: Paragraph) -> Iterator[_Sentence]:
    plain, masked = narrow(paragraph.text), blanked(paragraph.text)
    if opening := BULLET.match(masked) or NUMBERING.match(masked):
        masked = BLANK * opening.end() + masked[opening.end() :]
    for match in SENTENCE.finditer(masked):
        part = slice(*match.span())
        yield _Sentence(paragraph.text[part], plain[part], masked[part], paragraph.spots[part])


def _claims(sentence: _Sentence, year: int | None, places: tuple[str, ...], *, only_digits: bool) -> list[Claim]:
    numbers = [number for number in _numbers(sentence.masked) if number.written[0].isdigit() or not only_digits]
    ends = [0, *(number.end for number in numbers)]
    starts = [*(number.start for number in numbers[1:]), len(sentence.text)]
    neighbours = zip(ends, starts, strict=False)
    told = [_claim(sentence, *each, year, places) for each in zip(numbers, neighbours, strict=False)]
    return _told_apart(sentence.plain, [number.start for number in numbers], told, places)


def _told_apart(sentence: str, starts: list[int], claims: list[Claim], places: tuple[str, ...]) -> list[Claim]:
    """Places and numbers that one 分别 tells apart: 裕安区、金安区分别发放救助金66万元、71.2万元."""
    at = sentence.find("分别")
    named = sorted((sentence.rfind(place, 0, at), place) for place in places if place in sentence[: max(0, at)])
    first = next((n for n, start in enumerate(starts) if start > at), len(claims))
    if at < 0 or len(named) < 2:
        return claims
    apart = claims[:first]
    for begin in range(first, len(claims), len(named)):
        group = claims[begin : begin + len(named)]
        is_whole = len(group) == len(named) and len({claim.unit_word for claim in group}) == 1
        apart += (
            [
                replace(
                    claim,
                    place=place,
                    before=claim.before or group[0].before,
                    measure=claim.measure or group[0].measure,
                )
                for claim, (_, place) in zip(group, named, strict=True)
            ]
            if is_whole
            else group
        )
    return apart


def _numbers(masked: str) -> Iterator[Number]:
    for number in find(masked, UNIT_WORDS):
        before, after = masked[max(0, number.start - REACH) : number.start], masked[number.end : number.end + REACH]
        if not number.unit_word and re.search("[万亿千百余多]", number.written):
            number = replace(number, unit_word=unsaid_unit(before, after))
        if counts(number, before, after):
            yield number


def _claim(
    sentence: _Sentence, number: Number, neighbours: tuple[int, int], year: int | None, places: tuple[str, ...]
) -> Claim:
    plain = sentence.plain
    clause_at, clause_end = sentence.clause(number)
    begin, end = max(clause_at, neighbours[0]), min(clause_end, neighbours[1])
    begin += _led_in(plain[begin : number.start])
    if JOINT.match(plain, number.end):
        end = number.end
    before, after = plain[begin : number.start], plain[number.end : end]
    said = plain[max(0, number.start - REACH) : number.start]
    return Claim(
        text=_lean(sentence.text[begin:end]),
        line=sentence.spots[number.start][0],
        spots=sentence.spots[number.start : number.end],
        number=number.value,
        qualifier=number.qualifier,
        unit_word="元" if number.unit_word == "元人民币" else number.unit_word,
        measure=_measure(number, *map(_lean, (before, after, plain[neighbours[1] : clause_end]))),
        is_plan=scope.intends(plain[:PARAGRAPH], year),
        is_top=number.is_top,
        grain=number.grain,
        before=before,
        after=after,
        scope=said[: begin - number.start],
        year=scope.other_year(said, year),
        when=stretch(scope.without_comparisons(said)),
        place=scope.place(said, places),
        span=scope.span(said, year),
        tail=re.split("[,。;]", plain[number.end : number.end + REACH])[0],
        is_part="其中" in said[-20:] or said.count("(") > said.count(")"),
    )


def _measure(number: Number, before: str, after: str, clause: str) -> str:
    """What was counted stands after a measure word (3项竞赛) or before it (竞赛3项); money and shares stand after."""
    if number.unit_word in (*MONEY, "%", "百分点") or number.qualifier == "rank":
        return before or after
    return after or before or clause


def _lean(words: str) -> str:
    """The words without what only leans on them: 以及意外致困职工86户 without 以及."""
    return LEAN.sub("", words)


def _led_in(before: str) -> int:
    """How much of the words before a number belongs to the number before: 27项一类竞赛和|3项二类竞赛."""
    match = re.fullmatch(".*?(?:以及|[和与]|(?<![惠普涉])及)", before)
    return match.end() if match else 0
