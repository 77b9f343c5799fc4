"""Text out of .docx, HTML and PDF. Runs as a child process of ``intake``: bytes in, UTF-8 text out, limits set first.

Exit codes: 0 read, those of ``limits`` for what is refused; anything else: broken.
"""

import io
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree, html
from pypdf import PdfReader

from gonghui.desks.review.reading.limits import (
    MACRO,
    MOST_CHARACTERS,
    MOST_ENTRIES,
    MOST_UNPACKED,
    NOT_WORD,
    PASSWORD,
    TOO_LARGE,
    TOO_LONG,
)

MEMORY = 2**30
CPU_SECONDS = 30
BODY = ("word/document.xml", "word/styles.xml")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNSEEN = {f"{WORD}del", f"{WORD}moveFrom", f"{WORD}instrText", FALLBACK}
BLOCKS = frozenset(
    ("p", "div", "section", "article", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
) | {"main", "blockquote", "dt", "dd", "figure", "figcaption", "header"}
DROPPED = ("script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "svg")


def docx_text(content: bytes) -> str:
    """Paragraphs and tables in order; headings begin with #, deleted and hidden instructions are left out."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _require_sound(archive.infolist())
        body = etree.fromstring(archive.read("word/document.xml"), parser).find(f"{WORD}body")
        names = archive.namelist()
        styles = etree.fromstring(archive.read("word/styles.xml"), parser) if "word/styles.xml" in names else None
    headings = {} if styles is None else dict(_heading_styles(styles))
    return "\n".join(_word_blocks(body, headings))


def _require_sound(entries: list[zipfile.ZipInfo]) -> None:
    """Names, counts and sizes are looked at before anything is unpacked; what is refused ends the child."""
    names = {entry.filename for entry in entries}
    body = [entry for entry in entries if entry.filename in BODY]
    if any("vbaproject" in name.lower() for name in names):
        sys.exit(MACRO)
    if "word/document.xml" not in names:
        sys.exit(NOT_WORD)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in body) > MOST_UNPACKED:
        sys.exit(TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in body):
        sys.exit(PASSWORD)


def html_text(content: bytes) -> str:
    """What a reader sees of a page, block by block; headings begin with #, table rows are written in bars."""
    page = html.fromstring(content.decode("utf-8"), parser=html.HTMLParser(no_network=True, huge_tree=False))
    for element in list(page.iter(*DROPPED)):
        element.drop_tree()
    return "\n".join(line.strip() for line in "".join(_seen(page)).split("\n"))


def pdf_text(content: bytes) -> str:
    """The text lines of every page."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(PASSWORD)
    return "\n".join(page.extract_text() for page in reader.pages)


KINDS: dict[str, Callable[[bytes], str]] = {"docx": docx_text, "html": html_text, "pdf": pdf_text}


def _heading_styles(styles) -> Iterator[tuple[str, int]]:
    for style in styles.iter(f"{WORD}style"):
        name = style.find(f"{WORD}name")
        said = "" if name is None else name.get(f"{WORD}val", "").lower()
        if match := re.fullmatch(r"(?:heading|标题)\s*(\d)|title|标题", said):
            yield style.get(f"{WORD}styleId", ""), int(match[1] or 1)


def _word_blocks(body, headings: dict[str, int]) -> Iterator[str]:
    for block in body:
        if block.tag == f"{WORD}p":
            style = block.find(f"{WORD}pPr/{WORD}pStyle")
            level = 0 if style is None else headings.get(style.get(f"{WORD}val", ""), 0)
            text = _word_text(block)
            yield "#" * level + " " + text if level and text.strip() else text
        elif block.tag == f"{WORD}tbl":
            rows = [row.iter(f"{WORD}tc") for row in block.iter(f"{WORD}tr")]
            yield from _barred([[_word_text(cell).replace("\n", "") for cell in cells] for cells in rows])
        elif block.tag == f"{WORD}sdt":
            yield from _word_blocks(block.find(f"{WORD}sdtContent") or (), headings)


def _word_text(block) -> str:
    if block.tag in UNSEEN:
        return ""
    if block.tag == f"{WORD}t":
        return block.text or ""
    if block.tag in (f"{WORD}br", f"{WORD}cr"):
        return "\n"
    return ("\t" if block.tag == f"{WORD}tab" else "") + "".join(_word_text(child) for child in block)


def _seen(element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield element.tail or ""
        return
    if element.tag == "table" and element.find(".//table") is None:
        rows = [[" ".join(cell.text_content().split()) for cell in row.iter("td", "th")] for row in element.iter("tr")]
        yield "\n" + "\n".join(_barred(rows)) + "\n"
    else:
        is_block = element.tag in BLOCKS
        yield "\n" * (is_block or element.tag == "br")
        yield "#" * int(element.tag[1]) + " " if re.fullmatch("h[1-6]", element.tag) else ""
        yield re.sub(r"\s+", " ", element.text or "")
        for child in element:
            yield from _seen(child)
        yield "\n" * is_block
    yield re.sub(r"\s+", " ", element.tail or "")


def _barred(rows: list[list[str]]) -> Iterator[str]:
    """Rows as Markdown writes them; a table of one column is layout, not a table."""
    if all(len(cells) <= 1 for cells in rows):
        yield from (cell for cells in rows for cell in cells)
        return
    for at, cells in enumerate(rows):
        yield "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
        if at == 0:
            yield "|" + "---|" * len(cells)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    text = KINDS[sys.argv[1]](sys.stdin.buffer.read())
    if len(text) > MOST_CHARACTERS:
        sys.exit(TOO_LONG)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
