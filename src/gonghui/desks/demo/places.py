"""Lu'an as it stood in 2021: areas by their GB/T 2260 codes (rules 1.7, X-R16), in administrative order."""

from dataclasses import dataclass
from datetime import date

CITY = ("341500", "六安市")
DEVELOPMENT_ZONE = "341502400"
"""Takes targets beside the counties (X-R16), though the statistics office counts it under 金安区."""

COUNTIES = {
    "341502": ("金安区", ("001中市街道", "104毛坦厂镇", "109三十铺镇")),
    "341503": ("裕安区", ("001鼓楼街道", "100苏埠镇", "104独山镇")),
    "341504": ("叶集区", ("001史河街道", "102三元镇", "104姚李镇")),
    "341522": ("霍邱县", ("100城关镇", "101河口镇", "102周集镇")),
    "341523": ("舒城县", ("101晓天镇", "103万佛湖镇", "106杭埠镇")),
    "341524": ("金寨县", ("100梅山镇", "104天堂寨镇", "108汤家汇镇")),
    "341525": ("霍山县", ("100衡山镇", "101佛子岭镇", "106诸佛庵镇")),
}
ZONE_NAME = "六安经济开发区"
ZONE_PARKS = ("皋城东路园区", "寿春路园区")
"""Parks are no areas of their own: their unions stand in the area of the zone."""

SINCE = date(2015, 12, 3)
"""The day from which the demo's areas and unions hold: after 叶集区 was set up."""

BRANDS = (
    "瑞岭 兴淠 皋阳 云峰 淮岸 佛岭 天兴 茗源 竹海 汉霖 锦航 泓泰 沃野 "
    "信川 恒淠 龙津 长岭 安茂 春溪 百川 永淮 新皖 金麓 正阳岗 南岳 凤凰桥"
)
TRADES = "纺织 茶业 汽车零部件 电子 建材 羽绒制品 食品 物流 家政服务 环卫服务 机械制造 竹木制品 医药 包装 服饰"
UNIONS_IN_A_TOWN = 3


@dataclass(frozen=True)
class Place:
    """A union to be founded: its names, level, the code of its area, and the employer of a grassroots union."""

    name: str
    short_name: str
    level: str
    area_code: str
    parent: str = ""
    employer: str = ""


def areas() -> list[tuple[str, str, str]]:
    """Code, name and the code of the area above, highest first."""
    found = [(*CITY, "")]
    for code, (name, towns) in COUNTIES.items():
        found.append((code, name, CITY[0]))
        found += [(code + town[:3], town[3:], code) for town in towns]
    return [*found, (DEVELOPMENT_ZONE, ZONE_NAME, "341502")]


def unions() -> list[Place]:
    """Every union, each after the one it belongs to."""
    city = Place("六安市总工会", "六安市总工会", "L2", CITY[0])
    found = [city]
    for code, (county, towns) in COUNTIES.items():
        found += _county(city, f"六安市{county}总工会", f"{county}总工会", code)
        for town in towns:
            found += _town(found, f"{county}{town[3:]}总工会", f"{town[3:]}总工会", code + town[:3], f"{county}总工会")
    found += _county(city, f"{ZONE_NAME}总工会", "经开区总工会", DEVELOPMENT_ZONE)
    for park in ZONE_PARKS:
        found += _town(found, f"{ZONE_NAME}{park}工会联合会", f"{park}工会", DEVELOPMENT_ZONE, "经开区总工会")
    return found


def _county(city, name, short_name, code):
    return [Place(name, short_name, "L3", code, city.short_name)]


def _town(before, name, short_name, code, parent):
    first = sum(place.level == "L5" for place in before)
    town = Place(name, short_name, "L4", code, parent)
    return [town, *(_grassroots(town, first + n) for n in range(UNIONS_IN_A_TOWN))]


def _grassroots(town, number):
    brands, trades = BRANDS.split(), TRADES.split()
    stem = f"{brands[number % len(brands)]}{trades[number * 7 % len(trades)]}"
    employer = f"六安{stem}有限公司"
    return Place(f"{employer}工会委员会", f"{stem}工会", "L5", town.area_code, town.short_name, employer)
