"""Members by roster: uploaded, laid beside what is known, taken in whole. Rules B-R8 to B-R10, T03, R12."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import Step, Workflow

from .people import the_chair, the_union

CONFIRM_WITHIN = Policy("organising.confirm_roster", 15, _("会员名册确认期限"), _("日"), "B States (gk)")
UPLOADS_A_DAY = Policy("organising.uploads_a_day", 20, _("每日上传会员名册次数"), _("次"), "T03 (gk)")


class RosterState(TextChoices):
    FAULTY = "faulty", _("有错误,未采用")
    UPLOADED = "uploaded", _("待确认")
    CONFIRMED = "confirmed", _("已入册")
    WITHDRAWN = "withdrawn", _("已撤回")


R = RosterState

ROSTER = Workflow(
    Step("confirm", _("确认入册"), (R.UPLOADED,), R.CONFIRMED, the_chair, "B-R1 B-R9", within=CONFIRM_WITHIN),
    Step("withdraw", _("撤回"), (R.UPLOADED, R.FAULTY), R.WITHDRAWN, the_union, "1.2"),
)
