"""What the plan answers when a figure asks for its target (N-R2, contracts §2)."""

from django.db import transaction

from gonghui.foundation.organisations import sight

from . import measures
from .models import CountyTarget, PlanItem


@transaction.atomic
def target(code: str, unit, year: int) -> int | float | None:
    """The target of a figure for the unit of a plan or one of its counties; None where no issued plan gives one."""
    with sight.system("plan"):
        above = {"plan__unit__position__lte": unit.position, "plan__unit__last__gte": unit.last}
        items = PlanItem.objects.filter(plan__is_issued=True, plan__year=year, figure=code, **above)
        item = items.select_related("plan").order_by("-plan__unit__position").first()
        value = target_for(item, unit) if item else None
    return None if value is None else measures.plain(value, measures.figure_of(code))


def target_for(item, unit):
    """What of an item falls to a unit: the whole for the unit of the plan, its part for a county."""
    if item.plan.unit_id == unit.pk:
        return item.target
    return CountyTarget.objects.filter(item=item, unit=unit).values_list("value", flat=True).first()
