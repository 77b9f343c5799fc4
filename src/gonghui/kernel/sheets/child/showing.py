"""Shows filled sheets in a browser: paragraphs and tables, nothing that runs, no style of its own."""

import io
import zipfile
from copy import deepcopy

import mammoth
from lxml import etree, html
from mammoth import transforms

from .tags import W

BETWEEN = "\ue000"
"""Parts the sheets while they are turned; no value holds it."""
STYLES = """
p[style-name='gh-title'] => h2.gh-sheet-title:fresh
p[style-name='gh-centre'] => p.gh-centre:fresh
p[style-name='gh-right'] => p.gh-right:fresh
u => u
br[type='page'] => br
"""
TITLES = ("表题", "title", "heading 1")
ALIGNED = {"center": "gh-centre", "right": "gh-right", "end": "gh-right"}
KEPT = {"p", "h2", "table", "thead", "tbody", "tr", "td", "th", "strong", "em", "u", "s", "sup", "sub", "br", "ul",
        "ol", "li", "img"}  # fmt: skip
CLASSES = {"gh-sheet-title", "gh-centre", "gh-right"}
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")


def shown(parts: dict[str, bytes], document, sheets) -> list[str]:
    """The HTML of each sheet."""
    whole = deepcopy(document)
    body = whole.find(f"{W}body")
    body[:] = []
    for sheet in sheets:
        body.extend(deepcopy(each) for each in sheet.find(f"{W}body") if each.tag != f"{W}sectPr")
        mark = etree.SubElement(etree.SubElement(etree.SubElement(body, f"{W}p"), f"{W}r"), f"{W}t")
        mark.text = BETWEEN
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (parts | {"word/document.xml": etree.tostring(whole)}).items():
            archive.writestr(name, content)
    turned = mammoth.convert_to_html(
        packed, style_map=STYLES, transform_document=transforms.paragraph(_styled), ignore_empty_paragraphs=False
    )
    pieces = turned.value.split(f"<p>{BETWEEN}</p>")[: len(sheets)]
    return [_tidied(piece, sheet) for piece, sheet in zip(pieces, sheets, strict=True)]


def _styled(paragraph):
    """A paragraph named for how it looks."""
    if (paragraph.style_name or "").lower() in TITLES:
        return paragraph.copy(style_name="gh-title")
    return paragraph.copy(style_name=ALIGNED.get(paragraph.alignment), style_id=None)


def _tidied(piece: str, sheet) -> str:
    """The piece with only what a sheet of paper has; columns as wide as in the document."""
    root = html.fragment_fromstring(piece, create_parent="div")
    for each in list(root.iterdescendants()):
        if each.tag not in KEPT or (each.tag == "img" and not each.get("src", "").startswith(PICTURES)):
            each.drop_tag()
            continue
        for name, value in list(each.attrib.items()):
            if not _may_stay(each.tag, name, value):
                del each.attrib[name]
        if each.tag == "img":
            each.set("alt", "")
    for table, grid in zip(root.iter("table"), sheet.iter(f"{W}tblGrid"), strict=False):
        table.insert(0, _columns(grid))
    return "".join(html.tostring(each, encoding="unicode") for each in root)


def _may_stay(tag, name, value) -> bool:
    return (
        (name in ("colspan", "rowspan") and tag in ("td", "th") and value.isdecimal())
        or (name == "class" and value in CLASSES)
        or (name == "src" and tag == "img")
    )


def _columns(grid):
    """The widths of a table's columns, in hundredths of the whole."""
    widths = [int(each.get(f"{W}w") or 0) for each in grid]
    group = html.Element("colgroup")
    for width in widths:
        html.etree.SubElement(group, "col", {"width": f"{100 * width // max(sum(widths), 1)}%"} if width else {})
    return group
