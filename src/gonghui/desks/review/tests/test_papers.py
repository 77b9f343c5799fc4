"""The review as it is taken away: the same words as Word, PDF and page; the official layout; what verify says of it."""

import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import docx
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from docx.oxml.ns import qn
from pylopdf_fonts_zh_cn import serif_path

from gonghui.desks.figures.reckoning import the_city
from gonghui.desks.review import checking
from gonghui.desks.review.models import Review
from gonghui.desks.review.reading import text_of
from gonghui.desks.review.writing import layout, pdf, web, word
from gonghui.desks.review.writing.composing import compose
from gonghui.desks.review.writing.papers import paper_of
from gonghui.foundation.organisations import sight
from tests.world import NOW

from .test_writing import IN_ORDER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
GOLDEN = Path(__file__).with_name("review-2021-small-world.txt")
TWIPS_A_MILLIMETRE = 1440 / 25.4
MADE = {"docx": word.word_of, "pdf": pdf.pdf_of, "html": lambda paper: web.page_of(paper).encode()}


@pytest.fixture
def paper(db):
    with transaction.atomic(), sight.system("test"):
        yield paper_of(Review.objects.get(year=2021))


def a_grid_of(characters: str, lines: int):
    """A paper whose body is nothing but characters, as many as fill so many lines."""
    said = characters * (lines * layout.CHARACTERS // len(characters))
    unit = SimpleNamespace(name="某某总工会")
    sections = [{"title": "题", "paragraphs": [said]}]
    return compose(sections, None, unit=unit, year=2021, is_draft=False)


def squeezed(text: str) -> str:
    """The words alone: without spaces, line ends, note numbers and page numbers."""
    text = re.sub(r"—\s*\d+\s*—", "", text)
    return re.sub(r"\[\d+\]|\s", "", text)


def test_the_text_is_the_golden_one(paper):
    assert paper.text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", MADE)
def test_every_form_has_the_same_words(paper, kind):
    read = squeezed(text_of(io.BytesIO(MADE[kind](paper))))

    for section in paper.sections:
        for paragraph in section.paragraphs:
            assert squeezed(paragraph.text) in read
        assert section.heading in read


@pytest.mark.parametrize("kind", MADE)
def test_every_form_says_what_is_behind_and_what_is_missing(paper, kind):
    read = squeezed(text_of(io.BytesIO(MADE[kind](paper))))

    for note in layout.notes_of(paper):
        assert squeezed(note.definition)[:20] in read
    for why, _claims in layout.gaps_of(paper):
        assert why in read
    assert "六安市总工会及所属各级工会" in read


@pytest.mark.parametrize("kind", MADE)
def test_verify_finds_nothing_that_differs(paper, kind):
    text = text_of(io.BytesIO(MADE[kind](paper)))
    with transaction.atomic():
        checked = checking.check(text, the_city(), None, today=NOW)

    verdicts = {each.verdict for each in checked.judged}
    assert verdicts & {"differs", "self_contradiction", "ambiguous"} == set()
    assert {each.code for each in checked.judged if each.verdict == "agrees"} >= {"Y10", "Y11", "Y12", "Y15", "Y16"}


def test_verify_agrees_with_every_claim_of_the_text(paper):
    with transaction.atomic():
        checked = checking.check(paper.text, the_city(), 2021, today=NOW)

    assert [(each.code, each.verdict) for each in checked.judged] == [
        (code, "agrees") for code in IN_ORDER
    ]


def test_the_page_links_every_number_to_its_records(paper):
    page = web.page_of(paper)

    for code in ("Y10", "Y15", "Y16", "Y17"):
        assert page.count(f"/figures/{code}/records?unit=341500&amp;period=2021") == 2


def test_a_word_of_markup_is_a_word(paper):
    sections = [{"title": "题", "paragraphs": ["<script>alert(1)</script> #panic() $x$ *粗* `码` [1] & “引”"]}]
    risky = compose(sections, None, unit=paper.unit, year=2021, is_draft=False)

    assert "&lt;script&gt;" in web.page_of(risky)
    read = pypdf.PdfReader(io.BytesIO(pdf.pdf_of(risky))).pages[0].extract_text()
    assert "<script>alert(1)</script>" in read.replace("\n", "")
    assert "#panic()" in read.replace("\n", "")


# The official layout


def test_word_lays_the_page_as_the_standard_says(paper):
    section = docx.Document(io.BytesIO(word.word_of(paper))).sections[0]

    millimetres = {name: round(getattr(section, name).mm) for name in ("page_width", "page_height")}
    assert millimetres == {"page_width": 210, "page_height": 297}
    margins = [round(getattr(section, f"{side}_margin").mm) for side in ("top", "right", "bottom", "left")]
    assert margins == [37, 26, 35, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_word_fits_22_lines_and_not_23():
    height = layout.HEIGHT * TWIPS_A_MILLIMETRE

    assert 22 * word.PITCH <= height < 23 * word.PITCH


def test_word_fits_28_characters_and_not_29():
    width, character = layout.WIDTH * TWIPS_A_MILLIMETRE, layout.THREE * word.TWIPS + word.SQUEEZE

    assert 28 * character <= width < 29 * character


def test_word_names_the_fonts_of_the_standard(paper):
    document = docx.Document(io.BytesIO(word.word_of(paper)))
    named = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles
        if style.name.startswith("述评")
    }

    assert named["述评标题"] == "方正小标宋简体"
    assert named["述评正文"] == "仿宋_GB2312"
    assert (named["述评一级标题"], named["述评二级标题"]) == ("黑体", "楷体_GB2312")
    assert layout.FONTS_OF_WORD in "".join(paragraph.text for paragraph in document.paragraphs)


def test_word_numbers_odd_pages_right_and_even_pages_left(paper):
    document = docx.Document(io.BytesIO(word.word_of(paper)))
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    right, left = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (right.alignment, left.alignment) == (word.RIGHT, word.LEFT)
    assert (right.text, left.text) == ("—  —", "—  —")
    assert {run.font.size.pt for run in (*right.runs, *left.runs)} == {14}
    assert "PAGE" in right._p.xml


def test_word_notes_lead_to_the_appendix(paper):
    xml = docx.Document(io.BytesIO(word.word_of(paper))).element.xml

    led_to = set(re.findall(r'w:anchor="(note_\d+)"', xml))
    assert led_to == set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(note_\d+)"', xml))
    assert len(led_to) == len(IN_ORDER)


def test_pdf_has_28_characters_a_line_and_22_lines():
    reader = pypdf.PdfReader(io.BytesIO(pdf.pdf_of(a_grid_of("一二三四五六七八九十甲乙丙丁", 70))))

    lines = [line.strip() for line in reader.pages[1].extract_text().split("\n")]
    body = [line for line in lines if line and "—" not in line]
    assert len(body) == 22
    assert {len(line) for line in body} == {28}


def test_pdf_has_its_fonts_with_it(paper):
    fonts = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf.pdf_of(paper))).pages:
        fonts |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}

    assert {re.sub(r"/[A-Z]{6}\+|-Regular.*", "", font) for font in fonts} == {"NotoSerifSC", "NotoSansSC"}


