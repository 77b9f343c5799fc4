"""Hardship files (困难职工档案) and grants (帮扶发放). Rules E-R1 to E-R15, X-R1 to X-R8; order as contracts §5."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import STAYS, WHERE_IT_WAS, Step, Workflow

from .policies import (
    APPROVE_WITHIN,
    CHECK_WITHIN,
    COMPARE_WITHIN,
    GRANT_WITHIN,
    PAY_WITHIN,
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


class GrantState(TextChoices):
    PROPOSED = "proposed", _("待复核")
    CHECKED = "checked", _("待批准")
    GRANTED = "granted", _("待发放")
    PAID = "paid", _("已发放")
    BOUNCED = "bounced", _("银行退回")
    RETURNED = "returned", _("退回补正")
    REFUSED = "refused", _("不予发放")
    WITHDRAWN = "withdrawn", _("已撤回")


@rule(_("申请人本人"))
def the_applicant(by, record):
    return record.file.applicant_user_id == by.user_id


@rule(_("申请人没有账户"))
def she_applies_on_paper(by, record):
    return record.file.applicant_user_id is None


@rule(_("不是申请人本人"))
def another_than_the_applicant(by, record):
    return record.file.applicant_user_id != by.user_id


@rule(_("县级及以下档案"))
def the_county_may_decide(by, record):
    return record.file.archive_level == "county"


SEEN_BY = (
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
    Role.AUDITOR,
    Role.SYSTEM,
)
"""Whose post opens the files of its unit and below: finance pays by name and card and reads no file (rules 1.1)."""

the_union = holds(Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR)
the_household = the_applicant | the_union
the_applicant_or_for_her = the_applicant | (the_union & she_applies_on_paper)
the_chair = holds(Role.GRASSROOTS_CHAIR)
the_visitor = the_union & another_than_the_applicant
the_first_reviewer = holds(Role.TOWNSHIP_REVIEWER, Role.COUNTY_OPERATOR) & another_than_the_applicant
the_county_operator = holds(Role.COUNTY_OPERATOR) & another_than_the_applicant
the_county_reviewer = holds(Role.COUNTY_REVIEWER) & another_than_the_applicant
the_county_approver = holds(Role.COUNTY_APPROVER) & another_than_the_applicant
the_city_approver = holds(Role.CITY_APPROVER) & another_than_the_applicant
the_approver = (the_county_approver & the_county_may_decide) | the_city_approver
an_officer = the_union | the_first_reviewer | the_county_reviewer | the_approver
the_county = the_county_reviewer | the_approver
the_bank = holds(Role.SYSTEM)

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

G = GrantState
MAY_BE_GIVEN_UP = (G.PROPOSED, G.CHECKED, G.RETURNED, G.BOUNCED)

AID = Workflow(
    Step("check", _("复核测算"), (G.PROPOSED,), G.CHECKED, the_county_reviewer, "E-R9 X-R1", within=CHECK_WITHIN),
    Step("grant", _("批准发放"), (G.CHECKED,), G.GRANTED, the_approver, "E-R8 E-R9 X-R1", within=GRANT_WITHIN),
    Step("send_back", SEND_BACK, (G.PROPOSED, G.CHECKED), G.RETURNED, the_county, "X-R5", pauses=True),
    Step("resubmit", _("补正后再提交"), (G.RETURNED,), WHERE_IT_WAS, the_county_operator, "X-R5", RESUBMIT_WITHIN),
    Step("refuse", pgettext_lazy("step", "不予发放"), (G.PROPOSED, G.CHECKED), G.REFUSED, the_county, "1.2"),
    Step("withdraw", _("撤回"), MAY_BE_GIVEN_UP, G.WITHDRAWN, the_county_operator, "1.2 E-R13"),
    Step("pay", _("银行发放"), (G.GRANTED,), G.PAID, the_bank, "E-R13", within=PAY_WITHIN, quiet=True),
    Step("bounce", _("银行退回"), (G.GRANTED,), G.BOUNCED, the_bank, "E-R13 O.3", quiet=True),
    Step("reissue", _("更正账户后重发"), (G.BOUNCED,), G.GRANTED, the_county_operator, "E-R13"),
)
