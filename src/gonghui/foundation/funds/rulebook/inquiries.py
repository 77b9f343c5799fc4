"""Asking the paid whether and how much they received: 受助回访, 差异核查 (E-R13, X-R1; rules 1.1)."""

from decimal import ROUND_CEILING, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds, the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import STAYS, Step, Workflow

SHARE = Policy("funds.sample_percent", 10, _("受助回访抽取比例"), "%", "E-R13 (gk)")
LEAST = Policy("funds.sample_least", 5, _("受助回访最少笔数"), _("笔"), "E-R13 (gk)")
CALLS = Policy("funds.inquiry_calls", 3, _("判定无法联系前的电话次数"), _("次"), "E-R13 (gk)")
DRAW_WITHIN = Policy("funds.sample_draw", 5, _("抽样期限"), _("工作日"), "1.9 (gk)")
ANSWER_WITHIN = Policy("funds.inquiry_answer", 10, _("本人回答期限"), _("工作日"), "1.9 (gk)")
CALL_WITHIN = Policy("funds.inquiry_call", 10, _("电话回访期限"), _("工作日"), "1.9 (gk)")
LOOK_WITHIN = Policy("funds.discrepancy_look", 5, _("差异受理期限"), _("工作日"), "1.9 (gk)")
CONCLUDE_WITHIN = Policy("funds.discrepancy_conclude", 15, _("差异核查期限"), _("工作日"), "1.9 (gk)")
CONFIRM_WITHIN = Policy("funds.discrepancy_confirm", 5, _("差异结论复核期限"), _("工作日"), "1.9 (gk)")


class RoundState(TextChoices):
    SEEDED = "seeded", _("种子已公布")
    DRAWN = "drawn", _("回访中")
    CLOSED = "closed", _("已结束")


class InquiryState(TextChoices):
    ASKED = "asked", _("等本人回答")
    BY_PHONE = "by_phone", _("待电话回访")
    ANSWERED = "answered", _("已回答")
    UNREACHABLE = "unreachable", _("无法联系")


class DiscrepancyState(TextChoices):
    OPENED = "opened", _("待受理")
    LOOKING = "looking", _("核查中")
    CONCLUDED = "concluded", _("待复核结论")
    SETTLED = "settled", _("已办结")


class Outcome(TextChoices):
    EXPLAINED = "explained", _("已说明清楚")
    RECOVERY = "recovery", _("要求追回")
    BANK = "bank", _("要求银行查询")


@rule(_("没有经手过这笔付款"))
def a_stranger_to_the_payment(by, record):
    return by.user_id not in record.hands


@rule(_("收款家庭本人"))
def the_recipient(by, record):
    return record.about_id is not None and record.about_id == by.user_id


@rule(_("没有打过这次回访电话"))
def another_than_the_caller(by, record):
    return by.user_id != record.called_by


@rule(_("受理这件差异的人"))
def the_looker(by, record):
    return by.user_id == record.looked_by


@rule(_("受理人以外的人"))
def another_than_the_looker(by, record):
    return by.user_id != record.looked_by


the_auditor = holds(Role.AUDITOR)
the_caller = the_auditor & a_stranger_to_the_payment
a_second_auditor = the_caller & another_than_the_caller
the_investigator = the_caller & the_looker
the_second = the_caller & another_than_the_looker

R, A, D = RoundState, InquiryState, DiscrepancyState
OPEN = (A.ASKED, A.BY_PHONE)

ROUND = Workflow(
    Step("draw", _("抽样"), (R.SEEDED,), R.DRAWN, the_auditor, "E-R13", within=DRAW_WITHIN),
    Step("close_round", _("结束回访"), (R.DRAWN,), R.CLOSED, the_auditor, "E-R13"),
)
INQUIRY = Workflow(
    Step("answer", _("回答"), OPEN, A.ANSWERED, the_recipient, "E-R13", within=ANSWER_WITHIN),
    Step("turn_to_phone", _("转电话回访"), (A.ASKED,), A.BY_PHONE, the_system, "E-R13", quiet=True),
    Step("record_call", _("登记电话回答"), (A.BY_PHONE,), A.ANSWERED, the_caller, "E-R13 X-R1", within=CALL_WITHIN),
    Step("miss", _("登记未接通"), (A.BY_PHONE,), STAYS, the_caller, "E-R13"),
    Step("give_up", _("登记无法联系"), (A.BY_PHONE,), A.UNREACHABLE, the_caller, "E-R13"),
)
DISCREPANCY = Workflow(
    Step("look_into", _("受理"), (D.OPENED,), D.LOOKING, a_second_auditor, "E-R13 X-R1", within=LOOK_WITHIN),
    Step("conclude", _("提出结论"), (D.LOOKING,), D.CONCLUDED, the_investigator, "E-R13", within=CONCLUDE_WITHIN),
    Step("confirm", _("复核结论"), (D.CONCLUDED,), D.SETTLED, the_second, "X-R1", within=CONFIRM_WITHIN),
    Step("send_back", _("退回再查"), (D.CONCLUDED,), D.LOOKING, the_second, "X-R1"),
)


def size_of_sample(population: int, percent: int, least: int) -> int:
    """How many are asked: the share, rounded up, at least `least`, at most all."""
    share = int((Decimal(population) * percent / 100).to_integral_value(ROUND_CEILING))
    return min(population, max(share, least))
