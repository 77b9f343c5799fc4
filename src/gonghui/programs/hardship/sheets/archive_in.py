"""Existing files as a county sends them: three sheets of one workbook, read, checked and tied together (E-R6, R12).

The workbook is opened in the child process only; what is found here is every fault with its place, and the households.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.sheets.reading import Reading, Row, read_rows
from gonghui.kernel.sheets.sentences import NoSuchSheet

from ..rulebook import identity
from . import layout


@dataclass
class Sent:
    """One household of a workbook: its row in the sheet 档案, and its values by column, of all three sheets."""

    row: int
    archive: dict
    members: list[dict] = field(default_factory=list)
    given: list[dict] = field(default_factory=list)
    unit: Unit | None = None

    def people(self) -> list[dict]:
        """Everybody of the household, the applicant first, by document and number."""
        own = {"name": self.archive["name"], "id_kind": "居民身份证", "id_no": self.archive["id_no"]}
        return [own, *self.members]


@dataclass
class Found:
    """What a workbook holds: its sheets with their complaints, the households, and what is worth knowing."""

    archives: Reading
    members: Reading
    given: Reading | None
    households: list[Sent] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def sheets(self) -> list[Reading]:
        return [each for each in (self.archives, self.members, self.given) if each]

    @property
    def faults(self) -> int:
        return sum(each.complaints.count for each in self.sheets)

    def report(self) -> list[str]:
        """The faults in words, shortly: the first of each sheet, then how many of each kind."""
        return [sentence for each in self.sheets for sentence in each.complaints.report()]


def read(content: bytes, *, filename: str) -> Found:
    """The three sheets as they stand in the file; the third may be left out.

    Raises UnreadableWorkbook when the file cannot be read as a whole, NoSuchSheet when one of the first two is missing.
    """
    archives = _sheet(content, filename, layout.ARCHIVES, layout.archive_columns())
    members = _sheet(content, filename, layout.MEMBERS, layout.member_columns(), may_be_empty=True)
    try:
        given = _sheet(content, filename, layout.GIVEN, layout.given_columns(), may_be_empty=True)
    except NoSuchSheet:
        given = None
    found = Found(archives, members, given)
    found.remarks = [remark for each in found.sheets for remark in each.remarks]
    return found


def _sheet(content, filename, sheet, columns, *, may_be_empty=False) -> Reading:
    return read_rows(content, filename=filename, columns=columns, sheet=sheet, may_be_empty=may_be_empty)


def by_key(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of a sheet by 档案序号."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(row)
    return found


def index_of(person: dict) -> str | None:
    """The blind index of a person of an entry; None for a child who has no number yet."""
    if not person["id_no"]:
        return None
    return identity.index_of(kind_of(person), person["id_no"])


def kind_of(person: dict) -> str:
    """By which document a person of an entry is known, as a code."""
    return layout.words(identity.IdKind)[person["id_kind"]]
