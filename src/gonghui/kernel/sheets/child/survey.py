"""Walks through the XML of a workbook once, in constant memory, before the fast reader is let near it.

The fast reader ends the whole process on a cell in a far corner or a count that lies, and it drops error values and
formulas without a result: both are found here, with their place.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from ..titles import letter
from ..unreadable import Unreadable

DEEPEST = 64
KEPT = 5_000
PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass
class Book:
    """The visible sheets as (name, part), and whether days are counted from 1904."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    from_1904: bool = False
    names: int = 0


@dataclass
class Sheet:
    """What the fast reader does not tell: places by (row, column), both counted from 1."""

    name: str
    cells: int = 0
    last_row: int = 0
    faults: dict = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: int = 0
    merges: int = 0


def book(archive: zipfile.ZipFile, limits: dict) -> Book:
    """The sheets of a workbook. Raises Unreadable where a part is missing or a count cannot be true."""
    parts = set(archive.namelist())
    root = _root(archive, parts)
    targets = _relations(archive, root, parts)
    found = Book()

    def start(tag, attributes):
        if tag == "sheet":
            part = targets.get(_of(attributes, "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            if hidden:
                found.hidden.append(attributes.get("name", ""))
            elif "worksheets/" in part:
                found.sheets.append((attributes.get("name", ""), part))
        elif tag == "workbookPr":
            found.from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "definedName":
            found.names += 1

    _walk(archive, root, start)
    _check_book(archive, found, targets, parts, limits)
    return found


def sheet(archive: zipfile.ZipFile, name: str, part: str, limits: dict) -> Sheet:
    """What one sheet holds. Raises Unreadable for a far corner, too many cells, merges or columns."""
    walker = _SheetWalker(Sheet(name), limits)
    _walk(archive, part, walker.start, walker.end, walker.text)
    return walker.sheet


class _SheetWalker:
    """Follows rows and cells; a cell without its place stands right of the one before it."""

    def __init__(self, found: Sheet, limits: dict):
        self.sheet, self.limits = found, limits
        self.row = self.column = 0
        self.kind, self.formula, self.value, self.reading = "", False, "", False

    def start(self, tag, attributes):
        if tag == "c":
            self._place(attributes.get("r", ""))
            self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
        elif tag in ("v", "t"):
            self.reading = True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            if attributes.get("hidden") in ("1", "true") and len(self.sheet.hidden_rows) < KEPT:
                self.sheet.hidden_rows.append(self.row)
        elif tag == "mergeCell":
            self._merge()
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_columns += 1

    def end(self, tag):
        if tag in ("v", "t"):
            self.reading = False
        elif tag == "c" and (self.value or self.formula):
            self._cell()

    def text(self, piece):
        if self.reading and len(self.value) < KEPT:
            self.value += piece[:KEPT]

    def _place(self, place: str):
        if found := PLACE.fullmatch(place):
            self.column = 0
            for sign in found[1]:
                self.column = self.column * 26 + ord(sign) - 64
            self.row = int(found[2])
        else:
            self.column += 1

    def _merge(self):
        self.sheet.merges += 1
        if self.sheet.merges > self.limits["merges"]:
            raise Unreadable("too_many_merges", sheet=self.sheet.name, most=self.limits["merges"])

    def _cell(self):
        limits, found = self.limits, self.sheet
        if self.column > limits["columns"] or self.row > limits["rows"] + 1000:
            cell = f"{letter(self.column - 1)}{self.row}"
            raise Unreadable("far_cell", sheet=found.name, cell=cell, rows=limits["rows"], columns=limits["columns"])
        found.cells += 1
        found.last_row = max(found.last_row, self.row)
        if len(found.faults) < KEPT:
            if self.kind == "e":
                found.faults[self.row, self.column] = {"error": self.value[:20]}
            elif self.formula and not self.value:
                found.faults[self.row, self.column] = {"formula": True}


def _root(archive, parts: set[str]) -> str:
    """The workbook's main part, by the package's relations; refuses what is another kind of document."""
    if "xl/workbook.bin" in parts:
        raise Unreadable("xlsb")
    if "word/document.xml" in parts:
        raise Unreadable("word")
    if "mimetype" in parts or "content.xml" in parts:
        raise Unreadable("open_document")
    root = "xl/workbook.xml"
    if "_rels/.rels" in parts:
        found = _targets(archive, "_rels/.rels", "")
        root = next((target for kind, target in found.values() if kind.endswith("/officeDocument")), root)
    if root not in parts:
        raise Unreadable("missing_part", part=root[:80])
    return root


def _relations(archive, root: str, parts: set[str]) -> dict[str, str]:
    """The parts that the workbook names, by relation id."""
    folder, name = posixpath.split(root)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in parts:
        raise Unreadable("missing_part", part=relations[:80])
    return {key: target for key, (_, target) in _targets(archive, relations, folder).items()}


def _targets(archive, part: str, folder: str) -> dict[str, tuple[str, str]]:
    found = {}

    def start(tag, attributes):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), path)

    _walk(archive, part, start)
    return found


def _check_book(archive, found: Book, targets: dict[str, str], parts: set[str], limits: dict):
    if found.names > limits["names"]:
        raise Unreadable("too_many_names", count=found.names, most=limits["names"])
    if not found.sheets:
        raise Unreadable("only_hidden_sheets" if found.hidden else "no_sheet")
    for name, part in found.sheets:
        if part not in parts:
            raise Unreadable("missing_sheet", sheet=name)
    strings = next((target for target in targets.values() if target.lower().endswith("sharedstrings.xml")), None)
    if strings and strings in parts:
        _check_strings(archive, strings)


def _check_strings(archive, part: str):
    """Refuses a table of texts that declares more texts than its bytes can hold: the reader would believe it."""
    size = archive.getinfo(part).file_size

    def start(tag, attributes):
        if tag == "sst":
            declared = [attributes.get(name, "0") for name in ("count", "uniqueCount")]
            if any(not count.isdecimal() for count in declared) or int(declared[1]) * 4 > size:
                raise Unreadable("lying_count", part=part[:80])

    _walk(archive, part, start)


def _of(attributes: dict, local: str) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == local), "")


def _walk(archive, part: str, start=None, end=None, text=None):
    """Feeds a part to the callbacks with local tag names. Raises Unreadable for what is not sound XML."""
    depth = 0
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def starts(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("deep_xml", part=part[:80])
        start(tag.rpartition(":")[2], attributes)

    def ends(tag):
        nonlocal depth
        depth -= 1
        if end:
            end(tag.rpartition(":")[2])

    def declares(*_):
        raise Unreadable("declaration", name=part[:80])

    parser.StartElementHandler, parser.EndElementHandler = starts, ends
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declares
    if text:
        parser.CharacterDataHandler = text
    try:
        with archive.open(part) as file:
            while chunk := file.read(65536):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Unreadable("broken_xml", part=part[:80]) from None
