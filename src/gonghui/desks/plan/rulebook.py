"""年度工作目标: drafted by one, issued by another, received by each county, changed by revision (N-R2, N-R3, X-R1)."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, has_role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

ISSUE_WITHIN = Policy("plan.issue", 5, _("目标下达期限"), _("工作日"), "N-R2 (gk)")
RECEIVE_WITHIN = Policy("plan.receive", 10, _("目标签收期限"), _("工作日"), "N-R2 (gk)")
REVISE_WITHIN = Policy("plan.revise", 5, _("目标修订核准期限"), _("工作日"), "N-R3 (gk)")
FROZEN_ON = Policy("plan.frozen_on", "04-01", _("目标冻结日"), _("月-日"), "N-R3 (gk)")
REMIND_BEFORE = Policy("plan.remind", 5, _("目标到期、冻结前提醒"), _("工作日"), "N-R3 (gk)")
BEHIND_BY = Policy("plan.behind", 5, _("低于时间进度多少算落后"), _("百分点"), "N-R4 (gk)")


def frozen_on(year: int, area=None) -> date:
    """The day from which the targets of a year change only by a revision with its reason (N-R3)."""
    month, day = map(int, FROZEN_ON.on(date(year, 1, 1), area).split("-"))
    return date(year, month, day)


def expected_share(first_month: int, last_month: int, year: int, on: date) -> float:
    """Per cent of a target that is due by the end of a day: even over the days of the months it is spread over."""
    start = date(year, first_month, 1)
    end = date(year + last_month // 12, last_month % 12 + 1, 1)
    passed = (on + timedelta(days=1) - start) / (end - start)
    return round(100 * min(max(passed, 0), 1), 1)


class PlanState(TextChoices):
    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待下达")
    ISSUED = "issued", _("已下达")
    WITHDRAWN = "withdrawn", _("已撤回")


class ReceiptState(TextChoices):
    SENT = "sent", _("待签收")
    RECEIVED = "received", _("已签收")


class RevisionState(TextChoices):
    PROPOSED = "proposed", _("待核准")
    APPROVED = "approved", _("已修订")
    REFUSED = "refused", _("不予修订")
    WITHDRAWN = "withdrawn", _("已撤回")


DRAFTERS = (Role.CITY_OPERATOR,)
CITY_READERS = (Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER, Role.AUDITOR)
COUNTY_READERS = (Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER)
READERS = (*CITY_READERS, *COUNTY_READERS)
NUMBER_READERS = (*READERS, Role.STATISTICIAN)
"""Who reads targets and progress; the statistician reads numbers, not records."""
SEEN_BY = (*READERS, Role.SYSTEM)


@rule(_("不是起草人或报请人"))
def another_than_who_drafted(by, plan):
    return by.user_id not in (plan.drafted_by, plan.submitted_by)


@rule(_("不是提出人"))
def another_than_who_proposed(by, revision):
    return revision.proposed_by != by.user_id


the_drafter = holds(*DRAFTERS)
the_issuer = holds(Role.CITY_APPROVER) & another_than_who_drafted
who_withdraws = holds(*DRAFTERS, Role.CITY_APPROVER)
the_receiver = holds(Role.COUNTY_APPROVER)
who_revises = holds(Role.CITY_APPROVER) & another_than_who_proposed


@rule(_("起草目标的市总经办人"))
def drafts_its_plan(by, item) -> bool:
    return the_drafter(by, item.plan)


a_county = has_role(Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER)
any_reader = has_role(*READERS)
any_number_reader = has_role(*NUMBER_READERS)

P, R, V = PlanState, ReceiptState, RevisionState
PLAN = Workflow(
    Step("submit", _("报请下达"), (P.DRAFT,), P.SUBMITTED, the_drafter, "N-R2"),
    Step("issue", _("下达"), (P.SUBMITTED,), P.ISSUED, the_issuer, "N-R2 X-R1", within=ISSUE_WITHIN),
    Step("send_back", _("退回修改"), (P.SUBMITTED,), P.DRAFT, the_issuer, "N-R2 X-R5"),
    Step("withdraw", _("撤回"), (P.DRAFT, P.SUBMITTED), P.WITHDRAWN, who_withdraws, "X-R4"),
)
RECEIPT = Workflow(
    Step("receive", _("签收"), (R.SENT,), R.RECEIVED, the_receiver, "N-R2", within=RECEIVE_WITHIN),
    Step("send_anew", _("修订后再签收"), (R.SENT, R.RECEIVED), R.SENT, holds(Role.CITY_APPROVER), "N-R3", quiet=True),
)
REVISION = Workflow(
    Step("approve", _("核准修订"), (V.PROPOSED,), V.APPROVED, who_revises, "N-R3 X-R1", within=REVISE_WITHIN),
    Step("refuse", _("不予修订"), (V.PROPOSED,), V.REFUSED, who_revises, "N-R3"),
    Step("withdraw", _("撤回"), (V.PROPOSED,), V.WITHDRAWN, the_drafter, "X-R4"),
)
