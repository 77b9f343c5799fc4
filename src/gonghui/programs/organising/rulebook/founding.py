"""A union is set up (建会): from a lead to the approval of the upper union. Rules A-R1, A-R2, A-R4, A-R11, X-R1."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import STAYS, WHERE_IT_WAS, Step, Workflow

from .people import the_guide, the_preparing_group, the_upper_approver, the_upper_reviewer, the_upper_union

APPLY_WITHIN = Policy("organising.apply", 20, _("线索转为筹建请示期限"), _("工作日"), "A-R12 (gk)")
PREPARATION_WITHIN = Policy("organising.preparation", 15, _("筹建请示批复期限"), _("日"), "A States (gk)")
ELECT_WITHIN = Policy("organising.elect", 60, _("同意筹建后选举期限"), _("日"), "A States (gk)")
SUBMIT_WITHIN = Policy("organising.submit_result", 5, _("选举结果报批期限"), _("工作日"), "A States (gk)")
ESTABLISH_WITHIN = Policy("organising.establish", 15, _("选举结果批复期限"), _("日"), "A States (gk)")
RESUBMIT_WITHIN = Policy("organising.resubmit", 20, _("补正期限"), _("工作日"), "X-R5 (gk)")
MUST_FROM = Policy("organising.committee_from", 25, _("应当单独建会的会员人数"), _("人"), "A-R1")
OPEN_DOCUMENT = Policy("organising.document_word", "工组", _("批复文号代字"), "", "A-R9")


class FoundingState(TextChoices):
    CLUE = "clue", _("摸排线索")
    PREP_APPLIED = "prep_applied", _("筹建请示")
    PREP_APPROVED = "prep_approved", _("同意筹建")
    ELECTED = "elected", _("已选举")
    RESULT_SUBMITTED = "result_submitted", _("报批")
    ESTABLISHED = "established", _("已成立")
    RETURNED = "returned", _("退回补正")
    REJECTED = "rejected", _("不予通过")
    WITHDRAWN = "withdrawn", _("已撤回")


S = FoundingState
ON_THE_WAY = (S.CLUE, S.PREP_APPLIED, S.PREP_APPROVED, S.ELECTED, S.RESULT_SUBMITTED, S.RETURNED)
"""Until one of the ends: an employer has at most one of these."""
DECIDED_ABOVE = (S.PREP_APPLIED, S.RESULT_SUBMITTED)

FOUNDING = Workflow(
    Step("apply", _("筹建请示"), (S.CLUE,), S.PREP_APPLIED, the_preparing_group, "A-R2", within=APPLY_WITHIN),
    Step(
        "approve_preparation",
        _("同意筹建"),
        (S.PREP_APPLIED,),
        S.PREP_APPROVED,
        the_upper_reviewer,
        "A-R2 X-R1",
        within=PREPARATION_WITHIN,
    ),
    Step("elect", _("登记选举"), (S.PREP_APPROVED,), S.ELECTED, the_preparing_group, "A-R5", within=ELECT_WITHIN),
    Step("correct_election", _("更正选举登记"), (S.ELECTED, S.RETURNED), STAYS, the_preparing_group, "A-R5 X-R4"),
    Step("nominate", _("登记候选人"), (S.ELECTED, S.RETURNED), STAYS, the_preparing_group, "A-R3 A-R5"),
    Step(
        "submit_result",
        _("报批选举结果"),
        (S.ELECTED,),
        S.RESULT_SUBMITTED,
        the_preparing_group,
        "A-R3 A-R5 A-R7",
        within=SUBMIT_WITHIN,
    ),
    Step(
        "establish",
        _("批准成立"),
        (S.RESULT_SUBMITTED,),
        S.ESTABLISHED,
        the_upper_approver,
        "A-R2 X-R1",
        within=ESTABLISH_WITHIN,
    ),
    Step("send_back", _("退回补正"), DECIDED_ABOVE, S.RETURNED, the_upper_union, "X-R5", pauses=True),
    Step(
        "resubmit", _("补正后再提交"), (S.RETURNED,), WHERE_IT_WAS, the_preparing_group, "X-R5", within=RESUBMIT_WITHIN
    ),
    Step("reject", pgettext_lazy("step", "不予通过"), DECIDED_ABOVE, S.REJECTED, the_upper_union, "1.2"),
    Step("withdraw", _("撤回"), ON_THE_WAY, S.WITHDRAWN, the_preparing_group, "1.2"),
    Step("drop", _("线索不成立"), (S.CLUE,), S.REJECTED, the_guide, "A-R12"),
)
