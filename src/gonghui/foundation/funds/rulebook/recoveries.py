"""Getting an overpayment back: 追回 (E-R13, X-R1). Proposed, confirmed and given up by three persons."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import STAYS, Step, Workflow

CONFIRM_RECOVERY_WITHIN = Policy("funds.confirm_recovery", 5, _("追回复核期限"), _("工作日"), "1.9 (gk)")
REPAY_WITHIN = Policy("funds.repay", 10, _("追回入账期限"), _("工作日"), "1.9 (gk)")


class RecoveryState(TextChoices):
    PROPOSED = "proposed", _("待复核")
    CONFIRMED = "confirmed", _("追回中")
    SETTLED = "settled", _("已追回")
    GIVEN_UP = "given_up", _("已核销")
    REFUSED = "refused", _("未通过")


PROPOSERS = (Role.FINANCE_MAKER, Role.COUNTY_OPERATOR)
the_proposer = holds(*PROPOSERS)
the_confirmer = holds(Role.FINANCE_CHECKER)
the_receiver = holds(Role.FINANCE_MAKER)
the_forgiver = holds(Role.FINANCE_AUTHORISER)

S = RecoveryState

RECOVERY = Workflow(
    Step("confirm", _("确认追回"), (S.PROPOSED,), S.CONFIRMED, the_confirmer, "X-R1", within=CONFIRM_RECOVERY_WITHIN),
    Step("refuse", _("不予追回"), (S.PROPOSED,), S.REFUSED, the_proposer | the_confirmer, "X-R1"),
    Step("repay", _("登记追回入账"), (S.CONFIRMED,), STAYS, the_receiver, "E-R13", within=REPAY_WITHIN),
    Step("settle", _("追回结清"), (S.CONFIRMED,), S.SETTLED, the_receiver, "E-R13", quiet=True),
    Step("give_up", _("核销余额"), (S.CONFIRMED,), S.GIVEN_UP, the_forgiver, "X-R1 E-R13"),
)
