"""The figures of hardship aid: Y10 to Y13, Y15, Y16, and who is on file (E-R12, E-R14, contracts §2)."""

from functools import partial

from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.models import RecordedFact
from gonghui.kernel.indicators import Rate, Recorded, Stock, declare, indicator

from .models import AidGrant, Distribution, HardshipArchive, HelperVisit, Relief, Spell
from .models.helping import with_visits
from .rulebook import ExitReason
from .rulebook.campaigns import Season
from .rulebook.files import OTHER_REASONS
from .rulebook.grading import Grade
from .rulebook.helping import VISITS_A_YEAR
from .rulebook.projects import AidKind

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


def _files(day):
    """Files on record at the end of the period."""
    return HardshipArchive.objects.on_file(day)


def _files_with_helper(day):
    """Files on record at the end of the period with a named helper on that day."""
    return HardshipArchive.objects.on_file(day).helped(day)


ON_FILE = {"unit_word": "户", "shown_in": "户", "cites": "E-R15"}
FILES = Stock(
    "Y13.whole", _("在档困难职工家庭"), _files, made_of=("E.deep", "E.relative", "E.sudden"),
    meaning=_("期末在档的困难职工家庭户数。"), **ON_FILE,
)  # fmt: skip
HELPED = Stock(
    "Y13.part", _("有结对干部的困难职工家庭"), _files_with_helper, subset_of="Y13.whole",
    meaning=_("期末在档、当日有结对干部的困难职工家庭户数。"), **ON_FILE,
)  # fmt: skip

declare(
    Rate(
        "Y13",
        _("一对一结对帮扶"),
        part=HELPED,
        whole=FILES,
        words=("一对一", "结对帮扶", "结对"),
        cites="E-R15",
        definition=_("期末在档档案中有结对干部的户数,除以期末在档档案户数。"),
    )
)


def _graded(grade):
    """Files on record at the end of the period that were in a grade on that day."""
    return lambda day: HardshipArchive.objects.on_file(day).graded(grade, day)


for code, grade in (("E.deep", Grade.DEEP), ("E.relative", Grade.RELATIVE), ("E.sudden", Grade.ACCIDENTAL)):
    declare(
        Stock(
            code,
            format_lazy(_("在档{grade}家庭"), grade=grade.label),
            _graded(grade),
            "户",
            shown_in="户",
            cites="E-R14",
            meaning=_("期末在档的档案中,当日类别为这一类的户数。"),
        )
    )

SPELLS = {"unit_word": "户", "of": "file", "shown_in": "户", "cites": "E-R12"}


@indicator(
    "E.new",
    _("新增在档家庭"),
    on="starts_on",
    meaning=_("时期内批准建档的户次,返困重新建档的也计入。"),
    **SPELLS,
)
def files_opened():
    """Households approved on file in the period; one that came back counts again."""
    return Spell.objects.all()


@indicator(
    "E.exit",
    _("退出:根本脱困"),
    on="ends_on",
    meaning=_("时期内经观察连续达标后批准脱困退出的户数。"),
    **SPELLS,
)
def out_of_difficulty():
    """Households that left the record in the period out of difficulty."""
    return Spell.objects.left(ExitReason.OUT_OF_DIFFICULTY)


@indicator(
    "E.exit.guaranteed", _("退出:政府兜底保障"), on="ends_on", meaning=_("时期内因政府兜底保障注销的户数。"), **SPELLS
)
def guaranteed():
    """Households that left the record in the period because the state keeps them."""
    return Spell.objects.left(ExitReason.GUARANTEED)


@indicator(
    "E.exit.other",
    _("退出:其他原因"),
    on="ends_on",
    meaning=_("时期内因死亡、退休、调离或精准识别不符合而注销的户数。"),
    **SPELLS,
)
def left_otherwise():
    """Households that left the record in the period for the third group of reasons (S35)."""
    return Spell.objects.left(*OTHER_REASONS)


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


@indicator(
    "E.visits",
    _("帮扶走访"),
    unit_word="次",
    shown_in="次",
    on="visited_on",
    of="pair__file",
    cites="E-R15",
    meaning=_("时期内帮扶联系人登记的走访次数,以走访日期为准;已更正的记录不重复计算。"),
)
def visits_made():
    """Visits of helpers in the period, each entry that was not replaced by a correction."""
    return HelperVisit.objects.standing()


def _files_visited_enough(day):
    """Files on record at the end of the period with as many visits since the year began as the year asks."""
    seen = with_visits(HardshipArchive.objects.on_file(day), day)
    return seen.filter(visits_made__gte=VISITS_A_YEAR.on(day))


declare(Stock("E.visited", _("年度走访达标的困难职工家庭"), _files_visited_enough, "户", shown_in="户", cites="E-R15"))


@indicator(
    "E.relief.households",
    _("应急慰问惠及职工"),
    unit_word="人",
    on="paid_on",
    distinct="id_index",
    cites="E-R8",
    meaning=_("时期内银行已发放应急慰问的职工,每人每年只计一次;已建档的也计,但不计入 Y10 至 Y16。"),
)
def persons_relieved():
    """Persons to whom an emergency or warmth sum was paid in the period, on file or not; apart from Y10 to Y16."""
    return Relief.objects.paid()


@indicator(
    "E.relief.amount",
    _("应急慰问金额"),
    unit_word="元",
    shown_in="万元",
    divisor=100,
    counts=Sum("amount"),
    on="paid_on",
    cites="E-R8",
    meaning=_("时期内打入职工本人银行卡的应急慰问金,以银行回单的交易日期为准;不计入 Y16。"),
)
def relief_paid():
    """Emergency and warmth money paid in the period, by the bank's own day; apart from Y16."""
    return Relief.objects.paid()


def _given_out(season, *, alive=False):
    """Lines of a season, of all seasons where none is named; a reversal counts on its own day with its sign."""
    lines = Distribution.objects.alive() if alive else Distribution.objects.all()
    return lines.filter(site__campaign__season=season) if season else lines


COUNTED = ("persons", "value", "sites")

for season, stem, title in ((None, "E.season", _("四季送")), *((s, f"E.season.{s}", s.label) for s in Season)):
    told = {"on": "given_on", "cites": "E-R16"}
    parts = {each: tuple(f"{stem}.{s}.{each}" for s in Season) if not season else () for each in COUNTED}
    indicator(
        f"{stem}.persons", format_lazy(_("{season}服务"), season=title), unit_word="人次", counts=Sum("heads"),
        made_of=parts["persons"],
        meaning=_("时期内发放登记的人次,不是人数:同一人领几次计几次,班组按登记的人数计;更正的在更正当日减去。"), **told,
    )(partial(_given_out, season))  # fmt: skip
    indicator(
        f"{stem}.value", format_lazy(_("{season}物资价值"), season=title), unit_word="元", shown_in="万元", divisor=100,
        counts=Sum("value"), made_of=parts["value"],
        meaning=_("时期内发放物资的数量乘以采购单价;更正的在更正当日减去。"), **told,
    )(partial(_given_out, season))  # fmt: skip
    indicator(
        f"{stem}.sites", format_lazy(_("{season}点位"), season=title), unit_word="个", distinct="site_id",
        made_of=parts["sites"],
        meaning=_("时期内有发放登记的点位,每个点位每年只计一次。"), **told,
    )(partial(_given_out, season, alive=True))  # fmt: skip
