"""Tables in text: which encoding, which separator, and where a quotation mark is left open."""

import codecs
import csv
import io
from pathlib import Path

from ..titles import name_of
from ..unreadable import Unreadable

SEPARATORS = (",", "\t", ";", "，", "|")
LONGEST = 1_000_000
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def rows(path: Path, names: dict[str, str]) -> tuple[list[list[str]], list]:
    """All records of a text file, and what was noticed. Raises Unreadable with the line where reading stops."""
    content, encoding = _decoded(path.read_bytes())
    if "\0" in content:
        raise Unreadable("nul_in_line", line=content[: content.index("\0")].count("\n") + 1)
    csv.field_size_limit(LONGEST)
    separator = _separator(content, names)
    found = list(_records(content, separator))
    noticed = [] if encoding.startswith("utf-8") else [["encoding", {"encoding": encoding.upper()}]]
    return found, noticed


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text and its encoding; UTF-8 first, then UTF-16 by its NUL bytes, then GB18030 unless Big5 fits better."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding), encoding
    half = len(raw) // 2
    if half and raw[1::2].count(0) > half // 20 and not raw[::2].count(0):
        return _strictly(raw, "utf-16-le"), "utf-16-le"
    if half and raw[::2].count(0) > half // 20 and not raw[1::2].count(0):
        return _strictly(raw, "utf-16-be"), "utf-16-be"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as wrong:
        if _mostly_utf8(raw):
            raise Unreadable("mixed_encoding", line=raw[: wrong.start].count(b"\n") + 1) from None
    if _is_big5(raw):
        raise Unreadable("big5")
    return _strictly(raw, "gb18030"), "gb18030"


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise Unreadable("mixed_encoding", line=line) from None


def _mostly_utf8(raw: bytes) -> bool:
    """Whether most Chinese characters are sound UTF-8 and a few bytes are not."""
    text = raw.decode("utf-8", errors="replace")
    return sum("\u4e00" <= sign <= "\u9fff" for sign in text) > 3 * text.count("\ufffd")


def _is_big5(raw: bytes) -> bool:
    """Whether the bytes read as everyday Big5, and as rare characters in GB18030."""
    try:
        big5 = raw.decode("big5")
    except UnicodeDecodeError:
        return False
    return _everyday(raw.decode("gb18030", errors="replace"), "gb2312") < 0.8 and _everyday(big5, "big5") > 0.8


def _everyday(text: str, encoding: str) -> float:
    """The share of the Chinese characters that the encoding lists among its frequent ones."""
    signs = [sign for sign in text if sign > "\u007f"]
    limit = {"gb2312": b"\xd7\xff", "big5": b"\xc6\x7e"}[encoding]
    frequent = 0
    for sign in signs:
        try:
            frequent += sign.encode(encoding) <= limit
        except UnicodeEncodeError:
            continue
    return frequent / len(signs) if signs else 1.0


def _separator(content: str, names: dict[str, str]) -> str:
    """The separator under which the first lines show the most known titles."""

    def known(separator):
        found = csv.reader(io.StringIO(content[:20_000], newline=""), delimiter=separator)
        best = 0
        try:
            for _, record in zip(range(20), found, strict=False):
                best = max(best, len({name_of(cell, names) for cell in record} - {None}))
        except csv.Error:
            return best
        return best

    return max(SEPARATORS, key=known)


def _records(content: str, separator: str):
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    began = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            code = "long_field" if "limit" in str(wrong) else "open_quote"
            raise Unreadable(code, line=began) from None
        yield record
        began = reader.line_num + 1
