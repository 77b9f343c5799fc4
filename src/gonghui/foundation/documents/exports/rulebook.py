"""导出申请: who asks, who approves, how long the file lies and how often it is fetched (O.1, T04)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.accounts.rules import Role, holds, the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

APPROVE_WITHIN = Policy("documents.approve_export", 3, _("导出审批期限"), _("工作日"), "O.1 (gk)")
LIES_FOR = Policy("documents.export_hours", 72, _("导出文件保留时间"), _("小时"), "O.1 (gk)")
DOWNLOADS_A_DAY = Policy("documents.downloads_a_day", 5, _("每日下载导出文件次数"), _("次"), "T04 (gk)")


class ExportState(TextChoices):
    ASKED = "asked", _("待审批")
    APPROVED = "approved", _("正在生成")
    READY = "ready", _("可以下载")
    REFUSED = "refused", _("不予导出")
    WITHDRAWN = "withdrawn", _("已撤回")
    FAILED = "failed", _("未能生成")
    EXPIRED = "expired", _("已到期删除")


@rule(_("申请人本人"))
def who_asked(by, request):
    return request.asked_by == by.user_id


@rule(_("不是申请人"))
def another_than_who_asked(by, request):
    return request.asked_by != by.user_id


APPROVERS = (Role.COUNTY_APPROVER, Role.CITY_APPROVER)
DECIDERS = (*APPROVERS, Role.DPO)
who_approves = holds(*DECIDERS) & another_than_who_asked

S = ExportState

EXPORT = Workflow(
    Step("approve", _("同意导出"), (S.ASKED,), S.APPROVED, who_approves, "O.1 T04", within=APPROVE_WITHIN),
    Step("refuse", pgettext_lazy("step", "不予导出"), (S.ASKED,), S.REFUSED, who_approves, "O.1"),
    Step("withdraw", _("撤回"), (S.ASKED, S.APPROVED, S.READY), S.WITHDRAWN, who_asked, "O.1"),
    Step("produce", _("生成文件"), (S.APPROVED,), S.READY, the_system, "O.1 T04", quiet=True),
    Step("fail", _("未能生成"), (S.APPROVED,), S.FAILED, the_system, "O.1", quiet=True),
    Step("expire", _("到期删除"), (S.READY,), S.EXPIRED, the_system, "O.1", quiet=True),
)
