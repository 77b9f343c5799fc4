"""A desk passes to a successor: the post ends on a day, hers begins the day after, and what hung on it follows (X-R3).

Four eyes count persons: the successor checks nothing that she herself entered before (X-R1).
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import NotEntitled, Refusal

from ..models import HandOver, Post, User
from ..rulebook import gives_the_role, who_arranges
from .posts import appoint, end_post


class AlreadyHandedOver(Refusal):
    sentence = _("这一岗位已经交接或已终止。")


class NoSuccessor(Refusal):
    sentence = _("{person} 不能接手这一岗位:须是另一名在岗的工作人员,且不能是办理交接的人自己。")


class DayImpossible(Refusal):
    sentence = _("最后在岗日不能早于该岗位的起始日期 {starts_on}。")


class LongerThanTheTerm(Refusal):
    sentence = _("这一岗位到 {ends_on} 为止,最后在岗日不能更晚。")


def may_arrange(by, post) -> bool:
    """Whether `by` may hand this post over: its holder herself, or who arranges there and gives this role."""
    if not post.is_staff or by.stands_in_for:
        return False
    return by.pk == post.pk or (who_arranges(by, post) and gives_the_role(by, post))


def successors(post, *, by, on):
    """Who may take the post up: colleagues of the unit, for who arranges also staff of the units below her own."""
    units = {"unit": post.unit_id} if by.pk == post.pk else {"unit__in": type(post.unit).objects.within(by.unit)}
    held = Post.objects.staff().held_on(on).filter(**units)
    return User.objects.filter(posts__in=held).exclude(pk__in=(post.user_id, by.user_id)).distinct().order_by("name")


@transaction.atomic
def hand_over(post, to_user, *, by, on, last_on, note: str = "", listed=()) -> HandOver:
    """The post is held for the last time on `last_on`; `to_user` holds the same role in the same unit from then on.

    `listed` is what waited at the desk, kept with the hand-over. Stand-ins of the post end with it.
    Raises NotEntitled, AlreadyHandedOver, NoSuccessor, DayImpossible, LongerThanTheTerm.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=post.pk)
    if not may_arrange(by, post):
        raise NotEntitled(step=_("岗位交接"), needs=_("岗位本人,或本级、上级工会负责人"))
    _require_possible(post, to_user, by, on, last_on)
    _end_stand_ins(post, on, last_on)
    end_post(post, by=by, on=last_on)
    successor = _post_of(to_user, post, by=by, on=on, begins=last_on + timedelta(days=1))
    facts = {"post": post, "successor": successor, "last_on": last_on, "note": note, "listed": list(listed)}
    done = HandOver.objects.create(arranged_on=on, arranged_by=by.user_id, **facts)
    told = {"hand_over": done.pk, "from": post.user.name, "to": to_user.name, "last_on": last_on}
    announce("edit", post, by=by, on=on, name="hand_over", title=_("岗位交接"), facts=told)
    return done


def _require_possible(post, to_user, by, on, last_on):
    if HandOver.objects.filter(post=post).exists() or not Post.objects.not_over(on).filter(pk=post.pk).exists():
        raise AlreadyHandedOver
    if not successors(post, by=by, on=on).filter(pk=to_user.pk).exists():
        raise NoSuccessor(person=to_user.name)
    if last_on < post.starts_on:
        raise DayImpossible(starts_on=post.starts_on)
    if post.ends_on and last_on > post.ends_on:
        raise LongerThanTheTerm(ends_on=post.ends_on)


def _end_stand_ins(post, on, last_on):
    arranged = post.stand_ins.running()
    arranged.filter(starts_on__gt=last_on).update(ended_on=on)
    arranged.filter(starts_on__lte=last_on, ends_on__gt=last_on).update(ends_on=last_on)


def _post_of(user, post, *, by, on, begins) -> Post:
    """The successor's post: the one she holds in this role already, or a new one."""
    known = user.posts.not_over(begins).filter(unit=post.unit, role=post.role).order_by("starts_on").first()
    return known or appoint(user, post.unit, post.role, by=by, on=on, title=post.title, starts_on=begins)
