"""年度工作目标: plans to be issued, targets to be received, revisions to be approved."""

from django.utils.translation import gettext_lazy as _

from gonghui.desks.plan.models import Plan, Revision, TargetReceipt
from gonghui.desks.plan.rulebook import PLAN, RECEIPT, REVISION
from gonghui.foundation.accounts.roles import Role

from .queue import Queue


def _plans(by, on):
    return Plan.objects.waiting_for(by).select_related("unit")


def _receipts(by, on):
    return TargetReceipt.objects.waiting_for(by).select_related("unit", "plan")


def _revisions(by, on):
    return Revision.objects.waiting_for(by).select_related("unit", "item")


PLANS = Queue(
    _("年度工作目标"),
    "target",
    "plan:plans",
    PLAN,
    _plans,
    lambda plan: (plan.name, str(plan.unit)),
    "plan:",
    (Role.CITY_APPROVER,),
)
RECEIPTS = Queue(
    _("目标签收"),
    "checklist",
    "plan:receipts",
    RECEIPT,
    _receipts,
    lambda receipt: (receipt.plan.name, str(receipt.unit)),
    "plan:receipt_",
    (Role.COUNTY_APPROVER,),
)
REVISIONS = Queue(
    _("目标修订"),
    "edit",
    "plan:revisions",
    REVISION,
    _revisions,
    lambda revision: (str(revision.item), str(revision.unit)),
    "plan:revision_",
    (Role.CITY_APPROVER,),
)
QUEUES = (PLANS, RECEIPTS, REVISIONS)
