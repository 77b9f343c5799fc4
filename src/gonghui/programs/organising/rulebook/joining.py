"""One person joins, and what the office checks. Rules B-R1, B-R8, B-R10, B-R11; T03: who is known elsewhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

from .people import the_chair, the_union

APPROVE_WITHIN = Policy("organising.admit", 15, _("入会申请批准期限"), _("日"), "B States (gk)")
CHECK_WITHIN = Policy("organising.check_member", 15, _("会籍核对期限"), _("日"), "B-R8 (gk)")
LINK_DAYS = Policy("organising.link_days", 30, _("入会二维码有效期"), _("天"), "B States (gk)")
LOOKS_A_DAY = Policy("organising.number_searches_a_day", 30, _("每日按身份证号查找会员次数"), _("次"), "O.1 (gk)")
REVEALS_A_DAY = Policy("organising.reveals_a_day", 20, _("每日查看会员号码次数"), _("次"), "O.1 (gk)")


class JoinState(TextChoices):
    APPLIED = "applied", _("待批准")
    ADMITTED = "admitted", _("已入会")
    CHECKED = "checking", _("已提交核对")
    REFUSED = "refused", _("不予批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class CheckState(TextChoices):
    WAITING = "waiting", _("待核对")
    MOVED = "moved", _("转入新工会")
    KEPT = "kept", _("维持原会籍")


J, C = JoinState, CheckState


@rule(_("申请人本人"))
def the_applicant(by, record):
    return record.user_id == by.user_id


the_checker = holds(Role.COUNTY_OPERATOR, Role.COUNTY_REVIEWER, Role.CITY_OPERATOR, Role.CITY_REVIEWER)

JOINING = Workflow(
    Step("admit", _("批准入会"), (J.APPLIED,), J.ADMITTED, the_chair, "B-R1", within=APPROVE_WITHIN),
    Step("refer", _("提交核对"), (J.APPLIED,), J.CHECKED, the_chair, "B-R1 B-R8", quiet=True),
    Step("refuse", pgettext_lazy("step", "不予批准"), (J.APPLIED,), J.REFUSED, the_chair, "B-R1"),
    Step("withdraw", _("撤回"), (J.APPLIED,), J.WITHDRAWN, the_applicant | the_union, "1.2"),
)
CHECK = Workflow(
    Step("move", _("转入新工会"), (C.WAITING,), C.MOVED, the_checker, "B-R1 B-R8", within=CHECK_WITHIN),
    Step("keep", _("维持原会籍"), (C.WAITING,), C.KEPT, the_checker, "B-R1 B-R8", within=CHECK_WITHIN),
)
