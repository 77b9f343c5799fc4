"""个人信息权利请求: asked by the person, answered by the data-protection officer within 15 working days (O.1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, has_role
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

ANSWER_WITHIN = Policy("privacy.answer", 15, _("个人信息权利请求答复期限"), _("工作日"), "O.1 (gk)")
KEEP_AID = Policy("privacy.keep_aid", 10, _("困难职工档案保存年限"), _("年,自退出帮扶起"), "O.1 (gk)")
KEEP_VOUCHERS = Policy("privacy.keep_vouchers", 30, _("会计凭证保存年限"), _("年,自付款起"), "O.1 (gk)")
KEEP_APPLICATIONS = Policy("privacy.keep_applications", 2, _("未建档申请保存年限"), _("年,自申请起"), "O.1 (gk)")
KEEP_JOURNAL = Policy("privacy.keep_journal", 3, _("操作日志最短保存年限"), _("年"), "O.1")


class RequestState(TextChoices):
    ASKED = "asked", _("待答复")
    ANSWERED = "answered", _("已答复")
    REFUSED = "refused", _("不予支持")
    WITHDRAWN = "withdrawn", _("已撤回")


class Right(TextChoices):
    COPY = "copy", _("查阅、复制")
    CORRECT = "correct", _("更正、补充")
    DELETE = "delete", _("删除")
    RESTRICT = "restrict", _("限制处理")
    EXPLAIN = "explain", _("说明认定规则和结果")


class ErasureState(TextChoices):
    PROPOSED = "proposed", _("待核准")
    DONE = "done", _("已匿名")
    REFUSED = "refused", _("不予处理")


@rule(_("本人"))
def herself(by, request):
    return request.user_id == by.user_id


@rule(_("不是提出人"))
def another_than_who_proposed(by, erasure):
    return erasure.proposed_by != by.user_id


the_officer = has_role(Role.DPO)
R, E = RequestState, ErasureState

RIGHTS = Workflow(
    Step("answer", _("答复"), (R.ASKED,), R.ANSWERED, the_officer, "O.1", within=ANSWER_WITHIN),
    Step("refuse", _("不予支持"), (R.ASKED,), R.REFUSED, the_officer, "O.1"),
    Step("withdraw", _("撤回请求"), (R.ASKED,), R.WITHDRAWN, herself, "O.1"),
)
ERASURE = Workflow(
    Step(
        "erase", _("核准匿名"), (E.PROPOSED,), E.DONE, has_role(Role.CITY_APPROVER) & another_than_who_proposed,
        "O.1 X-R1", within=ANSWER_WITHIN,
    ),
    Step("refuse", _("不予处理"), (E.PROPOSED,), E.REFUSED, has_role(Role.CITY_APPROVER), "O.1"),
)  # fmt: skip
