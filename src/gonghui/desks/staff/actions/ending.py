"""A post ends: on a day, or at once (X-R3, T28)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rulebook import gives_the_role, who_arranges
from gonghui.foundation.notices import actions as notices
from gonghui.kernel.refusals import NotEntitled, Refusal

from .inviting import ReasonMissing

who_ends = who_arranges & gives_the_role


class NotYourOwn(Refusal):
    sentence = _("自己的岗位由另一位负责人终止。")


class OverAlready(Refusal):
    sentence = _("这一岗位已经终止。")


class DayPassed(Refusal):
    sentence = _("最后在岗日不能早于今天,也不能早于起始日期 {starts_on};要马上停用,请选“立即停用”。")


class EndsSooner(Refusal):
    sentence = _("这一岗位到 {ends_on} 为止,最后在岗日不能更晚;要继续任职的,到期后重新邀请。")


class LastAdministrator(Refusal):
    sentence = _("这是最后一个系统管理员岗位,先安排接任的人,再终止。")


@transaction.atomic
def end(post, *, by, on, reason: str, last_on=None) -> Post:
    """The post is held for the last time on `last_on`; without a day it opens nothing from the next request on.

    Raises NotEntitled, NotYourOwn, OverAlready, DayPassed, EndsSooner, ReasonMissing, LastAdministrator.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=post.pk)
    _require_possible(post, by, on, reason)
    if last_on is None:
        accounts.withdraw_post(post, by=by, on=on, reason=reason)
        text = _("您的岗位“{post}”已停用:{reason}").format(post=post, reason=reason)
    else:
        if last_on < max(on, post.starts_on):
            raise DayPassed(starts_on=post.starts_on)
        if post.ends_on and last_on > post.ends_on:
            raise EndsSooner(ends_on=post.ends_on)
        accounts.end_post(post, by=by, on=last_on, reason=reason)
        text = _("您的岗位“{post}”最后在岗日是 {day}:{reason}").format(post=post, day=last_on, reason=reason)
    notices.tell([post.user], title=_("岗位变动"), text=text, path="/accounts/posts")
    return post


def _require_possible(post, by, on, reason):
    if not (post.is_staff and who_ends(by, post)):
        raise NotEntitled(step=_("终止岗位"), needs=who_ends)
    if post.user_id == by.user_id:
        raise NotYourOwn
    if post.withdrawn_on or (post.ends_on and post.ends_on < on):
        raise OverAlready
    if len(reason.strip()) < 4:
        raise ReasonMissing
    if post.role == Role.SYSADMIN and not _others_administer(post, on):
        raise LastAdministrator


def _others_administer(post, on) -> bool:
    others = Post.objects.filter(role=post.role).exclude(pk=post.pk)
    return others.held_on(on).exclude(ends_on__lt=on + timedelta(days=1)).exists()
