"""A review for the browser: every number a link to its records, or to its line in the appendix."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from gonghui.desks.figures import listed
from gonghui.desks.figures.addresses import key_of
from gonghui.kernel.indicators import all_figures

from . import layout
from .composing import Paper
from .telling import Gap, Number

STYLE = Path(__file__).parents[1] / "static" / "review" / "paper.css"
Link = Callable[[Number], str]


@dataclass(frozen=True)
class Shown:
    """A piece of a paragraph as the page draws it: words, a number with its link and note, or a gap."""

    kind: str
    text: str
    href: str = ""
    note: int = 0
    now: str = ""


def link_for(by) -> Link:
    """Where a number leads for a post: its records, else what is known of the figure, else its note."""
    figures = {figure.code: figure for figure in all_figures()}

    def link(number: Number) -> str:
        figure = figures.get(number.code)
        if figure is None or not by.unit.holds(number.unit.position):
            return f"#note-{number.note}"
        return address_of(number, "records" if listed.may_list(figure, by) else "figure")

    return link


def address_of(number: Number, page: str = "records") -> str:
    """The address of a number's records."""
    asked = {"unit": key_of(number.unit), "period": number.period}
    return f"{reverse(f'figures:{page}', args=[number.code])}?{urlencode(asked)}"


def drawn(paper: Paper, link: Link) -> dict:
    """All that the template of a paper shows."""
    sections = [
        (
            section.heading,
            [(each.is_heading, [_piece(piece, link) for piece in each.pieces]) for each in section.paragraphs],
        )
        for section in paper.sections
    ]
    notes = [(note, link(number)) for note, number in zip(layout.notes_of(paper), paper.notes, strict=True)]
    shown = {"paper": paper, "by_line": layout.by_line(paper), "sections": sections, "notes": notes}
    return shown | {"gaps": layout.gaps_of(paper), "words": layout}


def _piece(piece, link: Link) -> Shown:
    if isinstance(piece, Number):
        return Shown("number", piece.shown, link(piece), piece.note, piece.now)
    return Shown("gap", piece.shown) if isinstance(piece, Gap) else Shown("words", piece)


def page_of(paper: Paper) -> str:
    """The paper as a file of its own, its numbers linked to the platform's own address."""
    style = base64.b64encode(STYLE.read_bytes()).decode()
    told = drawn(paper, lambda number: settings.ORIGIN + address_of(number))
    return render_to_string("review/standalone.html", told | {"style": f"data:text/css;base64,{style}"})
