"""How far each item is: value, share of the own target, pace, state; administrative order, no rank (N-R3, N-R4)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.desks.figures import reckoning
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.periods import Period

from . import measures
from .models import CountyTarget, Plan, PlanItem
from .rulebook import BEHIND_BY


class State(TextChoices):
    """How a unit stands against its own target; nobody is compared with another."""

    NO_FIGURE = "no_figure", gettext_lazy("暂无数据")
    NOT_STARTED = "not_started", gettext_lazy("未启动")
    BEHIND = "behind", gettext_lazy("落后")
    ON_TRACK = "on_track", gettext_lazy("按序推进")
    DONE = "done", gettext_lazy("已完成")
    OVER = "over", gettext_lazy("超额完成")


LATE = (State.NOT_STARTED, State.BEHIND)
MET = (State.DONE, State.OVER)


@dataclass(frozen=True)
class Standing:
    """One item of one unit on a day: its target, its value (None: no figure), the share that is due, and the state.

    `is_due`: its deadline has come.
    """

    item: PlanItem
    unit: Unit
    target: Any
    value: Any
    expected: float | None
    state: State
    is_due: bool = False

    @property
    def label(self) -> str:
        """The state in words; what is short of its target when its day has come is not reached."""
        return _("未完成") if self.is_due and self.is_late else str(self.state.label)

    @property
    def share(self) -> float | None:
        """Per cent of the own target; may exceed 100."""
        if self.value is None or not self.target:
            return None
        return round(float(100 * Decimal(str(self.value)) / self.target), 1)

    @property
    def shown(self) -> str:
        return measures.shown(self.item, self.value)

    @property
    def target_shown(self) -> str:
        return measures.shown(self.item, self.target)

    @property
    def is_late(self) -> bool:
        return self.state in LATE


def day_of(plan: Plan, today):
    """The day up to which a plan is judged: today, or the last of its year."""
    return min(today, plan.period.last_day)


def of_unit(plan: Plan, unit: Unit, period: Period, day) -> list[Standing]:
    """Every counted item of a plan for one unit: the plan's own, or a county with its own targets."""
    items = [item for item in plan.items.order_by("place").select_related("plan__unit__area") if item.is_counted]
    if unit.pk != plan.unit_id:
        items = [item for item in items if item.is_shared_out]
    targets = _targets_of(items, unit)
    return [standing(item, unit, targets.get(item.pk), _value(item, unit, period), day) for item in items]


@transaction.atomic
def _targets_of(items, unit) -> dict:
    with sight.system("plan"):
        own = CountyTarget.objects.filter(item__in=items, unit=unit).values_list("item", "value")
        return {item.pk: item.target for item in items if item.plan.unit_id == unit.pk} | dict(own)


@transaction.atomic
def _value(item, unit, period):
    figure = measures.figure_of(item.figure)
    return reckoning.answer(figure, unit, period).value if figure else None


@transaction.atomic
def of_item(item: PlanItem, units: list[Unit], period: Period, day) -> list[Standing]:
    """One item for each of several counties, in their order."""
    figure = measures.figure_of(item.figure)
    parts = reckoning.by_unit(figure, item.plan.unit, period, units) if figure else []
    values = {part.unit.pk: part.value for part in parts if part.unit in units}
    with sight.system("plan"):
        targets = dict(CountyTarget.objects.filter(item=item, unit__in=units).values_list("unit", "value"))
    return [standing(item, unit, targets.get(unit.pk), values.get(unit.pk), day) for unit in units]


def of_whole(item: PlanItem, period: Period, day) -> Standing:
    """One item for the unit of its plan."""
    return standing(item, item.plan.unit, item.target, _value(item, item.plan.unit, period), day)


def standing(item: PlanItem, unit: Unit, target, value, day) -> Standing:
    """How a value stands against a target on a day."""
    expected = _expected(item, day)
    state = _state(item, target, value, expected, day)
    return Standing(item, unit, target, value, expected, state, is_due=day >= item.deadline)


def _expected(item, day) -> float | None:
    """Per cent of the target that is due by a day; None where nothing is due before the deadline."""
    if day >= item.deadline:
        return 100.0
    return None if measures.is_level(item.figure) else item.expected(day)


def _state(item, target, value, expected, day) -> State:
    if value is None or target is None:
        return State.NO_FIGURE
    value = Decimal(str(value))
    if value >= target:
        is_over = value > target and day >= item.deadline and day >= item.plan.frozen_on
        return State.OVER if is_over else State.DONE
    if not value and expected != 0:
        return State.NOT_STARTED
    if day >= item.deadline:
        return State.BEHIND
    if expected is None:
        return State.ON_TRACK
    least = Decimal(str(expected - BEHIND_BY.on(day, item.plan.unit.area)))
    return State.BEHIND if 100 * value < least * target else State.ON_TRACK


def pace_in_words(item: PlanItem, day) -> str:
    """How the share that is due is reckoned, in one sentence."""
    if measures.is_level(item.figure):
        return _("存量、比率类:到完成期限时对照目标,期间不算进度。")
    told = {"first": item.first_month, "last": item.last_month, "day": f"{day:%m-%d}", "share": item.expected(day)}
    told["lag"] = BEHIND_BY.on(day, item.plan.unit.area)
    return (
        _(
            "时间进度:从 %(first)s 月到 %(last)s 月按天均匀推进,到 %(day)s 应完成 %(share)s%%;"
            "低于这一进度 %(lag)s 个百分点以上算落后。"
        )
        % told
    )
