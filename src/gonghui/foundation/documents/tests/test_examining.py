"""Content and name must agree on a type we take; nothing that acts gets in, nothing private stays in (T18, T20)."""

import io
import zlib

import pytest
from PIL import Image

from gonghui.foundation.documents import examining, names, pictures
from gonghui.kernel.refusals import Refusal

from .files import OTHERS, TAKEN, a_pdf, a_picture, a_word, a_workbook, an_exif

SUFFIXES = (".jpg", ".jpeg", ".png", ".pdf", ".docx", ".xlsx")
CLOSED = ("", ".gif", ".svg", ".html", ".exe", ".js", ".docm", ".xlsm", ".zip", ".pdf.exe", ".heic")
DTD = '<!DOCTYPE a [<!ENTITY b "c">]><w/>'


def examined(content, name):
    return examining.examine(content, name, longest_edge=2000)


def accepted(content) -> set[str]:
    """The endings under which a content is taken."""
    found = set()
    for suffix in (*SUFFIXES, *CLOSED):
        try:
            examined(content, f"证明{suffix}")
        except Refusal:
            continue
        found.add(suffix)
    return found


@pytest.mark.parametrize("suffixes", TAKEN)
def test_examine_takes_a_type_under_its_own_endings_only(suffixes):
    assert accepted(TAKEN[suffixes]) == set(suffixes)


@pytest.mark.parametrize("kind", OTHERS)
def test_examine_takes_no_other_type_under_any_ending(kind):
    assert accepted(OTHERS[kind]) == set()


def test_examine_says_that_name_and_content_differ():
    with pytest.raises(examining.NameAndContentDiffer, match=r"《收入证明\.pdf》的文件名以“\.pdf”结尾，内容却不是PDF"):
        examined(a_picture(), "收入证明.pdf")


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_examine_draws_a_photo_upright_and_forgets_the_camera(form):
    name = {"JPEG": "a.jpg", "PNG": "a.png"}[form]

    kept = examined(a_picture(form, (40, 30), exif=an_exif()), name).content

    drawn = Image.open(io.BytesIO(kept))
    assert drawn.size == (30, 40)
    assert dict(drawn.getexif()) == {}
    assert b"CANARY" not in kept


def test_examine_shrinks_a_large_photo():
    kept = examined(a_picture(size=(5000, 3000)), "a.jpg").content

    assert Image.open(io.BytesIO(kept)).size == (2000, 1200)


def test_examine_cuts_off_what_hangs_behind_a_photo():
    kept = examined(a_picture() + a_word() + b"<script>CANARY</script>", "a.jpg").content

    assert b"CANARY" not in kept
    assert b"PK" not in kept


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_examine_draws_every_mode_of_png(mode):
    assert Image.open(io.BytesIO(examined(a_picture("PNG", mode=mode), "a.png").content)).size == (40, 30)


def test_examine_draws_a_photo_in_printers_colours():
    assert Image.open(io.BytesIO(examined(a_picture(mode="CMYK"), "a.jpg").content)).mode == "RGB"


def test_examine_refuses_a_pixel_bomb():
    bomb = a_picture("PNG", (20_000, 20_000), mode="1")

    with pytest.raises(pictures.TooManyPixels, match="20000×20000"):
        examined(bomb, "a.png")


@pytest.mark.parametrize("content", [a_picture()[:200], a_picture("PNG")[:60], b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_examine_refuses_a_broken_picture(content):
    with pytest.raises(examining.Broken, match="已损坏"):
        examined(content, "a.png" if content[:1] == b"\x89" else "a.jpg")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (a_pdf(b"/OpenAction<</S/JavaScript/JS(app.alert)>>"), "含有脚本"),
        (a_pdf(b"/AA<</O<</S/#4Aava#53cript>>>>"), "含有脚本"),
        (a_pdf(stream=b"1 0 <</S/JavaScript/JS(x)>>"), "含有脚本"),
        (a_pdf(stream=bytes(70_000) + b"<</S/Java#53cript>>"), "含有脚本"),
        (a_pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "会启动程序"),
        (a_pdf(b"/RichMedia"), "含有多媒体"),
        (a_pdf(b"/Encrypt 5 0 R"), "设有密码"),
        (a_pdf(end=b""), "没有传完"),
    ],
    ids=["script", "escaped", "packed", "packed far in", "launch", "media", "password", "cut"],
)
def test_examine_refuses_a_pdf_that_acts(content, sentence):
    with pytest.raises(Refusal, match=sentence):
        examined(content, "a.pdf")


def test_examine_refuses_a_pdf_that_unpacks_too_large(monkeypatch):
    monkeypatch.setattr(examining, "MOST_UNPACKED", 1_000_000)

    with pytest.raises(examining.Active, match="展开后太大"):
        examined(a_pdf(stream=bytes(600_000)) + a_pdf(stream=bytes(600_000)), "a.pdf")


def test_examine_takes_a_pdf_that_opens_at_a_page():
    content = a_pdf(b"/OpenAction[3 0 R/Fit]", stream=b"BT (JavaScript in words) Tj ET")

    assert examined(content, "a.pdf").content == content


