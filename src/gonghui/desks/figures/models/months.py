"""封存月份: months of the whole city, closed one after another (N-R7)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.periods import Period

from ..rulebook import SEAL_READERS, MonthState


class OfTheCityQuerySet(models.QuerySet):
    """Records of the whole city that name no person: whoever works on the city's figures reads them."""

    def visible_to(self, by):
        reads = by is not None and by.role in SEAL_READERS and by.unit.level == Unit.Level.CITY
        return self.filter(unit=by.unit_id) if reads else self.none()


class SealedMonthQuerySet(OfTheCityQuerySet):
    def locked(self):
        return self.filter(state=MonthState.LOCKED)

    def of(self, months):
        """The records of these months."""
        return self.filter(number__in=[month.name for month in months])


class SealedMonth(Case):
    """封存月份: a month of the city's figures; `number` is its name, 2021-03.

    `looked_at` is the digest of what was submitted: what is locked must be the same. Numbers without persons: the first
    wall stands alone here; the cells themselves are read by the system only.
    """

    State = MonthState

    state = models.CharField(
        _("状态"), max_length=20, choices=MonthState.choices, default=MonthState.OPEN, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("所属工会"), related_name="+")
    submitted_by = models.BigIntegerField(_("送封人"), null=True, editable=False)
    submitted_by_name = models.CharField(_("送封人"), max_length=60, blank=True, editable=False)
    submitted_on = models.DateField(_("送封日期"), null=True, editable=False)
    looked_at = models.CharField(_("送封时摘要"), max_length=64, blank=True, editable=False)
    locked_by = models.BigIntegerField(_("封存人"), null=True, editable=False)
    locked_by_name = models.CharField(_("封存人"), max_length=60, blank=True, editable=False)
    locked_on = models.DateField(_("封存日期"), null=True, editable=False)

    is_witnessed = True
    objects = SealedMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("封存月份")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(locked_by__isnull=True) | ~Q(locked_by=F("submitted_by")),
                name="figures_month_by_two",
                violation_error_message=_("送封人不能封存同一个月份。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=MonthState.LOCKED)
                | Q(locked_by__isnull=False, submitted_by__isnull=False, locked_on__isnull=False),
                name="figures_month_locked_has_persons",
                violation_error_message=_("已封存的月份必须有送封人、封存人和日期。"),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\d{4}-(0[1-9]|1[0-2])$"), name="figures_month_has_a_name"
            ),
        ]

    def __str__(self):
        return _now("%(year)s年%(month)s月") % {"year": self.period.start.year, "month": self.period.start.month}

    def get_absolute_url(self):
        return reverse("figures:month", args=[self.number])

    @property
    def period(self) -> Period:
        return Period.named(self.number)

    @property
    def position(self) -> int:
        """Where the city stands in the tree, for rules that ask who stands at or above it."""
        return self.unit.position
