"""A roster of members: uploaded and laid beside what is known, confirmed by the chair, taken in whole (B-R9, T03)."""

import json
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import names, sealed
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal
from gonghui.kernel.sheets.complaints import Complaints
from gonghui.kernel.sheets.marking import mark_errors

from ..models import Roster
from ..rulebook.people import the_union
from ..rulebook.rosters import ROSTER, UPLOADS_A_DAY, RosterState
from .comparing import TITLES, Difference, Said, compare
from .taking_in import Taken, take_in

LISTED = 200
MOST_MARKED = 5_000


class AllKnown(Refusal):
    sentence = _("《{name}》中的 {n} 人都已在册,内容一致,不用再确认。")


class UploadsSpent(Refusal):
    sentence = _("您今天已上传 {quota} 次,达到每日上限,请明天再上传。")


class WaitsAlready(Refusal):
    sentence = _("这份名册已经上传({number}),正在等待确认,不用重复上传。")


class NotAUnion(Refusal):
    sentence = _("会员名册由基层工会上传。")


class NothingToMark(Refusal):
    sentence = _("这份名册没有错误,不用标注。")


@dataclass
class Read:
    """A file as it was read: its persons, how many faults, and what was found, in words."""

    rows: list[Said]
    faults: int = 0
    report: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    marks: dict = field(default_factory=dict)


def require_may_upload(by, on: date) -> None:
    """Raises NotEntitled, NotAUnion, UploadsSpent."""
    if not the_union(by, Roster(unit=by.unit, position=by.unit.position)):
        raise NotEntitled(step=_("上传会员名册"), needs=the_union)
    if by.unit.level not in (Unit.Level.GRASSROOTS, Unit.Level.BRANCH):
        raise NotAUnion
    quota = UPLOADS_A_DAY.on(on)
    if Entry.objects.by_user(by.user_id).filter(name="upload_roster", on=on).count() >= quota:
        raise UploadsSpent(quota=quota)


@transaction.atomic
def upload(content: bytes, *, filename: str, read: Read, by, on: date) -> Roster:
    """A file that has been read waits for the chair's word; with faults it is kept to be given back marked.

    Raises NotEntitled, NotAUnion, UploadsSpent, WaitsAlready, AllKnown.
    """
    require_may_upload(by, on)
    roster = Roster(unit=by.unit, position=by.unit.position, begun_on=on, uploaded_by=by.user_id)
    roster.original_name, roster.sha256 = names.presentable(filename), sealed.digest_of(content)
    _require_first(roster)
    difference = compare(read.rows, by.unit) if not read.faults else Difference()
    _count(roster, read, difference)
    roster.state = RosterState.FAULTY if read.faults else RosterState.UPLOADED
    roster.number = next_number("MC", on.year)
    roster.rows = _as_text([asdict(each) for each in read.rows]) if not read.faults else None
    roster.findings = _as_text(_findings(read, difference))
    roster.expect(ROSTER.next_of(roster.state), on)
    with sealed.keeping(roster, content):
        _save(roster)
        facts = {"file": roster.original_name, "people": roster.people, "faults": roster.faults}
        told = {"name": "upload_roster", "title": _("上传会员名册"), "facts": facts | {"sha256": roster.sha256}}
        announce("step", roster, by=by, on=on, **told)
    return roster


def _require_first(roster: Roster) -> None:
    waiting = Roster.objects.filter(unit=roster.unit, sha256=roster.sha256, state=RosterState.UPLOADED).first()
    if waiting is not None:
        raise WaitsAlready(number=waiting.number)


def _save(roster: Roster) -> None:
    """Two uploads of the same file at the same moment: the second is told that the first waits."""
    try:
        with transaction.atomic():
            roster.save()
    except IntegrityError:
        _require_first(roster)
        raise


def _count(roster: Roster, read: Read, difference: Difference) -> None:
    roster.people, roster.faults = len(read.rows), read.faults
    roster.joins, roster.changes = len(difference.joins), len(difference.changes)
    roster.unchanged, roster.missing = difference.unchanged, len(difference.missing)
    if not read.faults and not (roster.joins or roster.changes or roster.missing):
        raise AllKnown(name=roster.original_name, n=roster.people)


def _findings(read: Read, difference: Difference) -> dict:
    changes = [
        [said.row, said.name, [TITLES[name] for name in differs]]
        for said, _membership, differs in difference.changes[:LISTED]
    ]
    return {
        "report": read.report,
        "remarks": read.remarks[:LISTED],
        "marks": read.marks,
        "joins": [[each.row, each.name] for each in difference.joins[:LISTED]],
        "changes": changes,
        "missing": [each.pk for each in difference.missing],
    }


def _as_text(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def findings_of(roster) -> dict:
    """What was found, in words."""
    return json.loads(roster.findings.open()) if roster.findings else {}


def marked_copy(roster, *, by, on) -> bytes:
    """The file as it was sent, its faults filled and explained, its lists kept. Raises NothingToMark."""
    if not (marks := findings_of(roster).get("marks")):
        raise NothingToMark
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
        suffix = Path(roster.original_name).suffix.lower()
        source, out = (
            Path(folder) / f"sent{suffix if suffix in ('.xlsx', '.csv') else ''}",
            Path(folder) / "marked.xlsx",
        )
        source.write_bytes(sealed.content_of(roster))
        mark_errors(source, _complaints(marks), out)
        content = out.read_bytes()
    facts = {"file": roster.original_name}
    announce("read", roster, by=by, on=on, name="marked_copy", title=_("下载标注了错误的名册"), facts=facts)
    return content


def _complaints(marks: dict) -> Complaints:
    complaints = Complaints(MOST_MARKED, marks["titles"])
    complaints.sheet, complaints.header_row = marks["sheet"], marks["header_row"]
    for row, letter, title, reason, cure in marks["faults"]:
        complaints.add(row, letter, title, reason, cure)
    return complaints


@ROSTER.action
def confirm(roster, *, by, on, opinion: str = ""):
    """The chair takes the roster in, all of it; one entry of the journal proves what it did (B-R1, X-R4).

    It is laid beside what is known anew, so that whatever came in between is not done twice. Who is not in it stays.
    """
    with sight.system("rosters"):
        _one_at_a_time(roster.unit_id)
        difference = compare([Said(**each) for each in json.loads(roster.rows.open())], roster.unit)
        taken = take_in(roster.unit, difference, by=by, on=on)
    roster.joins, roster.changes = len(difference.joins), len(difference.changes)
    roster.joined, roster.referred, roster.confirmed_on = len(taken.joined), len(taken.referred), on
    roster.findings = _as_text(findings_of(roster) | {"referred": taken.referred})
    roster.rows = None
    return {"opinion": opinion, "sha256": roster.sha256, "digests": taken.digests} | _numbers(roster, taken)


def _one_at_a_time(unit_id: int) -> None:
    """Two rosters of one union are taken in one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('organising.roster'), %s)", [unit_id])


def _numbers(roster: Roster, taken: Taken) -> dict[str, int]:
    return {"joined": roster.joined, "changed": len(taken.changed), "referred": roster.referred}


@ROSTER.action
def withdraw(roster, *, by, on, reason: str = ""):
    """The union takes it back; what was read of it is forgotten, and the file with it (O.1)."""
    roster.rows = roster.findings = None
    sealed.remove(roster)
    return {"opinion": reason}
