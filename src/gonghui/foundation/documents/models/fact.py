"""Facts from outside, each with its paper (X-R11, contracts §2)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from .. import owners
from ..facts.rulebook import FACT_READERS, FactState


class RecordedFactQuerySet(ScopedQuerySet):
    def confirmed(self):
        """Facts that a second person has compared with their papers."""
        return self.filter(state=FactState.CONFIRMED)

    def of_figure(self, code: str):
        """Confirmed facts that a figure is made of."""
        return self.confirmed().filter(figure=code)


@owners.register
class RecordedFact(Case, Scoped):
    """外部认定: a place or a number that somebody outside has given a unit for a year, with the paper that says so."""

    State = FactState

    state = models.CharField(
        _("状态"), max_length=20, choices=FactState.choices, default=FactState.ENTERED, editable=False
    )
    figure = models.CharField(_("指标"), max_length=12)
    aspect = models.CharField(_("方面"), max_length=40, blank=True)
    value = models.IntegerField(_("数值"))
    year = models.SmallIntegerField(_("年度"))
    told_by = models.CharField(_("认定单位"), max_length=60)
    told_on = models.DateField(_("文件日期"))
    paper = models.CharField(_("文件名称与文号"), max_length=120)
    entered_by = models.BigIntegerField(_("登记人"), editable=False)
    confirmed_by = models.BigIntegerField(_("核对人"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=FACT_READERS)
    objects = RecordedFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("外部认定")
        ordering = ["-year", "figure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "figure", "aspect", "year"],
                condition=Q(state=FactState.CONFIRMED),
                name="documents_fact_one_a_year",
                violation_error_message=_("这一年度已有核对过的同一认定;需要更正的,先作废原来的一条。"),
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="documents_fact_has_a_value",
                violation_error_message=_("数值必须大于零。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="documents_fact_confirmed_by_another",
                violation_error_message=_("登记人不能核对同一条认定。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=FactState.CONFIRMED) | Q(confirmed_by__isnull=False),
                name="documents_fact_confirmed_has_a_person",
                violation_error_message=_("已核对的认定必须有核对人。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("documents:fact", args=[self.number])
