"""A workbook of existing files comes in: read, checked, laid beside the record, kept for another to confirm (R12)."""

from datetime import date

from gonghui.foundation.policies.remembering import remembered
from gonghui.kernel.sheets.complaints import Complaints

from ..actions import importing
from ..models import FileImport, StagedFile
from . import archive_in, checking, comparing, entered, national

MOST_MARKED = 5_000
LISTED = 50
Outcome = StagedFile.Outcome


def receive(content: bytes, *, filename: str, by, on: date) -> FileImport:
    """What a county sends, as an import that waits for confirmation, or that is given back marked.

    Raises what uploading refuses, and UnreadableWorkbook where the file cannot be read as a whole.
    """
    importing.require_may_upload(by, on)
    with remembered():
        found = archive_in.read(content, filename=filename)
        checking.check(found, units=units_of(by.unit), on=on)
        compared = comparing.compare(found, by=by)
    checked = importing.Checked(
        rows=[(each.sent.row, each.outcome, each.differs) for each in compared],
        entries={} if found.faults else {each.sent.row: entered.entry_of(each.sent) for each in _new(compared)},
        people=sum(len(each.people()) for each in found.households),
        faults=found.faults,
        findings=_findings(found, compared),
    )
    return importing.upload(content, filename=filename, checked=checked, by=by, on=on)


def _new(compared: list[comparing.Compared]) -> list[comparing.Compared]:
    return [each for each in compared if each.outcome == Outcome.NEW]


def units_of(unit) -> dict:
    """The unions of a county by every name they are called; a short name that two share tells nothing."""
    unions = national.unions_within(unit)
    short = [each.short_name for each in unions]
    by_name = {each.short_name: each for each in unions if short.count(each.short_name) == 1}
    return by_name | {each.name: each for each in unions}


def _findings(found: archive_in.Found, compared: list[comparing.Compared]) -> dict:
    differing = [each for each in compared if each.outcome == Outcome.CHANGED]
    regraded = [each for each in compared if each.computed]
    return {
        "report": found.report(),
        "remarks": found.remarks[:LISTED],
        "differing": [[each.sent.row, each.number, each.differs] for each in differing[:LISTED]],
        "regraded": [[each.sent.row, each.sent.archive["grade"], each.computed] for each in regraded[:LISTED]],
        "regraded_count": len(regraded),
        "marks": [_marks(each.complaints) for each in found.sheets if each.complaints.count],
    }


def _marks(complaints: Complaints) -> dict:
    kept = [[each.row, each.letter, each.title, each.reason, each.cure] for each in complaints]
    return {"sheet": complaints.sheet, "header_row": complaints.header_row, "faults": kept[:MOST_MARKED]}