def test_pdf_numbers_odd_pages_right_and_even_pages_left(paper):
    reader = pypdf.PdfReader(io.BytesIO(pdf.pdf_of(paper)))

    assert [_place_of_number(reader.pages[n], n + 1) > 300 for n in range(4)] == [True, False, True, False]


def _place_of_number(page, number) -> float:
    """How far from the left edge, in points, the number of a page stands in its foot."""
    places = []

    def visit(text, matrix, _place, _font, _size):
        if text.strip() == f"— {number} —" and matrix[5] < 100:
            places.append(matrix[4])

    page.extract_text(visitor_text=visit)
    return places[-1]


def test_pdf_is_the_same_twice(paper):
    assert pdf.pdf_of(paper) == pdf.pdf_of(paper)


def test_pdf_says_so_when_the_setter_fails(paper, monkeypatch):
    monkeypatch.setattr(pdf, "CHILD", ("/bin/false",))

    with pytest.raises(pdf.NotSet):
        pdf.pdf_of(paper)


def test_pdf_ends_a_setter_that_hangs(paper, monkeypatch):
    monkeypatch.setattr(pdf, "CHILD", ("/bin/sleep", "30"))
    monkeypatch.setattr(pdf, "SECONDS", 0.2)

    with pytest.raises(pdf.NotSet):
        pdf.pdf_of(paper)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_word_has_28_characters_a_line_and_22_lines_when_it_is_printed(tmp_path):
    grid = tmp_path / "grid.docx"
    grid.write_bytes(word.word_of(a_grid_of("一二三四五六七八九十甲乙丙丁", 70)))
    fonts = f"<fontconfig><dir>{serif_path().parent}</dir><cachedir>{tmp_path}/fonts</cachedir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(fonts)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    subprocess.run(
        [*command, "--outdir", tmp_path, grid], env=environment, check=True, capture_output=True, timeout=120
    )

    lines = pypdf.PdfReader(tmp_path / "grid.pdf").pages[1].extract_text().split("\n")

    body = [line.strip() for line in lines if line.strip() and "—" not in line]
    assert len(body) == 22
    assert {len(line) for line in body} == {28}


# The command


def test_review_writes_each_form(tmp_path, capsys):
    for kind in MADE:
        call_command("review", 2021, "--out", str(tmp_path / f"review.{kind}"))

        assert (tmp_path / f"review.{kind}").stat().st_size > 10_000
    assert "已发布" in capsys.readouterr().out


def test_review_writes_a_county_with_its_own_numbers(tmp_path):
    page = tmp_path / "jinzhai.html"
    call_command("review", 2021, "--out", str(page), "--draft", "--unit", "341524")

    assert "金寨县总工会把服务职工放在首位" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((2019, "--out", "x.docx"), "还没有发布"),
        ((2021, "--out", "x.txt", "--draft"), "应以"),
        ((21, "--out", "x.docx", "--draft"), "四位数字"),
        ((2021, "--out", "x.docx", "--draft", "--unit", "110101"), "没有这个工会"),
        ((2021, "--out", "/nowhere/x.html", "--draft"), "写不进"),
    ],
)
def test_review_says_what_it_cannot_write(arguments, said):
    with pytest.raises(CommandError, match=said) as refusal:
        call_command("review", *arguments)

    assert refusal.value.returncode == 2


def test_a_number_prints_its_seal_and_a_fact_its_paper(paper):
    seals = {note.name.split()[0]: note.seal for note in layout.notes_of(paper)}

    assert seals["Y17"] == "凭文件认定"
    assert all(re.fullmatch("[0-9a-f]{12}", seal) for code, seal in seals.items() if code != "Y17")
