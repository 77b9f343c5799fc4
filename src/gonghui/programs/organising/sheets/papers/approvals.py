"""同意筹建批复 and 同意成立批复: official answers of the upper union, with number, term and officers (A-R4, A-R9)."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.blanks.drawing import Each, Layout, Line, Table
from gonghui.foundation.documents.blanks.printing import Order
from gonghui.foundation.documents.blanks.registry import Blank, Field, register, rows

from ...models import Founding
from ...rulebook.elections import Duty

OFFICERS = Field(
    "干部",
    _("当选的工会干部"),
    within=(
        Field("姓名", _("姓名"), "陈测试"),
        Field("组织", _("所在机构"), "工会委员会"),
        Field("职务", _("职务"), "主席"),
    ),
)
COMMON = (
    Field("工会名称", _("新工会的全称"), "六安测试有限公司工会委员会"),
    Field("用人单位", _("用人单位,联合建会的用顿号隔开"), "六安测试有限公司"),
    Field("上级工会", _("批复的工会"), "金寨县总工会"),
    Field("隶属工会", _("新工会隶属的工会"), "梅山镇总工会"),
    Field("会员人数", _("会员人数"), "86"),
    Field("任期", _("任期年数"), "5"),
)
PREPARED = (
    *COMMON,
    Field("文号", _("同意筹建的文号"), "金寨县总工组〔2021〕3号"),
    Field("批复日期", _("批复日期"), "2021年5月26日"),
)
APPROVED = (
    *COMMON,
    Field("文号", _("批准成立的文号"), "金寨县总工组〔2021〕9号"),
    Field("批复日期", _("批复日期"), "2021年6月26日"),
    Field("选举日期", _("选举日期"), "2021年6月10日"),
    Field("任期届满", _("任期届满的日期"), "2026年6月25日"),
    Field("主席", _("当选主席或组织员"), "陈测试"),
    OFFICERS,
)
PREPARATION_LAYOUT = Layout(
    "关于同意筹建工会组织的批复",
    (
        Line("{{ 文号 }}", "centre"),
        Line("{{ 用人单位 }}工会筹备组:"),
        Line(
            "你们关于筹建工会组织的请示收悉。根据《中华人民共和国工会法》《中国工会章程》和《企业工会工作条例》,"
            "同意筹建{{ 工会名称 }},隶属{{ 隶属工会 }}。",
            indent=True,
        ),
        Line(
            "请按规定发展会员({{ 会员人数 }}人),召开会员大会或会员代表大会,差额选举工会委员会和经费审查委员会,"
            "选举结果报我会批准。每届任期{{ 任期 }}年。",
            indent=True,
        ),
        Line("{{ 上级工会 }}", "right"),
        Line("{{ 批复日期 }}", "right"),
    ),
)
APPROVAL_LAYOUT = Layout(
    "关于同意成立工会组织及选举结果的批复",
    (
        Line("{{ 文号 }}", "centre"),
        Line("{{ 用人单位 }}工会筹备组:"),
        Line(
            "你们关于选举结果的请示收悉。同意成立{{ 工会名称 }},隶属{{ 隶属工会 }}。"
            "{{ 选举日期 }}选举结果有效,{{ 主席 }}当选负责人,任期{{ 任期 }}年,自批复之日起,至{{ 任期届满 }}止。",
            indent=True,
        ),
        Line("当选人员:", indent=True),
        Table(
            (14, 40, 60, 50),
            (
                Each(
                    "人",
                    "干部",
                    ("序号", "姓名", "机构", "职务"),
                    ("{{ 人.序号 }}", "{{ 人.姓名 }}", "{{ 人.组织 }}", "{{ 人.职务 }}"),
                ),
            ),
        ),
        Line("请依法开展工作,及时办理工会法人资格登记和会员实名登记。", indent=True),
        Line("{{ 上级工会 }}", "right"),
        Line("{{ 批复日期 }}", "right"),
    ),
)
PREPARATION = register(
    Blank("organising.preparation", _("同意筹建批复"), PREPARED, PREPARATION_LAYOUT, is_personal=False)
)
APPROVAL = register(Blank("organising.approval", _("同意成立批复"), APPROVED, APPROVAL_LAYOUT, is_personal=False))


def orders(blank: Blank, founding: Founding) -> list[Order]:
    """The sheet of a founding; none while it has not come so far."""
    with translation.override(settings.LANGUAGE_CODE):  # a form on paper is in one language
        if blank == PREPARATION and founding.prep_approved_on:
            said = {"文号": founding.preparation_number, "批复日期": day(founding.prep_approved_on)}
            return [Order(_in_both(founding) | said, (founding,), founding.position)]
        if blank == APPROVAL and founding.established_on:
            return [Order(_in_both(founding) | _approved(founding), (founding,), founding.position)]
    return []


def _in_both(founding: Founding) -> dict:
    county = founding.unit.county()
    parent = founding.union.parent if founding.union else founding.unit
    return {
        "工会名称": founding.name,
        "用人单位": founding.employer_names(),
        "上级工会": (county or parent).name,
        "隶属工会": parent.name,
        "会员人数": str(founding.members or ""),
        "任期": str(founding.term_years),
    }


def _approved(founding: Founding) -> dict:
    officers = list(founding.officers.order_by("pk"))
    chair = next((each.name for each in officers if each.duty in (Duty.CHAIR, Duty.ORGANISER)), "")
    listed = [
        {"姓名": each.name, "组织": each.get_organ_display(), "职务": each.get_duty_display()} for each in officers
    ]
    return {
        "文号": founding.approval_number,
        "批复日期": day(founding.established_on),
        "选举日期": day(founding.election.held_on),
        "任期届满": day(founding.term_ends_on),
        "主席": chair,
        "干部": rows(listed),
    }


def day(value) -> str:
    """2021年5月26日"""
    return f"{value.year}年{value.month}月{value.day}日"
