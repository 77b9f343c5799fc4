"""Files in: what can be read is read, what cannot be gets a sentence."""

import io
import random
import zipfile

import docx
import pypdf
import pytest

from gonghui.desks.review.reading import Unreadable, intake, limits, read_page, text_of

SAID = "全年新增工会会员31997人。\n发放救助金548.88万元。"


def uploaded(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def a_word_file(*paragraphs, rows=()) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_heading("2021年工作总结", 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, said in zip(row.cells, cells, strict=True):
                cell.text = said
    document.save(out)
    return out.getvalue()


def a_zip(**entries) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def a_blank_pdf(password: str = "") -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def a_pdf(drawing: bytes) -> bytes:
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for at, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (at, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_reads_the_encodings_of_offices(encoding):
    assert text_of(uploaded(SAID.encode(encoding))) == SAID


def test_text_of_reads_a_path(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(SAID, encoding="utf-8")

    assert text_of(page) == SAID


def test_text_of_reads_paragraphs_headings_and_tables_of_word():
    content = a_word_file("新增会员31997人。", rows=[("县区", "新增会员(人)"), ("金寨县", "300")])

    claims = read_page(text_of(uploaded(content)))

    assert [(c.number, c.unit_word, c.place) for c in claims] == [(31997, "人", ""), (300, "人", "金寨县")]


def test_text_of_reads_what_is_seen_of_a_web_page():
    page = """<!DOCTYPE html><html><head><title>300人</title><script>var a = "400人";</script></head><body>
        <h1>共500人</h1><p>新增会员<b>31997</b>人。</p><p>发放救助金548.88万元。<br>走访企业30家。</p></body></html>"""

    claims = read_page(text_of(uploaded(page.encode())))

    assert [int(c.number) for c in claims] == [31997, 5488800, 30]


def test_text_of_reads_the_text_of_a_pdf():
    content = a_pdf(b"BT /F 12 Tf 20 200 Td (31997 %) Tj ET")

    assert text_of(uploaded(content)).strip() == "31997 %"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b" \n\t ", "空"),
        (a_blank_pdf(), "扫描件"),
        (a_blank_pdf("secret"), "密码"),
        (b"%PDF-1.7 broken", "损坏"),
        (b"PK\x03\x04broken", "损坏"),
        (a_zip(xl__workbook_xml="<x/>"), "不是 Word"),
        (a_zip(word__document_xml="<broken"), "损坏"),
        (a_zip(word__document_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "损坏"),
        (a_zip(word__document_xml=b" " * (limits.MOST_UNPACKED + 1)), "解开后太大"),
        (a_zip(**{f"f{n}": "" for n in range(limits.MOST_ENTRIES)}, word__document_xml="<a/>"), "解开后太大"),
        (a_zip(word__document_xml="<a/>", **{"word/vbaProject.bin": "x"}), "宏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
        (bytes(range(256)) * 20, "编码"),
        ("新增會員".encode("big5") * 20, "编码"),
        (b"x" * (limits.MOST_BYTES + 1), "20"),
        ("工".encode() * (limits.MOST_CHARACTERS + 1), "太大"),
    ],
)
def test_text_of_refuses_with_a_sentence_that_says_the_cure(content, said):
    with pytest.raises(Unreadable, match=said):
        text_of(uploaded(content))


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_text_of_refuses_a_path_that_cannot_be_opened(tmp_path, name):
    with pytest.raises(Unreadable, match=r"找不到|打不开"):
        text_of(tmp_path / name)


@pytest.mark.parametrize("sign", ["1", "万", "三", " ", "“", "a", ",", "5家", "新增5家。"])
def test_read_page_survives_a_wall_of_one_sign(sign):
    assert len(read_page(sign * 5_000 + "8人")) <= 5_001


def test_read_page_joins_a_numbered_paragraph_broken_before_a_number():
    page = "三、做实服务。走访慰问困难职工，救助深度困难职工家庭148户、相对困难职工家庭\n305户，发放资金4万元。"

    assert [(claim.line, claim.number, claim.measure) for claim in read_page(page)][1] == (
        2,
        305,
        "相对困难职工家庭",
    )


def test_text_of_gives_the_child_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    monkeypatch.setattr(intake, "CHILD", (intake.sys.executable, "-c", "import os; print(sorted(os.environ))"))

    said = text_of(uploaded(a_zip(word__document_xml="<a/>")))

    assert "PYTHONSTARTUP" not in said


def test_text_of_ends_a_child_that_does_not_finish(monkeypatch):
    monkeypatch.setattr(intake, "SECONDS", 1)
    monkeypatch.setattr(intake, "CHILD", (intake.sys.executable, "-c", "import time; time.sleep(60)"))

    with pytest.raises(Unreadable, match="太复杂"):
        text_of(uploaded(a_zip(word__document_xml="<a/>")))


def test_text_of_waits_its_turn_and_says_when_it_does_not_come(monkeypatch):
    monkeypatch.setattr(intake, "SECONDS", 0.1)
    monkeypatch.setattr(intake, "PLACES", intake.threading.BoundedSemaphore(1))
    intake.PLACES.acquire()

    with pytest.raises(Unreadable, match="过一会儿"):
        text_of(uploaded(a_zip(word__document_xml="<a/>")))


# Flipped bytes


def flipped(content: bytes, seed: int) -> bytes:
    """The content with one to sixteen bytes changed, some cut short, some doubled, by a seed."""
    chance, broken = random.Random(seed), bytearray(content)
    for _ in range(chance.randint(1, 16)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    match seed % 5:
        case 3:
            return bytes(broken[: chance.randrange(1, len(broken))])
        case 4:
            return bytes(broken) * 2
    return bytes(broken)


SOUND = {
    "docx": a_word_file("新增会员31997人。", rows=[("县区", "新增会员(人)"), ("金寨县", "300")]),
    "pdf": a_pdf(b"BT /F 12 Tf 20 200 Td (31997 %) Tj ET"),
    "html": "<!DOCTYPE html><html><h1>总结</h1><table><tr><td>新增会员31997人</td></tr></table></html>".encode(),
    "text": SAID.encode(),
    "gb18030": SAID.encode("gb18030"),
    "utf-16": SAID.encode("utf-16"),
}


def is_read_or_refused(content: bytes) -> bool:
    """Whether the file is read to the end, its claims and all, or refused with a sentence in Chinese."""
    try:
        return read_page(text_of(uploaded(content))) is not None
    except Unreadable as refusal:
        return "\u4e00" <= str(refusal)[0] <= "\u9fff"


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("seed", range(3))
def test_text_of_reads_or_refuses_flipped_bytes(kind, seed):
    assert is_read_or_refused(flipped(SOUND[kind], seed))


@pytest.mark.long
@pytest.mark.parametrize("kind", SOUND)
def test_text_of_reads_or_refuses_flipped_bytes_at_length(kind):
    refused = [seed for seed in range(100) if not is_read_or_refused(flipped(SOUND[kind], seed))]

    assert refused == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
def test_read_page_survives_any_mixture_of_its_own_signs(seed):
    chance = random.Random(seed)
    signs = "一二十百千万亿零第前近超逾0123456789.,，。、%％余多户人名元家个年月日上半季度—-至()（）“”\n\t |*#"
    text = "".join(chance.choices(signs, k=3_000))

    for claim in read_page(text, ["金寨县"], 2021):
        lines = text.split("\n")
        assert all(column < len(lines[line - 1]) for line, column in claim.spots)
