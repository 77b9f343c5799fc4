"""Emergency and warmth money (应急与慰问发放) to a person without a file. Rules E-R8, E-R11, E-R13, X-R1, X-R5.

The same hands as for a grant; where it is urgent every step is due within a day, and still takes three persons.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.accounts.rules import Role, holds, the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import Rule, rule
from gonghui.kernel.workflow import WHERE_IT_WAS, Step, Workflow

from .files import SEND_BACK
from .grants import GrantState
from .policies import PAY_WITHIN, RESUBMIT_WITHIN

CHECK_WITHIN = Policy("hardship.relief_check", 3, _("应急慰问复核期限"), _("工作日"), "E-R8 (gk)")
GRANT_WITHIN = Policy("hardship.relief_grant", 3, _("应急慰问批准期限"), _("工作日"), "E-R8 (gk)")
URGENT_WITHIN = Policy("hardship.relief_urgent", 1, _("紧急情况每一步的期限"), _("工作日"), "E-R8 (gk)")
MOST_A_TIME = Policy("hardship.relief_a_time", 300_000, _("应急慰问每次上限"), _("分/次"), "E-R11 (other)")
MOST_A_YEAR = Policy("hardship.relief_a_year", 600_000, _("应急慰问每人每年上限"), _("分/人年"), "E-R11 (other)")
EVENT_WITHIN = Policy("hardship.relief_event_days", 365, _("突发情况发生后可申请天数"), _("天"), "E-R8 (gk)")


class Event(TextChoices):
    """What happened, or what the money is a sign of."""

    ACCIDENT = "accident", _("意外事故")
    ILLNESS = "illness", _("突发重病")
    DISASTER = "disaster", _("自然灾害")
    FIRE = "fire", _("火灾")
    DEATH = "death", _("家人去世")
    UNPAID = "unpaid", _("欠薪断收")
    SEASON = "season", _("节日慰问")
    OTHER = "other", _("其他突发情况")


@rule(_("不是领款人本人"))
def another_than_the_recipient(by, relief):
    return relief.recipient_user_id is None or relief.recipient_user_id != by.user_id


def officers(*roles) -> Rule:
    """Who holds one of the roles and is no kin of the recipient; pages name the role alone."""
    who = holds(*roles)
    name = f"{who.name} and unrelated to the recipient"
    return Rule(name, lambda by, relief: by.user_id not in relief.recused and who(by, relief), who.title)


the_relief_operator = officers(Role.COUNTY_OPERATOR, Role.CITY_OPERATOR) & another_than_the_recipient
the_relief_reviewer = officers(Role.COUNTY_REVIEWER, Role.CITY_REVIEWER) & another_than_the_recipient
the_relief_approver = officers(Role.COUNTY_APPROVER, Role.CITY_APPROVER) & another_than_the_recipient
the_relief_deciders = the_relief_reviewer | the_relief_approver

G = GrantState
RELIEF = Workflow(
    Step("check", _("复核"), (G.PROPOSED,), G.CHECKED, the_relief_reviewer, "E-R11 X-R1", within=CHECK_WITHIN),
    Step("grant", _("批准发放"), (G.CHECKED,), G.GRANTED, the_relief_approver, "E-R8 X-R1", within=GRANT_WITHIN),
    Step("send_back", SEND_BACK, (G.PROPOSED, G.CHECKED), G.RETURNED, the_relief_deciders, "X-R5", pauses=True),
    Step("resubmit", _("补正后再提交"), (G.RETURNED,), WHERE_IT_WAS, the_relief_operator, "X-R5", RESUBMIT_WITHIN),
    Step("refuse", pgettext_lazy("step", "不予发放"), (G.PROPOSED, G.CHECKED), G.REFUSED, the_relief_deciders, "1.2"),
    Step(
        "withdraw",
        _("撤回"),
        (G.PROPOSED, G.CHECKED, G.RETURNED, G.BOUNCED),
        G.WITHDRAWN,
        the_relief_operator,
        "1.2 E-R13",
    ),
    Step("pay", _("银行发放"), (G.GRANTED,), G.PAID, the_system, "E-R13", within=PAY_WITHIN, quiet=True),
    Step("bounce", _("银行退回"), (G.GRANTED,), G.BOUNCED, the_system, "E-R13 O.3", quiet=True),
    Step("reissue", _("更正账户后重发"), (G.BOUNCED,), G.GRANTED, the_relief_operator, "E-R13"),
)
