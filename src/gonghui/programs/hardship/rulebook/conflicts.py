"""Two files with one person (档案冲突): the city alone sees both and decides which keeps her. Rules E-R6, X-R1, T03."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.rules import rule
from gonghui.kernel.workflow import Step, Workflow

SETTLE_WITHIN = Policy("hardship.conflict_settle", 5, _("档案冲突核对期限"), _("工作日"), "E-R6 (gk)")


class ConflictState(TextChoices):
    FOUND = "found", _("待核对")
    SETTLED = "settled", _("已核对")


class Verdict(TextChoices):
    """Where the shared persons count from now on."""

    STAYS = "stays", _("留在在档档案,不计入待建档的家庭")
    MOVES = "moves", _("转入待建档的家庭,原家庭不再计入")
    WRONG = "wrong", _("不是同一个人,证件号码填写有误")


@rule(_("与两户家庭都没有亲属关系"))
def unrelated_to_both(by, conflict):
    return conflict.file_id is None or by.user_id not in conflict.recused()


the_city_reviewer = holds(Role.CITY_REVIEWER) & unrelated_to_both

C = ConflictState
CONFLICT = Workflow(
    Step("settle", _("核对并决定"), (C.FOUND,), C.SETTLED, the_city_reviewer, "E-R6 X-R1", within=SETTLE_WITHIN),
)
