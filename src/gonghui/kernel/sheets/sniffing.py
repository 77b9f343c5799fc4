"""What a file is by its first bytes, whatever its name says. Standard library only."""

from pathlib import Path

from .unreadable import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"{\\rtf", "word"),
    (b"\x09\x08", "old_xls"),
    (b"\x09\x04", "old_xls"),
    (b"\x09\x02", "old_xls"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
MARKED_TEXT = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path, *, largest: int) -> str:
    """ "xlsx" for a zip archive, "text" for a table in text; raises Unreadable for all else."""
    size = path.stat().st_size
    if not size:
        raise Unreadable("empty_file")
    if size > largest:
        raise Unreadable("file_too_large", size=round(size / 1048576, 1), largest=largest // 1048576)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(OLE):
        raise Unreadable(_ole_kind(path))
    for signature, code in SIGNATURES:
        if head.startswith(signature):
            raise Unreadable(code)
    return _text(head)


def _text(head: bytes) -> str:
    """ "text", unless the bytes are a page, a workbook as XML, or no text at all."""
    if head.startswith(MARKED_TEXT):
        return "text"
    start = head.lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style")) or b"<html" in start:
        raise Unreadable("html")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Unreadable("xml_spreadsheet")
    if start.startswith((b"<?xml", b"<!doctype", b"<svg")):
        raise Unreadable("xml")
    nothing = head.count(0)
    if nothing and _looks_like_utf16(head, nothing):
        return "text"
    control = sum(0 < byte < 9 or 13 < byte < 32 for byte in head)
    if control > len(head) // 50 or nothing > len(head) // 10:
        raise Unreadable("unknown")
    return "text"


def _looks_like_utf16(head: bytes, nothing: int) -> bool:
    """Whether the NUL bytes all stand on one side of the pairs, as in UTF-16 without a mark."""
    return nothing >= len(head) // 20 and nothing in (head[::2].count(0), head[1::2].count(0))


def _ole_kind(path: Path) -> str:
    """An old binary workbook, a WPS one, a Word document, or a workbook behind a password."""
    marks = {name: name.encode("utf-16-le") for name in ("EncryptedPackage", "Workbook", "Book", "WordDocument")}
    found = set()
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(1048576):
            found |= {name for name, mark in marks.items() if mark in rest + chunk}
            rest = chunk[-64:]
    if "EncryptedPackage" in found:
        return "password"
    if "WordDocument" in found:
        return "word"
    if path.suffix.lower() in (".et", ".ett"):
        return "wps_et"
    return "old_xls" if found else "ole"
