"""Which declared figure a claim speaks of: by its unit word, the words near it, and whether year and action fit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gonghui.desks.review.reading.claims import Claim

SAME_UNIT = tuple(
    frozenset(words.split())
    for words in ("人 名 位", "户 家庭", "家 个 所 座 处 间", "场 次 场次 期", "项 个 件", "件 起 宗", "篇 条")
)
SAME_WORD = (
    ("结对帮扶", "结对"),
    ("法律援助", "法援"),
    ("帮扶|援助|资助|救济", "救助"),
    ("救助(?:资金|款项?|经费|金额)", "救助金"),
    ("困难职工(?:家庭|户)", "困难职工"),
    ("(?:建档|档内|在册|在库)(?:在册|在档)?", "在档"),
    ("资金|款项?|经费", "金"),
    ("特困职工|深困职工", "深度困难职工"),
)
ACTS = ("救助", "慰问", "走访", "结对", "培训", "法援", "新增", "新建", "体检", "脱困|解困|脱贫|销号", "现有|共有|尚有")
ACTS += ("送|赠", "贷", "筹集|募集|争取", "档案", "申请", "参保")
NARROWER = re.compile(
    """深度|相对|意外致困|大病|患病|医疗|助学|子女|临时|生活救助|就业|单亲|因病|农民工|低保|边缘|女职工|残疾|应急|法律"""
)
REACH = 60


@dataclass(frozen=True)
class KnownFigure:
    """A declared figure. ``words`` are telling phrases (深度困难职工), in any order; its name tells as well."""

    code: str
    name: str
    unit_word: str
    kind: str = "flow"
    words: tuple[str, ...] = ()

    def phrases(self) -> tuple[str, ...]:
        return tuple(plain_words(phrase) for phrase in (*self.words, self.name))


def candidates(claim: Claim, known: Iterable[KnownFigure]) -> list[str]:
    """The codes that fit best: one is clear, several are ambiguous. A claim of another year fits none."""
    if claim.year is not None:
        return []
    scored = [(score, figure.code) for figure in known if (score := _score(claim, figure)) > 0]
    best = max((score for score, _ in scored), default=0)
    return [code for score, code in scored if score == best]


def plain_words(text: str) -> str:
    """The text in one wording: 帮扶, 援助 and 资助 are 救助; 资金 and 款 are 金."""
    for pattern, word in SAME_WORD:
        text = re.sub(pattern, word, text)
    return text


def _score(claim: Claim, figure: KnownFigure) -> int:
    near, wide = plain_words(claim.before + claim.after), plain_words(claim.scope[-REACH:])
    if not _same_unit(claim, figure) or (claim.span and figure.kind != "stock"):
        return 0
    phrases = figure.phrases()
    told = "".join(phrases)
    if _acts(near) and _acts(told) and not _acts(near) & _acts(told):
        return 0
    if any(word not in told for word in NARROWER.findall(near)):
        return 0
    return max(_told(phrase, near, "" if claim.is_part else wide) for phrase in phrases)


def _told(phrase: str, near: str, wide: str) -> int:
    """How much of a telling phrase stands near the number; its action may stand earlier in the sentence."""
    if phrase in near:
        return 3 * len(phrase)
    for act in _acts(phrase):
        word = re.search(act, phrase)[0]
        rest = phrase.replace(word, "")
        if rest and rest in near and re.search(act, near + wide):
            return 2 * len(phrase)
    return 0


def _acts(text: str) -> set[str]:
    return {act for act in ACTS if re.search(act, text)}


def _same_unit(claim: Claim, figure: KnownFigure) -> bool:
    if (claim.qualifier == "rank") != (figure.unit_word == "位"):
        return False
    return claim.unit_word == figure.unit_word or any({claim.unit_word, figure.unit_word} <= same for same in SAME_UNIT)
