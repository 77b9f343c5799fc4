"""Existing files that come in by workbook: one uploads, another confirms (X-R1, E-R6, R12)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

CONFIRM_WITHIN = Policy("hardship.confirm_import", 5, _("档案导入确认期限"), _("工作日"), "X-R1 (gk)")
UPLOADS_A_DAY = Policy("hardship.uploads_a_day", 20, _("每日上传档案工作簿次数"), _("次"), "T03 (gk)")


class ImportState(TextChoices):
    FAULTY = "faulty", _("有错误,未采用")
    UPLOADED = "uploaded", _("待确认")
    CONFIRMED = "confirmed", _("已导入")
    REFUSED = "refused", _("不予导入")
    WITHDRAWN = "withdrawn", _("已撤回")


@rule(_("上传人本人"))
def the_uploader(by, record):
    return record.uploaded_by == by.user_id


@rule(_("不是上传人"))
def another_than_the_uploader(by, record):
    return record.uploaded_by != by.user_id


UPLOADERS = (Role.COUNTY_OPERATOR, Role.CITY_OPERATOR)
CONFIRMERS = (Role.COUNTY_APPROVER, Role.CITY_APPROVER)
IMPORTS_SEEN_BY = (*UPLOADERS, Role.COUNTY_REVIEWER, Role.CITY_REVIEWER, *CONFIRMERS, Role.AUDITOR, Role.SYSTEM)
who_uploads = holds(*UPLOADERS)
who_confirms = holds(*CONFIRMERS) & another_than_the_uploader

S = ImportState

IMPORT = Workflow(
    Step("confirm", _("确认导入"), (S.UPLOADED,), S.CONFIRMED, who_confirms, "X-R1 E-R6", within=CONFIRM_WITHIN),
    Step("refuse", pgettext_lazy("step", "不予导入"), (S.UPLOADED,), S.REFUSED, who_confirms, "X-R1"),
    Step("withdraw", _("撤回"), (S.UPLOADED, S.FAULTY), S.WITHDRAWN, who_uploads & the_uploader, "1.2"),
)
