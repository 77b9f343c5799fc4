"""A review as PDF, the same on every machine: set by a child process with the fonts of the product (O.2)."""

import json
import logging
import os
import subprocess
import sys
import threading

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from . import layout
from .composing import Paper
from .telling import Gap, Number

CHILD = (sys.executable, "-I", "-m", "gonghui.desks.review.writing.typesetting")
PLACES = threading.BoundedSemaphore(2)
PATIENCE = 20
SECONDS = 60
BEGINNING = b"%PDF"

log = logging.getLogger(__name__)


class NotSet(Refusal):
    sentence = _("PDF 暂时生成不了。请稍后再试,或先下载 Word 文件。")


def pdf_of(paper: Paper) -> bytes:
    """The paper as a PDF file. Raises NotSet."""
    if not PLACES.acquire(timeout=PATIENCE):
        raise NotSet
    try:
        return _set(json.dumps(told(paper), ensure_ascii=False).encode())
    finally:
        PLACES.release()


def _set(job: bytes) -> bytes:
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}  # nothing of the parent's: keys may stand there
    try:
        done = subprocess.run(CHILD, input=job, capture_output=True, timeout=SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired:
        log.warning("A page was not set within %s seconds", SECONDS)
        raise NotSet from None
    if done.returncode or not done.stdout.startswith(BEGINNING):
        log.warning("A page was not set: status %s, %s", done.returncode, done.stderr[-200:].decode(errors="replace"))
        raise NotSet
    return done.stdout


def told(paper: Paper) -> dict:
    """All that the page shows, as plain values."""
    return {
        "title": paper.title,
        "unit": paper.unit.name,
        "by": layout.by_line(paper),
        "page": layout.PAGE,
        "top": layout.TOP,
        "right": layout.RIGHT,
        "bottom": layout.BOTTOM,
        "left": layout.LEFT,
        "line": layout.LINE,
        "character": layout.CHARACTER,
        "sections": [
            {"heading": section.heading, "paragraphs": [_paragraph(each) for each in section.paragraphs]}
            for section in paper.sections
        ],
        "notes": [vars(note) for note in layout.notes_of(paper)],
        "gaps": layout.gaps_of(paper),
        "words": {
            "appendix": layout.APPENDIX,
            "notes": layout.NOTES_TITLE,
            "gaps": layout.GAPS_TITLE,
            "fonts-title": layout.FONTS_TITLE,
            "fonts": layout.FONTS_OF_PDF,
            "none": layout.NO_NUMBERS,
            "heads": layout.NOTE_HEADS,
            "gap-heads": layout.GAP_HEADS,
        },
    }


def _paragraph(paragraph) -> dict:
    return {"heading": paragraph.is_heading, "pieces": [_piece(piece) for piece in paragraph.pieces]}


def _piece(piece) -> dict:
    if isinstance(piece, Number):
        return {"kind": "number", "text": piece.shown, "note": piece.note}
    return {"kind": "gap", "text": piece.shown} if isinstance(piece, Gap) else {"kind": "words", "text": piece}
