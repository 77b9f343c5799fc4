"""Founding unions: each finds a free place in the tree under the one it belongs to (rules 1.1, A)."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal

from .models import Affiliation, Unit

L = Unit.Level
ROOM = {L.CITY: 2_000_000_000, L.COUNTY: 20_000_000, L.TOWNSHIP: 100_000, L.GRASSROOTS: 100, L.BRANCH: 1}
"""How many positions a unit of a level spans: gaps for those founded later."""


class CityStands(Refusal):
    sentence = _("市总工会已经建立,一个数据库只有一个。")


class NotBelow(Refusal):
    sentence = _("{unit}不能隶属于{parent}:上级工会的层级应当更高。")


class NoRoom(Refusal):
    sentence = _("{parent}下属工会的位置已用完,请联系维护人员。")


@transaction.atomic
def found(name, short_name, *, level, area, on, parent=None, employer=None, order: int = 0) -> Unit:
    """A union established on a day, under `parent` (the city's federation has none).

    Two at once under one parent wait for each other. Raises CityStands, NotBelow, NoRoom.
    """
    level = L(level)
    if parent is not None and level.value <= parent.level:
        raise NotBelow(unit=short_name, parent=parent)
    position = _free_place(parent, ROOM[level])
    unit = Unit(name=name, short_name=short_name, level=level, area=area, employer=employer, parent=parent, order=order)
    unit.position, unit.last, unit.established_on = position, position + ROOM[level] - 1, on
    unit.save()
    if parent is not None:
        Affiliation.objects.create(unit=unit, parent=parent, starts_on=on)
    return unit


def _free_place(parent, room: int) -> int:
    if parent is None:
        if Unit.objects.filter(parent__isnull=True).exists():
            raise CityStands
        return 1
    Unit.objects.select_for_update().get(pk=parent.pk)
    taken = parent.children.aggregate(last=Max("last"))["last"] or parent.position
    if taken + room > parent.last:
        raise NoRoom(parent=parent)
    return taken + 1
