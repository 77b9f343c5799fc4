"""What a helper finds and does when she sees a household on file (E-R15)."""

import uuid

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import EncryptedText

from .file import PairLink


class HelperVisitQuerySet(ScopedQuerySet):
    def standing(self):
        """Visits as last written: an entry that was corrected gives way to the one that corrects it (X-R4)."""
        return self.filter(correction__isnull=True)

    def of_year(self, year: int):
        return self.filter(visited_on__year=year)

    def until(self, day):
        """Visits made in the year of `day`, up to and with that day."""
        return self.filter(visited_on__year=day.year, visited_on__lte=day)


class HelperVisit(models.Model):
    """帮扶走访: the helper has seen the household: whom she met, what it needs, what was done for it (E-R15).

    An entry is never changed: a correction is a new entry that names the one it replaces.
    """

    class Way(models.TextChoices):
        HOME = "home", _("入户")
        PHONE = "phone", _("电话")
        TALK = "talk", _("约谈")

    class Met(models.TextChoices):
        APPLICANT = "applicant", _("申请人本人")
        FAMILY = "family", _("家庭成员")
        BOTH = "both", _("本人和家庭成员")
        NOBODY = "nobody", _("没有见到")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pair = models.ForeignKey(PairLink, models.PROTECT, related_name="visits", verbose_name=_("结对帮扶"))
    visited_on = models.DateField(_("走访日期"))
    way = models.CharField(_("走访方式"), max_length=5, choices=Way.choices)
    met = models.CharField(_("见到谁"), max_length=9, choices=Met.choices)
    findings = EncryptedText(_("走访情况"))
    needs = EncryptedText(_("家庭需求"), null=True, blank=True)
    measures = models.CharField(_("已采取的帮扶措施"), max_length=300, blank=True)
    next_on = models.DateField(_("计划下次走访"), null=True, blank=True)
    recorded_on = models.DateField(_("登记日期"), editable=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("更正的记录")
    )
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)

    append_only = True
    is_witnessed = True
    seen_by = Sight(through="pair")
    objects = HelperVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("帮扶走访")
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visited_on__lte=F("recorded_on")),
                name="hardship_helper_visit_not_in_future",
                violation_error_message=_("走访日期不能在将来。"),
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("visited_on")),
                name="hardship_helper_visit_next_is_later",
                violation_error_message=_("计划下次走访的日期应晚于本次走访。"),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                name="hardship_helper_visit_correction_has_reason",
                violation_error_message=_("更正走访记录须写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.visited_on:%Y-%m-%d} {self.get_way_display()}"

    def get_absolute_url(self):
        return reverse("hardship:helper_visit", args=[self.uid])


def with_visits(files, day):
    """Files with their helper's name, the visits made in the year up to `day`, and the day of the last one."""
    links = PairLink.objects.filter(file=OuterRef("pk"), ends_on__isnull=True)
    made = HelperVisit.objects.standing().until(day).filter(pair__file=OuterRef("pk")).order_by()
    counted = made.values("pair__file").annotate(n=Count("pk")).values("n")
    last = HelperVisit.objects.standing().filter(pair__file=OuterRef("pk"), visited_on__lte=day)
    return files.annotate(
        helper_name=Subquery(links.values("cadre__name")[:1]),
        visits_made=Coalesce(Subquery(counted), 0),
        last_visited_on=Subquery(last.values("visited_on")[:1]),
    )


def helps_somebody(by) -> bool:
    """Whether the person behind a post is now the helper of a household."""
    return PairLink.objects.filter(cadre=by.user_id, ends_on__isnull=True).exists()
