"""From when to when a household was on file, and in which grade: what figures of any day are read from (E-R14)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook import ExitReason
from ..rulebook.grading import Grade
from .file import HardshipArchive

DAYS = Func(
    F("starts_on"),
    F("ends_on"),
    RangeBoundary(True, False),
    function="daterange",
    output_field=DateRangeField(),
)
"""Half open: on the day it ends the household is no longer on file."""
IN_ORDER = Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


class SpellQuerySet(ScopedQuerySet):
    def running(self, day):
        """Those that hold on a day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def open(self):
        """Those that have not ended."""
        return self.filter(ends_on__isnull=True)

    def left(self, *reasons):
        """Those that have ended, for one of the reasons."""
        return self.filter(ends_on__isnull=False, reason__in=reasons)


class Spell(models.Model):
    """在档期间: the days a household was on file, from its approval to its exit or cancellation (E-R12, E-R14)."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="spells", verbose_name=_("档案"))
    starts_on = models.DateField(_("建档日期"))
    ends_on = models.DateField(_("退出日期"), null=True, blank=True)
    reason = models.CharField(_("退出原因"), max_length=20, choices=ExitReason.choices, blank=True)

    seen_by = Sight(through="file")
    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("在档期间")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="hardship_spell_days")]
        constraints = [
            ExclusionConstraint(
                name="hardship_spell_no_two_at_once",
                expressions=[("file", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                violation_error_message=_("同一档案的在档期间不能重叠。"),
            ),
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(ends_on__isnull=True),
                name="hardship_spell_one_open",
                violation_error_message=_("档案已经在档。"),
            ),
            models.CheckConstraint(
                condition=(Q(ends_on__isnull=True) & Q(reason="")) | (Q(ends_on__gte=F("starts_on")) & ~Q(reason="")),
                name="hardship_spell_ends_with_a_reason",
                violation_error_message=_("在档期间结束须有日期和原因,且不早于开始。"),
            ),
        ]

    def __str__(self):
        return f"{self.file} {self.starts_on} – {self.ends_on or ''}"

    def get_absolute_url(self):
        return self.file.get_absolute_url()


class GradeSpell(models.Model):
    """类别期间: the days for which a household on file had a grade, so that the class at a year's end can be asked."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="grade_spells", verbose_name=_("档案"))
    grade = models.CharField(_("困难类别"), max_length=24, choices=Grade.choices)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)

    seen_by = Sight(through="file")
    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("类别期间")
        ordering = ["starts_on", "pk"]
        constraints = [
            ExclusionConstraint(
                name="hardship_grade_spell_no_two_at_once",
                expressions=[("file", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                violation_error_message=_("同一档案同一天只有一个困难类别。"),
            ),
            models.CheckConstraint(
                condition=IN_ORDER,
                name="hardship_grade_spell_in_order",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.file} {self.get_grade_display()}"
