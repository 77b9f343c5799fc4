"""A place in the tree for a new union: the first free gap under its parent, given out one at a time (A)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from .models import Affiliation, Unit

ROOM = {Unit.Level.GRASSROOTS: 100, Unit.Level.BRANCH: 1}
"""How many positions a union of a level spans where there is room enough."""
SHARE = 10
"""Where there is no such gap, a new union takes at most a tenth of the widest, so that others find a place too."""


class NoRoom(Refusal):
    sentence = _("{parent}下面已没有空位,暂时不能再设下级工会。请系统管理员为它调整编号。")


class ParentEnded(Refusal):
    sentence = _("{parent}已撤销,不能在它下面成立工会。")


@transaction.atomic
def found(parent: Unit, *, name: str, short_name: str, level: str, on, employer=None) -> Unit:
    """A new union under `parent`, affiliated from `on`. Two at once wait for one another.

    Raises ParentEnded, NoRoom.
    """
    parent = Unit.objects.select_for_update(no_key=True).select_related("area").get(pk=parent.pk)
    if parent.ended_on is not None and parent.ended_on <= on:
        raise ParentEnded(parent=parent)
    position, last = _place_under(parent, ROOM[Unit.Level(level)])
    unit = Unit.objects.create(
        name=name,
        short_name=short_name,
        level=level,
        area=parent.area,
        employer=employer,
        parent=parent,
        position=position,
        last=last,
        established_on=on,
    )
    Affiliation.objects.create(unit=unit, parent=parent, starts_on=on)
    return unit


def _place_under(parent: Unit, wanted: int) -> tuple[int, int]:
    """First and last position of the first gap that is wide enough, or a share of the widest."""
    gaps = _gaps(parent)
    if not gaps:
        raise NoRoom(parent=parent)
    fitting = next((gap for gap in gaps if gap[1] - gap[0] + 1 >= wanted), None)
    first, end = fitting or max(gaps, key=lambda gap: gap[1] - gap[0])
    room = wanted if fitting else max(1, (end - first + 1) // SHARE)
    return first, first + room - 1


def _gaps(parent: Unit) -> list[tuple[int, int]]:
    """What is free under a unit: first and last position of each gap, in order."""
    taken = Unit.objects.filter(position__gt=parent.position, position__lte=parent.last, parent=parent)
    gaps, free = [], parent.position + 1
    for position, last in taken.order_by("position").values_list("position", "last"):
        if position > free:
            gaps.append((free, position - 1))
        free = max(free, last + 1)
    return [*gaps, (free, parent.last)] if free <= parent.last else gaps
