"""The table of a city's areas and of the unions that stand in them, as a workbook or CSV (X-R16).

One row an area, by its GB/T 2260 code: 6 digits for the city and its counties, 9 for townships and development zones.
A development zone that takes targets beside the counties says so; its union stands under the city.
"""

import re
from dataclasses import dataclass

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.reading import Reading, read_rows

L = Unit.Level
COLUMNS = (
    Column("code", "行政区划代码", kind="digits", required=True, unique=True, longest=12, aliases=("代码", "区划代码")),
    Column("name", "名称", required=True, longest=50, aliases=("区划名称",)),
    Column("is_virtual", "按县区下达目标", kind="yes_no", aliases=("虚拟县区",)),
    Column("union", "工会全称", longest=100, aliases=("工会名称",)),
    Column("short", "工会简称", longest=40),
)
CODE = re.compile(r"\d{6}|\d{9}|\d{12}")


@dataclass(frozen=True)
class Place:
    """An area, and the union that stands in it where there is one."""

    code: str
    name: str
    above: str
    level: str
    is_virtual: bool = False
    union: str = ""
    short: str = ""


@dataclass
class Table:
    """What a file holds: the places from the city down, and the faults."""

    reading: Reading
    places: list[Place]

    @property
    def faults(self) -> list[str]:
        return self.reading.complaints.report()


def read(content: bytes, filename: str) -> Table:
    """The places of a file. Raises UnreadableWorkbook, where it cannot be read as a whole."""
    reading = read_rows(content, filename=filename, columns=COLUMNS)
    codes = {row["code"] for row in reading.rows}
    city = _city_of(reading, codes)
    places = [_place(row, reading, codes, city) for row in reading.rows]
    _object_to_doubles(reading)
    found = [place for place in places if place is not None]
    return Table(reading, sorted(found, key=lambda p: (p.level, p.code)))


def _city_of(reading, codes) -> str:
    """The one code of six digits that ends in 00."""
    cities = [row for row in reading.rows if len(row["code"]) == 6 and row["code"].endswith("00")]
    if not cities and reading.rows:
        reading.object_to(reading.rows[0].number, "code", "没有市的一行。", "请加上市的代码,6 位,末两位是 00。")
    for row in cities[1:]:
        reading.object_to(row.number, "code", "有两个市。", "一次只建立一个市,请只留一行。")
    return cities[0]["code"] if cities else ""


def _place(row, reading, codes, city) -> Place | None:
    code, is_virtual = row["code"], bool(row["is_virtual"])
    if not CODE.fullmatch(code):
        reading.object_to(row.number, "code", f"“{code}”不是区划代码。", "应为 6 位、9 位或 12 位数字(GB/T 2260)。")
        return None
    if city and code[:4] != city[:4]:
        reading.object_to(row.number, "code", f"{code} 不属于 {city}。", "前 4 位应与市的代码相同。")
        return None
    above = _above(code, city, codes)
    if above is None:
        reading.object_to(row.number, "code", "表中没有它的上级区划。", f"请加上 {_parent_code(code)} 的一行。")
        return None
    if is_virtual and len(code) == 6:
        reading.object_to(row.number, "is_virtual", "县区本来就下达目标。", "只有开发区、园区才填“是”。")
        return None
    union, short = _union_of(row, is_virtual)
    return Place(code, row["name"], above, _level(code, city, is_virtual), is_virtual, union, short)


def _parent_code(code: str) -> str:
    return {6: code[:4] + "00", 9: code[:6], 12: code[:9]}[len(code)]


def _above(code, city, codes) -> str | None:
    if code == city:
        return ""
    parent = _parent_code(code)
    return parent if parent in codes else None


def _level(code, city, is_virtual) -> str:
    if code == city:
        return L.CITY.value
    if len(code) == 6 or is_virtual:
        return L.COUNTY.value
    return L.TOWNSHIP.value if len(code) == 9 else L.GRASSROOTS.value


def _union_of(row, is_virtual) -> tuple[str, str]:
    """Names of the union: as written; for city, counties and development zones there is one in any case."""
    has_one = len(row["code"]) == 6 or is_virtual or row["union"]
    union = (row["union"] or f"{row['name']}总工会") if has_one else ""
    return union, (row["short"] or union)[:40]


def _object_to_doubles(reading):
    seen: dict[str, int] = {}
    for row in reading.rows:
        if row["union"] and (first := seen.setdefault(row["union"], row.number)) != row.number:
            reading.object_to(row.number, "union", f"与第 {first} 行重复。", "每个工会的全称应当不同。")
