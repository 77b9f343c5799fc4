"""Fills a Word template once for each sheet, all into one document; says of each its digest and how it looks."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from lxml import etree

from ..unreadable import Unreadable
from . import showing, tags
from .tags import W

BODY = "word/document.xml"
MARGINS = re.compile(r"word/(header|footer)\d*\.xml")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The day written on every part, so that the same sheets make the same file."""
NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]|[\\a\\f\ue000]")


def survey(job: dict) -> Iterator[dict]:
    """Says what is wrong with the tags of a template."""
    _parts, _trees, complaints = _surveyed(job, _opened(job))
    for complaint in complaints:
        yield {"complaint": complaint}
    yield {"end": True}


def fill(job: dict, mouth) -> Iterator[dict]:
    """Writes the sheets it hears to the job's `out`; each sheet is one line of JSON. With `html` also shows them."""
    parts, trees, complaints = _surveyed(job, _opened(job))
    if complaints:
        raise Unreadable("wrong_tags", count=len(complaints))
    document = trees.pop(BODY)
    for name, tree in trees.items():
        parts[name] = _written(_filled(_template(tree), job["margins"]))
    sheets = list(_sheets(document, mouth, job["limits"]))
    if not sheets:
        raise Unreadable("no_rows")
    for sheet in sheets:
        yield {"digest": hashlib.sha256(_words(sheet).encode()).hexdigest()}
    for shown in showing.shown(parts, document, sheets) if job["html"] else ():
        yield {"html": shown}
    _write(job["out"], parts | {BODY: _written(_joined(sheets))})
    yield {"end": True}


def _opened(job) -> dict[str, bytes]:
    """The parts of the template by name, the note of who prints it standing at the foot of every page."""
    content = job["path"]
    if job.get("note"):
        content = io.BytesIO()
        _signed(job["path"], job["note"]).save(content)
    try:
        with zipfile.ZipFile(content) as archive:
            return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except (zipfile.BadZipFile, KeyError):
        raise Unreadable("broken_archive") from None


def _signed(path, note):
    try:
        document = Document(path)
    except (KeyError, ValueError, etree.XMLSyntaxError):
        raise Unreadable("broken_archive") from None
    for section in document.sections:
        footers = [section.footer]
        footers += [section.first_page_footer] if section.different_first_page_header_footer else []
        footers += [section.even_page_footer] if document.settings.odd_and_even_pages_header_footer else []
        for footer in footers:
            if note not in [paragraph.text for paragraph in footer.paragraphs]:
                footer.add_paragraph(note)
    return document


def _surveyed(job, parts):
    """The parts, the trees of those that hold tags, and what is wrong with these."""
    if BODY not in parts:
        raise Unreadable("missing_part", part=BODY)
    trees, complaints = {}, []
    for name in [BODY, *sorted(filter(MARGINS.fullmatch, parts))]:
        edge = MARGINS.fullmatch(name)
        look = tags.Survey(job["head"] if edge else job["fields"], {"part": edge[1]} if edge else None)
        try:
            tree = tags.parsed(parts[name])
        except etree.XMLSyntaxError:
            raise Unreadable("broken_xml", part=name) from None
        look.walk(tree)
        tags.settle(look)
        complaints += look.complaints
        if name == BODY or "{" in tags.text_of(tree):
            trees[name] = tree
    return parts, trees, complaints


def _template(tree):
    source = DocxTemplate("").patch_xml(etree.tostring(tree, encoding="unicode"))
    environment = tags.environment()
    environment.undefined = StrictUndefined
    return environment.from_string(source)


def _filled(template, context):
    try:
        text = template.render(context)
        return tags.parsed(DocxTemplate("").resolve_listing(text).encode())
    except (TemplateError, etree.XMLSyntaxError, OverflowError):
        raise Unreadable("unfillable") from None


def _sheets(document, mouth, limits):
    """The filled documents, one for each line heard."""
    template, size = _template(document), 0
    for line in mouth:
        sheet = _filled(template, _clean(json.loads(line)[0]))
        size += len(etree.tostring(sheet))
        if size > limits["unpacked"]:
            raise Unreadable("too_large_unpacked", largest=limits["unpacked"] // 1048576)
        yield sheet


def _clean(value):
    """Values without what no XML document may hold, nor the mark that parts the sheets."""
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return NOT_IN_XML.sub("", value) if isinstance(value, str) else value


def _joined(sheets):
    """One document with the sheets one after another, each on a page of its own; takes them apart."""
    whole = sheets[0]
    body = whole.find(f"{W}body")
    last = body.find(f"{W}sectPr")
    for sheet in sheets[1:]:
        blocks = [each for each in sheet.find(f"{W}body") if each.tag != f"{W}sectPr"]
        for block in [_on_a_new_page(blocks), *blocks]:
            if block is not None:
                last.addprevious(block) if last is not None else body.append(block)
    return whole


def _on_a_new_page(blocks):
    """Begin the blocks on a new page; a paragraph of its own where they begin with a table."""
    first = blocks[0] if blocks and blocks[0].tag == f"{W}p" else etree.Element(f"{W}p")
    settings = first.find(f"{W}pPr")
    if settings is None:
        settings = etree.Element(f"{W}pPr")
        first.insert(0, settings)
    breaks = etree.Element(f"{W}pageBreakBefore")
    style = settings.find(f"{W}pStyle")
    settings.insert(0 if style is None else 1, breaks)
    return None if blocks and first is blocks[0] else first


def _words(sheet) -> str:
    return "\n".join(tags.text_of(paragraph) for paragraph in sheet.iter(f"{W}p"))


def _written(tree) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write(out, parts):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
