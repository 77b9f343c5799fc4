"""年度述评: written by the office, checked by the statistician, published by a leader (N-R9, X-R1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import STAYS, Step, Workflow

CHECK_WITHIN = Policy("review.check", 5, _("述评数字核对期限"), _("工作日"), "N-R9 (gk)")
PUBLISH_WITHIN = Policy("review.publish", 5, _("述评发布期限"), _("工作日"), "N-R9 (gk)")
WRITE_WITHIN = Policy("review.write", 20, _("述评起草期限"), _("工作日"), "N-R9 (gk)")


class ReviewState(TextChoices):
    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待核对")
    CHECKED = "checked", _("待发布")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")


@rule(_("没有写过这份述评"))
def another_than_who_wrote(by, review):
    return by.user_id not in review.writers and by.user_id != review.submitted_by


@rule(_("不是核对人"))
def another_than_who_checked(by, review):
    return by.user_id != review.checked_by


WRITERS = (Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.STATISTICIAN)
CHECKERS = (Role.STATISTICIAN,)
PUBLISHERS = (Role.CITY_APPROVER,)
READERS = (*WRITERS, *PUBLISHERS, Role.AUDITOR, Role.SYSTEM)
who_writes = holds(*WRITERS)
who_checks = holds(*CHECKERS) & another_than_who_wrote
who_publishes = holds(*PUBLISHERS) & another_than_who_wrote & another_than_who_checked

S = ReviewState

REVIEW = Workflow(
    Step("revise", _("修改文字"), (S.DRAFT,), STAYS, who_writes, "N-R9", quiet=True),
    Step("submit", _("送审"), (S.DRAFT,), S.SUBMITTED, who_writes, "N-R9", within=WRITE_WITHIN),
    Step("check", _("核对通过"), (S.SUBMITTED,), S.CHECKED, who_checks, "N-R9 N-R10 X-R1", within=CHECK_WITHIN),
    Step("publish", _("发布"), (S.CHECKED,), S.PUBLISHED, who_publishes, "N-R9 X-R1", within=PUBLISH_WITHIN),
    Step("send_back", _("退回修改"), (S.SUBMITTED,), S.DRAFT, who_checks, "N-R9"),
    Step("send_back_checked", _("退回修改"), (S.CHECKED,), S.DRAFT, who_publishes, "N-R9"),
    Step("withdraw", _("撤回"), (S.PUBLISHED,), S.WITHDRAWN, holds(*PUBLISHERS), "N-R7"),
)
