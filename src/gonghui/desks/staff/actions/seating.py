"""A union has been set up: who was elected to lead it is invited to her post (A-R2, X-R3)."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announced
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.refusals import Refusal
from gonghui.programs.organising.models import Founding
from gonghui.programs.organising.models.elections import Candidate
from gonghui.programs.organising.rulebook.elections import LEADING

from ..models import Invitation
from ..rulebook import InvitationState
from . import inviting

CHAIR = Role.GRASSROOTS_CHAIR
CORRECTED = "手机号更正"
"""What is kept is in one language."""


class SeatedAlready(Refusal):
    sentence = _("{unit}的主席已到岗,不用再邀请。")


def listen() -> None:
    """Hear that a union has been set up."""
    announced.connect(invite_the_elected, sender=Founding, dispatch_uid="staff.seating")


def invite_the_elected(sender, *, kind, record, by, on, name, **unused) -> None:
    """With the approval goes the invitation; who approved is told of one that cannot go, and it waits at her desk."""
    if kind != "step" or name != "establish":
        return
    try:
        with transaction.atomic():
            seat(record, by=by, on=on)
    except Refusal as refusal:
        text = _("{union}的主席邀请未能发出:{reason}").format(union=record.short_name, reason=refusal)
        path = reverse("staff:invite_chair", args=[record.number])
        notices.tell([by.user], title=_("主席待到岗"), text=text, path=path)


@transaction.atomic
def seat(founding, *, by, on, mobile: str = "") -> Invitation:
    """Ask who leads the new union to take up her post, by the phone of her candidacy or another (11 digits).

    One that has expired is sent anew, one to another phone revoked. Raises SeatedAlready and what `invite` refuses.
    """
    union, won = founding.union, elected(founding)
    if Post.objects.not_over(on).filter(unit=union, role=CHAIR).exists():
        raise SeatedAlready(unit=union)
    asked = mobile or won.mobile.open()
    waiting = Invitation.objects.select_for_update().filter(unit=union, role=CHAIR, state=InvitationState.OPEN).first()
    if waiting is not None and not waiting.is_expired(on):
        raise inviting.InvitedAlready(name=waiting.name, number=waiting.number)
    if waiting is not None and waiting.mobile_index == blind_index(asked):
        return inviting.renew(waiting, by=by, on=on)
    if waiting is not None:
        inviting.revoke(waiting, by=by, on=on, reason=CORRECTED)
    return inviting.invite(union, CHAIR, name=won.name, mobile=asked, title=won.get_duty_display(), by=by, on=on)


def elected(founding) -> Any:
    """Who was elected to lead: the chair, or the organiser where there is no committee."""
    return Candidate.objects.get(election=founding.election, is_elected=True, is_struck=False, duty__in=LEADING)
