"""Households of a workbook beside what is on file: new, the same, or other in some columns (E-R6, T03).

Only what the uploading post may see is compared: of a file elsewhere nothing is learnt here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gonghui.kernel.encryption import blind_index

from ..actions import filing
from ..models import HardshipArchive, HouseholdMember, IncomeLine, StagedFile
from ..rulebook import ENDED, HELD, FileState
from ..rulebook.grading import Grade
from . import entered, layout, national
from .archive_in import Found, Sent, index_of
from .layout import word_of

OVER = (*ENDED, FileState.REJECTED, FileState.WITHDRAWN)
NOT_COMPARED = ("key", "mobile")
Outcome = StagedFile.Outcome


@dataclass
class Compared:
    """A household of the workbook, what it is beside the record, and where the two differ, by column title.

    `number` is the file on record; `computed` the class in words that the computation finds where it is another.
    """

    sent: Sent
    outcome: str = Outcome.NEW
    number: str = ""
    differs: list[str] = field(default_factory=list)
    computed: str = ""


def compare(found: Found, *, by) -> list[Compared]:
    """Every household with its outcome; who stands in another file that `by` sees is a fault (E-R6)."""
    own = {blind_index(sent.archive["id_no"]): sent for sent in found.households}
    visible = HardshipArchive.objects.visible_to(by).exclude(state__in=OVER)
    files = _files_of(own, visible)
    _object_to_others(found, own, files, visible)
    known = _known(file for file in files.values() if file.state in HELD)
    compared = [_one(sent, files.get(index), known) for index, sent in own.items() if sent.unit]
    if not found.faults:
        for each in compared:
            each.computed = _computed(each.sent, by) if each.outcome == Outcome.NEW else ""
    return compared


def _files_of(own: dict[str, Sent], visible) -> dict[str, HardshipArchive]:
    """The file of each applicant that is there already, by the blind index of her number."""
    rows = HouseholdMember.objects.present().filter(relation="self", id_index__in=own, file__in=visible)
    return {row.id_index: row.file for row in rows.select_related("file").order_by("pk")}


def _object_to_others(found: Found, own: dict[str, Sent], files: dict[str, HardshipArchive], visible) -> None:
    for index, sent in own.items():
        if (file := files.get(index)) and file.state not in HELD:
            reason = _("这名职工的申请 {number} 正在办理。").format(number=file.number)
            found.archives.object_to(sent.row, "id_no", reason, _("请删去这一户,或先办结那份申请。"))
    households = {index_of(each): sent for sent in found.households for each in sent.people()}
    rows = HouseholdMember.objects.filter(is_active=True, id_index__in=[key for key in households if key])
    for index, pk, number in rows.filter(file__in=visible).values_list("id_index", "file_id", "file__number"):
        sent = households[index]
        same = files.get(blind_index(sent.archive["id_no"]))
        if same is None or same.pk != pk:
            reason = _("这户的成员已在档案 {number} 中。").format(number=number)
            found.archives.object_to(sent.row, "id_no", reason, _("一人只能在一户档案中,请核对。"))


def _known(files: Iterable[HardshipArchive]) -> dict[int, national.Household]:
    keys = [file.pk for file in files]
    held = HardshipArchive.objects.filter(pk__in=keys).order_by("pk")
    return dict(zip(held.values_list("pk", flat=True), national.households_of(held), strict=True))


def _one(sent: Sent, file, known: dict[int, national.Household]) -> Compared:
    if file is None or file.pk not in known:
        return Compared(sent)
    differs = _differences(sent, known[file.pk])
    return Compared(sent, Outcome.CHANGED if differs else Outcome.UNCHANGED, file.number, differs)


def _differences(sent: Sent, known: national.Household) -> list[str]:
    """Titles of the columns that say something else than the record; an empty cell says nothing."""
    differs = [
        str(column.title)
        for column in layout.archive_columns()
        if column.name not in NOT_COMPARED and _is_other(sent.archive[column.name], known.archive.get(column.name))
    ]
    if _are_others(sent.members, known.members, "id_no"):
        differs.append(layout.MEMBERS)
    if _are_others(sent.given, known.given, "given_on"):
        differs.append(layout.GIVEN)
    return differs


def _is_other(said, known) -> bool:
    return (bool(said) and said != known) or (said is False and bool(known))


def _are_others(said: list[dict], known: list[dict], first: str) -> bool:
    """Whether the rows of a household say anything else than those on record, in whatever order."""
    if first == "given_on":
        return any(not any(_says_same(row, each) for each in known) for row in said)
    return len(said) != len(known) or any(not any(_says_same(row, each) for each in known) for row in said)


def _says_same(said: dict, known: dict) -> bool:
    return not any(_is_other(value, known.get(name)) for name, value in said.items() if name != "key")


def _computed(sent: Sent, by) -> str:
    """The class that the computation finds, in words, where it can be computed and is another than the one given."""
    lines = [IncomeLine(**each) for each in entered.of_lines(sent.archive)]
    if not any(line.kind in IncomeLine.INCOMES for line in lines):
        return ""
    file = HardshipArchive(unit=by.unit, begun_on=sent.archive["filed_on"], **entered.of_file(sent.archive))
    found = filing.assessment_of(file, len(sent.people()), lines, "", on=file.begun_on)
    return "" if found.grade == file.grade else word_of(Grade, found.grade) or _("都不符合")
