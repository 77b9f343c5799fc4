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
    """深度|相对|意外致困|大病|患病|医疗|助学|子女|临时|生活救助|就业|单亲|因病|农民工|低保|边缘|女职工|残疾|应急|法律
      |环卫|劳模|新业态|货车|快递|骑手|医护|企业|基金|账户
      |拨|配套|募|筹|争取|捐|预算|(?<!高)标准|到账"""
)
NOT_THE_WHOLE = re.compile(
    """(?:人均|户均|平均|每[人户名位个]|最[高低多少大小]|单[笔户]|余额|结余|占)[^,。;]*$
      |(?:较|比|同比|环比)[^,。;]*(?:多|少|增|减|升|降|高|低)[^,。;]*$""",
    re.VERBOSE,
)
DONE = {"救助": "惠及|受益|发放"}
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
    """The codes that fit best: one is clear, several are ambiguous."""
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
    if (
        not fits_unit(claim, figure.unit_word)
        or (claim.span and figure.kind != "stock")
        or NOT_THE_WHOLE.search(claim.before)
    ):
        return 0
    phrases = figure.phrases()
    told = "".join(phrases)
    if _acts(near) and _acts(told) and not _acts(near) & _acts(told):
        return 0
    if any(word not in told for word in NARROWER.findall(near)) or not _is_done(
        figure, near + wide + plain_words(claim.tail)
    ):
        return 0
    return max(_told(phrase, near, "" if claim.is_part else wide) for phrase in phrases)


def _is_done(figure: KnownFigure, said: str) -> bool:
    """What flows is done: a sentence that names whom it is done for, but no doing, speaks of something else."""
    acts = _acts(plain_words(figure.name)) if figure.kind == "flow" else set()
    return not acts or any(re.search(f"{act}|{DONE.get(act, act)}", said) for act in acts)


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


def fits_unit(claim: Claim, unit_word: str) -> bool:
    """Whether a figure in this unit word can be what the claim counts: 人 and 名 are one, a place is no number."""
    if (claim.qualifier == "rank") != (unit_word == "位"):
        return False
    return claim.unit_word == unit_word or any({claim.unit_word, unit_word} <= same for same in SAME_UNIT)
