"""A second factor is lost: asked, checked by one, confirmed by another; nobody does it for herself (X-R1)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.rulebook import who_arranges
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.announcing import announce
from gonghui.kernel.numbering import next_number
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Reset
from ..rulebook import ENROLMENT_HOURS, RESET, RESET_SPAN, RESETS_AT_MOST, ResetState, Way
from .inviting import ReasonMissing

TITLE = _("二次验证重置")


class NoPost(Refusal):
    sentence = _("{person} 现在没有工作岗位,不需要二次验证。")


class AskedAlready(Refusal):
    sentence = _("{person} 已有一项重置正在办理({number})。")


class PostElsewhere(Refusal):
    sentence = _("{person} 现在还有您范围以外的岗位,应由上级工会办理。请不予重置,由上级工会另行提出。")


class TooOften(Refusal):
    sentence = _("{person} 在 {span} 日内已重置 {most} 次,达到上限。确需再次重置的,请先查明原因,过几日再办。")


class NotKnown(Refusal):
    sentence = _("请选择核验方式,并写明怎样核验的(至少 4 个字)。")


@transaction.atomic
def ask(user, *, by, on, reason: str) -> Reset:
    """A person asks that her lost second factor be taken away, or somebody who arranges her posts asks for her.

    Raises NoPost, NotEntitled, ReasonMissing, AskedAlready, TooOften.
    """
    User.objects.select_for_update().get(pk=user.pk)
    unit = _unit_over(user, on)
    reset = Reset(unit=unit, user=user, reason=reason.strip(), asked_by=by.user_id, begun_on=on)
    if by.stands_in_for or not (by.user_id == user.pk or who_arranges(by, reset)):
        raise NotEntitled(step=TITLE, needs=_("本人,或本级、上级工会负责人"))
    if len(reset.reason) < 4:
        raise ReasonMissing
    _require_seldom(user, on)
    reset.number = next_number("ER", on.year)
    reset.save()
    facts = {"person": user.name, "opinion": reason}
    announce("step", reset, by=by, on=on, name="ask", title=_("申请重置"), facts=facts)
    return reset


def _unit_over(user, on):
    """The lowest unit that holds all posts of a person."""
    posts = list(Post.objects.staff().not_over(on).filter(user=user).select_related("unit"))
    if not posts:
        raise NoPost(person=user.name)
    for unit in posts[0].unit.above().reverse():
        if all(unit.holds(post.position) for post in posts):
            return unit
    raise NoPost(person=user.name)


def _require_over_her(reset, by, on):
    """Who was asked may not be over all her posts any more: she may have been given one above meanwhile."""
    if not by.unit.holds(_unit_over(reset.user, on).position):
        raise PostElsewhere(person=reset.user.name)


def _require_seldom(user, on):
    if waiting := Reset.objects.under_way().filter(user=user).first():
        raise AskedAlready(person=user.name, number=waiting.number)
    done = Reset.objects.filter(user=user, state=ResetState.DONE, begun_on__gt=on - timedelta(days=RESET_SPAN))
    most = RESETS_AT_MOST.on(on)
    if done.count() >= most:
        raise TooOften(person=user.name, span=RESET_SPAN, most=most)


@RESET.action
def check(reset, *, by, on, way: str, opinion: str):
    """One has made sure that it is she, and says how. Raises NotKnown, PostElsewhere, NoPost."""
    _require_over_her(reset, by, on)
    if way not in Way.values or len(opinion.strip()) < 4:
        raise NotKnown
    reset.way, reset.checked_by = way, by.user_id
    return {"way": way, "opinion": opinion.strip()}


@RESET.action
def confirm(reset, *, by, on, at, opinion: str = ""):
    """Another confirms: her factors and sessions are gone; the one-time code stands in `fresh_code`, this once.

    Raises PostElsewhere, NoPost.
    """
    _require_over_her(reset, by, on)
    reset.confirmed_by = by.user_id
    until = at + timedelta(hours=ENROLMENT_HOURS.on(on))
    reset.fresh_code = accounts.reset_second_factors(reset.user, by=by, on=on, until=until)
    text = _("{person} 的二次验证已重置,原来的验证方式和登录全部失效。不是本人提出的,请马上联系系统管理员。")
    told = User.objects.filter(pk__in={reset.user_id, reset.asked_by, reset.checked_by, by.user_id})
    notices.tell(told, title=TITLE, text=text.format(person=reset.user.name), about=reset)
    return {"until": until, "opinion": opinion}


@RESET.action
def refuse(reset, *, by, on, reason: str):
    """It is not she, or there is no need. Raises ReasonMissing."""
    if len(reason.strip()) < 4:
        raise ReasonMissing
    notices.tell([reset.user], title=TITLE, text=_("没有为您重置二次验证:{reason}").format(reason=reason), about=reset)
    return {"opinion": reason.strip()}


@RESET.action
def withdraw(reset, *, by, on):
    """It was found again."""
    return {}
