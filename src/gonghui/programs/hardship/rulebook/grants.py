"""The grant (帮扶发放) to a household on file. Rules E-R8 to E-R13, X-R1, X-R5."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.kernel.workflow import WHERE_IT_WAS, Step, Workflow

from .files import SEND_BACK
from .people import the_approver, the_bank, the_county, the_county_operator, the_county_reviewer
from .policies import CHECK_WITHIN, GRANT_WITHIN, PAY_WITHIN, RESUBMIT_WITHIN


class GrantState(TextChoices):
    PROPOSED = "proposed", _("待复核")
    CHECKED = "checked", _("待批准")
    GRANTED = "granted", _("待发放")
    PAID = "paid", _("已发放")
    BOUNCED = "bounced", _("银行退回")
    RETURNED = "returned", _("退回补正")
    REFUSED = "refused", _("不予发放")
    WITHDRAWN = "withdrawn", _("已撤回")


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
