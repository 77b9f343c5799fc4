"""Public notice and objection: 公示与异议. Rules X-R7 to X-R10."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds, the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

WORKDAYS = Policy("notices.workdays", 5, _("公示期"), _("工作日"), "X-R7")
KEPT_PUBLIC = Policy("notices.kept_public", 30, _("公示结束后继续公开"), _("天"), "X-R10 (gk)")
DECIDE_WITHIN = Policy("notices.decide", 10, _("异议处理期限"), _("工作日"), "X-R8 (gk)")
CONTACT = Policy("notices.contact", _("12351 职工服务热线"), _("公示联系方式"), "", "X-R7")
REVEALS_A_DAY = Policy("notices.reveals_a_day", 20, _("每日查看敏感信息次数"), _("次"), "O.1 (gk)")
OF_SUBJECT = {"election": Policy("notices.workdays.election", 7, _("选举公示期"), _("工作日"), "X-R7")}
"""Subjects that are shown for longer than others."""


class NoticeState(TextChoices):
    RUNNING = "running", _("公示中")
    ENDED = "ended", _("已结束")
    VOIDED = "voided", _("已作废")


class Result(TextChoices):
    NO_OBJECTION = "no_objection", _("无异议")
    UPHELD = "objection_upheld", _("异议成立")
    DISMISSED = "objection_dismissed", _("异议不成立")


class ObjectionState(TextChoices):
    RECEIVED = "received", _("待处理")
    UPHELD = "upheld", _("成立")
    DISMISSED = "dismissed", _("不成立")


PUBLISHERS = (
    Role.GRASSROOTS_OPERATOR,
    Role.GRASSROOTS_CHAIR,
    Role.TOWNSHIP_REVIEWER,
    Role.COUNTY_OPERATOR,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.CITY_OPERATOR,
    Role.CITY_REVIEWER,
    Role.CITY_APPROVER,
)


@rule(_("不是发布该公示的人"))
def another_than_the_publisher(by, objection):
    return by.user_id != objection.published_by


the_union = holds(*PUBLISHERS)

NOTICE = Workflow(
    Step("close", _("结束公示"), (NoticeState.RUNNING,), NoticeState.ENDED, the_union | the_system, "X-R8"),
    Step("void", _("作废公示"), (NoticeState.RUNNING,), NoticeState.VOIDED, the_union | the_system, "X-R8"),
)

O = ObjectionState  # noqa: E741 - one letter, as in every rule book
DECIDER = the_union & another_than_the_publisher

OBJECTION = Workflow(
    Step("uphold", _("异议成立"), (O.RECEIVED,), O.UPHELD, DECIDER, "X-R8", within=DECIDE_WITHIN),
    Step("dismiss", _("异议不成立"), (O.RECEIVED,), O.DISMISSED, DECIDER, "X-R8", within=DECIDE_WITHIN),
)
