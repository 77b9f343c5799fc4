"""Limits a city sets: dated rows of one fixed shape (E-R9 to E-R13)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook.limits import EACH_CAUSE, LIMIT_READERS, TITLES, Cause, LimitState, Measure, Scope, Span, Strength
from ..rulebook.sources import Source

CAUSES = [("", _("所有事由合计")), (EACH_CAUSE, _("每一事由分别计算")), *Cause.choices]


UNITS = {
    Measure.FEN: _("{n} 元"),
    Measure.PAYMENTS: _("{n} 笔"),
    Measure.SOURCES: _("{n} 项资金"),
    Measure.HOUSEHOLDS: _("{n} 户"),
    Measure.NEED: _("按测算"),
}
IN_FORCE = """
SELECT l.*, funds_policy_on(l.times_of, %(day)s, funds_codes_of(%(area)s), l.times)
  * funds_policy_on(l.most_of, %(day)s, funds_codes_of(%(area)s), l.most) AS ceiling
FROM funds_limits_on(%(day)s, %(area)s) l WHERE l.strength <> 'none' ORDER BY l.strength, l.name
"""


class LimitQuerySet(ScopedQuerySet):
    def in_force(self, day, area) -> list["Limit"]:
        """The limits that count in an area on a day, the rule book's own among them, each with its `ceiling`."""
        found: Any = self.raw(IN_FORCE, {"day": day, "area": area.code})
        return list(found)


class Limit(Case, Scoped):
    """发放限额: at most `times` × `most` for one person, household, card or paper over a span of time.

    `name` says which limit of the rule book, or which earlier row, this one replaces in its area and from its day on.
    `most_of` and `times_of` name policies whose value in force counts instead. Facts never change once entered.
    """

    State = LimitState

    state = models.CharField(
        _("状态"), max_length=20, choices=LimitState.choices, default=LimitState.PROPOSED, editable=False
    )
    name = models.CharField(_("代号"), max_length=40)
    title = models.CharField(_("限额名称"), max_length=60)
    strength = models.CharField(_("性质"), max_length=4, choices=Strength.choices)
    cause = models.CharField(_("事由"), max_length=16, choices=CAUSES, blank=True)
    scope = models.CharField(_("对象"), max_length=10, choices=Scope.choices)
    span = models.CharField(_("时间范围"), max_length=8, choices=Span.choices)
    days = models.IntegerField(_("天数"), default=0)
    measure = models.CharField(_("计量"), max_length=10, choices=Measure.choices)
    most = models.BigIntegerField(_("上限"))
    most_of = models.CharField(_("按政策标准"), max_length=60, blank=True)
    times = models.SmallIntegerField(_("倍数"), default=1)
    times_of = models.CharField(_("倍数按政策标准"), max_length=60, blank=True)
    sources = ArrayField(
        models.CharField(max_length=12, choices=Source.choices),
        verbose_name=_("涉及的资金来源"),
        default=list,
        blank=True,
    )
    area_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)
    cites = models.CharField(_("依据"), max_length=200)
    proposed_by = models.BigIntegerField(_("提出人"), editable=False)
    confirmed_by = models.BigIntegerField(_("确认人"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=(*LIMIT_READERS, Role.SYSTEM))
    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("发放限额")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="funds_limit_confirmed_by_another",
                violation_error_message=_("限额必须由另一人确认。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=LimitState.IN_FORCE) | Q(confirmed_by__isnull=False),
                name="funds_limit_in_force_is_confirmed",
                violation_error_message=_("生效的限额必须有确认人。"),
            ),
            models.CheckConstraint(
                condition=Q(most__gte=0, times__gte=1)
                & (Q(span=Span.DAYS, days__gt=0) | (~Q(span=Span.DAYS) & Q(days=0))),
                name="funds_limit_has_a_measure",
                violation_error_message=_("上限不能为负;“若干天内”必须填写天数,其他时间范围不填。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="funds_limit_ends_after_it_starts",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self):
        return str(self.title or TITLES.get(self.name, self.name))

    @property
    def most_in_words(self) -> str:
        """The ceiling on the day it was asked for, else the one entered, with its unit."""
        most = getattr(self, "ceiling", self.most * self.times)
        shown = f"{most / 100:,.2f}" if self.measure == Measure.FEN else most
        return str(UNITS[Measure(self.measure)]).format(n=shown)

    @property
    def span_in_words(self) -> str:
        return str(_("{n} 天内")).format(n=self.days) if self.span == Span.DAYS else str(self.get_span_display())

    def get_absolute_url(self):
        return reverse("funds:limit", args=[self.number])
