"""Existing files by workbook: uploaded and checked by one, confirmed by another, taken in whole (E-R6, X-R1, R12)."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import names, sealed
from gonghui.foundation.journal.digests import digest_of
from gonghui.foundation.journal.models import Entry as JournalEntry
from gonghui.foundation.organisations import sight
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal
from gonghui.kernel.sheets.complaints import Complaints
from gonghui.kernel.sheets.marking import mark_errors

from ..models import FileImport, HardshipArchive, StagedFile
from ..rulebook import FileState
from ..rulebook.importing import IMPORT, UPLOADS_A_DAY, ImportState, who_uploads
from . import filing
from .conflicts import report_conflict
from .entries import Entry, entry_of
from .taking_turns import take_every_turn

AT_ONCE = 500
MOST_MARKED = 5_000
Outcome = StagedFile.Outcome


class AllKnown(Refusal):
    sentence = _("《{name}》中的 {n} 户都已在档,内容一致,不用导入。")


class NothingNew(Refusal):
    sentence = _(
        "《{name}》中没有新的档案:{unchanged} 户内容一致,{changed} 户内容不同。已在档的不会覆盖,请在档案中更正。"
    )


class UploadsSpent(Refusal):
    sentence = _("您今天已上传 {quota} 次,达到每日上限,请明天再上传。")


class QuickerHands(Refusal):
    sentence = _("确认的同时,有成员被另一份档案建档,这次没有导入任何内容。请再确认一次。")


class OwnFile(Refusal):
    sentence = _("工作簿中有您本人的档案,请由其他人办理。")


class NothingToMark(Refusal):
    sentence = _("这个工作簿没有错误,不用标注。")


@dataclass
class Checked:
    """A workbook as it was checked: each household's row, outcome, and where it differs; the new as entries."""

    rows: list[tuple[int, str, list[str]]]
    entries: dict[int, Entry]
    people: int
    faults: int
    findings: dict


def require_may_upload(by, on: date) -> None:
    """Raises NotEntitled, UploadsSpent."""
    if not who_uploads(by, FileImport(unit=by.unit, position=by.unit.position)):
        raise NotEntitled(step=_("档案导入"), needs=who_uploads)
    quota = UPLOADS_A_DAY.on(on)
    if JournalEntry.objects.by_user(by.user_id).filter(name="upload_files", on=on).count() >= quota:
        raise UploadsSpent(quota=quota)


@transaction.atomic
def upload(content: bytes, *, filename: str, checked: Checked, by, on: date) -> FileImport:
    """A workbook of existing files that has been read and checked waits for another's word; nothing is taken in yet.

    With faults it is kept to be given back marked. Raises NotEntitled, UploadsSpent, AllKnown, NothingNew.
    """
    require_may_upload(by, on)
    importing = FileImport(unit=by.unit, position=by.unit.position, begun_on=on, uploaded_by=by.user_id)
    importing.original_name, importing.sha256 = names.presentable(filename), sealed.digest_of(content)
    importing.files, importing.people, importing.faults = len(checked.rows), checked.people, checked.faults
    for outcome in Outcome:
        setattr(importing, outcome, sum(each == outcome for _row, each, _differs in checked.rows))
    _require_new(importing)
    importing.state = ImportState.FAULTY if checked.faults else ImportState.UPLOADED
    importing.number = next_number("I", on.year)
    importing.findings = json.dumps(checked.findings, ensure_ascii=False)
    importing.expect(IMPORT.next_of(importing.state), on)
    with sealed.keeping(importing, content):
        importing.save()
        if not checked.faults:
            StagedFile.objects.bulk_create(_staged(importing, checked), batch_size=AT_ONCE)
        facts = {"file": importing.original_name, "files": importing.files, "faults": importing.faults}
        told = {"name": "upload_files", "title": _("上传档案工作簿"), "facts": facts | {"sha256": importing.sha256}}
        announce("step", importing, by=by, on=on, **told)
    return importing


