"""What the records say to each claim of a page, and what the page says against itself (contracts §3)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from gonghui.desks.review.reading.claims import Claim
from gonghui.desks.review.reading.matching import KnownFigure, candidates, plain_words
from gonghui.kernel.numerals import agrees

VERDICTS = ("agrees", "differs", "no_record", "ambiguous", "self_contradiction", "plan")
LEADING = re.compile(
    "(?:一年来|全年|今年|本年度?|年内|截至目前|目前|全[国省市县区]|各级工会|[省市县区]总工会|[省市县区]总|各级|共计?|总共|合计|已|先后|成功|积极|分别|大力"
    "|开展了?|举办了?|组织了?|完成了?|实现|建成|打造|其中|有|的|了)+"
)
GENERIC = re.compile(
    "(?:参加|参与|参赛|参训|覆盖|惠及|受益|服务|培训|投入|发放|吸引|带动|组织|筹集|救助|慰问|开展|举办|赠送|走访|获|奖励|补助|来自|等|各类|广大|一线|新增|基层|全市|活动)*"
    "(?:职工|人员|群众|会员|干部|选手|金|活动|企业|人数|物资|工会干部|农民工|劳模|代表|女职工|项目|[一二三]等奖|优秀奖|培训班|讲座|比赛|竞赛|奖|单位|人|岗位|培训)*"
)
WITHIN = re.compile(r"\d{1,2}月|[一二三四]季度|[上下]半年|第[一二三四五六七八九十\d]+[届期批次季]|[^,。;]{2,16}(?:中|内|上|期间)(?=,|$)|“[^”]*”")


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict; ``computed`` is what the records give, ``partner_line`` where the page says otherwise."""

    claim: Claim
    verdict: str
    code: str | None = None
    computed: Decimal | int | None = None
    candidates: tuple[str, ...] = ()
    partner_line: int | None = None


def judge(
    claims: Iterable[Claim],
    known: Iterable[KnownFigure],
    computed: Callable[[str], Decimal | int | None],
    computed_at: Callable[[str, str], Decimal | int | None] | None = None,
) -> list[Judged]:
    """A verdict for each claim.

    ``computed(code)`` gives the value of the whole, None without records; ``computed_at(code, place)`` that of a
    county which the page names. Without it, a single county's number has no record.
    """
    claims, known = list(claims), list(known)
    codes = [candidates(claim, known) if not claim.place or computed_at else [] for claim in claims]
    partners = _contradictions(claims, codes)
    judged = []
    for at, (claim, fitting) in enumerate(zip(claims, codes, strict=True)):
        code = fitting[0] if len(fitting) == 1 else None
        value = None
        if code is not None:
            value = computed_at(code, claim.place) if claim.place and computed_at else computed(code)
        partner = partners.get(at)
        judged.append(
            Judged(
                claim,
                verdict=_verdict(claim, fitting, value, partner),
                code=code,
                computed=value,
                candidates=tuple(fitting) if len(fitting) > 1 else (),
                partner_line=None if partner is None else claims[partner].line,
            )
        )
    return judged


def to_json(judged: Iterable[Judged]) -> dict:
    """The answer in the shape of contracts §3; whole numbers are JSON integers."""
    judged = list(judged)
    count = Counter(each.verdict for each in judged)
    return {
        "claims": [
            {
                "text": each.claim.text,
                "line": each.claim.line,
                "number": _plain(each.claim.number),
                "qualifier": each.claim.qualifier,
                "unit_word": each.claim.unit_word,
                "code": each.code,
                "computed": _plain(each.computed),
                "verdict": each.verdict,
                "candidates": list(each.candidates),
                "partner_line": each.partner_line,
            }
            for each in judged
        ],
        "summary": {verdict: count[verdict] for verdict in VERDICTS},
    }


def exit_code(judged: Iterable[Judged]) -> int:
    """0 when every claim agrees or is a plan, 1 when one differs or contradicts, 3 when none differs and some have no record."""
    verdicts = {each.verdict for each in judged}
    if verdicts & {"differs", "self_contradiction"}:
        return 1
    return 3 if verdicts & {"no_record", "ambiguous"} else 0


def _verdict(claim: Claim, fitting: list[str], value, partner: int | None) -> str:
    if claim.is_plan:
        return "plan"
    if partner is not None:
        return "self_contradiction"
    if len(fitting) > 1:
        return "ambiguous"
    if value is None:
        return "no_record"
    qualifier = "top" if claim.is_top else claim.qualifier
    return "agrees" if agrees(qualifier, claim.number, claim.grain, value) else "differs"


def _contradictions(claims: list[Claim], codes: list[list[str]]) -> dict[int, int]:
    """For each claim that another contradicts, that other: one measure, unit and scope, and numbers that exclude."""
    partners: dict[int, int] = {}
    for one, other in combinations([at for at, claim in enumerate(claims) if not claim.is_plan], 2):
        if _speak_of_one(claims[one], claims[other], codes[one], codes[other]) and _exclude(claims[one], claims[other]):
            partners.setdefault(one, other)
            partners.setdefault(other, one)
    return partners


def _speak_of_one(one: Claim, other: Claim, codes: list[str], other_codes: list[str]) -> bool:
    scopes = [(c.unit_word, c.qualifier == "rank", c.year, c.place, c.span, c.is_part) for c in (one, other)]
    if scopes[0] != scopes[1] or len({tuple(WITHIN.findall(c.scope + c.before)) for c in (one, other)}) > 1:
        return False
    if len(codes) == 1 and codes == other_codes:
        return True
    subjects = {LEADING.sub("", plain_words(c.measure), count=1) for c in (one, other)}
    subject = subjects.pop()
    return not subjects and len(subject) >= 4 and not GENERIC.fullmatch(subject)


def _exclude(one: Claim, other: Claim) -> bool:
    (low, high), (other_low, other_high) = _span(one), _span(other)
    return high < other_low or other_high < low


def _span(claim: Claim) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that the claim allows."""
    n = claim.number
    place = Decimal(10) ** int(n.normalize().as_tuple().exponent)
    match "top" if claim.is_top else claim.qualifier:
        case "more":
            return n, n + place
        case "nearly":
            return n * 9 / 10, n
        case "over" | "at_least":
            return n, Decimal("Infinity")
        case "top":
            return Decimal(1), n
    return n - claim.grain / 2, n + claim.grain / 2


def _plain(value) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
