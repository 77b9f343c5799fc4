"""A roster comes in: read, checked, laid beside the union's members, kept for the chair to confirm; a blank one out."""

from datetime import date
from pathlib import Path

from gonghui.foundation.policies.remembering import remembered
from gonghui.kernel.sheets.writing import write_workbook

from ..actions import rosters
from ..models import Roster
from . import layout, roster_in

BLANK_ROWS = 2000


def receive(content: bytes, *, filename: str, by, on: date) -> Roster:
    """What a union sends, as a roster that waits for confirmation, or that is given back marked.

    Raises what uploading refuses, and UnreadableWorkbook where the file cannot be read as a whole.
    """
    rosters.require_may_upload(by, on)
    with remembered():
        read = roster_in.read(content, filename=filename, on=on)
        return rosters.upload(content, filename=filename, read=read, by=by, on=on)


def write_blank(path: Path) -> None:
    """The empty roster, its lists to choose from."""
    write_workbook(path, layout.columns(), (), sheet=layout.SHEET, blank_rows=BLANK_ROWS)
