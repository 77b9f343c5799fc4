"""Editions of policies, and the office's own working days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet):
    def in_force(self, policy, day, area=None) -> str | None:
        """The stored value of a policy on a day: of the area's own code first, then of those above it, then of all."""
        codes = codes_of(area)
        begun = self.filter(policy=policy, starts_on__lte=day, area_code__in=codes)
        rows = begun.exclude(ends_on__lt=day).order_by("-starts_on").values_list("area_code", "value")
        return nearest(rows, codes)


def codes_of(area) -> list[str]:
    """The codes that count for an area, nearest first: its own, the county's, the city's, and "" for all."""
    codes = [area.code[:n] for n in (9, 6) if len(area.code) >= n] + [area.code[:4] + "00"] if area else []
    return [*codes, ""]


def nearest(rows, codes) -> str | None:
    """Of (code, value), newest first, the value of the first code that has one."""
    found: dict[str, str] = {}
    for code, value in rows:
        found.setdefault(code, value)
    return next((found[code] for code in codes if code in found), None)


class Edition(models.Model):
    """政策标准: the value of one policy from a day on, for an area or for all."""

    policy = models.CharField(_("政策"), max_length=60)
    area_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    value = models.CharField(_("数值"), max_length=40)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("政策标准")
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "area_code", "starts_on"],
                name="policies_edition_one_a_day",
                violation_error_message=_("同一政策同一地区同一天只能有一个数值。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="policies_edition_ends_after_it_starts",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.policy} {self.value} {self.starts_on}"


class SpecialDayQuerySet(models.QuerySet):
    def of_year(self, year):
        """The office's own days of a year: day -> is it worked; None when there are none."""
        return dict(self.filter(day__year=year).values_list("day", "is_worked")) or None


class SpecialDay(models.Model):
    """节假日与调休: a day off, or a make-up day that is worked, above the published calendar."""

    day = models.DateField(_("日期"), unique=True)
    is_worked = models.BooleanField(_("是否上班"))
    source = models.CharField(_("依据"), max_length=200)

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("节假日与调休")

    def __str__(self):
        return f"{self.day}"
