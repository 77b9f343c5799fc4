"""The file (困难职工档案), from application to record. Rules E-R1 to E-R7, E-R15, X-R1 to X-R8; contracts §5."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.kernel.workflow import STAYS, WHERE_IT_WAS, Step, Workflow

from .people import (
    an_officer,
    the_applicant_or_for_her,
    the_approver,
    the_chair,
    the_county,
    the_county_operator,
    the_county_reviewer,
    the_first_reviewer,
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


F = FileState
SEND_BACK = pgettext_lazy("step", "退回补正")
ON_THE_WAY = (F.SUBMITTED, F.VISITED, F.COMPARED, F.PUBLICISED, F.REVIEWED)

FILE = Workflow(
    Step("submit", _("提交申请"), since=(F.DRAFT,), to=F.SUBMITTED, by=the_household, cites="E-R7"),
    Step("visit", _("入户核查"), (F.SUBMITTED,), F.VISITED, the_visitor, "E-R7 X-R1", within=VISIT_WITHIN),
    Step("compare", _("信息比对"), (F.VISITED,), F.COMPARED, the_first_reviewer, "E-R7", within=COMPARE_WITHIN),
    Step("publicise", _("张榜公示"), (F.COMPARED,), F.PUBLICISED, the_chair, "E-R7 X-R7", within=PUBLICISE_WITHIN),
    Step("review", _("县级审核"), (F.PUBLICISED,), F.REVIEWED, the_county_reviewer, "E-R7 X-R8", within=REVIEW_WITHIN),
    Step("approve", _("批准建档"), (F.REVIEWED,), F.ON_FILE, the_approver, "E-R6 E-R7 X-R1", within=APPROVE_WITHIN),
    Step("propose_grade", _("提出改级"), (F.PUBLICISED, F.REVIEWED), STAYS, the_county_reviewer, "E-R1"),
    Step("confirm_grade", _("确认改级"), (F.PUBLICISED, F.REVIEWED), STAYS, the_approver, "E-R1 X-R1"),
    Step("send_back", SEND_BACK, ON_THE_WAY, F.RETURNED, an_officer, "X-R5", pauses=True),
    Step("resubmit", _("补正后再提交"), (F.RETURNED,), WHERE_IT_WAS, the_household, "X-R5", RESUBMIT_WITHIN),
    Step("reject", pgettext_lazy("step", "不予通过"), (F.RETURNED, *ON_THE_WAY), F.REJECTED, the_county, "1.2 X-R5"),
    Step("withdraw", _("撤回申请"), (F.DRAFT, F.RETURNED, *ON_THE_WAY), F.WITHDRAWN, the_applicant_or_for_her, "1.2"),
    Step("correct", _("更正"), (*ON_THE_WAY, F.ON_FILE), STAYS, the_county_operator | the_union, "X-R4"),
    Step("pair", _("结对帮扶"), (F.ON_FILE,), STAYS, the_county_operator, "E-R15"),
)
