"""核对: what a comparison of sealed months with the records has found (N-R7)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit

from ..rulebook import RestatementState
from .months import OfTheCityQuerySet
from .restatements import Restatement


class ComparisonQuerySet(OfTheCityQuerySet):
    def waiting(self):
        """The last one, where it found differences and nobody has proposed yet to take them over."""
        last = self.model.objects.order_by("-pk").values("pk")[:1]
        proposed = Restatement.objects.filter(state=RestatementState.PROPOSED)
        return self.filter(pk__in=last).exclude(differences=[]).exclude(models.Exists(proposed))


class Comparison(models.Model):
    """核对: the differences between sealed months and the records, as they were on a day; the last one is shown."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("所属工会"), related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    made_by_name = models.CharField(_("核对人"), max_length=60)
    due_on = models.DateField(_("处理期限"), null=True)
    differences = models.JSONField(_("差异"))

    append_only = True
    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("核对")
        ordering = ["-pk"]

    def __str__(self):
        return str(_("封存差异"))

    def get_absolute_url(self):
        return reverse("figures:comparison")
