"""Draws the shipped template of a form: A4, title centred, bordered tables, names in 宋体 and 仿宋 with fallbacks."""

import io
import zipfile
from dataclasses import dataclass
from functools import lru_cache

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .registry import registered

BODY, TITLE = "仿宋", "宋体"
FALLBACKS = {BODY: "FangSong", TITLE: "SimSun"}
"""Other names of a font, for a computer that knows it by these."""
LATIN = "Times New Roman"
ALIGNED = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Line:
    """A paragraph; `size` in points."""

    text: str
    align: str = "left"
    size: float = 11
    indent: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table, `height` in millimetres at least; its last cell takes what is left of the width."""

    cells: tuple[str, ...]
    height: int = 8
    is_head: bool = False


@dataclass(frozen=True)
class Each:
    """Rows of a list: a head, then one row for each `one` of the list `of`."""

    one: str
    of: str
    heads: tuple[str, ...]
    cells: tuple[str, ...]

    def rows(self) -> tuple[Row, ...]:
        begin, end = f"{{%tr for {self.one} in {self.of} %}}", "{%tr endfor %}"
        return Row(self.heads, is_head=True), Row((begin,)), Row(self.cells), Row((end,))


@dataclass(frozen=True)
class Table:
    """A bordered table; `widths` of its columns in millimetres."""

    widths: tuple[int, ...]
    rows: tuple[Row | Each, ...]


@dataclass(frozen=True)
class Layout:
    """A form as it is drawn: title, then lines and tables; `is_wide` lays the paper on its side."""

    title: str
    parts: tuple[Line | Table, ...]
    is_wide: bool = False


@lru_cache(maxsize=64)
def shipped(kind: str) -> bytes:
    """The template that a form has before a city has its own; the same bytes every time."""
    return drawn(registered[kind].layout)


def drawn(layout: Layout) -> bytes:
    """A layout as a Word document."""
    document = Document()
    _lay(document.sections[0], layout.is_wide)
    _write_styles(document)
    document.add_paragraph(layout.title, style="表题")
    for part in layout.parts:
        if isinstance(part, Table):
            _draw_table(document, part)
            _add_line(document, Line("", size=4))
        else:
            _add_line(document, part)
    made = io.BytesIO()
    document.save(made)
    return _dated_long_ago(made.getvalue())


def _lay(section, is_wide):
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(18), Mm(16)
    section.left_margin = section.right_margin = Mm(23)


def _write_styles(document):
    normal = document.styles["Normal"]
    _set_font(normal, BODY, 11)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    title = document.styles.add_style("表题", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(title, TITLE, 18)
    title.font.bold = True
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(8)
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = _with_fallbacks(part.blob)


def _set_font(style, name, size):
    style.font.name, style.font.size = LATIN, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _with_fallbacks(fonts: bytes) -> bytes:
    known = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    return fonts.replace(b"</w:fonts>", known.encode() + b"</w:fonts>")


def _add_line(place, line: Line):
    paragraph = place.add_paragraph()
    run = paragraph.add_run(line.text)
    run.font.size = Pt(line.size)
    paragraph.alignment = ALIGNED.get(line.align)
    if line.indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * line.size)
        paragraph.paragraph_format.line_spacing = 1.6


def _draw_table(document, table: Table):
    drawn_table = document.add_table(rows=0, cols=len(table.widths))
    drawn_table.style, drawn_table.alignment, drawn_table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(drawn_table.columns, table.widths, strict=True):
        column.width = Mm(width)
    for part in table.rows:
        for row in part.rows() if isinstance(part, Each) else (part,):
            _draw_row(drawn_table, row, table.widths)


def _draw_row(table, row: Row, widths):
    drawn_row = table.add_row()
    drawn_row.height, drawn_row.height_rule = Mm(row.height), WD_ROW_HEIGHT_RULE.AT_LEAST
    if row.is_head:
        repeats = OxmlElement("w:tblHeader")
        drawn_row._tr.get_or_add_trPr().append(repeats)
    cells = drawn_row.cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
    if len(row.cells) < len(cells):
        cells[len(row.cells) - 1].merge(cells[-1])
    for cell, text in zip(cells, row.cells, strict=False):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write_cell(cell, text)


def _write_cell(cell, text):
    """What is filled in stands left; what is printed on the form stands in the middle."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.add_run(line).font.size = Pt(10.5)
        is_signature = len(lines) > 1 and number == len(lines) - 1
        if is_signature:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif not line.startswith("{"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if len(lines) == 1 else None


def _dated_long_ago(content: bytes) -> bytes:
    """The archive without the time it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
