"""Who is on file, who helps them, who came and who left: Y13 (E-R12, E-R15)."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.indicators import Rate, Stock, declare, indicator

from ..models import HardshipArchive, HelperVisit, Spell
from ..models.helping import with_visits
from ..rulebook import ExitReason
from ..rulebook.files import OTHER_REASONS
from ..rulebook.grading import Grade
from ..rulebook.helping import VISITS_A_YEAR


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
