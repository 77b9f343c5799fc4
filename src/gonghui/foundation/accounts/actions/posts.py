"""Appoint, end, stand in (X-R1, X-R3)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Post, StandIn, User
from ..roles import Role


class NotYourself(Refusal):
    sentence = _("代岗人不能是本人。")


class NotOfThisUnit(Refusal):
    sentence = _("{person} 在{unit}没有工作岗位,不能代岗。")


class AlreadyArranged(Refusal):
    sentence = _("这一岗位在这段时间已有代岗人。")


class NotInOrder(Refusal):
    sentence = _("起止日期不对:终止日期不能早于起始日期,也不能早于今天。")


def appoint(user, unit, role, *, by, on, title="", starts_on=None, ends_on=None) -> Post:
    """Give a person a role in a unit, from `on` or another day. Raises ValidationError when terms overlap."""
    post = Post(user=user, unit=unit, role=role, title=title, starts_on=starts_on or on, ends_on=ends_on)
    post.full_clean()
    with transaction.atomic():
        post.save()
        facts = {"person": user.name, "role": role, "unit": unit.name}
        announce("edit", post, by=by, on=on, name="appoint", title=_("任命岗位"), facts=facts)
    return post


def open_account(name: str, mobile: str, unit, *, by, on):
    """A worker may sign in by her phone (11 digits) from now on; None when the phone is somebody's already."""
    if User.objects.with_mobile(mobile).exists():
        return None
    with transaction.atomic():
        user = User.objects.create_user(name, mobile=mobile)
        appoint(user, unit, Role.WORKER, by=by, on=on)
    return user


def end_post(post, *, by, on) -> None:
    """The post is held for the last time on `on`; from the next day on it opens nothing."""
    with transaction.atomic():
        post.ends_on = on
        post.save(update_fields=["ends_on"])
        announce("edit", post, by=by, on=on, name="end_post", title=_("终止岗位"), facts={"person": post.user.name})


def stand_in(post, user, *, by, on, starts_on, ends_on, reason) -> StandIn:
    """Name who acts from the post while its holder is away, a colleague with a post in the same unit.

    Raises NotEntitled, NotYourself, NotInOrder, NotOfThisUnit, AlreadyArranged.
    """
    _check_arrangement(post, user, by, on, starts_on, ends_on)
    arrangement = StandIn(post=post, user=user, starts_on=starts_on, ends_on=ends_on, reason=reason)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        if post.stand_ins.running().filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise AlreadyArranged
        arrangement.save()
        facts = {"person": user.name, "from": starts_on, "to": ends_on, "reason": reason}
        announce("edit", post, by=by, on=on, name="stand_in", title=_("安排代岗"), facts=facts)
    return arrangement


def _check_arrangement(post, user, by, on, starts_on, ends_on):
    if by.pk != post.pk or by.stands_in_for:
        raise NotEntitled(step=_("安排代岗"), needs=_("岗位本人"))
    if user.pk == by.user_id:
        raise NotYourself
    if ends_on < starts_on or ends_on < on:
        raise NotInOrder
    if not user.posts.held_on(starts_on).staff().filter(unit=post.unit).exists():
        raise NotOfThisUnit(person=user.name, unit=post.unit)


def end_stand_in(arrangement, *, by, on) -> None:
    """The holder is back: from now on the stand-in acts from the post no more. Raises NotEntitled."""
    if by.pk != arrangement.post_id or by.stands_in_for:
        raise NotEntitled(step=_("结束代岗"), needs=_("岗位本人"))
    with transaction.atomic():
        arrangement.ended_on = on
        arrangement.save(update_fields=["ended_on"])
        facts = {"person": arrangement.user.name, "from": arrangement.starts_on, "to": on}
        announce("edit", arrangement.post, by=by, on=on, name="end_stand_in", title=_("结束代岗"), facts=facts)
