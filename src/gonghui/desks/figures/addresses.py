"""How a union is asked for in an address: by the code of its area, or by number where one above has the same area."""

import re

from gonghui.foundation.organisations.models import Unit


def key_of(unit: Unit) -> str:
    """341524 for a county's union, u17 for one of the unions of a town or a zone."""
    shares = unit.parent is not None and unit.parent.area_id == unit.area_id
    return f"u{unit.pk}" if shares else unit.area.code


def unit_at(key: str, own: Unit) -> Unit | None:
    """The union of a key among `own` and those below it; without a key `own` itself."""
    if key in ("", own.area.code):
        return own
    within = Unit.objects.within(own).select_related("area", "parent")
    if found := re.fullmatch("u([0-9]{1,18})", key):
        return within.filter(pk=int(found[1])).first()
    return within.filter(area__code=key).order_by("level", "position").first() if key.isdecimal() else None
