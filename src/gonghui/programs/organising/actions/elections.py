"""The election is written down: its numbers, and who stood (A-R3, A-R5)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from ..models import Candidate, Election
from ..rulebook.elections import DUTIES_OF, Bar, Organ
from ..rulebook.founding import FOUNDING

NUMBERS = (
    "assembly",
    "held_on",
    "eligible",
    "present",
    "issued",
    "returned",
    "valid",
    "seats",
    "audit_seats",
    "women_seats",
)


class HeldTooEarly(Refusal):
    sentence = _("选举日期应在同意筹建({approved})之后、今天({today})之前。")


class OtherDuty(Refusal):
    sentence = _("{organ}里没有“{duty}”这一职务。")


class MobileMissing(Refusal):
    sentence = _("主席(或组织员)候选人请填写手机号,成立后用于开通岗位。")


@dataclass(frozen=True)
class Named:
    """Who stood, as the group writes her down."""

    name: str
    organ: str
    duty: str
    votes_for: int
    votes_against: int = 0
    votes_abstained: int = 0
    barred_as: str = Bar.NONE
    mobile: str = ""


@FOUNDING.action
def elect(founding, *, by, on, **numbers):
    """The assembly has elected; its numbers are kept as they were counted (A-R5). Raises HeldTooEarly."""
    _require_day(founding, numbers["held_on"], on)
    Election.objects.create(founding=founding, **numbers)
    return _kept(numbers)


@FOUNDING.action
def correct_election(founding, *, by, on, reason: str = "", **numbers):
    """Numbers that were written down wrongly are put right, old and new kept (X-R4). Raises HeldTooEarly."""
    _require_day(founding, numbers["held_on"], on)
    election = founding.election
    before = {name: getattr(election, name) for name in NUMBERS}
    for name, value in numbers.items():
        setattr(election, name, value)
    election.save()
    return {"opinion": reason, "before": _kept(before), "after": _kept(numbers)}


def _require_day(founding, held_on, on) -> None:
    if not founding.prep_approved_on <= held_on <= on:
        raise HeldTooEarly(approved=founding.prep_approved_on, today=on)


def _kept(numbers: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in numbers.items()}


@FOUNDING.action
def nominate(founding, *, by, on, candidates: list[Named] = (), struck: list[int] = ()):  # type: ignore[assignment] # none
    """Who stood, with her votes and what she declares; `struck` are ids of entries that were wrong (A-R3).

    Raises OtherDuty, MobileMissing.
    """
    found = [_candidate(founding, each) for each in candidates]
    Candidate.objects.bulk_create(found)
    if struck:
        founding.election.candidates.filter(pk__in=struck).update(is_struck=True)
    return {"entered": len(found), "struck": len(struck), "names": [str(each) for each in found]}


def _candidate(founding, named: Named) -> Candidate:
    organ = Organ(named.organ)
    if named.duty not in DUTIES_OF[organ]:
        raise OtherDuty(organ=organ.label, duty=named.duty)
    if named.duty in ("chair", "organiser") and not named.mobile:
        raise MobileMissing
    candidate = Candidate(election=founding.election, mobile=named.mobile or None)
    for name in ("name", "organ", "duty", "votes_for", "votes_against", "votes_abstained", "barred_as"):
        setattr(candidate, name, getattr(named, name))
    return candidate
