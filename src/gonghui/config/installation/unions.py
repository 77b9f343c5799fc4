"""The table of unions below the counties, as a workbook or CSV: townships' and grassroots unions (1.1, A)."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.organisations import founding, sight
from gonghui.foundation.organisations.models import Area, Employer, Unit
from gonghui.kernel.announcing import announce
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.sheets.columns import Column, Limits
from gonghui.kernel.sheets.reading import Reading, read_rows

L = Unit.Level
LEVELS = {"乡镇街道工会": L.TOWNSHIP, "基层工会": L.GRASSROOTS, "分工会": L.BRANCH}
KINDS = {
    "企业": Employer.Kind.ENTERPRISE,
    "事业单位": Employer.Kind.INSTITUTION,
    "机关": Employer.Kind.ORGAN,
    "社会组织": Employer.Kind.SOCIAL_ORGANISATION,
}
MOST = 20_000
COLUMNS = (
    Column("name", "工会全称", required=True, unique=True, longest=100),
    Column("short", "工会简称", longest=40),
    Column("level", "层级", required=True, choices=tuple(LEVELS)),
    Column("parent", "上级工会全称", required=True, longest=100, aliases=("上级工会",)),
    Column("area", "行政区划代码", kind="digits", required=True, longest=12),
    Column("established_on", "成立日期", kind="date"),
    Column("employer", "用人单位名称", longest=100),
    Column("credit_code", "单位统一社会信用代码", kind="credit_code"),
    Column("kind", "单位类型", choices=tuple(KINDS)),
    Column("is_nonpublic", "非公企业", kind="yes_no"),
)


@dataclass
class Table:
    """What a file holds: rows in the order in which they can be founded, those that stand already, and the faults."""

    reading: Reading
    rows: list
    known: int

    @property
    def faults(self) -> list[str]:
        return self.reading.complaints.report()


def read(content: bytes, filename: str) -> Table:
    """The unions of a file, checked against areas and unions that stand. Raises UnreadableWorkbook."""
    reading = read_rows(content, filename=filename, columns=COLUMNS, limits=replace(Limits(), rows=MOST))
    standing = {unit.name: unit.level for unit in Unit.objects.all()}
    areas = set(Area.objects.values_list("code", flat=True))
    new = [row for row in reading.rows if row["name"] not in standing]
    levels = standing | {row["name"]: LEVELS[row["level"]].value for row in new}
    for row in new:
        _check(row, reading, levels, areas)
    return Table(reading, sorted(new, key=lambda row: LEVELS[row["level"]].value), len(reading.rows) - len(new))


def _check(row, reading, levels, areas):
    parent = levels.get(row["parent"])
    if parent is None:
        reading.object_to(row.number, "parent", f"没有“{row['parent']}”。", "请填系统中或本表中的工会全称。")
    elif parent >= LEVELS[row["level"]].value:
        reading.object_to(row.number, "parent", "上级工会的层级应当更高。", "请核对层级和上级工会。")
    if row["area"] not in areas:
        reading.object_to(row.number, "area", f"没有区划 {row['area']}。", "请填已建立的行政区划代码。")
    if row["employer"] and not (row["credit_code"] and row["kind"]):
        reading.object_to(row.number, "employer", "只写了单位名称。", "请一并填写统一社会信用代码和单位类型。")


@transaction.atomic
def found(table: Table, *, on: date) -> int:
    """Found what is not there yet, all or nothing; how many. May run twice. Raises what founding refuses."""
    with sight.system("unions"):
        areas = {area.code: area for area in Area.objects.all()}
        units = {unit.name: unit for unit in Unit.objects.all()}
        for row in table.rows:
            units[row["name"]] = _found_one(row, units, areas, on)
        if table.rows:
            by = system_post("operator")
            facts = {"unions": len(table.rows), "first": table.rows[0]["name"]}
            announce("import", by, by=by, on=on, name="found_unions", title="建立工会组织", facts=facts)
    return len(table.rows)


def _found_one(row, units, areas, on) -> Unit:
    facts = {"level": LEVELS[row["level"]], "area": areas[row["area"]], "parent": units[row["parent"]]}
    facts |= {"on": row["established_on"] or on, "employer": _employer_of(row, areas)}
    try:
        return founding.found(row["name"], row["short"] or row["name"][:40], **facts)
    except Refusal as refusal:
        raise Refusal(f"第 {row.number} 行:{refusal}") from refusal


def _employer_of(row, areas) -> Employer | None:
    if not row["employer"]:
        return None
    facts = {"name": row["employer"], "kind": KINDS[row["kind"]], "area": areas[row["area"]]}
    facts["is_nonpublic"] = bool(row["is_nonpublic"])
    return Employer.objects.get_or_create(credit_code=row["credit_code"], defaults=facts)[0]
