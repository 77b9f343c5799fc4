"""Claims: for whom, for what and for which time a payment is, so that nobody is paid twice (T09, E-R9 to E-R13)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook.limits import Cause
from ..rulebook.sources import Source
from .guarding import GUARD
from .payment import Payment


class Claim(models.Model):
    """受助登记: what one person is paid by a payment; never changed. It lives as long as its payment does.

    Persons, cards and papers are blind indexes. The period is half-open: from `starts_on` up to `until_on`. `need` is
    what all aid for this cause and period may come to, in fen, where the program has reckoned it.
    """

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="claims", verbose_name=_("付款"))
    person = models.CharField(_("本人"), max_length=64, db_index=True)
    household = ArrayField(models.CharField(max_length=64), verbose_name=_("家庭成员"))
    card_index = models.CharField(_("收款账号"), max_length=64, db_index=True)
    papers = ArrayField(models.CharField(max_length=64), verbose_name=_("凭据"), default=list, blank=True)
    cause = models.CharField(_("事由"), max_length=16, choices=Cause.choices)
    starts_on = models.DateField(_("所属时期自"))
    until_on = models.DateField(_("所属时期至(不含)"))
    source = models.CharField(_("资金来源"), max_length=12, choices=Source.choices)
    amount = models.BigIntegerField(_("金额(分)"))
    need = models.BigIntegerField(_("测算的需要(分)"), null=True)
    acknowledged = models.CharField(_("触及提示的说明"), max_length=200, blank=True)
    acknowledged_by = models.BigIntegerField(_("说明人"), null=True)

    is_witnessed = True
    append_only = True
    indexes_kept = ("person", "household", "card_index", "papers")
    laws = GUARD
    seen_by = Sight(through="payment")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("受助登记")
        ordering = ["pk"]
        indexes = [
            GinIndex(fields=["household"], name="funds_claim_by_household"),
            GinIndex(fields=["papers"], name="funds_claim_by_paper"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(until_on__gt=F("starts_on")) & Q(household__contains=[F("person")]),
                name="funds_claim_is_for_somebody",
                violation_error_message=_("受助登记必须有金额、时期,本人必须是家庭成员之一。"),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged="", acknowledged_by__isnull=True)
                | Q(acknowledged__gt="", acknowledged_by__isnull=False),
                name="funds_claim_acknowledged_by_somebody",
                violation_error_message=_("触及提示的说明必须有说明人。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_cause_display()} {self.starts_on:%Y} {self.amount / 100:,.2f}"
