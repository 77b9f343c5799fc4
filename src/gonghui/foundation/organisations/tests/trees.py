"""A small tree for tests: the city, two counties, a town and a union in each."""

from datetime import date

from gonghui.foundation.organisations.models import Affiliation, Area, Unit

LONG_AGO = date(2010, 1, 1)
PLAN = [
    ("city", "六安市总工会", "L2", "341500", None, 1000, 9999),
    ("jinzhai", "金寨县总工会", "L3", "341524", "city", 2000, 2999),
    ("jinzhai_town", "梅山镇总工会", "L4", "341524100", "jinzhai", 2100, 2199),
    ("jinzhai_union", "金寨县光伏产业工会", "L5", "341524100", "jinzhai_town", 2110, 2110),
    ("huoshan", "霍山县总工会", "L3", "341525", "city", 3000, 3999),
    ("huoshan_town", "衡山镇总工会", "L4", "341525100", "huoshan", 3100, 3199),
    ("huoshan_union", "霍山县竹木产业工会", "L5", "341525100", "huoshan_town", 3110, 3110),
]


def a_tree() -> dict[str, Unit]:
    """The units of PLAN by their short key."""
    units: dict[str, Unit] = {}
    for key, name, level, code, parent, position, last in PLAN:
        area, _ = Area.objects.get_or_create(code=code, defaults={"name": name[:3], "starts_on": LONG_AGO})
        units[key] = Unit.objects.create(
            name=name,
            short_name=name,
            level=level,
            area=area,
            parent=units.get(parent),
            position=position,
            last=last,
            established_on=LONG_AGO,
        )
        if parent:
            Affiliation.objects.create(unit=units[key], parent=units[parent], starts_on=LONG_AGO)
    return units
