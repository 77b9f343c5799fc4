"""Leaving the record: observed first or at once, proposed by one and decided by another (E-R12, X-R1)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.workdays import add_workdays

from ..models import AidGrant, ExitProposal, Relief
from ..rulebook import AID, FILE, ExitReason, GrantState, months, policies
from .observing import require_months
from .spells import end_spell

Kind = ExitProposal.Kind
OPEN = (*AID["withdraw"].since, GrantState.GRANTED)
"""A grant that may still turn into money."""


class AlreadyProposed(Refusal):
    sentence = _("这份档案已有待决定的“{kind}”提议,请先决定。")


class NothingProposed(Refusal):
    sentence = _("没有待决定的“{kind}”提议。")


class OwnProposal(Refusal):
    sentence = _("提议、决定和批准退出须由不同的人办理,您已经办过其中一步。")


class GroundsMissing(Refusal):
    sentence = _("请写明情况(至少 4 个字)。")


class GrantsOpen(Refusal):
    sentence = _("还有救助金没有办结,不能退出:{grants}。请先发放、撤回或不予发放。")


class TransferOpen(Refusal):
    sentence = _("档案正在转移({number}),请先办结转移。")


class ReasonOfObservation(Refusal):
    sentence = _("根本脱困须先转入观察、连续达标后批准退出;这里请选择其他原因。")


@FILE.action
def propose_observation(file, *, by, on, causes_removed: str):
    """Somebody who knows the household says which causes are gone; the county's reviewer decides (E-R12).

    Raises GroundsMissing, AlreadyProposed.
    """
    return _propose(file, Kind.OBSERVATION, ExitReason.OUT_OF_DIFFICULTY, causes_removed, by, on)


@FILE.action
def propose_exit(file, *, by, on, reason: str, grounds: str):
    """Somebody says why the household leaves the record without being observed; the approver decides (E-R12).

    Raises ReasonOfObservation, GroundsMissing, AlreadyProposed.
    """
    if reason == ExitReason.OUT_OF_DIFFICULTY:
        raise ReasonOfObservation
    return _propose(file, Kind.CANCELLATION, reason, grounds, by, on)


def _propose(file, kind, reason, grounds, by, on):
    if len(grounds.strip()) < 4:
        raise GroundsMissing
    if waiting := file.exit_proposals.undecided().first():
        raise AlreadyProposed(kind=waiting.get_kind_display())
    ExitProposal.objects.create(
        file=file, kind=kind, reason=reason, grounds=grounds, proposed_by=by.user_id, proposed_on=on
    )
    file.due_on = add_workdays(on, policies.EXIT_WITHIN.on(on, file.unit.area))
    return {"opinion": grounds, "kind": kind, "reason": reason}


@FILE.action
def observe(file, *, by, on, opinion: str = ""):
    """The county's reviewer agrees: the household is observed and still on file (E-R12, E-R14).

    Raises NothingProposed, OwnProposal.
    """
    proposal = _decide(file, Kind.OBSERVATION, by, on)
    return {"opinion": opinion, "causes_removed": proposal.grounds}


@FILE.action
def decline_exit(file, *, by, on, reason: str):
    """The household stays as it is, for the reason given. Raises NothingProposed, OwnProposal, GroundsMissing."""
    if len(reason.strip()) < 4:
        raise GroundsMissing
    proposal = _decide(file, None, by, on, is_accepted=False)
    return {"opinion": reason, "kind": proposal.kind}


@FILE.action
def fall_back(file, *, by, on, reason: str):
    """The household is not out of difficulty after all: it is on file as before (E-R12). Raises GroundsMissing."""
    if len(reason.strip()) < 4:
        raise GroundsMissing
    file.exit_proposals.undecided().update(decided_by=by.user_id, decided_on=on, is_accepted=False)
    file.recheck_on = max(file.recheck_on or on, on)
    return {"opinion": reason}


@FILE.action
def exit(file, *, by, on, causes_removed: str, opinion: str = ""):
    """A third person lets the household go, six months above the dibao behind it (E-R12, X-R1).

    Raises GroundsMissing, OwnProposal, MonthsMissing, GrantsOpen, TransferOpen.
    """
    if len(causes_removed.strip()) < 4:
        raise GroundsMissing
    proposal = file.exit_proposals.accepted().filter(kind=Kind.OBSERVATION).last()
    if by.user_id in (proposal.proposed_by, proposal.decided_by):
        raise OwnProposal
    counted = require_months(file, proposal.decided_on, by=by, on=on)
    _require_nothing_open(file)
    proposal.exited_by = by.user_id
    proposal.save(update_fields=["exited_by"])
    end_spell(file, on=on, reason=ExitReason.OUT_OF_DIFFICULTY)
    file.monitored_until = months.later(on, policies.MONITORED_MONTHS.on(on, file.unit.area))
    return {"opinion": opinion, "causes_removed": causes_removed, "months": counted, "until": file.monitored_until}


@FILE.action
def cancel(file, *, by, on, opinion: str = ""):
    """The approver lets the household leave for the reason that was proposed (E-R12).

    Raises NothingProposed, OwnProposal, GrantsOpen, TransferOpen.
    """
    proposal = _decide(file, Kind.CANCELLATION, by, on)
    _require_nothing_open(file)
    end_spell(file, on=on, reason=proposal.reason)
    return {"opinion": opinion, "reason": proposal.get_reason_display()}


def _decide(file, kind, by, on, *, is_accepted=True) -> ExitProposal:
    waiting = file.exit_proposals.undecided().filter(**({"kind": kind} if kind else {})).first()
    if waiting is None:
        raise NothingProposed(kind=Kind(kind).label if kind else _("退出"))
    if by.user_id == waiting.proposed_by:
        raise OwnProposal
    waiting.decided_by, waiting.decided_on, waiting.is_accepted = by.user_id, on, is_accepted
    waiting.save()
    file.due_on = None
    return waiting


def _require_nothing_open(file):
    if grants := open_grants(file):
        raise GrantsOpen(grants="、".join(grants))
    if moving := file.transfers.open().first():
        raise TransferOpen(number=moving.number)


def open_grants(file) -> list[str]:
    """The numbers of grants and reliefs of a file that are neither paid nor given up, whichever county gave them."""
    with sight.system("hardship"):
        grants = AidGrant.objects.filter(file=file, state__in=OPEN).order_by("pk").values_list("number", flat=True)
        reliefs = Relief.objects.filter(file=file, state__in=OPEN).order_by("pk").values_list("number", flat=True)
        return [*grants, *reliefs]
