"""Batches of payments, and what the bank answered (X-R1, O.3)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import BatchState
from .fund import MONEY_ROLES, Fund


class PaymentBatch(Case, Scoped):
    """付款批次: payments from one fund in one bank file, by a maker, a checker and an authoriser (X-R1, O.3)."""

    State = BatchState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=BatchState.choices, default=BatchState.DRAFT, editable=False
    )
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name=_("资金"))
    made_by = models.BigIntegerField(_("制单人"), editable=False)
    checked_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    authorised_by = models.BigIntegerField(_("授权人"), null=True, editable=False)
    authorised_on = models.DateField(_("授权日期"), null=True, editable=False)
    hands = ArrayField(models.BigIntegerField(), verbose_name=_("经手过其中事项的人"), editable=False)
    count = models.IntegerField(_("笔数"), editable=False)
    total = models.BigIntegerField(_("金额(分)"), editable=False)
    sha256 = models.CharField(_("银行文件摘要"), max_length=64, blank=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=MONEY_ROLES)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("付款批次")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | ~Q(checked_by=F("made_by")))
                & (
                    Q(authorised_by__isnull=True) | (~Q(authorised_by=F("made_by")) & ~Q(authorised_by=F("checked_by")))
                ),
                name="funds_batch_three_persons",
                violation_error_message=_("制单、复核、授权必须是三个人。"),
            ),
            models.CheckConstraint(
                condition=~Q(hands__contains=[F("made_by")])
                & (Q(checked_by__isnull=True) | ~Q(hands__contains=[F("checked_by")]))
                & (Q(authorised_by__isnull=True) | ~Q(hands__contains=[F("authorised_by")])),
                name="funds_batch_clean_hands",
                violation_error_message=_("经手过批次内事项的人不能制单、复核或授权。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(BatchState.DRAFT, BatchState.CANCELLED))
                | Q(state=BatchState.CHECKED, checked_by__isnull=False)
                | Q(checked_by__isnull=False, authorised_by__isnull=False),
                name="funds_batch_steps_have_persons",
                violation_error_message=_("已复核、已授权的批次必须有复核人、授权人。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(BatchState.SENT, BatchState.SETTLED), sha256__regex="^[0-9a-f]{64}$")
                | (~Q(state__in=(BatchState.SENT, BatchState.SETTLED)) & Q(sha256="")),
                name="funds_batch_sent_has_a_file",
                violation_error_message=_("已送银行的批次必须有文件摘要。"),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0, total__gt=0),
                name="funds_batch_pays_something",
                violation_error_message=_("批次至少要有一笔付款。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:batch", args=[self.number])


class BankReturn(models.Model):
    """银行回单: one file of the bank's answers to a batch, kept as it came; never changed (O.3)."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="returns", verbose_name=_("批次"))
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    file_name = models.CharField(_("文件名"), max_length=100, blank=True)
    imported_by = models.BigIntegerField(_("导入人"))
    imported_on = models.DateField(_("导入日期"))
    rows = models.IntegerField(_("行数"))
    paid = models.IntegerField(_("成功笔数"))
    failed = models.IntegerField(_("失败笔数"))

    is_witnessed = True
    append_only = True
    seen_by = Sight(through="batch")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行回单")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sha256"],
                name="funds_bankreturn_once",
                violation_error_message=_("这份回单已经导入过。"),
            )
        ]

    def __str__(self):
        return f"{self.batch} {self.imported_on}"
