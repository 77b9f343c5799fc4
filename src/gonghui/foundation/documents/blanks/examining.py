"""Judges a Word document before it becomes a template: nothing in it acts, fetches, changes or whispers (T18)."""

import io
import re
import zipfile
from xml.etree.ElementTree import Element

from lxml import etree

from gonghui.kernel.sheets import filling
from gonghui.kernel.sheets.unreadable import Unreadable

from . import sentences
from .registry import HEAD, Blank, names, samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
HARMLESS_FIELDS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^\"]*")
OBJECTS = (f"{W}object", f"{W}altChunk", f"{W}control", f"{W}pict")
CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def prove(content: bytes, blank: Blank) -> filling.Filled:
    """The template filled with samples. Raises sentences.WrongTags, sentences.UnfitDocument."""
    _look_through(content)
    fields, head = names(blank.fields) | names(HEAD), names(HEAD)
    try:
        if complaints := filling.survey(content, fields=fields, head=head):
            raise sentences.wrong_tags(complaints)
        sheet, margins = samples(blank.fields) | samples(HEAD), samples(HEAD)
        return filling.fill(content, [sheet], fields=fields, head=head, margins=margins, html=True)
    except Unreadable as no:
        raise sentences.unfit(no.code) from None


def _look_through(content: bytes):
    """Raises UnfitDocument with what may not stand in a template."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".rels") and EXTERNAL.search(archive.read(name)):
                    raise sentences.unfit("links")
                if TEXTS.fullmatch(name):
                    _look_at(_tree(archive.read(name)))
                if name == "word/comments.xml" and _tree(archive.read(name)).find(f"{W}comment") is not None:
                    raise sentences.unfit("comments")
    except (zipfile.BadZipFile, etree.XMLSyntaxError):
        raise sentences.unfit("broken_archive") from None


def _tree(content: bytes) -> Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _look_at(root):
    if next(root.iter(f"{W}hyperlink"), None) is not None:
        raise sentences.unfit("links")
    if next(root.iter(*OBJECTS), None) is not None:
        raise sentences.unfit("objects")
    if next(root.iter(*CHANGES), None) is not None:
        raise sentences.unfit("changes")
    told = [each.text or "" for each in root.iter(f"{W}instrText")]
    told += [each.get(f"{W}instr") or "" for each in root.iter(f"{W}fldSimple")]
    if not all(HARMLESS_FIELDS.fullmatch(text) for text in told if text.strip()):
        raise sentences.unfit("fields")
