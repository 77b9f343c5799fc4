"""Founding unions: each finds a free place in the tree under the one it belongs to (rules 1.1, A)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from .models import Affiliation, Unit

L = Unit.Level
ROOM = {L.CITY: 2_000_000_000, L.COUNTY: 20_000_000, L.TOWNSHIP: 100_000, L.GRASSROOTS: 100, L.BRANCH: 1}
"""How many positions a union of a level spans where there is room enough: gaps for those founded later."""
SHARE = 10
"""Where there is no such gap, a new union takes at most a tenth of the widest, so that others find a place too."""


class CityStands(Refusal):
    sentence = _("市总工会已经建立,一个数据库只有一个。")


class NotBelow(Refusal):
    sentence = _("{unit}不能隶属于{parent}:上级工会的层级应当更高。")


class ParentEnded(Refusal):
    sentence = _("{parent}已撤销,不能在它下面成立工会。")


class NoRoom(Refusal):
    sentence = _("{parent}下面已没有空位,暂时不能再设下级工会。请系统管理员为它调整编号。")


@transaction.atomic
def found(name, short_name, *, level, on, parent=None, area=None, employer=None, order: int = 0) -> Unit:
    """A union established on a day, under `parent` (the city's federation has none), in its area unless told.

    Two at once under one parent wait for each other. Raises CityStands, NotBelow, ParentEnded, NoRoom.
    """
    level = L(level)
    position, last = _place_under(_locked(parent, level, short_name, on), ROOM[level])
    unit = Unit(name=name, short_name=short_name, level=level, employer=employer, parent=parent, order=order)
    unit.area = area or parent.area
    unit.position, unit.last, unit.established_on = position, last, on
    unit.save()
    if parent is not None:
        Affiliation.objects.create(unit=unit, parent=parent, starts_on=on)
    return unit


def _locked(parent, level, name, on) -> Unit | None:
    """The parent as it is now, held until the union stands under it; none for the city."""
    if parent is None:
        if Unit.objects.filter(parent__isnull=True).exists():
            raise CityStands
        return None
    if level.value <= parent.level:
        raise NotBelow(unit=name, parent=parent)
    held = Unit.objects.select_for_update(no_key=True).get(pk=parent.pk)
    if held.ended_on is not None and held.ended_on <= on:
        raise ParentEnded(parent=held)
    return held


def _place_under(parent: Unit | None, wanted: int) -> tuple[int, int]:
    """First and last position of the first gap that is wide enough, or a share of the widest."""
    if parent is None:
        return 1, wanted
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
