"""月度封存与更正: a month is closed by two persons and changed only by a correction of two more (N-R7, X-R1, X-R4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

SUBMIT_WITHIN = Policy("figures.submit", 10, _("月度数据送封期限"), _("工作日,自月末起"), "N-R7 (gk)")
LOCK_WITHIN = Policy("figures.lock", 5, _("月度数据封存期限"), _("工作日"), "N-R7 (gk)")
RESTATE_WITHIN = Policy("figures.restate", 5, _("更正核准期限"), _("工作日"), "N-R7 (gk)")


class MonthState(TextChoices):
    OPEN = "open", _("未封存")
    SUBMITTED = "submitted", _("待封存")
    LOCKED = "locked", _("已封存")


class RestatementState(TextChoices):
    PROPOSED = "proposed", _("待核准")
    APPROVED = "approved", _("已更正")
    REJECTED = "rejected", _("不予更正")
    WITHDRAWN = "withdrawn", _("已撤回")


@rule(_("不是送封人"))
def another_than_who_submitted(by, month):
    return month.submitted_by != by.user_id


@rule(_("不是提出人"))
def another_than_who_proposed(by, restatement):
    return restatement.proposed_by != by.user_id


@rule(_("提出人"))
def who_proposed(by, restatement):
    return restatement.proposed_by == by.user_id


SUBMITTERS = (Role.STATISTICIAN,)
LOCKERS = (Role.CITY_REVIEWER, Role.CITY_APPROVER, Role.STATISTICIAN)
SEAL_READERS = (Role.STATISTICIAN, Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER, Role.AUDITOR)
the_statistician = holds(*SUBMITTERS)
who_locks = holds(*LOCKERS) & another_than_who_submitted
who_approves = holds(*LOCKERS) & another_than_who_proposed
M, R = MonthState, RestatementState

SEALING = Workflow(
    Step("submit", _("送封"), (M.OPEN,), M.SUBMITTED, the_statistician, "N-R7", within=SUBMIT_WITHIN),
    Step("send_back", _("退回"), (M.SUBMITTED,), M.OPEN, holds(*LOCKERS), "N-R7 X-R5"),
    Step("lock", _("封存"), (M.SUBMITTED,), M.LOCKED, who_locks, "N-R7 X-R1", within=LOCK_WITHIN),
)
RESTATING = Workflow(
    Step("approve", _("核准更正"), (R.PROPOSED,), R.APPROVED, who_approves, "N-R7 X-R1 X-R4", within=RESTATE_WITHIN),
    Step("reject", _("不予更正"), (R.PROPOSED,), R.REJECTED, who_approves, "N-R7"),
    Step("withdraw", _("撤回"), (R.PROPOSED,), R.WITHDRAWN, who_proposed, "N-R7"),
)
