"""Gives a table back with its faults marked, so that they can be put right where they stand."""

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

from . import archive, running, sentences, sniffing
from .complaints import Complaints
from .unreadable import Unreadable
from .writing import WRITING


def mark_errors(source: Path | str, complaints: Complaints | Sequence[Complaints], out: Path | str) -> int:
    """Writes a copy of the workbook to `out`, wrong cells filled and commented, with a column 错误说明.

    `complaints` are those of one sheet, or of several. Gives the number of faults marked. A table in text is given
    back as a workbook. Raises sentences.UnreadableWorkbook.
    """
    source, out = Path(source), Path(out)
    tables = (complaints,) if isinstance(complaints, Complaints) else complaints
    unfinished = out.with_name(f".{uuid.uuid4().hex}.part.xlsx")
    try:
        kind = sniffing.kind_of(source, largest=WRITING.file_size)
        if kind == "xlsx":
            archive.inspect(source, WRITING)
        job = {
            "do": "mark",
            "path": str(source),
            "out": str(unfinished),
            "kind": kind,
            "tables": [_portable(each) for each in tables],
        }
        marked, _end = running.answers(job, WRITING)
        os.replace(unfinished, out)
    except Unreadable as no:
        raise sentences.refusal(no, source.name) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return marked["marked"]


def _portable(complaints: Complaints) -> dict:
    return {
        "sheet": complaints.sheet,
        "header_row": complaints.header_row,
        "titles": complaints.titles,
        "complaints": [[each.row, each.letter, f"{each.reason}{each.cure}"] for each in complaints],
    }
