"""The file (困难职工档案), from application to record. Rules E-R1 to E-R7, E-R15, X-R1 to X-R8; contracts §5."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.kernel.workflow import STAYS, WHERE_IT_WAS, Step, Workflow

from .people import (
    a_watcher,
    an_officer,
    the_applicant_or_for_her,
    the_approver,
    the_chair,
    the_county,
    the_county_operator,
    the_county_reviewer,
    the_first_reviewer,
    the_helper,
    the_household,
    the_union,
    the_visitor,
)
from .policies import (
    APPROVE_WITHIN,
    COMPARE_WITHIN,
    PUBLICISE_WITHIN,
    RESUBMIT_WITHIN,
    REVIEW_WITHIN,
    VISIT_WITHIN,
)


class FileState(TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待入户核查")
    VISITED = "visited", _("待信息比对")
    COMPARED = "compared", _("待公示")
    PUBLICISED = "publicised", _("公示与县级审核")
    REVIEWED = "reviewed", _("待批准建档")
    ON_FILE = "on_file", _("在档")
    RETURNED = "returned", _("退回补正")
    REJECTED = "rejected", _("不予通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    OBSERVING = "observing", _("脱困观察")
    EXITED = "exited", _("已脱困")
    CANCELLED = "cancelled", _("已注销")


class ExitReason(TextChoices):
    """Why a household leaves the record (E-R12)."""

    OUT_OF_DIFFICULTY = "out_of_difficulty", _("根本脱困")
    GUARANTEED = "guaranteed", _("政府兜底保障")
    DEATH = "death", _("死亡")
    RETIREMENT = "retirement", _("退休")
    DEPARTURE = "departure", _("调离")
    UNQUALIFIED = "unqualified", _("精准识别退出(不符合)")


OTHER_REASONS = (ExitReason.DEATH, ExitReason.RETIREMENT, ExitReason.DEPARTURE, ExitReason.UNQUALIFIED)
"""The third group of national statistics, beside 根本脱困 and 政府兜底保障 (S35)."""

F = FileState
SEND_BACK = pgettext_lazy("step", "退回补正")
ON_THE_WAY = (F.SUBMITTED, F.VISITED, F.COMPARED, F.PUBLICISED, F.REVIEWED)
HELD = (F.ON_FILE, F.OBSERVING)
"""在档: a household that is observed is still on file (E-R12, E-R14)."""
VISITED = (F.VISITED, F.COMPARED, F.PUBLICISED, F.REVIEWED, F.RETURNED)
"""Where others may have been quicker with the first visit: what a second pair saw is added to the file (O.4)."""
ENDED = (F.EXITED, F.CANCELLED)
GRADED = (F.PUBLICISED, F.REVIEWED, F.ON_FILE)

FILE = Workflow(
    Step("submit", _("提交申请"), since=(F.DRAFT,), to=F.SUBMITTED, by=the_household, cites="E-R7"),
    Step("visit", _("入户核查"), (F.SUBMITTED,), F.VISITED, the_visitor, "E-R7 X-R1", within=VISIT_WITHIN),
    Step("compare", _("信息比对"), (F.VISITED,), F.COMPARED, the_first_reviewer, "E-R7", within=COMPARE_WITHIN),
    Step("publicise", _("张榜公示"), (F.COMPARED,), F.PUBLICISED, the_chair, "E-R7 X-R7", within=PUBLICISE_WITHIN),
    Step("review", _("县级审核"), (F.PUBLICISED,), F.REVIEWED, the_county_reviewer, "E-R7 X-R8", within=REVIEW_WITHIN),
    Step("approve", _("批准建档"), (F.REVIEWED,), F.ON_FILE, the_approver, "E-R6 E-R7 X-R1", within=APPROVE_WITHIN),
    Step("propose_grade", _("提出改级"), GRADED, STAYS, the_county_reviewer, "E-R1"),
    Step("confirm_grade", _("确认改级"), GRADED, STAYS, the_approver, "E-R1 X-R1"),
    Step("send_back", SEND_BACK, ON_THE_WAY, F.RETURNED, an_officer, "X-R5", pauses=True),
    Step("resubmit", _("补正后再提交"), (F.RETURNED,), WHERE_IT_WAS, the_household, "X-R5", RESUBMIT_WITHIN),
    Step("reject", pgettext_lazy("step", "不予通过"), (F.RETURNED, *ON_THE_WAY), F.REJECTED, the_county, "1.2 X-R5"),
    Step("withdraw", _("撤回申请"), (F.DRAFT, F.RETURNED, *ON_THE_WAY), F.WITHDRAWN, the_applicant_or_for_her, "1.2"),
    Step("correct", _("更正"), (*ON_THE_WAY, *HELD), STAYS, the_county_operator | the_union, "X-R4"),
    Step("pair", _("结对帮扶"), HELD, STAYS, the_county_operator, "E-R15"),
    Step("add_visit", _("补充入户核查"), VISITED, STAYS, the_visitor, "E-R7 O.4", quiet=True),
    Step("call_on", _("帮扶走访"), HELD, STAYS, the_helper, "E-R15", quiet=True),
    Step("recheck", _("动态复核"), (F.ON_FILE,), STAYS, the_first_reviewer, "E-R1 E-R12"),
    Step("propose_observation", _("提议转入观察"), (F.ON_FILE,), STAYS, a_watcher, "E-R12 X-R1"),
    Step("observe", _("转入脱困观察"), (F.ON_FILE,), F.OBSERVING, the_county_reviewer, "E-R12 X-R1"),
    Step("enter_month", _("填报月度收入"), (F.OBSERVING,), STAYS, a_watcher, "E-R12"),
    Step("exit", _("批准脱困退出"), (F.OBSERVING,), F.EXITED, the_approver, "E-R12 X-R1"),
    Step("fall_back", _("恢复在档"), (F.OBSERVING,), F.ON_FILE, the_county_reviewer, "E-R12"),
    Step("propose_exit", _("提议注销"), HELD, STAYS, the_county_operator | the_union, "E-R12 X-R1"),
    Step("cancel", _("批准注销"), HELD, F.CANCELLED, the_approver, "E-R12 X-R1"),
    Step("decline_exit", _("不同意退出"), HELD, STAYS, the_county, "E-R12"),
    Step("reopen", _("返困重新申请"), ENDED, F.SUBMITTED, the_household, "E-R7 E-R12"),
)
