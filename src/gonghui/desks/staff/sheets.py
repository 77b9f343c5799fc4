"""Many invitations at once: a workbook of persons and posts, checked row by row (X-R3, R12)."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import STAFF, Role
from gonghui.foundation.accounts.rulebook import GIVEN_BY
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets.columns import Column, Limits
from gonghui.kernel.sheets.reading import Reading, read_rows

from .actions import inviting
from .actions.inviting import NotYourself, OtherName

MOST = 1000
SHEET = "岗位邀请"
"""Names in files are Chinese, whoever reads."""


def label_of(role) -> str:
    """A role as it is written in files."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(Role(role).label)


def columns_for(by=None) -> tuple[Column, ...]:
    """The columns of the workbook, the roles to choose from being those that the post may give."""
    given = GIVEN_BY[by.role] if by else STAFF
    roles = tuple(label_of(role) for role in Role if role in given)
    return (
        Column("unit", "工会全称", required=True, longest=100, aliases=("所在工会", "工会名称")),
        Column("name", "姓名", kind="name", required=True),
        Column("mobile", "手机号", kind="mobile", required=True),
        Column("role", "角色", required=True, choices=roles),
        Column("title", "部门或职务", longest=40),
        Column("starts_on", "起始日期", kind="date"),
        Column("ends_on", "终止日期", kind="date"),
    )


@dataclass
class Known:
    """A workbook as it was read: what `invite` takes for each row, and the faults."""

    reading: Reading
    rows: list[dict]

    @property
    def is_clean(self) -> bool:
        return not self.reading.complaints


def read(content: bytes, filename: str, *, by, on) -> Known:
    """Read and check a workbook. Raises UnreadableWorkbook."""
    limits = replace(Limits(), rows=MOST)
    reading = read_rows(content, filename=filename, columns=columns_for(by), limits=limits)
    units = _units_of(by)
    roles = {label_of(role): role for role in Role}
    rows, seen = [], {}
    for row in reading.rows:
        facts = dict(row.values) | {"role": roles.get(row["role"])}
        facts["starts_on"] = facts["starts_on"] or on
        facts["title"] = facts["title"] or ""
        if fault := _fault_of(facts, units, seen, row.number, by, on):
            reading.object_to(row.number, *fault)
        else:
            rows.append(facts)
    return Known(reading, rows)


def _units_of(by) -> dict[str, Unit]:
    """The unions of an arranger by every name they are called; a short name that two share tells nothing."""
    found = list(Unit.objects.visible_to(by).filter(ended_on__isnull=True).select_related("area"))
    short = [unit.short_name for unit in found]
    by_name = {unit.short_name: unit for unit in found if short.count(unit.short_name) == 1}
    return by_name | {unit.name: unit for unit in found}


def _fault_of(facts, units, seen, number, by, on) -> tuple | None:
    """What speaks against a row: column, reason and cure; the unit's name is replaced by the unit."""
    unit = units.get(facts["unit"])
    if unit is None:
        return "unit", _("您的范围内没有“{name}”。").format(name=facts["unit"][:40]), _("请填工会全称,与系统中一致。")
    facts["unit"] = unit
    key = (unit.pk, facts["mobile"], facts["role"])
    if (first := seen.setdefault(key, number)) != number:
        return "mobile", _("与第 {first} 行重复。").format(first=first), _("请只留一行。")
    said = {name: facts[name] for name in ("name", "mobile", "starts_on", "ends_on")}
    try:
        inviting.require_possible(unit, facts["role"], by=by, on=on, **said)
    except Refusal as refusal:
        return _column_of(refusal), str(refusal), ""
    return None


def _column_of(refusal) -> str:
    if isinstance(refusal, NotYourself | OtherName):
        return "mobile"
    return "starts_on" if isinstance(refusal, inviting.DaysWrong) else "role"
