"""表样: uploaded by one, confirmed by another who has seen it filled (X-R1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

CONFIRM_WITHIN = Policy("documents.confirm_template", 5, _("表样确认期限"), _("工作日"), "X-R1 (gk)")
SHEETS_A_DAY = Policy("documents.sheets_a_day", 300, _("每人每日打印含敏感信息的表份数上限"), _("份"), "O.1 (gk)")


class TemplateState(TextChoices):
    UPLOADED = "uploaded", _("待确认")
    CONFIRMED = "confirmed", _("已启用")
    REFUSED = "refused", _("不予启用")
    WITHDRAWN = "withdrawn", _("已停用")


@rule(_("不是上传人"))
def another_than_who_uploaded(by, template):
    return template.uploaded_by != by.user_id


UPLOADERS = (
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
)
READERS = (*UPLOADERS, Role.AUDITOR, Role.SYSTEM)
an_officer = holds(*UPLOADERS)
who_confirms = an_officer & another_than_who_uploaded

S = TemplateState

TEMPLATE = Workflow(
    Step("confirm", _("确认启用"), (S.UPLOADED,), S.CONFIRMED, who_confirms, "X-R1", within=CONFIRM_WITHIN),
    Step("refuse", _("不予启用"), (S.UPLOADED,), S.REFUSED, who_confirms, "X-R1"),
    Step("withdraw", _("停用"), (S.UPLOADED, S.CONFIRMED), S.WITHDRAWN, an_officer, "X-R4"),
)
