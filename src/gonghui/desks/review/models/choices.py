"""What a person has said of a wording that fits several figures, or none (contracts §3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.indicators import all_figures

from ..rulebook import READERS


class ChoiceQuerySet(ScopedQuerySet):
    def last_said(self):
        """The last word on each wording of each union, taken back or not: a later choice replaces an earlier one."""
        key = ("unit_id", "wording", "unit_word")
        return self.filter(pk__in=self.order_by(*key, "-pk").distinct(*key).values("pk"))

    def standing(self):
        """The choices that are applied: the last word on a wording, where it was not taken back."""
        return self.last_said().filter(is_revoked=False)

    def of(self, unit):
        return self.filter(unit=unit)


class Choice(Scoped):
    """核对选择: which figure a wording means on the pages of a union, or that it means none; never changed.

    A later choice for the same wording replaces an earlier one; taking one back is a row as well.
    """

    wording = models.CharField(_("说法"), max_length=140)
    unit_word = models.CharField(_("计量单位"), max_length=12)
    code = models.CharField(_("指标"), max_length=24, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    is_revoked = models.BooleanField(_("已撤销"), default=False, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("选择人"))
    chosen_on = models.DateField(_("选择日期"), editable=False)

    append_only = True
    is_witnessed = True
    seen_by = Sight(roles=READERS, person="user")
    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("核对选择")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "wording", "unit_word", "-id"], name="review_choice_last_said")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(wording="") & ~Q(unit_word=""),
                name="review_choice_has_a_wording",
                violation_error_message=_("选择必须有说法和计量单位。"),
            ),
            models.CheckConstraint(
                condition=Q(is_revoked=False) | ~Q(reason=""),
                name="review_choice_revoked_has_reason",
                violation_error_message=_("撤销选择须写明理由。"),
            ),
        ]

    @property
    def figure_name(self) -> str:
        """The figure that is meant, as it is read on a page."""
        if not self.code:
            return str(_("不是我们的指标"))
        names = {figure.code: figure.name for figure in all_figures()}
        return f"{self.code} {names.get(self.code, '')}"

    def get_absolute_url(self):
        return reverse("review:revoke", args=[self.pk])

    def __str__(self):
        return f"{self.wording}({self.unit_word})"
