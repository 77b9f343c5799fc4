"""The plans of 2021 and of this year, by the real actions: drafted, issued, received, revised (N-R1 to N-R4).

The published year names no targets: all numbers here are invented, and each item says so.
"""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from gonghui.desks.figures import reckoning
from gonghui.desks.plan.actions import drafting, explaining, issuing, revising
from gonghui.desks.plan.frames import Frame
from gonghui.desks.plan.models import Plan, PlanItem
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role

from . import cast, joiners, offices, plan
from .households import Household, Kind

INVENTED = "演示目标,公布的文章没有给出"
RIGHTS, BUILDING, ECONOMY, PUBLICITY, MUTUAL, WOMEN = (
    "权益保障部", "组织部", "劳动和经济工作部", "宣传教育部", "互助保障办事处", "女职工部",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """An item as it is drafted: code, title, department, figure, unit word and target at full size."""

    code: str
    title: str
    department: str
    figure: str = ""
    unit_word: str = ""
    target: int = 0
    is_shared_out: bool = True
    is_on_board: bool = False
    provincial: str = ""
    is_scaled: bool = False

    @property
    def provincial_no(self) -> int | None:
        """The ten things follow the province's own order (N-R1a)."""
        return int(self.code.split(".")[1]) if self.provincial else None


AIDED = (
    Draft("4.4.1", "救助在档困难职工", RIGHTS, "Y15", "户", 800, is_on_board=True, is_scaled=True),
    Draft("4.4.2", "发放救助金", RIGHTS, "Y16", "元", 5_000_000, is_on_board=True, is_scaled=True),
    Draft("4.4.3", "生活救助", RIGHTS, "E.aid.living", "户", 600, is_on_board=True, is_scaled=True),
    Draft("4.4.4", "子女助学", RIGHTS, "E.aid.schooling", "户", 200, is_on_board=True, is_scaled=True),
    Draft("4.4.5", "大病救助", RIGHTS, "E.aid.medical", "户", 280, is_on_board=True, is_scaled=True),
    Draft("4.4.6", "一对一结对帮扶", RIGHTS, "Y13", "%", 100, is_on_board=True),
)
FAMILIES = (
    Draft("4.4.7", "新增在档家庭", RIGHTS, "E.new", "户", 120, is_scaled=True),
    Draft("4.4.8", "帮扶走访", RIGHTS, "E.visits", "次", 900, is_scaled=True),
    Draft("4.4.9", "四季送服务", RIGHTS, "E.season.persons", "人次", 200),
)
ON_BOARD_TODAY = ("E.new", "E.visits", "E.season.persons", "Y13", "Y15", "Y16")
IN_THE_YEAR = {"E.new": 800, "E.visits": 1_400, "E.season.persons": 160}
"""What the families' items were in the world's own year."""
AT_FIRST = tuple(replace(draft, target=IN_THE_YEAR[draft.figure]) for draft in FAMILIES)
TODAY = tuple(replace(draft, is_on_board=draft.figure in ON_BOARD_TODAY) for draft in (*AIDED, *FAMILIES))
FRAME = (
    Draft("4.1.1", "新增工会组织", BUILDING, "Y01", "家", 450, is_scaled=True),
    Draft("4.1.2", "新增工会会员", BUILDING, "Y02", "人", 30_000, is_scaled=True),
    Draft("4.1.3", "新增农民工会员", BUILDING, "Y03", "人", 24_000, is_scaled=True),
    Draft("4.2", "职代会和厂务公开建制率", RIGHTS, "Y05", "%", 95),
    Draft("4.3", "非公企业工会规范化建设", BUILDING),
    Draft("2.1", "产业工人素质提升:市级一类竞赛", ECONOMY, "S01", "项", 25, is_shared_out=False),
    Draft("2.2", "工会干部本领锤炼:培训工会干部", BUILDING, "S19", "人", 3_000),
    Draft("10.1", "红色观影活动", PUBLICITY, "T04", "场", 60, provincial="建党百年系列"),
    Draft("10.2", "就业服务:采集用工需求企业", RIGHTS, "T05", "家", 400, provincial="就业服务百千万"),
    Draft("10.3", "职工医疗互助:参保人数", MUTUAL, "T12", "人", 55_000, provincial="医疗互助"),
    Draft("10.4", "劳模贷:获得贷款的劳模", ECONOMY, "T15", "人", 5, is_shared_out=False, provincial="劳模贷、金融普惠"),
    Draft("10.5", "职工发展专项基金:注入资金", MUTUAL, "T17", "元", 200_000, False, provincial="职工发展专项基金"),
    Draft("10.6", "环卫工人驿站", RIGHTS, "T20", "个", 16, provincial="环卫“六个一”"),
    Draft("10.7", "农民工免费体检", RIGHTS, "T24", "名", 750, provincial="万名农民工体检"),
    Draft("10.8", "八大群体入会服务", BUILDING, "T26", "名", 6_000, provincial="八大群体入会服务"),
    Draft("10.9", "一线职工疗休养", ECONOMY, "T31", "名", 300, provincial="一线疗休养"),
    Draft("10.10", "文化生活:新建职工书屋", WOMEN, "T35", "家", 40, provincial="文化生活"),
    Draft("1.1", "跟着劳模去创新:创新大讲堂", ECONOMY, "B05", "场", 45, is_shared_out=False),
)
NOT_RECEIVED = "舒城县总工会"
REVISED = "4.4.4"
GIVES, TAKES = "经开区总工会", "金安区总工会"
WHY_REVISED = "开发区两家企业迁入金安区,其困难职工家庭随企业转移,助学任务相应调整。"
WHY_NOW = "叶集区今年新建园区,预计新增在档家庭较多,拟上调其目标。"
EXPLANATION = "上半年集中核查在档家庭,入户走访较往年晚,计划下季度集中走访。"


def plan_the_year(year: int, households: list[Household], scale: float) -> None:
    """The plan of the world's year: targets a little below what was drawn, one of them revised in summer."""
    drawn = {kind: sum(any(aid.kind == kind for aid in h.aids) for h in households) for kind in Kind}
    most = {"E.aid.living": Kind.LIVING, "E.aid.schooling": Kind.SCHOOLING, "E.aid.medical": Kind.MEDICAL}
    known = {code: drawn[kind] - 1 for code, kind in most.items()}
    known |= {code: plan.scaled(number, scale) - 1 for code, number in joiners.IN_THE_YEAR.items()}
    made = _issued(year, (*FRAME, *AIDED, *AT_FIRST), date(year, 1, 18), date(year, 1, 22), scale, known)
    for days, county in enumerate(cast.COUNTIES):
        _receive(made, county, date(year, 1, 25) + timedelta(days=days))
    _revise(made, date(year, 6, 8), date(year, 6, 10))
    for county in (GIVES, TAKES):
        _receive(made, county, date(year, 6, 15))


def plan_today(now: date, scale: float) -> None:
    """This year's plan: one county has not received it, one says why it is behind, a revision waits."""
    issued = min(date(now.year, 1, 22), now)
    made = _issued(now.year, (*FRAME, *TODAY), issued - timedelta(days=4), issued, scale, {})
    for days, county in enumerate(cast.COUNTIES):
        if county != NOT_RECEIVED:
            _receive(made, county, min(issued + timedelta(days=3 + days), now))
    _explain(made, now)
    item = made.items.get(figure="E.new")
    targets = {unit: value + 2 for unit, value in revising.targets_of(item).items() if str(unit) == "叶集区总工会"}
    by = offices.city_posts()[Role.CITY_OPERATOR]
    revising.propose(item, by=by, on=now, targets=targets, reason=WHY_NOW)


def _explain(made, now):
    """The first county that is behind with its visits says why."""
    item = made.items.get(figure="E.visits")
    officers = (_county(Role.COUNTY_OPERATOR, county) for county in cast.COUNTIES)
    late = (by for by in officers if explaining.standing_of(item, by.unit, now).is_late)
    if by := next(late, None):
        explaining.explain(item, by=by, on=now, text=EXPLANATION)


def _issued(year, drafts, drafted_on, issued_on, scale, known) -> Plan:
    posts = offices.city_posts()
    by = posts[Role.CITY_OPERATOR]
    made = drafting.begin(
        by=by, on=drafted_on, year=year, name=f"六安市总工会{year}年工作目标", frame=Frame.F42101, note=INVENTED + "。"
    )
    counties = reckoning.counties_of(made.unit)
    for draft in drafts:
        _write(made, draft, counties, posts, drafted_on, scale, known)
    issuing.submit(made, by=by, on=drafted_on, opinion="各部门目标已核对,报请下达。")
    return issuing.issue(made, by=posts[Role.CITY_APPROVER], on=issued_on, opinion="同意下达,请各县区按期签收。")


def _write(made, draft, counties, posts, on, scale, known):
    owner = posts[Role.CITY_REVIEWER if draft.department == RIGHTS else Role.CITY_OPERATOR]
    facts = {name: getattr(draft, name) for name in ("code", "title", "department", "figure", "unit_word")}
    facts |= {"is_shared_out": draft.is_shared_out, "is_on_board": draft.is_on_board, "owner": owner}
    facts |= {"provincial_no": draft.provincial_no, "provincial_title": draft.provincial}
    facts |= {"deadline": date(made.year, 12, 31), "note": INVENTED if draft.figure else ""}
    item = drafting.write_item(made, by=posts[Role.CITY_OPERATOR], on=on, **facts)
    if draft.figure:
        city = plan.scaled(draft.target, scale) if draft.is_scaled else draft.target
        city = max(min(city, known.get(draft.figure, city)), 1)
        shares = {unit: _share(item, city, unit) for unit in counties} if draft.is_shared_out else {}
        drafting.share_out(item, by=posts[Role.CITY_OPERATOR], on=on, city=Decimal(city), counties=shares)


def _share(item: PlanItem, city: int, unit) -> Decimal:
    """A county's part by its size, rounded up so that the counties reach the city; a rate is the same for all."""
    if not item.adds_up:
        return Decimal(city)
    step = 1000 if item.unit_word == "元" else 1
    return Decimal(math.ceil(city * plan.SIZES[unit.area.code] / 100 / step) * step)


def _receive(made, county, on):
    receipt = made.receipts.get(unit__short_name=county)
    issuing.receive(receipt, by=_county(Role.COUNTY_APPROVER, county), on=on, opinion="已收悉,抓好落实。")


def _county(role, county) -> Post:
    figure = cast.the(role, county)
    posts = Post.objects.select_related("user", "unit__area")
    return posts.get(user__name=figure.name, role=role, unit__short_name=county)


def _revise(made, proposed_on, approved_on):
    posts, item = offices.city_posts(), made.items.get(code=REVISED)
    now = {str(unit): (unit, value) for unit, value in revising.targets_of(item).items()}
    targets = {unit: value + step for (unit, value), step in ((now[GIVES], -1), (now[TAKES], 1))}
    said = {"targets": targets, "reason": WHY_REVISED}
    revision = revising.propose(item, by=posts[Role.CITY_OPERATOR], on=proposed_on, **said)
    revising.approve(revision, by=posts[Role.CITY_APPROVER], on=approved_on, opinion="情况属实,同意调整。")
