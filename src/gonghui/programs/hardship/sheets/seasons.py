"""Workbooks of the campaigns: sites and recipients that come in, with a sentence for every fault (E-R16)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import Reading, read_rows

SITES = (
    Column("place", "点位名称", required=True, longest=60),
    Column("host", "用人单位或工会", required=True, longest=60),
    Column("unit", "经办工会", required=True, longest=40),
    Column("address", "地址", required=True, longest=100),
    Column("contact", "联系人", required=True, longest=50),
    Column("phone", "联系电话", kind="mobile", required=True),
    Column("planned_persons", "计划人数", kind="integer", required=True),
)
ROSTER = (
    Column("name", "姓名", kind="name", required=True),
    Column("employer", "所在单位", longest=60),
    Column("id_no", "身份证号", kind="identity", unique=True),
    Column("quantity", "数量", kind="integer", required=True),
    Column("given_on", "发放日期", kind="date", required=True),
    Column("is_signed", "已签收", kind="yes_no", required=True),
)
MANY = 100_000


@dataclass
class Known:
    """A reading with its rows in the shape that an action takes; empty where anything is wrong."""

    reading: Reading
    rows: list[dict] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.reading.complaints


def read_sites(content: bytes, filename: str, campaign) -> Known:
    """The sites of a workbook; the union is known by its short or full name within the campaign's office."""
    known = Known(read_rows(content, filename=filename, columns=SITES))
    reading, seen = known.reading, dict[tuple, int]()
    units = _units_by_name(campaign.unit)
    for row in list(reading.rows):
        found = units.get(row["unit"], ())
        if len(found) != 1:
            told = _("有几个工会叫“{name}”。") if found else _("没有找到“{name}”。")
            reading.object_to(row.number, "unit", told.format(name=row["unit"]), _("请填写经办工会的全称。"))
        if not 0 < row["planned_persons"] < MANY:
            reading.object_to(row.number, "planned_persons", _("计划人数须大于零。"), _("请核对后重新填写。"))
        first = seen.setdefault((row["place"], row["host"]), row.number)
        if first != row.number:
            reading.object_to(row.number, "place", _("与第 {row} 行重复。").format(row=first), _("请只留一行。"))
    if known.is_clean:
        known.rows = [dict(row.values) | {"unit": units[row["unit"]][0]} for row in reading.rows]
    return known


def _units_by_name(office) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in Unit.objects.within(office).filter(ended_on__isnull=True):
        for name in {unit.name, unit.short_name}:
            found.setdefault(name, []).append(unit)
    return found


def read_roster(content: bytes, filename: str, site, on) -> Known:
    """The recipients of a workbook; who stands twice without a number is told, for one line holds the quantity."""
    known = Known(read_rows(content, filename=filename, columns=ROSTER))
    reading, seen = known.reading, dict[str | tuple, int]()
    for row in list(reading.rows):
        if not 0 < row["quantity"] < MANY:
            reading.object_to(row.number, "quantity", _("数量须大于零。"), _("请核对后重新填写。"))
        if not site.campaign.opens_on <= row["given_on"] <= on:
            reading.object_to(row.number, "given_on", _("不在活动开始到今天之间。"), _("请核对日期。"))
        who = row["id_no"] or (row["name"], row["employer"] or site.host)
        first = seen.setdefault(who, row.number)
        if first != row.number:
            cure = _("多领的请合并为一行,写在数量里;确是两人的,请填写身份证号。")
            reading.object_to(row.number, "name", _("与第 {row} 行是同一人。").format(row=first), cure)
    if known.is_clean:
        known.rows = [dict(row.values) for row in reading.rows]
    return known
