"""外部认定: entered with its paper by one, confirmed by another (X-R1, X-R11)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

CONFIRM_WITHIN = Policy("documents.confirm_fact", 5, _("外部认定核对期限"), _("工作日"), "X-R11 (gk)")


class FactState(TextChoices):
    ENTERED = "entered", _("待核对")
    CONFIRMED = "confirmed", _("已核对")
    REFUSED = "refused", _("不予采用")
    REPLACED = "replaced", _("已更正")


@rule(_("不是登记人"))
def another_than_who_entered(by, fact):
    return fact.entered_by != by.user_id


ENTERERS = (Role.STATISTICIAN, Role.CITY_OPERATOR, Role.COUNTY_OPERATOR)
CONFIRMERS = (Role.CITY_REVIEWER, Role.CITY_APPROVER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER)
FACT_READERS = (*ENTERERS, *CONFIRMERS, Role.AUDITOR, Role.SYSTEM)
who_confirms = holds(*CONFIRMERS) & another_than_who_entered

S = FactState

FACT = Workflow(
    Step("confirm", _("核对采用"), (S.ENTERED,), S.CONFIRMED, who_confirms, "X-R1 X-R11", within=CONFIRM_WITHIN),
    Step("refuse", _("不予采用"), (S.ENTERED,), S.REFUSED, who_confirms, "X-R11"),
    Step("replace", _("作废更正"), (S.CONFIRMED,), S.REPLACED, who_confirms, "X-R4 X-R11"),
)
