"""Payment batches: 付款批次. Rules X-R1, E-R10, E-R13, O.3; maker, checker and authoriser are three persons."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds, the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import Step, Workflow

CHECK_WITHIN = Policy("funds.check", 3, _("批次复核期限"), _("工作日"), "1.9 (gk)")
AUTHORISE_WITHIN = Policy("funds.authorise", 3, _("批次授权期限"), _("工作日"), "1.9 (gk)")
REVEALS_A_DAY = Policy("funds.reveals_a_day", 20, _("每日查看收款账号次数"), _("次"), "O.1 (gk)")


class PaymentState(TextChoices):
    PENDING = "pending", _("待付款")
    BATCHED = "batched", _("已入批次")
    SENT = "sent", _("已送银行")
    PAID = "paid", _("已付款")
    RETURNED = "returned", _("银行退回")
    CANCELLED = "cancelled", _("已取消")


class BatchState(TextChoices):
    DRAFT = "draft", _("待复核")
    CHECKED = "checked", _("待授权")
    AUTHORISED = "authorised", _("正在生成银行文件")
    SENT = "sent", _("已送银行")
    SETTLED = "settled", _("已结清")
    CANCELLED = "cancelled", _("已作废")


the_maker = holds(Role.FINANCE_MAKER)
the_checker = holds(Role.FINANCE_CHECKER)
the_authoriser = holds(Role.FINANCE_AUTHORISER)
finance = the_maker | the_checker | the_authoriser

B = BatchState

BATCH = Workflow(
    Step("check", _("复核"), (B.DRAFT,), B.CHECKED, the_checker, "X-R1 O.3", within=CHECK_WITHIN),
    Step("authorise", _("授权付款"), (B.CHECKED,), B.AUTHORISED, the_authoriser, "X-R1 O.3", within=AUTHORISE_WITHIN),
    Step("send_back", _("退回重新复核"), (B.CHECKED,), B.DRAFT, the_checker | the_authoriser, "O.3"),
    Step("cancel", _("作废批次"), (B.DRAFT, B.CHECKED, B.AUTHORISED), B.CANCELLED, the_maker | the_checker, "O.3"),
    Step("send", _("生成银行文件"), (B.AUTHORISED,), B.SENT, the_system, "O.3", quiet=True),
    Step("settle", _("结清"), (B.SENT,), B.SETTLED, the_maker | the_checker, "O.3", quiet=True),
)
"""From the moment its file exists a batch may have reached the bank: it is never cancelled or sent again (T11)."""
