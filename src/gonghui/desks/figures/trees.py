"""The tree of a day: who stood under whom, from affiliations; and today's, by positions (architecture, rules 1.1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from gonghui.foundation.organisations.models import Affiliation, Unit


@dataclass(frozen=True)
class Tree:
    """Each unit's parent on a day."""

    parents: dict[int, int | None]
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        for unit, parent in self.parents.items():
            if parent is not None:
                self.children[parent].append(unit)

    def above(self, unit: int) -> list[int]:
        """The unit and all above it, to the top."""
        way: list[int] = []
        at: int | None = unit
        while at is not None and at not in way:
            way.append(at)
            at = self.parents.get(at)
        return way

    def below(self, unit: int) -> set[int]:
        """The unit and all below it."""
        found, waiting = set(), [unit]
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting += self.children.get(at, ())
        return found


def of_days(days: list[date]) -> dict[date, Tree]:
    """The trees of some days, in two queries; a unit without an affiliation on a day stands where it stands today."""
    if not days:
        return {}
    now = dict(Unit.objects.order_by("pk").values_list("pk", "parent_id"))
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=min(days))
    rows = Affiliation.objects.filter(lasting, starts_on__lte=max(days)).order_by("starts_on", "pk")
    known = list(rows.values_list("unit_id", "parent_id", "starts_on", "ends_on"))
    return {day: Tree(now | _standing(known, day)) for day in days}


def _standing(known, day):
    """By affiliation: the parent of each unit on a day; `ends_on` is the last day of one."""
    return {unit: parent for unit, parent, since, until in known if since <= day and (until is None or until >= day)}


def today() -> Tree:
    """The tree as the units stand now."""
    return Tree(dict(Unit.objects.order_by("pk").values_list("pk", "parent_id")))
