"""A review put together: wording and numbers become headings, paragraphs, notes and gaps, the same for every form."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from gonghui.desks.figures import numerals
from gonghui.foundation.organisations.models import Unit

from .grammar import SUBHEADING, Named, pieces
from .telling import Gap, Number


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of words, numbers and gaps; a sub-heading carries its number: （一）."""

    pieces: tuple[str | Number | Gap, ...]
    is_heading: bool = False

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.shown for piece in self.pieces)


@dataclass(frozen=True)
class Section:
    """A section under its heading, 一、 and so on; the opening one has none."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass
class Paper:
    """A review as it is printed. `notes` are its figures by their number, `gaps` what is missing, in order."""

    title: str
    unit: Unit
    year: int
    sections: list[Section] = field(default_factory=list)
    placed: dict[int, Number | Gap] = field(default_factory=dict)
    is_draft: bool = True

    @property
    def numbers(self) -> dict[int, Number]:
        """Every number by its place in the text."""
        return {place: each for place, each in self.placed.items() if isinstance(each, Number)}

    @property
    def notes(self) -> list[Number]:
        """One number for each note, in order."""
        first: dict[int, Number] = {}
        for each in self.numbers.values():
            first.setdefault(each.note, each)
        return [first[note] for note in sorted(first)]

    @property
    def gaps(self) -> list[Gap]:
        return [each for each in self.placed.values() if isinstance(each, Gap)]

    @property
    def corrected(self) -> list[Number]:
        """Numbers that a later restatement has changed."""
        return [number for number in self.notes if number.now]

    @property
    def text(self) -> str:
        """The review as plain text, a paragraph a line."""
        lines = [self.title]
        for section in self.sections:
            lines += [section.heading] if section.heading else []
            lines += [paragraph.text for paragraph in section.paragraphs]
        return "\n\n".join(lines) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the words and of what each number is exactly, hexadecimal: what a checker has checked."""
        exact = [f"{place} {each.code} {each.value}" for place, each in self.numbers.items()]
        return hashlib.sha256("\n".join([self.text, *exact]).encode()).hexdigest()


def compose(sections: Iterable[dict], teller: Any, *, unit: Unit, year: int, is_draft: bool) -> Paper:
    """Put sections of wording together with what `teller` says of each claim; the first section opens the paper."""
    opening, *others = sections
    paper = Paper(named(opening["title"], unit, year), unit, year, is_draft=is_draft)
    notes: dict[str, int] = {}
    paper.sections.append(Section("", _paragraphs(opening, paper, teller, notes)))
    for number, section in enumerate(others, start=1):
        heading = f"{numerals.in_han(number)}、{named(section['title'], unit, year)}"
        paper.sections.append(Section(heading, _paragraphs(section, paper, teller, notes)))
    return paper


def _paragraphs(section, paper, teller, notes) -> tuple[Paragraph, ...]:
    found, heads = [], 0
    for line in section["paragraphs"]:
        said = [_put(piece, paper, teller, notes) for piece in pieces(line.removeprefix(SUBHEADING))]
        if is_heading := line.startswith(SUBHEADING):
            heads += 1
            said.insert(0, f"（{numerals.in_han(heads)}）")
        found.append(Paragraph(tuple(said), is_heading))
    return tuple(found)


def _put(piece, paper, teller, notes):
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Named):
        return _word(piece, paper.unit, paper.year)
    place = len(paper.placed) + 1
    told = teller.tell(piece, place)
    if isinstance(told, Number):
        told = replace(told, note=notes.setdefault(told.code, len(notes) + 1))
    paper.placed[place] = told
    return told


def named(title: str, unit, year) -> str:
    """A heading, in which only the year and the union may stand in braces."""
    return "".join(piece if isinstance(piece, str) else _word(piece, unit, year) for piece in pieces(title))


def _word(piece: Named, unit, year) -> str:
    return f"{year}年" if piece.name == "年" else unit.name
