"""A file as text: UTF-8 or GB18030 text, Markdown, HTML, .docx, text PDF.

What cannot be read gets a sentence that says the cure.
"""

import codecs
import os
import signal
import subprocess
import sys
import threading
import unicodedata
from os import PathLike
from pathlib import Path

from django.utils.translation import gettext as _

from gonghui.kernel.refusals import Refusal

from . import limits
from .limits import MOST_BYTES, MOST_CHARACTERS

SECONDS = 40
PLACES = threading.BoundedSemaphore(4)
CHILD = (sys.executable, "-I", "-m", "gonghui.desks.review.reading.papers")
COMMON = frozenset("的一是在年工会和了有人为全职")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


class Unreadable(Refusal):
    """The file is not a page of text."""


def text_of(file) -> str:
    """The text of a path, or of an open or uploaded file with ``read``. Raises Unreadable."""
    content = _content(file)
    if not content.strip():
        raise Unreadable(_("文件是空的,请选择有文字的文件。"))
    kind = _kind(content)
    text = _decoded(content) if kind == "text" else _unpacked(content, kind)
    if kind == "text" and _is_html(text):
        text = _unpacked(text.encode(), "html")
    if not text.strip():
        raise Unreadable(_no_text(kind))
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(_("文件太大:文字超过五十万字,请分成几份再核对。"))
    return text


def _content(file) -> bytes:
    if not isinstance(file, str | PathLike):
        content = file.read(MOST_BYTES + 1)
        content = content.encode() if isinstance(content, str) else content
    else:
        try:
            with Path(file).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
        except FileNotFoundError as error:
            raise Unreadable(_("找不到文件:%s。请检查文件名和文件夹。") % file) from error
        except OSError as error:
            raise Unreadable(_("打不开文件:%s。请检查它是不是文件、您有没有读取权限。") % file) from error
    if len(content) > MOST_BYTES:
        raise Unreadable(_("文件太大:超过20兆字节。请删去图片,或另存为纯文本再核对。"))
    return content


def _kind(content: bytes) -> str:
    """By what the bytes are, not by the name."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("这是旧版的 Word、WPS 或 Excel 文件。请在办公软件中另存为 .docx 再核对。"))
    if content.startswith(b"{\\rtf"):
        raise Unreadable(_("这是 RTF 文件。请在办公软件中另存为 .docx 再核对。"))
    if content.startswith(PICTURES) or content[8:12] == b"WEBP":
        raise Unreadable(_("这是图片,没有文字。请先做文字识别(OCR),或使用原来的 Word 文件。"))
    return "text"


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"", "utf-8"),
        (b"", "gb18030"),
    ):
        if not content.startswith(mark):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return text
    raise Unreadable(_("读不懂文件的编码。请用记事本打开,另存为 UTF-8 编码再核对。"))


def _is_plausible(text: str) -> bool:
    sample = text[:20_000]
    no_text = ("Cc", "Cn", "Co", "Cs")
    strange = sum(unicodedata.category(sign) in no_text and sign not in "\t\n\r\f\v" for sign in sample)
    han = [sign for sign in sample if "\u4e00" <= sign <= "\u9fff"]
    return strange * 100 <= len(sample) and (len(han) < 50 or not COMMON.isdisjoint(han))


def _is_html(text: str) -> bool:
    head = text[:2000].lower()
    return "<!doctype html" in head or "<html" in head or ("<p" in head and "</" in head) or "<body" in head


def _unpacked(content: bytes, kind: str) -> str:
    """The text by a child with limits on memory and time: a broken or hostile paper ends the child, not us."""
    if not PLACES.acquire(timeout=SECONDS):
        raise Unreadable(_("现在核对的人太多,请过一会儿再试。"))
    try:
        status, said = _by_a_child(content, kind)
    finally:
        PLACES.release()
    if status != 0:
        raise Unreadable(_refused(status))
    return said.decode("utf-8", "replace")


def _by_a_child(content: bytes, kind: str) -> tuple[int, bytes]:
    """Its status and what it said; in a session of its own, without our environment, where keys may stand."""
    pipe, environment = subprocess.PIPE, {"PATH": os.defpath, "LANG": "C.UTF-8"}
    with subprocess.Popen(
        (*CHILD, kind), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True, env=environment
    ) as child:
        try:
            said, _nothing = child.communicate(content, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(child.pid, signal.SIGKILL)
            raise Unreadable(_refused(-signal.SIGXCPU)) from error
        return child.returncode, said


def _refused(status: int) -> str:
    return {
        limits.PASSWORD: _("文件有密码。请先去掉密码再核对。"),
        limits.TOO_LONG: _("文件太大:文字超过五十万字,请分成几份再核对。"),
        limits.NOT_WORD: _("这不是 Word 文件(.docx)。请使用文本、Markdown、.docx、网页或文字版 PDF。"),
        limits.TOO_LARGE: _("Word 文件解开后太大。请删去不需要的内容,或另存为纯文本再核对。"),
        limits.MACRO: _("Word 文件含有宏(程序)。请另存为不含宏的 .docx 再核对。"),
        -signal.SIGXCPU: _("文件太复杂,%d 秒内没有读完。请另存为纯文本再核对。") % SECONDS,
    }.get(status, _("文件已损坏,读不出文字。请在办公软件中打开并重新保存,或另存为纯文本。"))


def _no_text(kind: str) -> str:
    if kind == "pdf":
        return _("这个 PDF 是扫描件,里面没有文字。请先做文字识别(OCR),或使用原来的 Word 文件。")
    return _("文件里没有文字,请选择有文字的文件。")
