"""A page as paragraphs: lines broken mid-sentence are joined, and every character remembers the line it stood on."""

import re
from dataclasses import dataclass
from itertools import groupby

from gonghui.desks.review.reading.tables import TABLE_ROW, cells_aloud

CLOSED = "。！？!?；;：:…"
PAGE_NUMBER = re.compile(r"[\s\-—–―·_]*(?:\d{1,4}|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+)[\s\-—–―·_]*")
BULLET = re.compile(r"\s*(?:[-*+•·●○■□◆◇▲►▶★☆√✓➤❖▪※]\s*|[①-⑳]|[(（]?\d{1,2}[)）]|\d{1,2}[.．、](?!\d))")
HAN = "[一二三四五六七八九十]"
NUMBERING = re.compile(rf"\s*(?:#+\s|第(?:{HAN}|\d)+[章节部]|[(（]{HAN}+[)）]|{HAN}{{1,3}}[、.．])")
INDENT = re.compile(r"(?:\u3000| {2}|\t)")
TITLE_END = re.compile("(?:总结|报告|综述|纪实|回眸|回顾|要点|打算|计划|工作|亮点|盘点|成绩单”?)$")
SIGNS = "零〇一二两三四五六七八九十百千万亿"
SPLIT_NUMBER = re.compile(
    rf"[0-9０-９万亿余多]\n[0-9０-９.．,人名家个次场项户件元万亿余多%％]|[0-9０-９][.．]\n[0-9０-９]|[,，、]\n"
    rf"|[{SIGNS}]\n[{SIGNS}余多](?!、)"
)
SPACED_OUT = re.compile(r"(?<=[^\sA-Za-z]) (?=[^\sA-Za-z])")
MARKUP = re.compile(r"(?<!\d)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\d)|(?<!_)__(?!_)|`+|~~|^\s*>+\s?")
STATED = re.compile(r"[:：,，、].*\d|\d[^\u4e00-\u9fa5]{0,3}[\u4e00-\u9fa5%％]{1,3}$")
SPACES = r"[ \u3000\xa0\u2002-\u200b\t]{1,4}"
THOUSANDS = r"(?<=\d)(?<!\d{4})[ \u2009\xa0](?=\d{3}[\u4e00-\u9fa5%])"
LOOSE_SPACE = re.compile(
    rf"{THOUSANDS}|(?<=[0-9０-９万亿][万亿余多+]){SPACES}(?=[\u4e00-\u9fa5])|(?<![A-Za-z0-9.,]){SPACES}(?=[0-9０-９%％])|(?<=[0-9０-９%％]){SPACES}(?![A-Za-z0-9])"
)


