"""Workbooks of a plan: targets by county that come in, and the plan as it goes out (N-R2)."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from gonghui.desks.figures import reckoning
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import Reading, read_rows

from . import measures
from .actions.issuing import gap_of

MOST = Decimal(10) ** 13
ITEM = (
    Column("code", "编码", required=True, unique=True, longest=10),
    Column("title", "目标项目", longest=60),
    Column("unit_word", "单位", longest=8),
    Column("city", "全市目标", kind="number", required=True),
)


def columns_of(counties) -> tuple[Column, ...]:
    """One line an item, one column a county, in administrative order."""
    return (*ITEM, *(Column(f"u{unit.pk}", unit.short_name, kind="number", aliases=(unit.name,)) for unit in counties))


def rows_of(plan, counties) -> list[dict]:
    """The counted items of a plan with the targets they have so far; of these counties."""
    found = []
    for item in plan.items.order_by("place"):
        if item.is_counted:
            row = {"code": item.code, "title": item.title, "unit_word": item.unit_word, "city": item.target}
            shares = item.county_targets.filter(unit__in=counties).values_list("unit", "value")
            found.append(row | {f"u{pk}": value for pk, value in shares})
    return found


@dataclass
class Known:
    """A reading with its rows in the shape that an action takes; empty where anything is wrong."""

    reading: Reading
    rows: list[dict] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.reading.complaints


def read_targets(content: bytes, filename: str, plan) -> Known:
    """The targets of a workbook, every fault with its sheet, row and column. Raises UnreadableWorkbook."""
    counties = reckoning.counties_of(plan.unit)
    known = Known(read_rows(content, filename=filename, columns=columns_of(counties)))
    items = {item.code: item for item in plan.items.select_related("plan__unit__area") if item.is_counted}
    for row in known.reading.rows:
        item = items.get(row["code"])
        if item is None:
            cure = _("请按下载的模板填写,不要改动编码。")
            known.reading.object_to(row.number, "code", _("目标里没有编码“{code}”。").format(code=row["code"]), cure)
            continue
        _check_numbers(known.reading, row, item, counties)
        known.rows.append(_as_row(row, item, counties))
    return known


def _check_numbers(reading, row, item, counties):
    for name, least in (("city", Decimal("0.01")), *((f"u{unit.pk}", Decimal(0)) for unit in counties)):
        value = row[name]
        if value is not None and not (least <= value <= MOST and value == round(value, 2)):
            reading.object_to(row.number, name, _("目标应是不小于零的数,最多两位小数。"), _("请核对后重新填写。"))
    parts = [(unit, row[f"u{unit.pk}"]) for unit in counties]
    if not item.is_shared_out:
        for unit, value in parts:
            if value is not None:
                reading.object_to(row.number, f"u{unit.pk}", _("这一项不分解到县区。"), _("请留空。"))
        return
    for unit, value in parts:
        if value is None:
            reading.object_to(row.number, f"u{unit.pk}", _("没有填写。"), _("没有任务的填 0。"))
    if row["city"] is not None and (gap := gap_of(item, row["city"], sum(value or 0 for _unit, value in parts))):
        reading.object_to(row.number, "city", str(gap.refusal()), "")


def _as_row(row, item, counties) -> dict:
    shares = {unit: row[f"u{unit.pk}"] for unit in counties} if item.is_shared_out else {}
    return {"item": item, "city": row["city"], "counties": shares}


# Out

PROGRESS = (
    Column("code", "编码"),
    Column("title", "目标项目"),
    Column("unit", "工会"),
    Column("target", "目标", kind="number"),
    Column("value", "完成", kind="number"),
    Column("share", "完成率(%)", kind="number"),
    Column("expected", "时间进度(%)", kind="number"),
    Column("state", "状态"),
)


def progress_rows(standings) -> list[dict]:
    """Standings as lines of a workbook."""
    return [
        {
            "code": each.item.code,
            "title": each.item.title,
            "unit": each.unit.short_name,
            "target": each.target,
            "value": each.value,
            "share": each.share,
            "expected": each.expected,
            "state": each.label,
        }
        for each in standings
    ]


OUT = (
    *ITEM[:3],
    Column("department", "责任部门"),
    Column("deadline", "完成期限", kind="date"),
    Column("figure", "数据来源"),
    Column("source", "数据来源名称"),
    Column("provincial", "对应省总项目"),
    Column("note", "说明"),
)


AS_KEPT = ("code", "title", "unit_word", "department", "deadline", "figure", "note")


def out_rows(plan) -> list[dict]:
    """Every item of a plan, those told in words too."""
    found = []
    for item in plan.items.order_by("place"):
        figure = measures.figure_of(item.figure)
        row = {name: getattr(item, name) for name in AS_KEPT}
        found.append(row | {"source": str(figure.name) if figure else "", "provincial": provincial_of(item)})
    return found


def provincial_of(item) -> str:
    """The item of the province that it answers, as "4 劳模贷"."""
    return " ".join(str(part) for part in (item.provincial_no, item.provincial_title) if part)
