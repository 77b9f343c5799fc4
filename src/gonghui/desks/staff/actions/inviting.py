"""An arranger asks a person to take up a post; again, or no more (X-R1, X-R3)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts import onetime, ports
from gonghui.foundation.accounts.actions import require_apart
from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rulebook import GIVEN_BY, ROLES_AT, who_arranges
from gonghui.kernel.announcing import announce
from gonghui.kernel.encryption import blind_index
from gonghui.kernel.identifiers import chinese_name
from gonghui.kernel.identifiers import mobile as a_mobile
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Invitation
from ..rulebook import INVITATION, INVITATION_DAYS, InvitationState

PURPOSE = "invitation"


class NoSuchRole(Refusal):
    sentence = _("{unit}没有“{role}”这一岗位。")


class NotYoursToGive(Refusal):
    sentence = _("您的岗位不能安排“{role}”。")


class UnitOver(Refusal):
    sentence = _("{unit}已撤销,不能安排岗位。")


class DaysWrong(Refusal):
    sentence = _("起止日期不对:终止日期不能早于起始日期,也不能早于今天。")


class NotYourself(Refusal):
    sentence = _("不能邀请自己:自己的岗位由另一位负责人安排。")


class OtherName(Refusal):
    sentence = _("这个手机号登记的姓名与“{name}”不一致,请核对姓名和手机号。")


class HeldAlready(Refusal):
    sentence = _("{name} 在{unit}已有“{role}”岗位,任期重叠。")


class InvitedAlready(Refusal):
    sentence = _("{name} 已有一份同一岗位的邀请待接受({number});没有收到的,请在该邀请中“重新发出”。")


class ReasonMissing(Refusal):
    sentence = _("请写明理由(至少 4 个字)。")


def roles_given(by, unit) -> list[Role]:
    """The roles that this post may give in a unit, in the order of the rule book."""
    if not who_arranges(by, unit):
        return []
    return [role for role in Role if role in ROLES_AT[unit.level] and role in GIVEN_BY[by.role]]


@transaction.atomic
def invite(unit, role, *, name: str, mobile: str, by, on, title="", starts_on=None, ends_on=None) -> Invitation:
    """Ask a person by her phone (11 digits) to take up a post; the code stands in `fresh_code`, this once.

    Raises what `require_possible` refuses, and InvalidIdentifier.
    """
    starts_on = starts_on or on
    known = {"name": chinese_name(name), "mobile": a_mobile(mobile)}
    days = {"starts_on": starts_on, "ends_on": ends_on}
    require_possible(unit, role, by=by, on=on, **known, **days)
    made = Invitation(begun_on=on, unit=unit, role=role, title=title, **known, **days)
    made.number, made.invited_by = next_number("YQ", on.year), by.user_id
    _give_code(made, on)
    made.save()
    facts = {"person": made.name, "role": role, "unit": unit.name, "expires_on": made.expires_on}
    announce("step", made, by=by, on=on, name="invite", title=_("发出邀请"), facts=facts)
    return made


def require_possible(unit, role, *, name, mobile, by, on, starts_on, ends_on) -> None:
    """That this post may give this role in this unit to this person for these days.

    Raises NotEntitled, NoSuchRole, NotYoursToGive, UnitOver, DaysWrong, NotYourself, OtherName, HeldAlready,
    RolesApart, InvitedAlready.
    """
    _require_entitled(unit, Role(role), by, on)
    if ends_on and (ends_on < starts_on or ends_on < on):
        raise DaysWrong
    _require_fit(unit, role, name, mobile, by, starts_on, ends_on)
    waiting = Invitation.objects.filter(mobile_index=blind_index(mobile), unit=unit, role=role)
    if open_one := waiting.filter(state=InvitationState.OPEN).first():
        raise InvitedAlready(name=name, number=open_one.number)


def _require_entitled(unit, role, by, on):
    if not who_arranges(by, unit):
        raise NotEntitled(step=_("邀请人员"), needs=who_arranges)
    if role not in ROLES_AT[unit.level]:
        raise NoSuchRole(unit=unit, role=role.label)
    if role not in GIVEN_BY[by.role]:
        raise NotYoursToGive(role=role.label)
    if unit.ended_on and unit.ended_on <= on:
        raise UnitOver(unit=unit)


def _require_fit(unit, role, name, mobile, by, starts_on, ends_on):
    user = User.objects.with_mobile(mobile).first()
    if user is None:
        return
    if user.pk == by.user_id:
        raise NotYourself
    if user.name != name:
        raise OtherName(name=name)
    held = user.posts.filter(unit=unit, role=role).not_over(starts_on)
    if (held.filter(starts_on__lte=ends_on) if ends_on else held).exists():
        raise HeldAlready(name=name, unit=unit, role=Role(role).label)
    require_apart(user, unit, role, starts_on=starts_on, ends_on=ends_on)


@INVITATION.action
def renew(invitation, *, by, on):
    """A new code, a new time; the one before opens nothing more."""
    _give_code(invitation, on)
    return {"expires_on": invitation.expires_on}


@INVITATION.action
def revoke(invitation, *, by, on, reason: str):
    """She is not asked any more. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    return {"opinion": reason.strip()}


def _give_code(invitation, on):
    code = onetime.a_code()
    invitation.fresh_code, invitation.digest = code, onetime.digest_of(code, PURPOSE)
    invitation.expires_on = on + timedelta(days=INVITATION_DAYS.on(on, invitation.unit.area))
    invitation.tries = 0
    said = {"name": invitation.name, "unit": invitation.unit.name, "post": invitation.get_role_display()}
    said |= {"day": invitation.expires_on, "link": link_of(code)}
    text = say("{name}您好:{unit}请您担任“{post}”。请于 {day} 前打开 {link} 设置账户,勿转给他人。").format(**said)
    mobile = invitation.mobile.open()
    transaction.on_commit(lambda: ports.send(mobile, text))


def link_of(code: str) -> str:
    """Where the invited person takes up her post."""
    return f"{settings.ORIGIN}{reverse('staff:join', args=[code])}"
