"""Where a page says two things of one measure: the same words, unit and scope, and numbers that cannot both hold."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from decimal import Decimal
from itertools import combinations

from gonghui.desks.review.reading.claims import Claim
from gonghui.desks.review.reading.matching import plain_words
from gonghui.desks.review.reading.wordings import LEADING

GENERIC = re.compile(
    """(?:
        参加|参与|参赛|参训|覆盖|惠及|受益|服务|培训|投入|发放|吸引|带动|组织|筹集|救助|慰问|开展|举办|赠送|走访|获|奖励|补助
      | 来自|等|各类|广大|一线|新增|基层|全市|活动
    )*(?:
        职工|人员|群众|会员|干部|选手|金|活动|企业|人数|物资|工会干部|农民工|劳模|代表|女职工|项目|[一二三]等奖|优秀奖|培训班
      | 讲座|比赛|竞赛|奖|单位|人|岗位|培训
    )*""",
    re.VERBOSE,
)
WITHIN = re.compile(
    r"""\d{1,2}月|[一二三四]季度|[上下]半年|第[一二三四五六七八九十\d]+[届期批次季]|[^,。;]{2,16}(?:中|内|上|期间)(?=,|$)
      |“[^”]*”""",
    re.VERBOSE,
)
MOST_ALIKE = 200


def contradictions(claims: list[Claim], codes: list[list[str]]) -> dict[int, int]:
    """For each claim, by its place in the list, the first other one that it cannot hold together with."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        if not claim.is_plan:
            for subject in _subjects(claim, codes[at]):
                alike[(subject, *_scope(claim))].append(at)
    partners: dict[int, int] = {}
    for group in alike.values():
        for one, other in combinations(group[:MOST_ALIKE], 2):
            if _exclude(claims[one], claims[other]):
                partners.setdefault(one, other)
                partners.setdefault(other, one)
    return partners


def _subjects(claim: Claim, codes: list[str]) -> Iterator[tuple[str, str]]:
    """What a claim speaks of: its figure when one is clear, and its measure when the words say enough to be one."""
    if len(codes) == 1:
        yield "code", codes[0]
    words = LEADING.sub("", plain_words(claim.measure), count=1)
    if len(words) >= 4 and not GENERIC.fullmatch(words):
        yield "measure", words


def _scope(claim: Claim) -> tuple[Hashable, ...]:
    within = tuple(WITHIN.findall(claim.scope + claim.before))
    of = claim.year, claim.when, claim.place, claim.span
    return claim.unit_word, claim.qualifier == "rank", *of, claim.is_part, within


def _exclude(one: Claim, other: Claim) -> bool:
    (low, high), (other_low, other_high) = _span(one), _span(other)
    return high < other_low or other_high < low


def _span(claim: Claim) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that the claim allows."""
    n = claim.number
    match "top" if claim.is_top else claim.qualifier:
        case "more":
            return n, n + Decimal(10) ** int(n.normalize().as_tuple().exponent)
        case "nearly":
            return n * 9 / 10, n
        case "over" | "at_least":
            return n, Decimal("Infinity")
        case "top":
            return Decimal(1), n
    return n - claim.grain / 2, n + claim.grain / 2
