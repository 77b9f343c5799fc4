"""Y04 and Y14: how many of three named targets are exceeded; a figure of the plan itself (N-R3, contracts §2)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import reckoning
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import WHOLE, declare
from gonghui.kernel.periods import Period

from . import given, listing, measures
from .models import PlanItem


@dataclass(frozen=True)
class Exceeded:
    """The number of named figures whose value is above the target of the year; of a county against its own.

    Known only for whole years, and once each of the figures has a target and a record; a click opens the plan's items.
    """

    code: str
    name: Any
    figures: tuple[str, ...]
    definition: Any
    cites: str = ""
    words: tuple[str, ...] = ()
    unit_word: str = "项"
    shown_in: str = "项"
    kind: str = field(init=False, default="target")

    def listed(self, period, scope=WHOLE) -> QuerySet:
        """The items of the plan that give the targets, for the unit of a plan and each of its counties."""
        unit = _unit_at(scope)
        if unit is None or period != Period.year(period.start.year):
            return PlanItem.objects.none()
        above = {"plan__unit__position__lte": unit.position, "plan__unit__last__gte": unit.last}
        found = PlanItem.objects.filter(plan__is_issued=True, plan__year=period.start.year, **above)
        return found.filter(figure__in=self.figures).annotate(asked_for=Value(unit.pk))

    def value(self, period, scope=WHOLE):
        items = list(self.listed(period, scope).select_related("plan__unit__area"))
        if len(items) < len(self.figures):
            return None
        unit = _unit_at(scope)
        exceeded = [_is_exceeded(item, unit, period) for item in items]
        return None if None in exceeded else sum(exceeded)

    def by_month(self, period, scope=WHOLE):
        return []

    def by_scope(self, period, scopes):
        return [self.value(period, scope) for scope in scopes]


def _unit_at(scope) -> Unit | None:
    """The unit whose range a scope is; the city for everything, none for what a unit holds beside those below it."""
    if scope.low is None:
        return reckoning.the_city()
    return Unit.objects.filter(position=scope.low, last=scope.high).select_related("area").first()


def _is_exceeded(item, unit, period) -> bool | None:
    """None where there is no target, no such figure or no record yet."""
    figure, target = measures.figure_of(item.figure), given.target_for(item, unit)
    if figure is None or target is None or period.last_day < item.plan.frozen_on:
        return None
    found = reckoning.answer(figure, unit, period)
    return None if not found.records or found.value is None else Decimal(str(found.value)) > target


listing.show()

declare(
    Exceeded(
        "Y04",
        _("超额完成的建会目标任务"),
        figures=("Y01", "Y02", "Y03"),
        words=("建会目标",),
        cites="N-R3 N-R5",
        definition=_(
            "新增工会组织、新增会员、新增农民工会员三项年度目标中,全年数大于目标的项数;目标以冻结后有效的为准。"
        ),
    )
)
declare(
    Exceeded(
        "Y14",
        _("超额完成的救助目标任务"),
        figures=("E.aid.living", "E.aid.schooling", "E.aid.medical"),
        words=("救助目标", "大病救助三类任务", "生活救助、子女助学"),
        cites="N-R3 E-R14",
        definition=_("生活救助、子女助学、大病救助三项年度目标中,全年数大于目标的项数;目标以冻结后有效的为准。"),
    )
)