def _require_new(importing):
    if importing.faults or importing.new:
        return
    counts = {"n": importing.files, "unchanged": importing.unchanged, "changed": importing.changed}
    raise (NothingNew if importing.changed else AllKnown)(name=importing.original_name, **counts)


def _staged(importing, checked: Checked) -> Iterator[StagedFile]:
    for row, outcome, differs in checked.rows:
        entry = checked.entries.get(row)
        content = entry.as_text() if entry else None
        yield StagedFile(importing=importing, row=row, outcome=outcome, differs=differs, content=content)


def findings_of(importing) -> dict:
    """What the check has found, in words."""
    return json.loads(importing.findings.open()) if importing.findings else {}


def marked_copy(importing, *, by, on) -> bytes:
    """The workbook as it was sent, its faults filled and explained, its lists kept. Raises NothingToMark."""
    if not (marks := findings_of(importing).get("marks")):
        raise NothingToMark
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
        source, out = Path(folder) / "sent.xlsx", Path(folder) / "marked.xlsx"
        source.write_bytes(sealed.content_of(importing))
        mark_errors(source, [_complaints(each) for each in marks], out)
        content = out.read_bytes()
    facts = {"file": importing.original_name}
    announce("read", importing, by=by, on=on, name="marked_copy", title=_("下载标注了错误的工作簿"), facts=facts)
    return content


def _complaints(marks: dict) -> Complaints:
    complaints = Complaints(MOST_MARKED, {})
    complaints.sheet, complaints.header_row = marks["sheet"], marks["header_row"]
    for row, letter, title, reason, cure in marks["faults"]:
        complaints.add(row, letter, title, reason, cure)
    return complaints


@IMPORT.action
def confirm(importing, *, by, on, opinion: str = ""):
    """Another person takes the new files in, all of them or none; one entry of the journal proves them (X-R1, E-R6).

    Raises OwnFile, QuickerHands.
    """
    with sight.system("imports"):
        try:
            with transaction.atomic():
                filed = _take_in(importing, by=by, on=on)
        except IntegrityError:
            raise QuickerHands from None
    importing.confirmed_by, importing.confirmed_on = by.user_id, on
    importing.to_city = len(filed.for_city())
    digests = {HardshipArchive._meta.label_lower: {str(file.pk): digest_of(file) for file in filed.files}}
    counts = {"files": len(filed.on_file()), "people": len(filed.members), "to_city": importing.to_city}
    return {"opinion": opinion, **counts, "sha256": importing.sha256, "digests": digests}


def _take_in(importing, *, by, on) -> filing.Filed:
    take_every_turn()
    staged = list(importing.staged.filter(outcome=Outcome.NEW).order_by("row"))
    entries = [entry_of(each.content.open()) for each in staged]
    filed = filing.file_all(entries, uploaded_by=importing.uploaded_by, by=by, on=on)
    if any(file.applicant_user_id in (by.user_id, importing.uploaded_by) for file in filed.files):
        raise OwnFile
    for each, file in zip(staged, filed.files, strict=True):
        each.file, each.is_for_city = file, file.state != FileState.ON_FILE
    StagedFile.objects.bulk_update(staged, ["file", "is_for_city"], batch_size=AT_ONCE)
    importing.staged.update(content=None)
    for file in filed.for_city():
        report_conflict(file, on=on)
    return filed


@IMPORT.action
def refuse(importing, *, by, on, reason: str):
    """The workbook is not taken in; what was read of it is forgotten. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    _forget(importing)
    return {"opinion": reason}


@IMPORT.action
def withdraw(importing, *, by, on, reason: str = ""):
    """Who uploaded it takes it back; what was read of it is forgotten."""
    _forget(importing)
    return {"opinion": reason or say("撤回")}


def _forget(importing):
    """Neither rows nor workbook are needed any more (O.1 minimisation); the digest tells which one it was."""
    importing.staged.update(content=None)
    sealed.remove(importing)
