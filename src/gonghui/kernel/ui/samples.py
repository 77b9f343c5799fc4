"""The gallery's made-up content: no record, no person and no figure is real."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import forms

from .charts import Hexagon
from .columns import Cell, Head
from .fields import DayInput, OpinionInput, YuanField
from .shell import Group, Item, PostChoice, Shell
from .shown import Figure, Moment

TODAY = date(2021, 10, 12)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", max_length=50)
    mobile = forms.CharField(label="手机号", help_text="11 位数字,只用于通知办理进度")
    kind = forms.ChoiceField(label="困难类别", choices=[("", "请选择"), ("deep", "深度困难"), ("relative", "相对困难")])
    housing = forms.ChoiceField(label="住房", choices=[("own", "自有"), ("rent", "租住")], widget=forms.RadioSelect)
    causes = forms.MultipleChoiceField(
        label="致困原因",
        choices=[("illness", "大病"), ("school", "子女上学"), ("work", "下岗失业")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    amount = YuanField(label="申请金额")
    begun_on = forms.DateField(label="患病日期", widget=DayInput(), required=False)
    paper = forms.FileField(label="收入证明", help_text="图片或 PDF,不超过 10 MB", required=False)
    opinion = forms.CharField(
        label="意见",
        required=False,
        widget=OpinionInput(phrases=("同意", "材料不全,请补正", "不符合条件")),
        initial="经审核,材料齐全、情况属实,同意救助。",
    )
    agreed = forms.BooleanField(label="我已阅读并同意《个人信息处理说明》")


class FilterSample(forms.Form):
    state = forms.ChoiceField(label="状态", choices=[("", "全部状态"), ("paid", "已发放")])
    kind = forms.ChoiceField(label="困难类别", choices=[("", "全部类别"), ("deep", "深度困难")])
    county = forms.ChoiceField(label="区县", choices=[("", "全部区县"), ("jinzhai", "金寨县")])


class Sample:
    """A case with a deadline."""

    def __init__(self, left, due_on=TODAY):
        self.left, self.due_on = left, due_on

    def workdays_left(self, on):
        return self.left


def shell() -> Shell:
    """The frame of an officer and of a worker."""
    menu = (
        Group("", (Item("工作台", "#", icon="home"),)),
        Group(
            "业务办理",
            (
                Item("会员与入会", "#", icon="users", count=12),
                Item("工会组织", "#", icon="building-community"),
                Item("困难帮扶", "#", icon="heart-handshake", count=5, is_current=True),
                Item("资金发放", "#", icon="coin-yuan"),
            ),
        ),
        Group("考核与统计", (Item("目标任务", "#", icon="checklist"), Item("统计报表", "#", icon="chart-bar"))),
        Group("系统", (Item("系统设置", "#", icon="settings"),)),
    )
    tabs = (
        Item("首页", "?as=phone_home", icon="home", is_current=True),
        Item("活动", "#", icon="calendar-event"),
        Item("12351", "tel:12351", icon="phone", is_middle=True),
        Item("消息", "#", icon="message-2"),
        Item("我的", "#", icon="user"),
    )
    posts = (PostChoice(1, "市总工会 权益保障部", True), PostChoice(2, "机关工会 主席"))
    return Shell(
        "六安市总工会",
        "职工服务平台",
        "?as=parts",
        name="王建国",
        duty="权益保障部",
        groups=menu,
        tabs=tabs,
        bell_count=5,
        bell_url="#",
        search_url="",
        posts=posts,
        switch_url="#",
        account_url="#",
        sign_out_url="#",
    )


def moments() -> list[Moment]:
    at = datetime(2021, 10, 1, 7, 5, tzinfo=UTC)
    return [
        Moment("提交申请", "郭霞", at, "本人手机提交,附收入证明、病历 3 份"),
        Moment("入户核查", "李主席、陈委员", at.replace(day=3), "入户走访核实,情况属实,同意上报。"),
        Moment("退回补正", "县总帮扶中心 · 周敏", at.replace(day=5), "缺:家庭成员身份证明", state="stopped"),
        Moment("县区总工会复核", "县总帮扶中心 · 周敏", at.replace(day=8), "与民政低保数据比对一致。"),
        Moment("公示(5 个工作日)", "基层工会", state="now"),
        Moment("批准建档", "县总工会", state="next"),
    ]


def cells() -> list[Cell]:
    return [
        Cell("姓名", "郭霞"),
        Cell("手机", "134****3600", reveal="#"),
        Cell("身份证号", "**************123X"),
        Cell("所在工会", "叶集区木竹产业工会联合会"),
        Cell("区县", "叶集区"),
        Cell("困难类别", "相对困难", tone="orange"),
        Cell("申请金额", "¥2,000.00", is_number=True),
        Cell("办结期限", "2021-10-21"),
        Cell("致困原因", "配偶患大病,家庭收入骤减;长子在读高中。", is_wide=True),
    ]


def rows() -> tuple[list[Head], list[list[Cell]]]:
    titles = ("编号", "姓名", "所在工会", "类别", "金额(元)", "办结期限", "状态")
    places = ("hide", "title", "left", "right", "row", "row", "state")
    people = [
        ("H-2021-0017", "周磊", "金寨县光伏产业工会", "深度困难", "10,000.00", "10-22", ("已发放", "green")),
        ("H-2021-0018", "赵磊", "金安经济开发区联合工会", "相对困难", "6,000.00", "10-22", ("市总审批", "orange")),
        ("H-2021-0019", "徐敏", "叶集区木竹产业工会联合会", "意外致困", "10,000.00", "10-25", ("公示中", "blue")),
    ]
    sorts = {"编号": "number", "办结期限": "due_on"}
    heads = [Head(t, t.startswith("金额"), sorts.get(t, ""), "ascending" if t == "办结期限" else "") for t in titles]
    return heads, [[_cell(*each) for each in zip(titles, person, places, strict=True)] for person in people]


def _cell(title, value, narrow) -> Cell:
    text, tone = value if isinstance(value, tuple) else (value, "")
    return Cell(
        title, text, tone, "?as=record" if title == "姓名" else "", narrow=narrow, is_number=title.startswith("金额")
    )


def board() -> dict:
    figures = [
        Figure("新增工会组织", "building-community", "470", "家", "#", "500 家", "94.0%", "short"),
        Figure("新增会员", "users", "31,997", "人", "#", "31,700 人", "100.9%"),
        Figure("农民工会员", "helmet", "25,602", "人", "#", "25,000 人", "102.4%"),
        Figure("救助困难职工", "heart-handshake", "852", "户", "#", "800 户", "106.5%"),
        Figure("发放救助金", "coin-yuan", "548.88", "万元", "#", "500.00 万元", "109.8%"),
        Figure("职工互助保障参保", "shield-check", "5.9", "万人", "#"),
    ]
    names = ("金安区", "裕安区", "叶集区", "霍邱县", "舒城县", "金寨县", "霍山县")
    places = ((2, 1), (1, 1), (0, 1), (1, 0), (2, 2), (0, 2), (1, 2))
    done = ((6635, 6200), (6021, 5800), (2010, 1800), (6480, 6900), (5384, 5200), (3292, 3100), (2175, 2700))
    counties = [_county(*each) for each in zip(names, places, done, strict=True)]
    months = (1830, 2015, 2650, 2480, 2900, 3120, 2760, 2540, 3010, 3240, 2870, 2582)
    return {
        "title": "六安市总工会工作态势",
        "as_of": "2021年12月31日 · 数据截至 08:00",
        "scope": "目标年度 2021 · 全市 · 时间进度 100%",
        "figures": figures,
        "counties": counties,
        "areas": [county["area"] for county in counties],
        "months": [(f"{month}月", count) for month, count in enumerate(months, 1)],
        "goals": [
            {"title": "年度新增会员", "done": "31,997", "target": "31,700", "share": "100.9", "tone": ""},
            {"title": "劳模创新工作室", "done": "35", "target": "36", "share": "97.2", "tone": "short"},
            {"title": "户外劳动者驿站", "done": "39", "target": "40", "share": "97.5", "tone": "short"},
            {"title": "职工书屋", "done": "40", "target": "40", "share": "100.0", "tone": ""},
        ],
    }


def _county(name, place, done) -> dict:
    share = done[0] / done[1] * 100
    tone = "green" if share >= 105 else "blue" if share >= 100 else "orange" if share >= 90 else "red"
    standing = "met" if share >= 100 else "short" if share >= 90 else "far"
    column, row = place
    area = Hexagon(name, f"{share:.1f}%", column, row, tone=tone, href="#")
    return {
        "name": name,
        "done": done[0],
        "target": done[1],
        "share": f"{share:.1f}",
        "standing": standing,
        "area": area,
    }
