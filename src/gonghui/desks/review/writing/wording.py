"""The wording of a review is words: whatever counts stands in braces and comes from records (contracts §3, N-R10)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gonghui.desks.figures.numerals import narrow
from gonghui.desks.review.reading import read_page
from gonghui.desks.review.reading.names import QUOTED
from gonghui.kernel.indicators import all_figures

from .claims import CLAIMS
from .grammar import SUBHEADING, Asked, NotAForm, pieces
from .numbers import DoesNotFit, require_fit

STANDS_FOR = "\0"
"""What a pair of braces is while the words around it are read: it counts nothing."""
QUALIFIED_BEFORE = re.compile(
    r"(?:\d[.,]?|[零〇一二两三四五六七八九十百千万亿]|第|将近|接近|近|不足|不到|超过了?|超出|突破了?|超|逾|不少于|不低于|不下|至少|不超过"
    r"|不高于|不多于|最多|低于|少于|约莫?|几乎|百分之)$"
)
QUALIFIED_AFTER = re.compile(
    r"[.,]?\d|[零〇百千万亿余多几%]|及?以[上内下]|有余|左右|上下|开外|出头|的?[一两二三四五六七八九十]倍|的?一半"
)
QUALIFIED_LENGTH = 4
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Signs that nobody sees: between a number and its unit word they would hide it from who reads."""
FORMAL = str.maketrans("零壹贰叁肆伍陆柒捌玖拾佰仟萬億戶個項場", "零一二三四五六七八九十百千万亿户个项场")
IN_BRACKETS = re.compile(r"[(（<＜〈《「『【\[〔]\s*([\d.,一二三四五六七八九十百千万亿零两]+)\s*[)）>＞〉》」』】\]〕]")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the wording, and where: section and paragraph counted from 1 (0: the heading)."""

    section: int
    paragraph: int
    word: str
    sentence: str

    def __str__(self):
        return self.sentence.format(section=self.section, paragraph=self.paragraph, word=self.word)


def faults(sections: Iterable[dict], first: int = 1) -> list[Fault]:
    """All that is wrong with sections of a text, in reading order; `first` is the place of the first of them."""
    found = []
    for at, section in enumerate(sections, start=first):
        for place, line in enumerate([section["title"], *section["paragraphs"]]):
            found += _faults_of(line, at, place)
    return found


def _faults_of(line: str, section: int, paragraph: int) -> list[Fault]:
    try:
        parts = list(pieces(line.removeprefix(SUBHEADING)))
    except NotAForm as wrong:
        return [_fault(section, paragraph, wrong.word, _("括号里的“{word}”不是可用的写法。"))]
    if not paragraph and (claim := next((part for part in parts if isinstance(part, Asked)), None)):
        return [_fault(section, paragraph, claim.written, _("标题里只能写文字、年度和单位,不能写“{word}”。"))]
    if unseen := UNSEEN.search(line):
        shown = f"U+{ord(unseen[0]):04X}"
        return [_fault(section, paragraph, shown, _("文字里有看不见的符号({word}),请删去后重新输入。"))]
    found = [_fault(section, paragraph, word, why) for word, why in _unknown(parts)]
    found += [_fault(section, paragraph, word, why) for word, why in _leaning(parts)]
    found += [_fault(section, paragraph, word, why) for word, why in _typed(parts)]
    return found


def _fault(section, paragraph, word, why) -> Fault:
    place = _("第 {section} 节第 {paragraph} 段:") if paragraph else _("第 {section} 节标题:")
    return Fault(section, paragraph, word, place + why)


def _unknown(parts):
    figures = {figure.code: figure for figure in all_figures()}
    for part in parts:
        if not isinstance(part, Asked):
            continue
        if part.code not in figures and part.code not in CLAIMS:
            yield part.written, _("没有编号为“{word}”的指标或事项。")
        elif part.code in figures:
            try:
                require_fit(part, figures[part.code])
            except DoesNotFit:
                yield part.written, _("“{word}”的写法与这个指标不合:位次不能按万、按整数写,数量不能写成前几名。")


def _leaning(parts):
    """Digits and words such as 近, 余, 超 right beside braces would change what the records say."""
    for at, part in enumerate(parts):
        if not isinstance(part, Asked):
            continue
        before = narrow(parts[at - 1]).rstrip() if at and isinstance(parts[at - 1], str) else ""
        after = narrow(parts[at + 1]).lstrip() if at + 1 < len(parts) and isinstance(parts[at + 1], str) else ""
        if met := QUALIFIED_BEFORE.search(before[-QUALIFIED_LENGTH:]):
            yield met[0] + part.written, _("“{word}”:数字和修饰数字的词由系统按记录写出,不能写在括号前。")
        if met := QUALIFIED_AFTER.match(after):
            yield part.written + met[0], _("“{word}”:数字和修饰数字的词由系统按记录写出,不能写在括号后。")


def _typed(parts):
    """Claims that somebody has typed: the words read as a page would be, and what stands in quotation marks too."""
    said = "".join(part if isinstance(part, str) else STANDS_FOR for part in parts)
    quoted = [match[0][1:-1] for match in QUOTED.finditer(narrow(said))]
    read = [claim for words in (said, *quoted) for claim in read_page(_as_prose(words))]
    for claim in read or read_page(_as_prose(_undisguised(said))):
        yield (
            claim.text.replace(STANDS_FOR, "…"),
            _("“{word}”是写上去的数字。请改用括号里的指标编号,让数字出自记录。"),
        )


def _undisguised(said: str) -> str:
    """The words with numbers as one would write them: ⑧⑤② and 捌佰 and (852) are numbers too."""
    return IN_BRACKETS.sub(r"\1", unicodedata.normalize("NFKC", said).translate(FORMAL))


def _as_prose(said: str) -> str:
    """A line that is read as a sentence, whatever it looks like: headings and list items count for nothing."""
    return f"本年,{re.sub('^[#*•·|>+—–-]+ *', '', said.strip()).rstrip('。')}。"