def test_examine_takes_a_small_window_of_deflate():
    reader = zlib.compressobj(9, zlib.DEFLATED, 9)
    packed = reader.compress(b"<</S/JavaScript>>") + reader.flush()

    with pytest.raises(examining.Active):
        examined(b"%PDF-1.7\nstream\n" + packed + b"\nendstream\n%%EOF", "a.pdf")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (a_word(**{"word/vbaProject.bin": "x"}), "含有宏"),
        (a_word(**{"word/embeddings/oleObject1.bin": "x"}), "里面还套着文件"),
        (a_word(**{"word/activeX/activeX1.bin": "x"}), "里面还套着文件"),
        (a_word(**{"word/a.zip": "x"}), "里面还套着文件"),
        (a_word(**{"word/media/a.bin": bytes(5_000_000)}), "压缩得异常紧"),
        (a_word(**{"word/settings.xml": DTD}), "不允许的声明"),
        (a_word(**{"word/_rels/x.rels": '<R Type="x/attachedTemplate" TargetMode="External"/>'}), "会从别处取内容"),
        (a_word(**{"../a.xml": "x"}), "已损坏"),
        (a_word()[:-30], "没有传完"),
        (a_workbook(**{"xl/vbaProject.bin": "x"}), "含有宏"),
        (a_workbook(**{"xl/externalLinks/a.xml": "x"}), "会从别处取内容"),
    ],
    ids=["macro", "object", "activeX", "archive", "bomb", "DTD", "template", "path", "cut", "macro sheet", "link"],
)
def test_examine_refuses_an_office_file_that_acts(content, sentence):
    with pytest.raises(Refusal, match=sentence):
        examined(content, "a.docx" if b"word/document" in content else "a.xlsx")


ODD_NAMES = {
    "收入证明.pdf": "收入证明.pdf",
    "收入证明.PDF": "收入证明.pdf",
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\win.pdf": "win.pdf",
    "/etc/shadow.pdf": "shadow.pdf",
    "C:\\temp\\a.pdf": "a.pdf",
    "\\\\server\\share\\a.pdf": "a.pdf",
    "a/b/c.pdf": "c.pdf",
    "....//....//a.pdf": "a.pdf",
    ".pdf": "pdf",
    "..pdf": "pdf",
    "...": "附件",
    "": "附件",
    " ": "附件",
    "/": "附件",
    "a.pdf/": "附件",
    ".htaccess": "htaccess",
    "a.pdf.": "a.pdf",
    "a.pdf ": "a.pdf",
    "a .pdf": "a.pdf",
    "a\0.pdf": "a_.pdf",
    "a.pdf\0.exe": "a.pdf_.exe",
    "a\r\nSet-Cookie: x=1.pdf": "a_Set-Cookie_ x=1.pdf",
    "a\tb.pdf": "a_b.pdf",
    "a\x1b[31m.pdf": "a_[31m.pdf",
    "a\x7f.pdf": "a_.pdf",
    "a\x85b.pdf": "a_b.pdf",
    "证明\u202efdp.exe": "证明fdp.exe",
    "\u2066a\u2069.pdf": "a.pdf",
    "a\u200bb.pdf": "ab.pdf",
    "\ufeffa.pdf": "a.pdf",
    "a\u00adb.pdf": "ab.pdf",
    "a\u2028b.pdf": "ab.pdf",
    "\u061ca.pdf": "a.pdf",
    'a".pdf': "a_.pdf",
    'a"; filename="b.exe': "a_ filename=_b.exe",
    "a;b.pdf": "a_b.pdf",
    "a%00.pdf": "a_00.pdf",
    "a%2e%2e%2fb.pdf": "a_2e_2e_2fb.pdf",
    "<script>.pdf": "_script_.pdf",
    "<img src=x onerror=alert(1)>.pdf": "_img src=x onerror=alert(1)_.pdf",
    "a|b.pdf": "a_b.pdf",
    "a?b*c.pdf": "a_b_c.pdf",
    "a:b.pdf": "a_b.pdf",
    "a.pdf:stream": "a.pdf_strea",
    "con.pdf": "_con.pdf",
    "NUL.pdf": "_NUL.pdf",
    "com1.tar.pdf": "_com1.tar.pdf",
    "console.pdf": "console.pdf",
    "=1+1.pdf": "=1+1.pdf",
    "-rf.pdf": "-rf.pdf",
    "~root.pdf": "~root.pdf",
    "$(id).pdf": "$(id).pdf",
    "`id`.pdf": "`id`.pdf",
    "a'b.pdf": "a'b.pdf",
    "a&b.pdf": "a&b.pdf",
    "{{7*7}}.pdf": "{{7_7}}.pdf",
    "㼆𬎆.pdf": "㼆𬎆.pdf",
    "é.pdf": "é.pdf",
    "e\u0301.pdf": "é.pdf",
    "😀.pdf": "😀.pdf",
    "\ud800a.pdf": "a.pdf",
    "长" * 300 + ".pdf": "长" * 76 + ".pdf",
    "a." + "x" * 300: "a." + "x" * 9,
    "a  b\u3000c.pdf": "a b c.pdf",
}


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_presentable_makes_an_odd_name_fit(name):
    fit = names.presentable(name)

    assert fit == ODD_NAMES[name]
    assert names.presentable(fit) == fit
