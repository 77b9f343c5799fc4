"""岗位邀请和二次验证重置: who invites whom, and how two persons give a way in back to a third (X-R1, X-R3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rulebook import gives_the_role, who_arranges
from gonghui.foundation.accounts.rules import the_system
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import STAYS, Step, Workflow

INVITATION_DAYS = Policy("staff.invitation_days", 7, _("岗位邀请有效期"), _("日"), "X-R3 (gk)")
ENROLMENT_HOURS = Policy("staff.enrolment_hours", 24, _("二次验证一次性登记码有效期"), _("小时"), "X-R3 (gk)")
RESETS_AT_MOST = Policy("staff.resets_at_most", 3, _("同一人 30 日内最多重置二次验证"), _("次"), "X-R3 (gk)")
RESET_SPAN = 30
"""Days over which resets of one person are counted."""


class InvitationState(TextChoices):
    OPEN = "open", _("待接受")
    ACCEPTED = "accepted", _("已接受")
    REVOKED = "revoked", _("已撤回")


class ResetState(TextChoices):
    ASKED = "asked", _("待核验")
    CHECKED = "checked", _("待确认")
    DONE = "done", _("已重置")
    REFUSED = "refused", _("不予重置")
    WITHDRAWN = "withdrawn", _("已撤销")


class Way(TextChoices):
    """How it was made sure that it is she."""

    IN_PERSON = "in_person", _("本人到场,核对证件")
    VIDEO = "video", _("视频通话,见到本人")
    CALL_BACK = "call_back", _("拨打单位登记的电话回访")


@rule(_("不是本人"))
def another_than_herself(by, reset):
    return reset.user_id != by.user_id


@rule(_("不是核验人"))
def another_than_who_checked(by, reset):
    return reset.checked_by != by.user_id


@rule(_("本人或提出人"))
def who_asked(by, reset):
    return by.user_id in (reset.user_id, reset.asked_by)


who_gives = who_arranges & gives_the_role
who_resets = who_arranges & another_than_herself
S, R = InvitationState, ResetState

INVITATION = Workflow(
    Step("accept", _("接受岗位"), (S.OPEN,), S.ACCEPTED, the_system, "X-R3", quiet=True),
    Step("renew", _("重新发出"), (S.OPEN,), STAYS, who_gives, "X-R3"),
    Step("revoke", _("撤回邀请"), (S.OPEN,), S.REVOKED, who_gives, "X-R3"),
)
RESET = Workflow(
    Step("check", _("核验本人"), (R.ASKED,), R.CHECKED, who_resets, "X-R1"),
    Step("confirm", _("确认重置"), (R.CHECKED,), R.DONE, who_resets & another_than_who_checked, "X-R1"),
    Step("refuse", _("不予重置"), (R.ASKED, R.CHECKED), R.REFUSED, who_resets, "X-R1"),
    Step("withdraw", _("撤销申请"), (R.ASKED, R.CHECKED), R.WITHDRAWN, who_asked, "X-R3"),
)
