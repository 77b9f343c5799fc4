"""The official layout (GB/T 9704-2012, rules O.2) in numbers, and what is printed around the text."""

from dataclasses import dataclass

from .composing import Paper
from .numbers import PLACE
from .telling import Number

PAGE = (210, 297)
"""Width and height of A4 in millimetres."""
TOP, RIGHT, BOTTOM, LEFT = 37, 26, 35, 28
LINES, CHARACTERS = 22, 28
WIDTH, HEIGHT = PAGE[0] - LEFT - RIGHT, PAGE[1] - TOP - BOTTOM
POINTS_A_MILLIMETRE = 72 / 25.4
LINE = HEIGHT * POINTS_A_MILLIMETRE / LINES
"""Points from line to line: 28.99."""
CHARACTER = WIDTH * POINTS_A_MILLIMETRE / CHARACTERS
"""Points from character to character: 15.79."""
THREE, TWO, FOUR = 16, 22, 14
"""Sizes 3号, 2号 and 4号 in points."""
APPENDIX = "附件"
NOTES_TITLE = "数字出处与统计口径"
GAPS_TITLE = "待记录事项"
CORRECTIONS_TITLE = "发布后的更正"
FONTS_TITLE = "字体说明"
TREES = {"then": "按记录当日的隶属关系", "today": "按今天的隶属关系"}
FONTS_OF_WORD = (
    "本文件按 GB/T 9704—2012 排版，标题用方正小标宋简体，正文用仿宋_GB2312，层次标题用黑体、楷体_GB2312。"
    "打开文件的计算机没有这些字体时，以宋体、仿宋、楷体代替。"
)
FONTS_OF_PDF = (
    "本文件按 GB/T 9704—2012 的版心和字号排版。规定的小标宋、仿宋、楷体没有可以随附的授权，"
    "标题、正文和楷体标题以思源宋体（Noto Serif SC）代替，"
    "黑体标题以思源黑体（Noto Sans SC）代替，均按 SIL 开放字体许可使用。"
)
NOTE_HEADS = ("注", "指标", "数值", "统计口径", "范围、时期和封存")
GAP_HEADS = ("缺什么", "等待记录的事项")
OF_PAPER, NOT_SEALED = "凭文件认定", "未封存"
SEAL_SHOWN = 12
"""Digits of a seal that are printed; the whole is kept with the number."""
NO_NUMBERS = "正文没有出自记录的数字。"


@dataclass(frozen=True)
class Note:
    """A line of the appendix: what a number is bound to. `corrected` tells of a later restatement."""

    number: int
    name: str
    shown: str
    definition: str
    scope: str
    seal: str
    corrected: str = ""


def notes_of(paper: Paper) -> list[Note]:
    """The appendix: a line for each figure."""
    shown: dict[int, list[str]] = {}
    for each in paper.numbers.values():
        if each.shown not in shown.setdefault(each.note, []):
            shown[each.note].append(each.shown)
    return [_note(number, "、".join(shown[number.note])) for number in paper.notes]


def _note(number: Number, shown: str) -> Note:
    is_told = number.unit_word == PLACE or number.exact in shown
    told = shown if is_told else f"{shown}（{number.exact}）"
    return Note(
        number=number.note,
        name=f"{number.code} {number.name}",
        shown=told,
        definition=f"{number.definition}（口径第{number.version}版，依据 {number.cites}）",
        scope=f"{number.unit.name}及所属各级工会，{number.period}年，{TREES[number.tree]}，{number.records}条记录",
        seal=number.seal[:SEAL_SHOWN] or (OF_PAPER if number.is_sealed else NOT_SEALED),
        corrected=f"已更正：发布时 {number.shown}，现为 {number.now}" if number.now else "",
    )


def gaps_of(paper: Paper) -> list[tuple[str, str]]:
    """What is missing, and the claims that wait for it, in the order of the text."""
    waiting: dict[str, list[str]] = {}
    for gap in paper.gaps:
        waiting.setdefault(gap.why, []).append(f"{gap.code} {gap.name}")
    return [(why, "；".join(claims)) for why, claims in waiting.items()]


def by_line(paper: Paper) -> str:
    """What stands under the title: whose review, and whether it is a draft."""
    return "（草稿，未发布）" if paper.is_draft else paper.unit.name
