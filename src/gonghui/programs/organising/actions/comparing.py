"""A roster laid beside what is known of the union's own members; of anybody else nothing is looked up (T03)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gonghui.foundation.members.models import Membership
from gonghui.foundation.members.rulebook import JoinWay, is_migrant_by_default
from gonghui.kernel.encryption import blind_index

OF_MEMBERSHIP = ("employment", "job", "groups", "new_forms", "confirm_way")
TITLES = {
    "name": "姓名",
    "mobile": "手机号",
    "household_type": "户籍",
    "employment": "用工形式",
    "job": "岗位",
    "is_migrant_worker": "农民工",
    "groups": "八大群体",
    "new_forms": "新就业形态",
    "confirm_way": "确认方式",
}


@dataclass
class Said:
    """One person of a roster; what is None was left empty, and changes nothing."""

    row: int
    name: str
    id_no: str
    mobile: str | None = None
    household_type: str | None = None
    employment: str | None = None
    job: str | None = None
    is_migrant_worker: bool | None = None
    migrant_reason: str = ""
    groups: list[str] | None = None
    new_forms: list[str] | None = None
    confirm_way: str | None = None
    joined_on: str | None = None

    @property
    def index(self) -> str:
        return blind_index(self.id_no)

    def migrant(self) -> bool:
        """As said, or as it follows from register and work (B-R6)."""
        presumed = is_migrant_by_default(self.household_type or "urban", self.employment or "")
        return presumed if self.is_migrant_worker is None else self.is_migrant_worker

    def joins_on(self, on: date) -> date:
        """The day of approval, or the day on which she had joined before there was a register."""
        return date.fromisoformat(self.joined_on) if self.joined_on else on

    def way(self) -> str:
        return JoinWay.KNOWN if self.joined_on else JoinWay.TOGETHER


@dataclass
class Difference:
    """What a roster would change: who joins, whose what differs, who is as known, who is not in it."""

    joins: list[Said] = field(default_factory=list)
    changes: list[tuple[Said, Membership, list[str]]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Membership] = field(default_factory=list)


def compare(rows: list[Said], unit) -> Difference:
    """Each row beside the union's own standing members, by identity number (B-R8)."""
    own = Membership.objects.filter(unit=unit).standing().select_related("person").order_by("pk")
    known = {membership.person.id_index: membership for membership in own}
    found = Difference()
    for said in rows:
        membership = known.pop(said.index, None)
        if membership is None:
            found.joins.append(said)
        elif differs := differences(said, membership):
            found.changes.append((said, membership, differs))
        else:
            found.unchanged += 1
    found.missing = list(known.values())
    return found


def differences(said: Said, membership: Membership) -> list[str]:
    """The columns in which a row says something else than what is kept."""
    person: Any = membership.person
    kept = {name: getattr(membership, name) for name in OF_MEMBERSHIP}
    kept |= {"name": person.name, "household_type": person.household_type}
    kept |= {"mobile": person.mobile.open() if person.mobile else "", "is_migrant_worker": membership.is_migrant_worker}
    told = {name: getattr(said, name) for name in kept}
    return [name for name, value in told.items() if value is not None and _plain(value) != _plain(kept[name])]


def _plain(value):
    return sorted(value) if isinstance(value, list) else value
