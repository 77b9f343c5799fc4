"""更正: what changes a sealed figure, old and new, by two persons (N-R7, X-R4)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.archetypes.case import Case

from ..rulebook import RestatementState
from .months import OfTheCityQuerySet


class Restatement(Case):
    """更正: differences between sealed figures and the records as they are now, proposed by one, approved by another.

    `differences` says for each figure, unit and month what was and what will be, and `digest` is the digest of that
    text: on approval the records must still say the same.
    """

    State = RestatementState

    state = models.CharField(
        _("状态"), max_length=20, choices=RestatementState.choices, default=RestatementState.PROPOSED, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("所属工会"), related_name="+")
    reason = models.CharField(_("更正原因"), max_length=500)
    paper = models.CharField(_("依据文件"), max_length=120, blank=True)
    differences = models.JSONField(_("差异"))
    digest = models.CharField(_("差异摘要"), max_length=64)
    proposed_by = models.BigIntegerField(_("提出人"), editable=False)
    proposed_by_name = models.CharField(_("提出人"), max_length=60, editable=False)
    decided_by = models.BigIntegerField(_("核准人"), null=True, editable=False)
    decided_by_name = models.CharField(_("核准人"), max_length=60, blank=True, editable=False)
    decided_on = models.DateField(_("核准日期"), null=True, editable=False)

    is_witnessed = True
    objects = OfTheCityQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RestatementState.APPROVED)
                | (Q(decided_by__isnull=False, decided_on__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="figures_restatement_by_two",
                violation_error_message=_("提出人不能核准同一项更正。"),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state=RestatementState.PROPOSED),
                name="figures_restatement_one_at_a_time",
                violation_error_message=_("已有一项更正等待核准。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("figures:restatement", args=[self.number])

    @property
    def position(self) -> int:
        """Where the city stands in the tree, for rules that ask who stands at or above it."""
        return self.unit.position

    def months(self) -> list[str]:
        """The months it touches, by name."""
        return sorted({line["month"] for line in self.differences})
