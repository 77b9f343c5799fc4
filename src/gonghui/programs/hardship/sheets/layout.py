"""The layout of existing files as the national aid system has it: three sheets, their columns and lists (E record).

Titles and lists are Chinese in every language: they are the form's. Amounts are yuan in the file and fen here.
"""

from functools import cache

from django.conf import settings
from django.utils import translation

from gonghui.kernel.sheets.columns import Column

from ..models import AidProject, FileDetails, HardshipArchive, HouseholdMember
from ..rulebook import codes
from ..rulebook.grading import Grade
from ..rulebook.identity import IdKind

ARCHIVES, MEMBERS, GIVEN = "档案", "家庭成员", "本年度已发放"
KEY = "档案序号"
CAUSES_BETWEEN = "、"
MONEY_OF = {
    "wage": "工资性收入(元)",
    "business": "经营性收入(元)",
    "property": "财产性收入(元)",
    "transfer": "转移性收入(元)",
    "other": "其他收入(元)",
    "cost_illness": "医疗支出(元)",
    "cost_schooling": "教育支出(元)",
    "cost_disability": "残疾支出(元)",
    "cost_employment": "必要就业成本(元)",
    "cost_sudden": "突发事件支出(元)",
}
"""Kinds of income and cost, a year."""
CODED = {
    "insurance": codes.Insurance,
    "model_level": codes.ModelLevel,
    "marital": codes.Marital,
    "register": codes.HouseholdRegister,
    "housing": codes.Housing,
    "housing_area": codes.HousingArea,
    "employer_nature": codes.EmployerNature,
    "employer_state": codes.EmployerState,
}
"""Details that are kept as codes and written as words."""
SECRETS = ("health", "disability", "disability_level", "address")
WRITTEN = ("start_work_on", "industry", "employer", "builder", "reviewer")
YES_NO = ("is_single_parent", "can_help_itself", "nobody_employed")


@cache
def words(choices) -> dict[str, str]:
    """The words of a list of choices in the form's language, each with its code."""
    with translation.override(settings.LANGUAGE_CODE):
        return {str(label): value for value, label in choices.choices}


@cache
def word_of(choices, code: str) -> str | None:
    """The word of a code; None for none."""
    return next((word for word, value in words(choices).items() if value == code), None)


def archive_columns(units: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The sheet 档案, one row a household; `units` are offered as the unions to choose from."""
    return (
        Column("key", KEY, "digits", required=True, unique=True, longest=20),
        Column("paper_number", "原档案编号", "digits", longest=32),
        Column("name", "姓名", "name", required=True),
        Column("id_no", "身份证号", "identity", required=True, unique=True, aliases=("公民身份号码",)),
        Column("mobile", "手机号", "mobile"),
        Column("unit", "所在工会", required=True, choices=units, longest=100),
        Column("archive_level", "档案级别", required=True, choices=_list(HardshipArchive.Level)),
        Column("grade", "困难类别", required=True, choices=_list(Grade)),
        Column("clause", "认定依据", longest=120),
        Column("filed_on", "建档日期", "date", required=True),
        Column("year", "测算年度", "integer"),
        Column("work_status", "就业状况", choices=_list(HardshipArchive.WorkStatus)),
        Column("main_cause", "主要致困原因", required=True, choices=_list(HardshipArchive.Cause)),
        Column("other_causes", "其他致困原因(最多三项,用顿号隔开)", longest=100),
        Column("cause_text", "困难情况说明", longest=1000),
        Column("is_migrant", "农民工", "yes_no"),
        Column("labour_since", "劳动关系起始日期", "date"),
        Column("authorised_on", "签署核查授权书日期", "date"),
        Column("account_name", "开户人", "name"),
        Column("card_no", "银行卡号", "card"),
        Column("bank_name", "开户银行", longest=60),
        Column("branch_code", "联行号", "digits", longest=12),
        *_details(),
        *(Column(kind, title, "money") for kind, title in MONEY_OF.items()),
        Column("reimbursed", "其中医疗已报销(元)", "money"),
    )


def _details() -> tuple[Column, ...]:
    return (
        Column("health", "健康状况", choices=codes.HEALTH),
        Column("disability", "残疾类别", choices=codes.DISABILITIES),
        Column("disability_level", "残疾等级", choices=codes.DISABILITY_LEVELS),
        *(Column(name, _title(name), choices=_list(choices)) for name, choices in CODED.items()),
        Column("address", "家庭住址", longest=200),
        Column("start_work_on", "参加工作时间", "date"),
        Column("industry", "所属行业", longest=40),
        Column("employer", "工作单位", longest=100),
        *(Column(name, _title(name), "yes_no") for name in YES_NO),
        Column("builder", "建档人", longest=50),
        Column("reviewer", "审核人", longest=50),
    )


@cache
def member_columns() -> tuple[Column, ...]:
    """The sheet 家庭成员, one row a person who lives with the applicant; she herself need not stand there."""
    return (
        Column("key", KEY, "digits", required=True, longest=20),
        Column("name", "姓名", "name", required=True),
        Column("relation", "与申请人关系", required=True, choices=_list(HouseholdMember.Relation)),
        Column("id_kind", "证件种类", choices=_list(IdKind)),
        Column("id_no", "证件号码", "digits", longest=30, aliases=("身份证号", "公民身份号码")),
        Column("born_on", "出生日期", "date"),
        Column("identity", "身份", required=True, choices=_list(HouseholdMember.Identity)),
        Column("health", "健康状况", choices=codes.HEALTH),
        Column("insurance", "医疗保险", choices=_list(codes.Insurance)),
        Column("monthly_income", "月收入(元)", "money"),
        Column("school", "就读学校", longest=60),
        Column("education", "在读学历", choices=_list(codes.Education)),
        Column("entry_year", "入学年份", "integer"),
        Column("school_years", "学制(年)", "integer"),
        Column("contract_end", "合同到期日", "date"),
    )


@cache
def given_columns() -> tuple[Column, ...]:
    """The sheet 本年度已发放, which may be left out: what counts against this year's caps already (E-R9)."""
    return (
        Column("key", KEY, "digits", required=True, longest=20),
        Column("year", "年度", "integer", required=True),
        Column("kind", "项目类型", required=True, choices=_list(AidProject.Kind)),
        Column("beneficiary", "受益人", "name"),
        Column("amount", "金额(元)", "money", required=True),
        Column("given_on", "发放日期", "date"),
    )


def _list(choices) -> tuple[str, ...]:
    return tuple(words(choices))


def _title(name: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(FileDetails._meta.get_field(name).verbose_name)
