"""The project (帮扶项目) that aid is given from: planned by one, confirmed by another. Rules E, E-R8, E-R10, X-R1."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.policies.rules import Policy
from gonghui.kernel.workflow import Step, Workflow

CONFIRM_WITHIN = Policy("hardship.project_confirm", 5, _("帮扶项目确认期限"), _("工作日"), "E (gk)")


class ProjectState(TextChoices):
    PLANNED = "planned", _("待确认")
    OPEN = "open", _("已开放")
    CLOSED = "closed", _("已结束")
    WITHDRAWN = "withdrawn", _("已撤回")


class AidKind(TextChoices):
    """What a project gives (E)."""

    LIVING = "living_aid", _("生活救助")
    SCHOOLING = "education_aid", _("子女助学")
    MEDICAL = "medical_aid", _("医疗救助")
    LEGAL = "legal_aid", _("法律援助")
    TRAINING = "job_training", _("职业培训")
    PLACEMENT = "job_placement", _("职业介绍")
    BUSINESS = "business_aid", _("创业扶持")
    WARMTH = "warmth", _("送温暖慰问")
    EMERGENCY = "emergency", _("应急")


WITHOUT_A_FILE = (AidKind.WARMTH, AidKind.EMERGENCY)
"""Kinds that may be given without a file: E-R8 names these two and no other."""

the_planner = holds(Role.COUNTY_OPERATOR, Role.CITY_OPERATOR)
the_confirmer = holds(Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.CITY_REVIEWER, Role.CITY_APPROVER)

P = ProjectState
PROJECT = Workflow(
    Step("confirm", _("确认开放"), (P.PLANNED,), P.OPEN, the_confirmer, "E X-R1", within=CONFIRM_WITHIN),
    Step("withdraw", _("撤回"), (P.PLANNED,), P.WITHDRAWN, the_planner | the_confirmer, "1.2"),
    Step("close", _("结束项目"), (P.OPEN,), P.CLOSED, the_planner | the_confirmer, "E"),
)
