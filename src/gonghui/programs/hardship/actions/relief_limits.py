"""What one person may get without a file: once an event, so much a time and a year, and what the guard is told (E-R11).

Persons are known by the blind index of their number; whatever offices act, one transaction weighs a person at a time.
"""

from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.models import Repayment
from gonghui.foundation.funds.rulebook.limits import Cause
from gonghui.foundation.organisations import sight
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import Refusal

from ..models import HouseholdMember, Relief
from ..rulebook import caps
from ..rulebook.relief import MOST_A_TIME, MOST_A_YEAR
from .projects import require_room


class SameEvent(Refusal):
    sentence = _("这个人 {day} 的“{event}”已有一笔应急慰问,同一事由不能重复发放。")


class AboveCeiling(Refusal):
    sentence = _("金额 {amount:,.2f} 元超过尚可发放的 {left:,.2f} 元。测算:{steps}。")


def lock_person(key):
    """What one person gets is weighed by one transaction at a time, whichever offices act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"relief:{key}"])


def require_new(relief, key):
    with sight.system("relief"):
        same = Relief.objects.counting().filter(id_index=key, event=relief.event, happened_on=relief.happened_on)
        if same.exists():
            raise SameEvent(day=relief.happened_on, event=relief.get_event_display())


def weigh(relief, key, on):
    """Write ceiling and computation on the relief. Raises AboveCeiling, NotOpen, BudgetSpent, QuotaFull."""
    with translation.override(settings.LANGUAGE_CODE):  # the computation stands on the record
        cap = ceiling_of(key, relief.unit, on, apart_from=relief.pk)
    if not 0 < relief.amount <= cap.ceiling:
        raise AboveCeiling(amount=relief.amount / 100, left=cap.ceiling / 100, steps=";".join(cap.steps))
    household = f"f{relief.file_id}" if relief.file_id else f"p{key}"
    require_room(relief.project, relief.amount, household, apart_from=relief if relief.pk else None)
    relief.year, relief.ceiling, relief.basis = on.year, cap.ceiling, cap.steps


@transaction.atomic
def ceiling_of(key: str, unit, on, *, apart_from=None) -> caps.Cap:
    """What a person (by the index of her number) may still get on a day, with the computation (E-R11).

    A relief counts in the calendar year in which it is granted, and until then in that of its proposal; what was taken
    back of it counts no more.
    """
    once, yearly = MOST_A_TIME.on(on, unit.area), MOST_A_YEAR.on(on, unit.area)
    with sight.system("relief"):
        others = Relief.objects.counting().filter(id_index=key, year=on.year).exclude(pk=apart_from)
        given = (others.aggregate(n=Sum("amount"))["n"] or 0) - Repayment.objects.of_payments_for(others).total()
    left = max(min(once, yearly - given), 0)
    steps = [
        _now("每次不超过 {once:,.2f} 元").format(once=once / 100),
        _now("每人每年不超过 {yearly:,.2f} 元,{year} 年已有 {given:,.2f} 元(已追回的不计)").format(
            yearly=yearly / 100, year=on.year, given=given / 100
        ),
    ]
    return caps.Cap(left, [*steps, _now("尚可发放 {left:,.2f} 元").format(left=left / 100)])


def foresee(relief, *, on) -> list[guard.Hit]:
    """The limits across programs and funds that a relief would pass, were it paid now (T09)."""
    card: Any = relief.card_no
    benefits = [benefit_of(relief, on)]
    return guard.foresee(benefits, unit=relief.unit, fund=relief.project.fund, card=card.open(), on=on)


def benefit_of(relief, on) -> guard.Benefit:
    """What the guard is told: her and her household on file, for the calendar year of the day."""
    with transaction.atomic(), sight.system("relief"):
        household = HouseholdMember.objects.filter(file_id=relief.file_id).present().order_by("pk")
        indexes = list(household.values_list("id_index", flat=True)) if relief.file_id else []
    return guard.Benefit(
        person=relief.id_index,
        household=[index for index in indexes if index],
        cause=Cause.RELIEF,
        period=Period.year(on.year),
        amount=relief.amount,
    )
