"""The invited person takes up her post: the code once, her phone number, an account (X-R3)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts import onetime
from gonghui.foundation.accounts.models import User
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.refusals import Refusal

from ..models import Invitation
from ..rulebook import INVITATION, InvitationState
from .inviting import PURPOSE, UnitOver

TRIES = 10


class UnknownCode(Refusal):
    sentence = _("没有这份邀请。请核对邀请码,或请邀请您的工会重新发出。")


class UsedAlready(Refusal):
    sentence = _("这份邀请已经用过。您已有账户的,请直接登录;不是您本人使用的,请马上告诉邀请您的工会。")


class Revoked(Refusal):
    sentence = _("这份邀请已撤回。如有疑问,请联系邀请您的工会。")


class Expired(Refusal):
    sentence = _("这份邀请已于 {day} 过期,请邀请您的工会重新发出。")


class TriedTooOften(Refusal):
    sentence = _("手机号试错太多,这份邀请已停用,请邀请您的工会重新发出。")


class OtherPhone(Refusal):
    sentence = _("手机号与邀请不符,请填写接到邀请的手机号。")


class SignInFirst(Refusal):
    sentence = _("您已有账户,请先登录,再打开这份邀请。")


def find(code: str, *, on) -> Invitation:
    """The open invitation of a code. Raises UnknownCode, UsedAlready, Revoked, Expired, TriedTooOften."""
    found = Invitation.objects.select_related("unit__area").filter(digest=onetime.digest_of(code, PURPOSE)).first()
    if found is None:
        raise UnknownCode
    _require_open(found, on)
    return found


def _require_open(invitation, on):
    if invitation.state == InvitationState.ACCEPTED:
        raise UsedAlready
    if invitation.state == InvitationState.REVOKED:
        raise Revoked
    if invitation.is_expired(on):
        raise Expired(day=invitation.expires_on)
    if invitation.tries >= TRIES:
        raise TriedTooOften


def holder_of(invitation) -> User | None:
    """Who has the invited phone already."""
    return User.objects.filter(mobile_index=invitation.mobile_index).first()


def require_phone(invitation, mobile: str, *, on) -> None:
    """The phone is the one that was invited; a wrong one is counted and written down. Raises OtherPhone."""
    if blind_index(mobile) != invitation.mobile_index:
        with transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(tries=F("tries") + 1)
            invitation.refresh_from_db(fields=["tries"])
            told = {"name": "wrong_phone", "title": _("手机号与邀请不符"), "facts": {"tries": invitation.tries}}
            announce("sign_in", invitation, by=accounts.system_post("invitation"), on=on, **told)
        raise OtherPhone


def take_up(invitation, *, username: str, password: str, on, signed_in_as=None) -> User:
    """She opens her account and takes up the post; a worker, who has one, has come in by a code to her phone.

    Raises SignInFirst, AccountTaken and what `accept` refuses.
    """
    known = holder_of(invitation)
    if known and (known.username or known != signed_in_as):
        raise SignInFirst
    with transaction.atomic():
        chosen = {"username": username, "password": password}
        user = accounts.open_staff_account(invitation.name, invitation.mobile.open(), **chosen)
        accept(invitation, by=accounts.system_post("invitation"), on=on, user=user)
    return user


def take_up_as(user, invitation, *, on) -> None:
    """Who has an account and has signed in takes up one more post. Raises OtherPhone and what `accept` refuses."""
    if user.mobile_index != invitation.mobile_index:
        raise OtherPhone
    accept(invitation, by=accounts.system_post("invitation"), on=on, user=user)


@INVITATION.action
def accept(invitation, *, by, on, user):
    """The post is hers from the invited day, or from today where that has passed.

    Raises Expired, TriedTooOften, UnitOver, RolesApart.
    """
    _require_open(invitation, on)
    if invitation.unit.ended_on and invitation.unit.ended_on <= on:
        raise UnitOver(unit=invitation.unit)
    starts_on = max(invitation.starts_on, on)
    term = {"title": invitation.title, "starts_on": starts_on, "ends_on": invitation.ends_on}
    try:
        invitation.post = accounts.appoint(user, invitation.unit, invitation.role, by=by, on=on, **term)
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages)) from None
    invitation.accepted_on = on
    inviter = User.objects.filter(pk=invitation.invited_by, is_active=True)
    text = _("{name} 已接受“{post}”。").format(name=invitation.name, post=invitation.post_name)
    notices.tell(inviter, title=_("岗位邀请"), text=text, about=invitation)
    return {"person": user.name, "starts_on": starts_on}
