"""Appoint, end, stand in (X-R1, X-R3)."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import Post, StandIn, User
from ..roles import Role
from ..rulebook import reasons_apart


class NotYourself(Refusal):
    sentence = _("代岗人不能是本人。")


class NotOfThisUnit(Refusal):
    sentence = _("{person} 在{unit}没有工作岗位,不能代岗。")


class AlreadyArranged(Refusal):
    sentence = _("这一岗位在这段时间已有代岗人。")


class NotInOrder(Refusal):
    sentence = _("起止日期不对:终止日期不能早于起始日期,也不能早于今天。")


class RolesApart(Refusal):
    sentence = _("{person} 不能担任{unit}的“{role}”:已任“{held}”,{why}。")


class AccountTaken(Refusal):
    sentence = _("用户名“{username}”已被使用,请换一个。")


def require_apart(user, unit, role, *, starts_on, ends_on=None) -> None:
    """No role beside those she acts in over the same records in those days that X-R1 keeps apart. Raises RolesApart.

    She acts from her own posts and from those she stands in for. Two posts are over the same records when they stand
    in one unit, or in units of which one is above the other.
    """
    standing_in = StandIn.objects.running().filter(user=user, ends_on__gte=starts_on)
    if ends_on:
        standing_in = standing_in.filter(starts_on__lte=ends_on)
    acts_from = Post.objects.filter(Q(user=user) | Q(pk__in=standing_in.values("post")))
    held = acts_from.staff().not_over(starts_on).select_related("unit")
    if ends_on:
        held = held.filter(starts_on__lte=ends_on)
    for post in held:
        if not (post.unit.holds(unit.position) or unit.holds(post.position)):
            continue
        for another, why in reasons_apart(role, (post.role,)):
            held_as, as_what = Role(another).label, Role(role).label
            raise RolesApart(person=user.name, unit=unit, role=as_what, held=f"{post.unit} {held_as}", why=why)


def appoint(user, unit, role, *, by, on, title="", starts_on=None, ends_on=None) -> Post:
    """Give a person a role in a unit, from `on` or another day.

    Raises RolesApart, and ValidationError when terms overlap.
    """
    post = Post(user=user, unit=unit, role=role, title=title, starts_on=starts_on or on, ends_on=ends_on)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two appointments of one person wait for each other
        require_apart(user, unit, role, starts_on=post.starts_on, ends_on=ends_on)
        post.full_clean()
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


def open_staff_account(name: str, mobile: str, *, username: str, password: str) -> User:
    """Whoever was invited signs in by name and password from now on; a worker keeps the account she has.

    Raises AccountTaken.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise AccountTaken(username=username)
    user = User.objects.with_mobile(mobile).first() or User(name=name, mobile=mobile)
    user.username = username
    user.set_password(password)
    user.save()
    return user


def end_post(post, *, by, on, reason: str = "") -> None:
    """The post is held for the last time on `on`; from the next day on it opens nothing."""
    with transaction.atomic():
        post.ends_on = on
        post.save(update_fields=["ends_on"])
        facts = {"person": post.user.name, "last_on": on, "opinion": reason}
        announce("edit", post, by=by, on=on, name="end_post", title=_("终止岗位"), facts=facts)


def withdraw_post(post, *, by, on, reason: str) -> None:
    """The post opens nothing from the next request on, begun or not."""
    with transaction.atomic():
        post.withdrawn_on = on
        post.save(update_fields=["withdrawn_on"])
        facts = {"person": post.user.name, "opinion": reason}
        announce("edit", post, by=by, on=on, name="withdraw_post", title=_("停用岗位"), facts=facts)


def stand_in(post, user, *, by, on, starts_on, ends_on, reason) -> StandIn:
    """Name who acts from the post while its holder is away, a colleague with a post in the same unit.

    Raises NotEntitled, NotYourself, NotInOrder, NotOfThisUnit, AlreadyArranged, RolesApart.
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
    require_apart(user, post.unit, post.role, starts_on=starts_on, ends_on=ends_on)


def end_stand_in(arrangement, *, by, on) -> None:
    """The holder is back: from now on the stand-in acts from the post no more. Raises NotEntitled."""
    if by.pk != arrangement.post_id or by.stands_in_for:
        raise NotEntitled(step=_("结束代岗"), needs=_("岗位本人"))
    with transaction.atomic():
        arrangement.ended_on = on
        arrangement.save(update_fields=["ended_on"])
        facts = {"person": arrangement.user.name, "from": arrangement.starts_on, "to": on}
        announce("edit", arrangement.post, by=by, on=on, name="end_stand_in", title=_("结束代岗"), facts=facts)
