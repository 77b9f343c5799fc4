"""The transfer of a file (档案转移) to another county, as a handshake of two offices. Rules X-R1, X-R2."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.accounts.rules import Role, holds, the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import Rule
from gonghui.kernel.workflow import Step, Workflow

from .files import HELD, ON_THE_WAY, FileState
from .people import unrelated

AGREE_WITHIN = Policy("hardship.transfer_agree", 5, _("转出审核期限"), _("工作日"), "X-R2 (gk)")
ACCEPT_WITHIN = Policy("hardship.transfer_accept", 10, _("转入接收期限"), _("工作日"), "X-R2 (gk)")
READABLE_MONTHS = Policy("hardship.transfer_readable", 12, _("转出后原单位可查阅"), _("个月"), "X-R2 (gk)")

MAY_MOVE = (*ON_THE_WAY, FileState.RETURNED, *HELD)
"""A file that has ended stays where it ended, and a draft is nobody's business yet."""


class TransferState(TextChoices):
    PROPOSED = "proposed", _("待本县审核")
    AGREED = "agreed", _("待对方接收")
    ACCEPTED = "accepted", _("已转出")
    DECLINED = "declined", _("对方退回")
    REFUSED = "refused", _("不同意转出")
    WITHDRAWN = "withdrawn", _("已撤回")


class ArrivalState(TextChoices):
    WAITING = "waiting", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    DECLINED = "declined", _("已退回对方")


T, A = TransferState, ArrivalState


def officers(*roles) -> Rule:
    """Who holds one of the roles and is no kin of the household; asked of a post in general there is no household."""
    who = holds(*roles)
    name = f"{who.name} and unrelated"
    return Rule(name, lambda by, it: who(by, it) and (it.file_id is None or unrelated(by, it)), who.title)


the_giving_reviewer = officers(Role.COUNTY_REVIEWER)
the_giving_operator = officers(Role.COUNTY_OPERATOR)
the_receiving_reviewer = holds(Role.COUNTY_REVIEWER, Role.CITY_REVIEWER)
"""Who of them is kin of the household is asked where the file is at hand: see the actions."""

TRANSFER = Workflow(
    Step("agree", _("同意转出"), (T.PROPOSED,), T.AGREED, the_giving_reviewer, "X-R1 X-R2", within=AGREE_WITHIN),
    Step("refuse", pgettext_lazy("step", "不同意转出"), (T.PROPOSED,), T.REFUSED, the_giving_reviewer, "X-R2"),
    Step("withdraw", _("撤回"), (T.PROPOSED,), T.WITHDRAWN, the_giving_operator, "X-R2"),
    Step("complete", _("转移完成"), (T.AGREED,), T.ACCEPTED, the_system, "X-R2", quiet=True),
    Step("come_back", _("对方退回"), (T.AGREED,), T.DECLINED, the_system, "X-R2", quiet=True),
)
ARRIVAL = Workflow(
    Step("accept", _("接收档案"), (A.WAITING,), A.ACCEPTED, the_receiving_reviewer, "X-R1 X-R2", within=ACCEPT_WITHIN),
    Step("decline", _("退回对方"), (A.WAITING,), A.DECLINED, the_receiving_reviewer, "X-R2"),
)
