"""Reconciliation to the bank: 银行对账 (E-R13). Made up by one person, closed by another, every quarter."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import Step, Workflow

MAKE_SHEET_WITHIN = Policy("funds.make_sheet", 10, _("编制余额调节表期限"), _("工作日"), "1.9 (gk)")
CHECK_SHEET_WITHIN = Policy("funds.check_sheet", 5, _("对账复核期限"), _("工作日"), "1.9 (gk)")
RECONCILE_EVERY = Policy("funds.reconcile_every", 3, _("银行对账周期"), _("个月"), "E-R13 (gk)")


class SheetState(TextChoices):
    DRAFT = "draft", _("勾对中")
    MADE = "made", _("待复核")
    CLOSED = "closed", _("已对账")


the_reconciler, the_closer = holds(Role.FINANCE_MAKER), holds(Role.FINANCE_CHECKER)
S = SheetState

RECONCILIATION = Workflow(
    Step("make", _("编制余额调节表"), (S.DRAFT,), S.MADE, the_reconciler, "E-R13", within=MAKE_SHEET_WITHIN),
    Step("send_back", _("退回重新勾对"), (S.MADE,), S.DRAFT, the_closer, "X-R1"),
    Step("close", _("复核对账"), (S.MADE,), S.CLOSED, the_closer, "X-R1 E-R13", within=CHECK_SHEET_WITHIN),
)
