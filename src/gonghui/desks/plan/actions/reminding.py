"""Reminders before a day, not after: targets not received, items about to fall due (N-R3)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import reckoning
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.kernel.workdays import count_workdays

from .. import progress
from ..models import Plan, PlanItem, PlanReminder, TargetReceipt
from ..rulebook import REMIND_BEFORE

NOT_RECEIVED = _("“{plan}”的目标还没有签收,请在 {due} 前签收。")
DUE_SOON = _("目标 {item} 将于 {due} 到期,现为 {shown},目标 {target}。")
COUNTY = (Role.COUNTY_OPERATOR, Role.COUNTY_APPROVER)


@transaction.atomic
def ensure_reminded(*, on) -> int:
    """Remind each post once of what falls due within some working days; how many were told. May run twice."""
    with sight.system("calendar"):
        return sum(_of_receipts(plan, on) + _of_items(plan, on) for plan in _running(on))


def _running(on):
    return Plan.objects.of_year(on.year).select_related("unit__area").order_by("pk")


def _is_near(due, on, area) -> bool:
    """Whether a day is still to come, and near."""
    most = REMIND_BEFORE.on(on, area)
    return on < due and (due - on).days <= 3 * most + 15 and count_workdays(on, due) <= most


def _of_receipts(plan, on) -> int:
    """Before the day of receipt, and once more before the day from which targets are frozen."""
    told = 0
    for receipt in TargetReceipt.objects.filter(plan=plan).open().in_order():
        for due in {receipt.due_on, plan.frozen_on} - {None}:
            if _is_near(due, on, receipt.unit.area):
                text = NOT_RECEIVED.format(plan=plan, due=due)
                told += _tell(receipt, due, _posts(on, receipt.unit, (Role.COUNTY_APPROVER,)), text, on)
    return told


def _of_items(plan, on) -> int:
    """Counties and owners whose item is due soon and not reached."""
    items = [item for item in plan.items.select_related("plan__unit__area") if item.is_counted]
    near = [item for item in items if _is_near(item.deadline, on, plan.unit.area)]
    return sum(_of_item(item, on) for item in near)


def _of_item(item: PlanItem, on) -> int:
    period, day = item.plan.period, progress.day_of(item.plan, on)
    counties = reckoning.counties_of(item.plan.unit) if item.is_shared_out else []
    told = 0
    for each in (progress.of_whole(item, period, day), *progress.of_item(item, counties, period, day)):
        if each.state not in progress.MET and each.value is not None:
            text = DUE_SOON.format(item=item, due=item.deadline, shown=each.shown, target=each.target_shown)
            told += _tell(item, item.deadline, _answerable(each, on), text, on)
    return told


def _answerable(standing, on):
    """Who answers for an item: its owner for the whole, the county's own officers for its part."""
    if standing.unit.pk != standing.item.plan.unit_id:
        return _posts(on, standing.unit, COUNTY)
    return Post.objects.held_on(on).filter(pk=standing.item.owner_id)


def _posts(on, unit, roles):
    return Post.objects.held_on(on).filter(unit=unit, role__in=roles)


def _tell(record, due, posts, text, on) -> int:
    about = {"record_type": record._meta.label_lower, "record_id": record.pk, "due_on": due}
    before = PlanReminder.objects.filter(**about).values("post")
    posts = list(posts.exclude(pk__in=before).select_related("user").select_for_update(of=("self",)).order_by("pk"))
    rows = [PlanReminder(post=post, user=post.user, told_on=on, **about) for post in posts]
    PlanReminder.objects.bulk_create(rows)
    if posts:
        notices.tell_posts(posts, title=_("年度工作目标"), text=text, about=record)
    return len(posts)
