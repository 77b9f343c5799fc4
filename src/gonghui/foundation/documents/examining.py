"""Judges a file before it is kept: its content and the end of its name must agree on a type we take (T18, T20)."""

import re
import tempfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import puremagic
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets import archive
from gonghui.kernel.sheets.columns import Limits
from gonghui.kernel.sheets.unreadable import Unreadable

from . import names, pictures
from .rulebook import MEGABYTE, TYPES, WORD_TYPE, WORKBOOK_TYPE, Type

OFFICE = replace(Limits(), entries=1000, unpacked=100 * MEGABYTE)
ACTIVE_NAMES = re.compile(rb"/(JavaScript|Launch|RichMedia|Encrypt)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n")
MOST_UNPACKED = 300 * MEGABYTE
CHUNK = 16 * 1024
ALLOWED = "、".join(("JPG", "PNG", "PDF", "DOCX", "XLSX"))


class WrongType(Refusal):
    sentence = _(
        "《{name}》不能上传：只接受 {allowed} 文件。请转换格式后再上传；手机照片请选择“兼容性最佳”（JPG）格式。"
    )


class NameAndContentDiffer(Refusal):
    sentence = _("《{name}》的文件名以“{suffix}”结尾，内容却不是{title}。请用正确的程序打开、另存后再上传。")


class Broken(Refusal):
    sentence = _("《{name}》已损坏或没有传完。请打开检查，重新保存后再上传。")


class Active(Refusal):
    sentence = _("《{name}》{reason}，不能上传。请另存为普通的文件，或改传截图、照片。")


REASONS = {
    "macro": _("含有宏（程序）"),
    "external_link": _("会从别处取内容"),
    "nested_archive": _("里面还套着文件"),
    "password": _("设有密码"),
    "too_large_unpacked": _("展开后太大"),
    "too_dense": _("压缩得异常紧"),
    "too_many_entries": _("部件太多"),
    "declaration": _("含有不允许的声明"),
}
PDF_REASONS = {
    b"JavaScript": _("含有脚本"),
    b"Launch": _("会启动程序"),
    b"RichMedia": _("含有多媒体"),
    b"Encrypt": _("设有密码"),
}


@dataclass(frozen=True)
class Examined:
    """A file that may be kept: its name for people, its type, its content as it will lie on disk."""

    name: str
    type: Type
    content: bytes


def examine(content: bytes, name: str, *, longest_edge: int) -> Examined:
    """The file as it may be kept; pictures drawn anew, no edge longer than `longest_edge` pixels.

    Raises WrongType, NameAndContentDiffer, Broken, Active, pictures.TooManyPixels.
    """
    name = names.presentable(name)
    suffix = names.suffix_of(name)
    claimed = next((each for each in TYPES if suffix in each.suffixes), None)
    if claimed is None:
        raise WrongType(name=name, allowed=ALLOWED)
    if not content:
        raise Broken(name=name)
    if _media_type(content) != claimed.media_type:
        raise NameAndContentDiffer(name=name, suffix=suffix, title=claimed.title)
    return Examined(name, claimed, _cleaned(content, claimed, name, longest_edge))


def _media_type(content: bytes) -> str:
    """The type by content; what is inside an archive decides which Office document it is."""
    if content.startswith(b"PK"):
        return WORD_TYPE if b"word/document.xml" in content else WORKBOOK_TYPE if b"xl/workbook.xml" in content else ""
    try:
        found = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return ""
    return found[0].mime_type


def _cleaned(content: bytes, claimed: Type, name: str, longest_edge: int) -> bytes:
    if claimed.media_type.startswith("image/"):
        try:
            return pictures.redrawn(content, claimed.media_type, longest_edge)
        except pictures.NoPicture:
            raise Broken(name=name) from None
    if claimed.media_type == "application/pdf":
        _check_pdf(content, name)
    else:
        _check_office(content, name)
    return content


def _check_office(content: bytes, name: str):
    """Raises Active or Broken by what the archive holds."""
    with tempfile.NamedTemporaryFile(prefix="gonghui-") as file:
        file.write(content)
        file.flush()
        try:
            parts = archive.inspect(Path(file.name), OFFICE)
        except Unreadable as no:
            if reason := REASONS.get(no.code):
                raise Active(name=name, reason=reason) from None
            raise Broken(name=name) from None
    if any(re.search(r"/(embeddings|activeX)/", part) for part in parts):
        raise Active(name=name, reason=REASONS["nested_archive"])


def _check_pdf(content: bytes, name: str):
    """Raises Active for what acts by itself, also when it is packed or written with escapes; Broken when cut short."""
    if b"%%EOF" not in content[-2048:]:
        raise Broken(name=name)
    _refuse_active(content, name)
    left = MOST_UNPACKED
    for found in STREAM.finditer(content):
        start = found.end()
        if _begins_packed(content[start : start + 2]):
            left -= _check_stream(memoryview(content)[start:], left, name)


def _begins_packed(head: bytes) -> bool:
    """Whether two bytes begin a deflated stream (RFC 1950)."""
    return len(head) == 2 and head[0] & 15 == 8 and int.from_bytes(head) % 31 == 0


def _check_stream(packed: memoryview, left: int, name: str) -> int:
    """Unpacks one stream in pieces and looks through it; gives its size. Raises Active."""
    reader = zlib.decompressobj()
    size, rest = 0, b""
    for at in range(0, len(packed), CHUNK):
        try:
            piece = reader.decompress(packed[at : at + CHUNK])
        except zlib.error:
            break
        size += len(piece)
        if size > left:
            raise Active(name=name, reason=REASONS["too_large_unpacked"])
        _refuse_active(rest + piece, name)
        rest = piece[-64:]
        if reader.eof:
            break
    return size


def _refuse_active(piece: bytes, name: str):
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), piece) if b"#" in piece else piece
    if found := ACTIVE_NAMES.search(plain):
        raise Active(name=name, reason=PDF_REASONS[found[1]])