@dataclass(frozen=True)
class Paragraph:
    """Text without line breaks, the spot of each character (1-based line, 0-based column), and what it is.

    ``prose`` holds sentences; ``label`` is a short line without a full stop, where only digits count; ``heading``
    counts nothing; ``target`` is a table's column of targets.
    """

    text: str
    spots: tuple[tuple[int, int], ...]
    kind: str
    level: int = 0


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a page in order. Table rows arrive as one short sentence for each cell."""
    numbered = [(n, line.replace("\f", " ")) for n, line in enumerate(re.sub("\r\n?", "\n", text).split("\n"), 1)]
    kept = [(n, line) for n, line in numbered if not line.strip() or not PAGE_NUMBER.fullmatch(line)]
    found = []
    for is_table, group in groupby(kept, key=lambda item: bool(TABLE_ROW.match(item[1]))):
        rows = list(group)
        if is_table and (len(rows) > 1 or rows[0][1].lstrip().startswith("|")):
            found += [Paragraph(cell.said, cell.spots, cell.kind) for cell in cells_aloud(rows)]
        else:
            found += [_paragraph(chunk) for chunk in _joined(rows)]
    return _titled(found)


def _joined(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    chunks, former_width = [], 0
    for is_blank, group in groupby(lines, key=lambda item: not item[1].strip()):
        if is_blank:
            continue
        block = list(group)
        width = max(len(line.strip()) for _, line in block) if len(block) > 2 else 0
        for at, (n, line) in enumerate(block):
            if chunks and _continues(chunks[-1][-1][1], line, width if at else former_width, after_blank=not at):
                chunks[-1].append((n, line))
            else:
                chunks.append([(n, line)])
        former_width = width
    return chunks


def _continues(line: str, following: str, width: int, *, after_blank: bool) -> bool:
    """Whether a sentence runs on: an open end, no new beginning, and a line as full as its neighbours."""
    end = line.rstrip()
    is_heading = NUMBERING.match(line) and len(end) <= 45 and "。" not in end
    if end[-1] in CLOSED or TITLE_END.search(end) or is_heading:
        return False
    if any(sign.match(following) for sign in (BULLET, NUMBERING, INDENT)):
        return False
    if SPLIT_NUMBER.search(f"{end[-2:]}\n{following.strip()[:2]}"):
        return True
    is_full = len(end) >= (45 if after_blank else 28) or (width >= 15 and len(end.strip()) >= width * 0.8)
    return is_full and not (after_blank and end[-1] in "”’」』)）】》.,")


def _paragraph(chunk: list[tuple[int, str]]) -> Paragraph:
    text, spots = "", []
    for n, line in chunk:
        kept = _kept(line)
        piece = "".join(line[at] for at in kept)
        if text and text[-1].isascii() and text[-1].isalpha() and piece[:1].isascii() and piece[:1].isalpha():
            text += " "
            spots.append((n, kept[0]))
        text += piece
        spots += [(n, at) for at in kept]
    gaps = {at for match in LOOSE_SPACE.finditer(text) for at in range(*match.span())}
    left = [at for at in range(len(text)) if at not in gaps]
    text = "".join(text[at] for at in left)
    return Paragraph(text, tuple(spots[at] for at in left), _kind(text), _level(text))


def _kept(line: str) -> list[int]:
    """The columns of a line that are read: without margins, marks of emphasis, and the gaps of letter-spaced print."""
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    gaps = {at for match in re.finditer(r"[ \u3000\xa0\t]{3,}", line) for at in range(match.start() + 2, match.end())}
    gaps |= {at for match in MARKUP.finditer(line) for at in range(*match.span())}
    if _is_spaced_out(line):
        gaps |= {match.start() for match in SPACED_OUT.finditer(line)}
    return [at for at in range(first, last) if at not in gaps]


def _is_spaced_out(line: str) -> bool:
    """Whether a line is printed with a space after nearly every sign, as text recognition gives it."""
    signs = len(line) - line.count(" ")
    return signs > 4 and len(SPACED_OUT.findall(line)) >= 0.6 * signs


def _kind(text: str) -> str:
    is_open = not re.search(rf"[{CLOSED}][”’」』)）】》\"']*$", text[-9:])
    if text.startswith("#") or (is_open and NUMBERING.match(text) and len(text) <= 60):
        return "heading"
    if is_open and len(text) <= 45 and not BULLET.match(text):
        return "label"
    return "prose"


def _level(text: str) -> int:
    """The rank of a heading: 1 for 一、 2 for (一), the number of # in Markdown; a plain short line ranks with 一、."""
    if text.startswith("#"):
        return len(text) - len(text.lstrip("#"))
    return 2 if text[:1] in "(（" else 1


def _titled(found: list[Paragraph]) -> list[Paragraph]:
    """Short lines before the first sentence are the title, one alone among sentences is a heading or a caption,
    unless it states a number: after a colon or a comma, or at its end."""
    if not any(paragraph.kind in ("prose", "target") for paragraph in found):
        return found
    first = next(at for at, paragraph in enumerate(found) if paragraph.kind != "label" or STATED.search(paragraph.text))
    for at, paragraph in enumerate(found):
        is_lone = {"label"}.isdisjoint(near.kind for near in found[max(0, at - 1) : at + 2] if near is not paragraph)
        if paragraph.kind == "label" and (at < first or (is_lone and not STATED.search(paragraph.text))):
            found[at] = Paragraph(paragraph.text, paragraph.spots, "heading", 0 if at < first else paragraph.level)
    return found
