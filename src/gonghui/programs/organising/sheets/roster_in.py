"""A roster as a union sends it: read in the child process, every fault with its place (B-R6, B-R9, R12)."""

import re
from datetime import date

from django.utils.translation import gettext as _

from gonghui.foundation.members.models import Person
from gonghui.foundation.members.rulebook import ConfirmWay, Employment, is_migrant_by_default
from gonghui.kernel.identifiers import born_on
from gonghui.kernel.sheets.reading import Reading, Row, read_rows

from ..actions.comparing import Said
from ..actions.rosters import MOST_MARKED, Read
from . import layout

CODED = {"household_type": Person.HouseholdType, "employment": Employment, "confirm_way": ConfirmWay}
BETWEEN = re.compile(r"[、,，;；/\s]+")
YOUNGEST = 16
"""Years of age below which nobody may be employed (劳动法 art. 15)."""


def read(content: bytes, *, filename: str, on: date) -> Read:
    """The persons of a workbook or of a table in text, UTF-8 or GB18030.

    Raises UnreadableWorkbook when the file cannot be read as a whole.
    """
    found = read_rows(content, filename=filename, columns=layout.columns())
    rows = [_said(found, row, on) for row in found.rows]
    complaints = found.complaints
    if not complaints.count:
        return Read(rows, remarks=found.remarks)
    return Read([], complaints.count, complaints.report(), found.remarks, _marks(found))


def _marks(found: Reading) -> dict:
    complaints = found.complaints
    faults = [[each.row, each.letter, each.title, each.reason, each.cure] for each in complaints]
    where = {"sheet": complaints.sheet, "header_row": complaints.header_row, "titles": dict(complaints.titles)}
    return where | {"faults": faults[:MOST_MARKED]}


def _said(found: Reading, row: Row, on: date) -> Said:
    codes = {name: layout.words(choices).get(row[name]) for name, choices in CODED.items()}
    said = Said(
        row=row.number,
        name=row["name"],
        id_no=row["id_no"],
        mobile=row["mobile"],
        job=row["job"],
        is_migrant_worker=row["is_migrant_worker"],
        migrant_reason=row["migrant_reason"] or "",
        groups=_several(found, row, "groups"),
        new_forms=_several(found, row, "new_forms"),
        joined_on=row["joined_on"].isoformat() if row["joined_on"] else None,
        **codes,
    )
    _check(found, row, said, on)
    return said


def _several(found: Reading, row: Row, name: str) -> list[str] | None:
    """Codes of the words between commas; a word that the set does not know is a fault."""
    if not row[name]:
        return None
    known = layout.words(layout.SETS[name])
    wanted = [word for word in BETWEEN.split(row[name]) if word]
    for word in wanted:
        if word not in known:
            told = _("没有“{word}”这一项。").format(word=word[:20])
            found.object_to(row.number, name, told, _("可填:{some}。").format(some=layout.SEVERAL.join(known)))
    return sorted({known[word] for word in wanted if word in known})


def _check(found: Reading, row: Row, said: Said, on: date) -> None:
    born = born_on(said.id_no)
    if born > on.replace(year=on.year - YOUNGEST, day=min(on.day, 28)):
        found.object_to(row.number, "id_no", _("按身份证号,此人不满 {n} 周岁。").format(n=YOUNGEST), _("请核对号码。"))
    if row["joined_on"] and not born < row["joined_on"] <= on:
        found.object_to(row.number, "joined_on", _("入会日期在将来,或早于出生。"), _("请核对日期。"))
    presumed = is_migrant_by_default(said.household_type or "urban", said.employment or "")
    if said.is_migrant_worker not in (None, presumed) and not said.migrant_reason:
        told = _("与户籍、用工形式推定的不同。")
        found.object_to(row.number, "is_migrant_worker", told, _("请改正,或在“农民工认定说明”中写明理由。"))
