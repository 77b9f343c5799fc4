"""Looks through an Office archive before anything opens it: sizes, names, macros, links, declarations (T18).

Standard library only, constant memory: the archive's own directory is measured before Python's reader loads it.
"""

import re
import struct
import zipfile
import zlib
from pathlib import Path

from .columns import Limits
from .unreadable import Unreadable

DIRECTORY_END = b"PK\x05\x06"
CHUNK = 65536
SMALL = 1024 * 1024
NESTED = (".zip", ".rar", ".7z", ".gz", ".xlsx", ".xlsm", ".docx", ".jar")
LINKS = re.compile(
    rb"<[^<>]*(?:attachedTemplate|oleObject|externalLinkPath|subDocument)[^<>]*TargetMode\s*=\s*.External"
)
DECLARATIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def inspect(path: Path, limits: Limits) -> set[str]:
    """The names in a sound archive. Raises Unreadable with the reason why it must not be opened."""
    _measure_directory(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_names(entries)
            _check_sizes(entries, limits)
            _check_contents(archive, entries, limits)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, struct.error, zlib.error):
        raise Unreadable("broken_archive") from None
    return {entry.filename for entry in entries}


def _measure_directory(path: Path, limits: Limits):
    """Refuses an archive whose directory is missing or would fill the memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - CHUNK - 22))
        tail = file.read()
    at = tail.rfind(DIRECTORY_END)
    if at < 0 or len(tail) - at < 22:
        raise Unreadable("broken_archive")
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > limits.entries or size > limits.entries * 512:
        raise Unreadable("too_many_entries", count=count, most=limits.entries)


def _check_names(entries: list[zipfile.ZipInfo]):
    """Refuses doubled, wandering and nested names, macros, links to other files, encryption."""
    seen = set()
    for entry in entries:
        name = entry.filename
        lower = name.lower()
        if lower in seen:
            raise Unreadable("doubled_entry", name=name[:80])
        seen.add(lower)
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or "\\" in name:
            raise Unreadable("wandering_entry", name=name[:80])
        if "vbaproject" in lower or "/macrosheets/" in lower:
            raise Unreadable("macro")
        if "/externallinks/" in lower:
            raise Unreadable("external_link")
        if lower.endswith(NESTED):
            raise Unreadable("nested_archive", name=name[:80])
        if entry.flag_bits & 1:
            raise Unreadable("password")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits):
    """Refuses by the sizes that the directory declares; what it conceals is found while reading."""
    if len(entries) > limits.entries:
        raise Unreadable("too_many_entries", count=len(entries), most=limits.entries)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise Unreadable("too_large_unpacked", largest=limits.unpacked // 1048576)
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise Unreadable("too_dense", name=entry.filename[:80], ratio=limits.ratio)


def _check_contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits):
    """Unpacks every part once, in pieces, and looks for declarations and links; also proves the check sums."""
    left = limits.unpacked
    for entry in entries:
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        rest = b""
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Unreadable("too_large_unpacked", largest=limits.unpacked // 1048576)
                if is_xml:
                    _check_piece(rest + chunk, entry.filename)
                    rest = chunk[-1024:]


def _check_piece(piece: bytes, name: str):
    """Refuses a piece of XML that declares a document type or entities, or fetches from elsewhere."""
    if any(mark in piece for mark in DECLARATIONS):
        raise Unreadable("declaration", name=name[:80])
    if name.endswith(".rels") and LINKS.search(piece):
        raise Unreadable("external_link")
