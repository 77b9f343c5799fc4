"""A file goes to another county: proposed and agreed there where it is, accepted where it goes (X-R1, X-R2)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.documents.models import Document
from gonghui.foundation.members.models import Consent
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.notices.models import Message, Objection, PublicNotice
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Assignment
from gonghui.foundation.organisations.moving import move
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, ReasonMissing, Refusal

from ..models import Arrival, HardshipArchive, HouseholdChange, Recusal, Transfer
from ..rulebook import SEEN_BY, Role, months, the_county_operator
from ..rulebook.people import unrelated
from ..rulebook.transfers import ARRIVAL, MAY_MOVE, READABLE_MONTHS, TRANSFER, ArrivalState
from .kin import KinOfTheHousehold
from .leaving import open_grants


class MayNotMove(Refusal):
    sentence = _("档案现在的状态是“{state}”,不能转移。")


class SameCounty(Refusal):
    sentence = _("接收工会应在另一个县区。本县区内的变动不需要转移档案。")


class GrantsOpen(Refusal):
    sentence = _("还有救助金没有办结,不能转移:{grants}。请先发放、撤回或不予发放。")


class AlreadyMoving(Refusal):
    sentence = _("这份档案正在转移({number}),不能重复提出。")


class OwnTransfer(Refusal):
    sentence = _("转移的提出、同意和接收须由不同的人办理,您已经办过其中一步。")


@transaction.atomic
def propose_transfer(file, *, by, on, to_unit, reason: str, grounds: str) -> Transfer:
    """The county's operator proposes that the file goes to a union of another county; a file on its way may go too.

    Raises NotEntitled, ReasonMissing, MayNotMove, SameCounty, AlreadyMoving, GrantsOpen.
    """
    file = HardshipArchive.objects.select_for_update().get(pk=file.pk)
    if not the_county_operator(by, file):
        raise NotEntitled(step=_("提出转移"), needs=the_county_operator)
    _require_words(grounds)
    if to_unit.county() in (None, file.unit.county()):
        raise SameCounty
    if moving := file.transfers.open().first():
        raise AlreadyMoving(number=moving.number)
    _require_free(file)
    found = Transfer(
        number=next_number("ZY", on.year),
        begun_on=on,
        unit=file.unit,
        position=file.position,
        file=file,
        to_unit=to_unit,
        reason=reason,
        grounds=grounds,
        proposed_by=by.user_id,
    )
    found.expect(TRANSFER.next_of(found.state), on)
    found.save()
    facts = {"opinion": grounds, "file": file.number, "to": str(to_unit)}
    announce("step", found, by=by, on=on, name="propose_transfer", title=_("提出转移"), facts=facts)
    return found


def _require_words(text):
    if len(text.strip()) < 4:
        raise ReasonMissing


def _require_free(file):
    if file.state not in MAY_MOVE:
        raise MayNotMove(state=file.get_state_display())
    if grants := open_grants(file):
        raise GrantsOpen(grants="、".join(grants))


@TRANSFER.action
def agree(transfer, *, by, on, opinion: str = ""):
    """The giving county agrees; only now the receiving one is told that there is something (X-R2).

    Raises OwnTransfer, MayNotMove, GrantsOpen.
    """
    if by.user_id == transfer.proposed_by:
        raise OwnTransfer
    file = HardshipArchive.objects.select_for_update().get(pk=transfer.file_id)
    _require_free(file)
    transfer.agreed_by = by.user_id
    with sight.system("transfers"):
        arrival = _arrival(transfer, file, on)
        announce("step", arrival, by=by, on=on, name="arrive", title=_("对方同意转出"))
        reviewers = Post.objects.held_on(on).filter(role=Role.COUNTY_REVIEWER, unit=arrival.unit)
        text = _("一份困难职工档案申请转入,请在 {day} 前接收或退回。").format(day=arrival.due_on)
        notices.tell_posts(reviewers, title=_("档案转入"), text=text, about=arrival, level=Message.Level.TASK)
    return {"opinion": opinion}


def _arrival(transfer, file, on) -> Arrival:
    county = transfer.to_unit.county()
    arrival = Arrival(
        number=next_number("ZR", on.year),
        begun_on=on,
        unit=county,
        position=county.position,
        transfer_id=transfer.pk,
        file_number=file.number,
        masked_name=file.masked_name,
        file_state=file.state,
        grade=file.grade,
        from_unit=transfer.unit,
        to_unit=transfer.to_unit,
        reason=transfer.reason,
        grounds=transfer.grounds,
        recused=file.recused,
    )
    arrival.expect(ARRIVAL.next_of(ArrivalState.WAITING), on)
    arrival.save()
    return arrival


@TRANSFER.action
def refuse(transfer, *, by, on, reason: str):
    """The giving county keeps the file, for the reason. Raises ReasonMissing."""
    _require_words(reason)
    return {"opinion": reason}


@TRANSFER.action
def withdraw(transfer, *, by, on, reason: str = ""):
    """The operator takes the proposal back while nobody else has been told."""
    return {"opinion": reason}


@TRANSFER.action
def complete(transfer, *, by, on, accepted_by: int, answer: str = ""):
    """The file has gone."""
    transfer.accepted_by, transfer.accepted_on, transfer.answer = accepted_by, on, answer
    return {"opinion": answer}


@TRANSFER.action
def come_back(transfer, *, by, on, answer: str):
    """The receiving county does not take the file; it stays where it is."""
    transfer.answer = answer
    return {"opinion": answer}


@ARRIVAL.action
def accept(arrival, *, by, on, opinion: str = ""):
    """The receiving county takes the file over with its papers; what was given before stays with who gave it (X-R2).

    The officers who had it read it for some months more. Raises OwnTransfer, KinOfTheHousehold, MayNotMove, GrantsOpen.
    """
    arrival.answer = opinion
    with sight.system("transfers"):
        transfer = Transfer.objects.select_for_update().select_related("to_unit").get(pk=arrival.transfer_id)
        if by.user_id in (transfer.proposed_by, transfer.agreed_by):
            raise OwnTransfer
        file = HardshipArchive.objects.select_for_update().get(pk=transfer.file_id)
        _require_unrelated(file, by)
        _require_free(file)
        old = file.unit
        _let_read(file, old, on)
        _hand_over(file, transfer.to_unit, by=by, on=on, number=transfer.number)
        complete(transfer, by=system_post("transfers"), on=on, accepted_by=by.user_id, answer=opinion)
        _tell_back(transfer, _("档案 {number} 已由对方接收。").format(number=file.number))
    return {"opinion": opinion, "file": file.number}


@ARRIVAL.action
def decline(arrival, *, by, on, reason: str):
    """The receiving county does not take it, with the reason. Raises ReasonMissing, KinOfTheHousehold."""
    _require_words(reason)
    arrival.answer = reason
    with sight.system("transfers"):
        transfer = Transfer.objects.select_related("file").get(pk=arrival.transfer_id)
        _require_unrelated(transfer.file, by)
        come_back(transfer, by=system_post("transfers"), on=on, answer=reason)
        _tell_back(transfer, _("档案转移 {number} 被对方退回,请打开查看理由。").format(number=transfer.number))
    return {"opinion": reason}


def _tell_back(transfer, text):
    hands = User.objects.filter(pk__in=(transfer.proposed_by, transfer.agreed_by))
    notices.tell(hands, title=_("档案转移"), text=text, about=transfer)


def _require_unrelated(file, by):
    """Kin of the household works in the receiving county: asked here, where the file is at hand (X-R1)."""
    if not unrelated(by, file):
        raise KinOfTheHousehold


def _let_read(file, old, on):
    """Who had the file in hand, at its union and above up to the county, reads it for a year (X-R2)."""
    county = old.county()
    units = old.above().filter(position__gte=county.position)
    readers = Post.objects.held_on(on).filter(unit__in=units, role__in=SEEN_BY).exclude(role=Role.SYSTEM)
    until = months.later(on, READABLE_MONTHS.on(on))
    label = HardshipArchive._meta.label_lower
    Assignment.objects.bulk_create(
        Assignment(
            user_id=user, record_type=label, record_id=file.pk, reason=str(_("档案已转出")), starts_on=on, ends_on=until
        )
        for user in sorted(set(readers.values_list("user_id", flat=True)))
    )


def _hand_over(file, unit, *, by, on, number):
    """The file and what hangs on it are of another unit from now on; its helper there is named anew."""
    was = file.unit
    file.pairs.filter(ends_on__isnull=True).update(ends_on=on)
    digests: dict = {}
    for records in belongings(file):
        for kind, found in move(records, unit).items():
            digests.setdefault(kind, {}).update(found)
    file.unit, file.position = unit, unit.position
    file.save()
    facts = {"from": str(was), "to": str(unit), "transfer": number, "digests": digests}
    announce("step", file, by=by, on=on, name="transfer", title=_("档案转移"), facts=facts)


def belongings(file) -> list:
    """What has a unit of its own and goes where the file goes; grants, payments and reliefs stay with who gave them."""
    changes = HouseholdChange.objects.filter(file=file)
    of_file = {"record_type": HardshipArchive._meta.label_lower, "record_id": file.pk}
    of_changes = {"record_type": HouseholdChange._meta.label_lower, "record_id__in": changes.values("pk")}
    running = PublicNotice.objects.filter(**of_file)
    return [
        Document.objects.filter(**of_file),
        Document.objects.filter(**of_changes),
        Consent.objects.filter(**of_file),
        Objection.objects.filter(notice__in=running),
        running,
        changes,
        Recusal.objects.filter(file=file),
    ]
