"""修订: an issued target changes by a revision with its reason, proposed by one, approved by another (N-R3)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import REVISION, SEEN_BY, RevisionState
from .plan import AMOUNT, PlanItem


class RevisionQuerySet(ScopedQuerySet):
    def approved(self):
        return self.filter(state=RevisionState.APPROVED)

    def waiting_for(self, by):
        """Revisions that this post may approve: never one's own (X-R1)."""
        if not REVISION["approve"].by(by, self.model(unit=by.unit, position=by.unit.position)):
            return self.none()
        return self.visible_to(by).filter(state=RevisionState.PROPOSED).exclude(proposed_by=by.user_id)


class Revision(Case, Scoped):
    """目标修订: one item's targets are set anew; the plan's next edition. Announced to every office once approved."""

    State = RevisionState

    state = models.CharField(
        _("状态"), max_length=20, choices=RevisionState.choices, default=RevisionState.PROPOSED, editable=False
    )
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="revisions", verbose_name=_("目标项目"))
    reason = models.CharField(_("修订理由"), max_length=500)
    asks_receipt = models.BooleanField(_("相关县区重新签收"), default=True)
    edition = models.SmallIntegerField(_("版次"), null=True, editable=False)
    proposed_by = models.BigIntegerField(_("提出人"), editable=False)
    approved_by = models.BigIntegerField(_("核准人"), null=True, editable=False)
    approved_on = models.DateField(_("核准日期"), null=True, editable=False)
    is_announced = models.BooleanField(default=False, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, public="is_announced")
    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标修订")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state=RevisionState.PROPOSED),
                name="plan_revision_one_at_a_time",
                violation_error_message=_("这一项目已有一份修订待核准。"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="plan_revision_by_two",
                violation_error_message=_("提出人不能核准同一份修订。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.APPROVED)
                | Q(approved_by__isnull=False, approved_on__isnull=False, edition__isnull=False),
                name="plan_revision_approved_is_dated",
                violation_error_message=_("已核准的修订必须有核准人、日期和版次。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("plan:revision", args=[self.number])


class TargetChange(Scoped):
    """目标变更: the old and the new target of one unit in a revision; a county sees its own."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="changes", verbose_name=_("修订"))
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="+", verbose_name=_("目标项目"))
    old_value = models.DecimalField(_("原目标"), **AMOUNT)
    new_value = models.DecimalField(_("新目标"), **AMOUNT)

    append_only = True
    seen_by = Sight(roles=SEEN_BY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标变更")
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "unit"], name="plan_change_once_a_unit"),
            models.CheckConstraint(
                condition=Q(new_value__gte=0) & ~Q(new_value=F("old_value")),
                name="plan_change_changes_something",
                violation_error_message=_("新目标与原目标相同。"),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.old_value} → {self.new_value}"
