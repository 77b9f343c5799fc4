"""Households aided and what they were paid: Y10 to Y12, Y15, Y16, each kind of aid, and Y17 as told (E-R14)."""

from functools import partial

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.models import RecordedFact
from gonghui.kernel.indicators import Recorded, declare, indicator

from ..models import AidGrant
from ..rulebook.grading import Grade
from ..rulebook.projects import AidKind

CITY = "city"


def _of_city_level(grade):
    return AidGrant.objects.paid().filter(level_when_paid=CITY, grade_when_paid=grade)


HOUSEHOLDS = {"unit_word": "户", "on": "paid_on", "distinct": "file_id", "shown_in": "户", "cites": "E-R14"}


@indicator(
    "Y10",
    _("救助深度困难职工"),
    words=("深度困难职工", "深度困难"),
    subset_of="Y15",
    meaning=_("时期内发放过救助金、发放时档案为市级且类别为深度困难的家庭,每户每年只计一次。"),
    **HOUSEHOLDS,
)
def deep_difficulty():
    """Households with a grant paid in the period on a file of city level, in deep hardship when it was paid."""
    return _of_city_level(Grade.DEEP)


@indicator(
    "Y11",
    _("救助相对困难职工"),
    words=("相对困难职工", "相对困难"),
    subset_of="Y15",
    meaning=_("时期内发放过救助金、发放时档案为市级且类别为相对困难的家庭,每户每年只计一次。"),
    **HOUSEHOLDS,
)
def relative_difficulty():
    """Households with a grant paid in the period on a file of city level, in relative hardship when it was paid."""
    return _of_city_level(Grade.RELATIVE)


@indicator(
    "Y12",
    _("救助意外致困职工"),
    words=("意外致困职工", "意外致困"),
    subset_of="Y15",
    meaning=_("时期内发放过救助金、发放时档案为市级且类别为意外致困的家庭,每户每年只计一次。"),
    **HOUSEHOLDS,
)
def accidental_difficulty():
    """Households with a grant paid in the period on a file of city level, struck by a sudden event."""
    return _of_city_level(Grade.ACCIDENTAL)


@indicator(
    "E.city",
    _("救助市级档案困难职工"),
    words=("市级档案困难职工",),
    subset_of="Y15",
    meaning=_("时期内发放过救助金、发放时档案为市级的家庭,不分困难类别,每户每年只计一次。"),
    **HOUSEHOLDS,
)
def households_of_city_level():
    """Households with a grant paid in the period on a file of city level, in whatever grade."""
    return AidGrant.objects.paid().filter(level_when_paid=CITY)


@indicator(
    "Y15",
    _("救助在档困难职工"),
    words=("救助在档困难职工", "在档困难职工", "困难职工"),
    meaning=_("时期内由各级工会发放过救助金的在档家庭,不分档案层级,每户每年只计一次。"),
    **HOUSEHOLDS,
)
def households_aided():
    """Households on file, of every level, with a grant paid in the period by unions of any level."""
    return AidGrant.objects.paid()


@indicator(
    "Y16",
    _("发放救助金"),
    words=("发放救助金", "救助金", "救助资金", "帮扶资金"),
    unit_word="元",
    shown_in="万元",
    divisor=100,
    counts=Sum("amount"),
    on="paid_on",
    cites="E-R14",
    meaning=_("时期内打入在档家庭银行卡的救助金,以银行回单的交易日期为准。"),
)
def aid_paid():
    """Aid money paid to the cards of households on file, in the period, by the bank's own day."""
    return AidGrant.objects.paid()


def _of_kind(kind):
    """Grants paid from projects of one kind."""
    return AidGrant.objects.paid().filter(project__kind=kind)


for code, kind, title, telling in (
    ("E.aid.living", AidKind.LIVING, _("获得生活救助的在档家庭"), "生活救助"),
    ("E.aid.schooling", AidKind.SCHOOLING, _("获得子女助学的在档家庭"), "子女助学"),
    ("E.aid.medical", AidKind.MEDICAL, _("获得大病救助的在档家庭"), "大病救助"),
):
    meaning = _("时期内由这一类帮扶项目发放过救助金的在档家庭,不分档案层级,每户每年只计一次。")
    told = {"words": (telling,), "subset_of": "Y15", "meaning": meaning}
    indicator(code, title, **told, **HOUSEHOLDS)(partial(_of_kind, kind))


def places_in_the_province():
    """What the province has said of files and of aid money, each confirmed against its paper."""
    return RecordedFact.objects.of_figure("Y17")


declare(
    Recorded(
        "Y17",
        _("困难职工档案数和使用帮扶资金数全省位次"),
        facts=places_in_the_province,
        aspects=("困难职工档案数", "使用帮扶资金数"),
        words=("档案数和使用帮扶资金数", "困难职工档案数", "使用帮扶资金数"),
        cites="X-R11",
        definition=_(
            "省总工会文件认定的年度位次,档案数、资金数两项都登记并核对后取靠后的一项;按文件登记,不由系统计算。"
        ),
    )
)
