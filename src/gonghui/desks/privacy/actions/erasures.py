"""When the time of a file is over, its persons are made unknown: proposed by one, approved by another (O.1, X-R1)."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Assignment
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FileState

from .. import forgetting
from ..models import Erasure
from ..rulebook import ERASURE, KEEP_AID, KEEP_APPLICATIONS, ErasureState, the_officer
from .requests import TooShort

CAME_TO_NOTHING = (FileState.REJECTED, FileState.WITHDRAWN)
OVER = Q(state__in=CAME_TO_NOTHING) | Q(state__in=(FileState.EXITED, FileState.CANCELLED))
MOST = 200


class NotYet(Refusal):
    sentence = _("档案 {number} 按规定保存到 {until},现在不能作匿名处理。")


class StillOpen(Refusal):
    sentence = _("档案 {number} 还在办理或在档,不能作匿名处理。")


class ProposedAlready(Refusal):
    sentence = _("档案 {number} 已提出匿名处理({erasure}),没有重复提出。")


class NoSuchFile(Refusal):
    sentence = _("没有编号为“{number}”的档案。")


def kept_until(file) -> date | None:
    """The day until which a file is kept; None while it is open: ten years after exit, two for what came to nothing."""
    if file.state in CAME_TO_NOTHING:
        return _years_later(file.begun_on, KEEP_APPLICATIONS.on(file.begun_on))
    if file.exit_on and file.state in (FileState.EXITED, FileState.CANCELLED):
        return _years_later(file.exit_on, KEEP_AID.on(file.exit_on))
    return None


def _years_later(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def past_their_time(unit, on) -> list[HardshipArchive]:
    """Files of a unit and below whose time is over and that nobody has proposed yet, oldest first, at most 200."""
    label = HardshipArchive._meta.label_lower
    known = Erasure.objects.filter(record_type=label).exclude(state=ErasureState.REFUSED)
    begun_before = _years_later(on, -KEEP_APPLICATIONS.on(on))
    found = HardshipArchive.objects.within(unit).filter(OVER, begun_on__lt=begun_before)
    found = found.exclude(pk__in=known.values("record_id"))
    files = found.select_related("unit").order_by("begun_on", "pk")[: 5 * MOST]
    return [file for file in files if kept_until(file) < on][:MOST]


@transaction.atomic
def propose(number: str, *, by, on, reason: str) -> Erasure:
    """The officer proposes to make the persons of a file unknown.

    Raises NotEntitled, TooShort, NoSuchFile, StillOpen, NotYet, ProposedAlready.
    """
    if not the_officer(by, None):
        raise NotEntitled(step=_("提出匿名处理"), needs=the_officer)
    if len(reason.strip()) < 4:
        raise TooShort
    with sight.system("privacy"):
        file = _file_past_its_time(number, by.unit, on)
        erasure = Erasure(number=next_number("X", on.year), begun_on=on, unit=by.unit, position=by.unit.position)
        erasure.record_type, erasure.record_id = file._meta.label_lower, file.pk
        erasure.record_number, erasure.reason, erasure.proposed_by = file.number, reason.strip(), by.user_id
        erasure.expect(ERASURE.next_of(erasure.state), on)
        erasure.save()
        label, why = erasure._meta.label_lower, str(_("提出匿名处理"))
        Assignment.objects.create(user_id=by.user_id, record_type=label, record_id=erasure.pk, reason=why, starts_on=on)
        announce("step", erasure, by=by, on=on, name="propose", title=why, facts={"opinion": reason})
    return erasure


def _file_past_its_time(number, unit, on):
    file = HardshipArchive.objects.within(unit).select_for_update().filter(number=number.strip().upper()).first()
    if file is None:
        raise NoSuchFile(number=number[:32])
    until = kept_until(file)
    if until is None:
        raise StillOpen(number=file.number)
    if until >= on:
        raise NotYet(number=file.number, until=until)
    known = Erasure.objects.filter(record_type=file._meta.label_lower, record_id=file.pk)
    if earlier := known.exclude(state=ErasureState.REFUSED).first():
        raise ProposedAlready(number=file.number, erasure=earlier.number)
    return file


@ERASURE.action
def erase(erasure, *, by, on, opinion: str = ""):
    """A second person approves: the persons become unknown, amounts and days stay."""
    erasure.approved_by = by.user_id
    erasure.save(update_fields=["approved_by"])
    with sight.system("privacy"):
        changed = forgetting.forget(erasure)
    return {"opinion": opinion, "of": erasure.record_number, **changed}


@ERASURE.action
def refuse(erasure, *, by, on, opinion: str = ""):
    """The record is still needed."""
    return {"opinion": opinion, "of": erasure.record_number}
