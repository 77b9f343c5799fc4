"""签收: each county says that it has received its targets, and again after a revision that asks for it (N-R2, N-R3)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import RECEIPT, SEEN_BY, ReceiptState
from .plan import Plan


class TargetReceiptQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(state=ReceiptState.SENT)

    def in_order(self):
        """Of counties in administrative order."""
        return self.select_related("unit__area", "plan").order_by("unit__order", "unit__position")

    def waiting_for(self, by):
        """Targets that this post is to receive."""
        if not RECEIPT["receive"].by(by, self.model(unit=by.unit, position=by.unit.position)):
            return self.none()
        return self.visible_to(by).open().filter(unit=by.unit_id)


class TargetReceipt(Case, Scoped):
    """目标签收: the targets of a plan have gone to a county; who received them for it, when, and in which edition."""

    State = ReceiptState

    state = models.CharField(
        _("状态"), max_length=20, choices=ReceiptState.choices, default=ReceiptState.SENT, editable=False
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="receipts", verbose_name=_("年度工作目标"))
    edition = models.SmallIntegerField(_("下达版次"), default=1, editable=False)
    received_edition = models.SmallIntegerField(_("签收版次"), null=True, editable=False)
    received_by = models.BigIntegerField(_("签收人"), null=True, editable=False)
    received_on = models.DateField(_("签收日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY)
    objects = TargetReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标签收")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="plan_receipt_one_a_county",
                violation_error_message=_("一个县区对一份目标只签收一次。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReceiptState.RECEIVED)
                | Q(received_by__isnull=False, received_on__isnull=False, received_edition__isnull=False),
                name="plan_receipt_received_is_dated",
                violation_error_message=_("已签收的必须有签收人和日期。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("plan:receipt", args=[self.number])
