"""The cast: the people one signs in as. Journeys, tests and the review know them by these names; all are invented."""

from dataclasses import dataclass

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.models import pinyin_of

from . import places

PASSWORD = "Luan-2021-demo"  # noqa: S105 - the password of invented people, on a demo database only


@dataclass(frozen=True)
class Figure:
    """One of the cast: her name, role, the short name of her union, and her department or duty."""

    name: str
    role: Role
    unit: str
    title: str = ""

    @property
    def username(self) -> str:
        return pinyin_of(self.name).split()[0]


CITY = "六安市总工会"
CITY_STAFF = (
    Figure("沈知远", Role.CITY_APPROVER, CITY, "分管领导"),
    Figure("陆明珊", Role.CITY_REVIEWER, CITY, "权益保障部部长"),
    Figure("方晓芸", Role.CITY_OPERATOR, CITY, "权益保障部"),
    Figure("贾文彬", Role.FINANCE_MAKER, CITY, "财务部"),
    Figure("秦雅琴", Role.FINANCE_CHECKER, CITY, "财务部"),
    Figure("孟长河", Role.FINANCE_AUTHORISER, CITY, "财务负责人"),
    Figure("石敬之", Role.AUDITOR, CITY, "经费审查委员会"),
    Figure("楚怀谨", Role.AUDITOR, CITY, "经费审查委员会"),
    Figure("余思敏", Role.STATISTICIAN, CITY, "办公室"),
    Figure("范立诚", Role.DPO, CITY, "办公室"),
    Figure("汤子昂", Role.SYSADMIN, CITY, "信息中心"),
)

DUTIES = (
    (Role.COUNTY_APPROVER, "主席"),
    (Role.COUNTY_REVIEWER, "权益保障科科长"),
    (Role.COUNTY_OPERATOR, "权益保障科"),
    (Role.TOWNSHIP_REVIEWER, "工会干事"),
    (Role.GRASSROOTS_CHAIR, "主席"),
    (Role.GRASSROOTS_OPERATOR, "工会经办"),
    (Role.WORKER, ""),
)
COUNTIES = {
    "金安区总工会": "高建华 宋慧敏 林小满 徐德旺 郑海涛 何秋菊 丁桂芳",
    "裕安区总工会": "魏志刚 袁丽君 罗一凡 冯树林 彭国栋 谢春桃 夏玉珍",
    "叶集区总工会": "蒋永安 曾雪梅 钟晓东 董来福 姚振宇 苏小曼 邹红英",
    "霍邱县总工会": "崔立军 潘静怡 陶子文 田广才 吕建民 江美兰 白素云",
    "舒城县总工会": "任远征 姜雨荷 韦家驹 石守信 杜大海 孙巧云 侯凤仙",
    "金寨县总工会": "汪红旗 程思源 廖小松 熊开山 余长青 胡翠竹 梅映雪",
    "霍山县总工会": "储国安 项晓岚 刘石斛 金守山 叶志诚 黄芽儿 尹秀莲",
    "经开区总工会": "龚启明 万佳宁 唐景行 毛志远 纪宏图 戴若兰 严小妹",
}
"""Names in the order of DUTIES: three of the county, one of its first town, three of that town's first union."""


def figures() -> list[Figure]:
    """The whole cast, from the city down."""
    found = list(CITY_STAFF)
    for county, names in COUNTIES.items():
        town, union = first_below(county), first_below(first_below(county))
        units = (county, county, county, town, union, union, union)
        people = zip(names.split(), DUTIES, units, strict=True)
        found += [Figure(name, role, unit, title) for name, (role, title), unit in people]
    return found


def first_below(unit: str) -> str:
    """The short name of the first union under another."""
    return next(place.short_name for place in places.unions() if place.parent == unit)


def the(role: Role, unit: str = CITY) -> Figure:
    """The one of the cast who holds a role in a county or the city, or in the first union below it."""
    return next(f for f in figures() if f.role == role and _county_of(f.unit) == unit)


def _county_of(unit: str) -> str:
    parents = {place.short_name: place.parent for place in places.unions()}
    while unit != CITY and parents[unit] != CITY:
        unit = parents[unit]
    return unit


def mobile_of(figure: Figure) -> str:
    """The invented phone number by which a worker of the cast signs in; no carrier was ever given its first digits."""
    workers = [other.name for other in figures() if other.role == Role.WORKER]
    return f"1420000{workers.index(figure.name) + 1:04d}"
