"""A review as a Word document in the official layout: 28 characters by 22 lines (O.2)."""

import io
from dataclasses import dataclass

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import layout
from .composing import Paper
from .telling import Gap, Number

BODY, TITLE, BLACK, REGULAR, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
OTHER_NAMES = {BODY: "仿宋", TITLE: "宋体", BLACK: "SimHei", REGULAR: "楷体"}
"""What a computer takes that has not the font of the standard."""
TWIPS = 20
SMALL = 10.5
SQUEEZE = round((layout.CHARACTER - layout.THREE - 0.04) * TWIPS)
"""Twentieths of a point between characters of 3号, so that 28 fill a line."""
PITCH = int(layout.LINE * TWIPS)
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class Look:
    """How a kind of paragraph looks: its font, size in points, alignment, first-line indent, and line in points."""

    font: str
    size: float = layout.THREE
    align: int = JUSTIFIED
    indents: bool = True
    line: float = PITCH / TWIPS
    keeps_next: bool = False


STYLES = {
    "述评标题": Look(TITLE, layout.TWO, CENTRE, indents=False, line=35, keeps_next=True),
    "述评署名": Look(REGULAR, align=CENTRE, indents=False),
    "述评正文": Look(BODY),
    "述评一级标题": Look(BLACK, align=LEFT, keeps_next=True),
    "述评二级标题": Look(REGULAR, align=LEFT, keeps_next=True),
    "述评附件": Look(BLACK, align=LEFT, indents=False, keeps_next=True),
    "述评表格": Look(BODY, SMALL, LEFT, indents=False, line=14),
}


def word_of(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    document = Document()
    _lay(document)
    _write_styles(document)
    _number_pages(document)
    document.core_properties.title, document.core_properties.author = paper.title, paper.unit.name
    document.add_paragraph(paper.title, style="述评标题")
    document.add_paragraph(layout.by_line(paper), style="述评署名")
    for section in paper.sections:
        if section.heading:
            document.add_paragraph(section.heading, style="述评一级标题")
        for paragraph in section.paragraphs:
            _write(document, paragraph)
    _append(document, paper)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _lay(document):
    """Paper, margins and the grid of 22 lines."""
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, layout.PAGE)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(PITCH))


def _write_styles(document):
    normal = document.styles["Normal"]
    _set_font(normal, BODY, layout.THREE)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    for name, look in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_font(style, look.font, look.size)
        placed = style.paragraph_format
        placed.alignment, placed.keep_with_next = look.align, look.keeps_next
        placed.line_spacing_rule, placed.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
        if look.indents:
            _indent(style)
        if look.size == layout.THREE:
            _squeeze(style)
        if look.size == SMALL:
            _leave_grid(style)
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = _with_other_names(part.blob)


def _set_font(style, name, size):
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:hint"):
        fonts.set(qn(kind), name if kind == "w:eastAsia" else "eastAsia")


def _indent(style):
    """Two characters, whatever their size."""
    style.paragraph_format.first_line_indent = Pt(2 * layout.CHARACTER)
    style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _squeeze(style):
    """Characters a little closer: stands before the size, where the format wants it."""
    properties = style.element.get_or_add_rPr()
    made = _property(properties, "w:spacing", val=SQUEEZE)
    properties.find(qn("w:sz")).addprevious(made)


def _leave_grid(style):
    """Small print in tables keeps its own lines."""
    properties = style.element.get_or_add_pPr()
    properties.find(qn("w:spacing")).addprevious(_property(properties, "w:snapToGrid", val=0))


def _property(parent, tag, **values):
    made = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    parent.append(made)
    return made


def _with_other_names(fonts: bytes) -> bytes:
    known = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in OTHER_NAMES.items()
    )
    return fonts.replace(b"</w:fonts>", known.encode() + b"</w:fonts>")


def _number_pages(document):
    """— 1 — in 4号 宋体, one character in: odd pages right, even pages left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        placed = paragraph.paragraph_format
        placed.left_indent, placed.right_indent = (
            (Pt(0), Pt(layout.FOUR)) if align == RIGHT else (Pt(layout.FOUR), Pt(0))
        )
        for part in ("— ", "begin", "PAGE", "end", " —"):
            _write_footer(paragraph, part)


def _write_footer(paragraph, part):
    run = paragraph.add_run("" if part in ("begin", "PAGE", "end") else part)
    run.font.size, run.font.name = Pt(layout.FOUR), SONG
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    if part in ("begin", "end"):
        _property(run._r, "w:fldChar", fldCharType=part)
    elif part == "PAGE":
        _property(run._r, "w:instrText").text = part


def _write(document, paragraph):
    written = document.add_paragraph(style="述评二级标题" if paragraph.is_heading else "述评正文")
    for piece in paragraph.pieces:
        if isinstance(piece, Gap):
            written.add_run(piece.shown).font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif isinstance(piece, Number):
            written.add_run(piece.shown)
            _write_note(written, piece.note)
        else:
            written.add_run(piece)


def _write_note(paragraph, number: int):
    """The raised number of a note, which leads to its line in the appendix."""
    link = _property(paragraph._p, "w:hyperlink", anchor=f"note_{number}")
    run = paragraph.add_run(f"[{number}]")
    run.font.superscript = True
    link.append(run._r)


# The appendix


def _append(document, paper: Paper):
    document.add_paragraph(layout.APPENDIX, style="述评附件").paragraph_format.page_break_before = True
    document.add_paragraph(layout.NOTES_TITLE, style="述评标题")
    notes = layout.notes_of(paper)
    if notes:
        rows = [(str(n.number), n.name, _told(n), n.definition, f"{n.scope}，封存：{n.seal}") for n in notes]
        table = _draw(document, layout.NOTE_HEADS, rows, (9, 29, 27, 51, 40))
        for note, row in zip(notes, table.rows[1:], strict=True):
            _mark(row.cells[0].paragraphs[0], note.number)
    else:
        document.add_paragraph(layout.NO_NUMBERS, style="述评正文")
    if gaps := layout.gaps_of(paper):
        document.add_paragraph(layout.GAPS_TITLE, style="述评附件")
        _draw(document, layout.GAP_HEADS, gaps, (45, 111))
    document.add_paragraph(layout.FONTS_TITLE, style="述评附件")
    document.add_paragraph(layout.FONTS_OF_WORD, style="述评表格")


def _told(note) -> str:
    return f"{note.shown}\n{note.corrected}" if note.corrected else note.shown


def _draw(document, heads, rows, widths):
    table = document.add_table(rows=0, cols=len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for texts in (heads, *rows):
        row = table.add_row()
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].style = "述评表格"
            cell.paragraphs[0].add_run(text)
        _property(row._tr.get_or_add_trPr(), "w:tblHeader" if texts is heads else "w:cantSplit")
    return table


def _mark(paragraph, number: int):
    """The place a note leads to."""
    begin = _property(paragraph._p, "w:bookmarkStart", id=number, name=f"note_{number}")
    _property(paragraph._p, "w:bookmarkEnd", id=number)
    paragraph._p.remove(begin)
    paragraph._p.insert(1, begin)
