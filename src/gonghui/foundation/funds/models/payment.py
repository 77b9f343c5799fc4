"""Payments: one sum to one card for one record (E-R13, O.3)."""

import uuid

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText, blind_index
from gonghui.kernel.ui.masking import mask_card, mask_name

from ..rulebook import PaymentState
from .batch import BankReturn, PaymentBatch
from .fund import MONEY_ROLES, Fund

NOT_FOR_BANKS = r'[,"\x01-\x1f]'
"""What would break a row of a bank file."""
S = PaymentState
IN_A_BATCH = (S.BATCHED, S.SENT, S.PAID, S.RETURNED)
DONE_WITH = (S.RETURNED, S.CANCELLED)


class PaymentQuerySet(ScopedQuerySet):
    def pending(self):
        return self.filter(state=S.PENDING)

    def of_funds_within(self, unit):
        """What is paid from funds that the unit holds, or a unit below it: no other finance spends them."""
        return self.filter(fund__unit__position__range=(unit.position, unit.last))

    def of(self, record):
        """Every payment ever entered for a record, first to last."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("instalment")

    def batched_since(self, day):
        """What stands in a batch made on `day` or later and has not come back."""
        return self.filter(batched_on__gte=day, state__in=(S.BATCHED, S.SENT, S.PAID))

    def of_funds(self):
        """These payments by fund: how many, how many fen."""
        by_fund = self.order_by("-fund__year", "fund").values("fund", "fund__year", "fund__name")
        return by_fund.annotate(count=models.Count("pk"), total=models.Sum("amount"))

    def answered_by(self, bank_return):
        """What this return of the bank has paid or sent back."""
        return self.filter(bank_return=bank_return)


class Payment(Scoped):
    """付款: one sum to one household's card for one record; entered once, for ever (E-R13, O.3).

    `instalment` is 1, and one more each time the bank sent the money back. `hands` are the users who entered, reviewed
    or approved the case. `frozen` is the fingerprint of name, card and amount from the moment the row is in a batch.
    `about` is the recipient's own account, where she has one.
    """

    State = PaymentState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=S.choices, default=S.PENDING, editable=False)
    record_type = models.CharField(_("事项种类"), max_length=60)
    record_id = models.BigIntegerField(_("事项"))
    instalment = models.SmallIntegerField(_("发放次数"), default=1)
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name=_("资金"))
    payee_name = models.CharField(_("收款人户名"), max_length=50)
    card_index = BlindIndex(of="card", db_index=True)
    card = EncryptedText(_("收款账号"), mask=mask_card)
    bank_name = models.CharField(_("开户行名称"), max_length=60, blank=True)
    branch_code = models.CharField(_("联行号"), max_length=12, blank=True)
    amount = models.BigIntegerField(_("金额(分)"))
    purpose = models.CharField(_("用途"), max_length=20)
    remark = models.CharField(_("备注"), max_length=20, blank=True)
    hands = ArrayField(models.BigIntegerField(), verbose_name=_("经手人"), editable=False)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("收款人")
    )
    entered_on = models.DateField(_("录入日期"), editable=False)
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, editable=False, related_name="payments")
    seq = models.IntegerField(_("序号"), null=True, editable=False)
    batched_on = models.DateField(_("入批日期"), null=True, editable=False)
    frozen = models.CharField(max_length=64, blank=True, editable=False)
    bank_return = models.ForeignKey(BankReturn, models.PROTECT, null=True, editable=False, related_name="payments")
    paid_on = models.DateField(_("付款日期"), null=True, editable=False, db_index=True)
    return_reason = models.CharField(_("退回原因"), max_length=100, blank=True, editable=False)

    is_witnessed = True
    indexes_kept = ("frozen",)
    seen_by = Sight(roles=MONEY_ROLES)
    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("付款")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "instalment"],
                name="funds_payment_once_for_ever",
                violation_error_message=_("这一事项的这次付款已经录入。"),
            ),
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=~Q(state__in=DONE_WITH),
                name="funds_payment_one_alive_for_a_record",
                violation_error_message=_("这一事项已有一笔付款在途或已付,不能再付。"),
            ),
            models.UniqueConstraint(fields=["batch", "seq"], name="funds_payment_own_place_in_batch"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funds_payment_pays_something",
                violation_error_message=_("付款金额必须大于零。"),
            ),
            models.CheckConstraint(
                condition=~Q(payee_name__regex=NOT_FOR_BANKS)
                & ~Q(bank_name__regex=NOT_FOR_BANKS)
                & ~Q(purpose__regex=NOT_FOR_BANKS)
                & ~Q(remark__regex=NOT_FOR_BANKS)
                & Q(branch_code__regex="^([0-9]{12})?$"),
                name="funds_payment_fits_a_bank_file",
                violation_error_message=_("户名、开户行、用途、备注中不能有逗号、引号或换行,联行号为 12 位数字。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=IN_A_BATCH, batch__isnull=False, seq__gt=0, batched_on__isnull=False, frozen__gt=""
                )
                | Q(state__in=(S.PENDING, S.CANCELLED), batch__isnull=True, seq__isnull=True, frozen=""),
                name="funds_payment_in_a_batch_or_not",
                violation_error_message=_("付款状态与批次不符。"),
            ),
            models.CheckConstraint(
                condition=Q(state=S.PAID, paid_on__isnull=False, bank_return__isnull=False, return_reason="")
                | Q(state=S.RETURNED, paid_on__isnull=True, bank_return__isnull=False, return_reason__gt="")
                | (~Q(state__in=(S.PAID, S.RETURNED)) & Q(paid_on__isnull=True, bank_return__isnull=True)),
                name="funds_payment_answered_by_the_bank",
                violation_error_message=_("已付款、退回必须有银行回单;已付款必须有日期,退回必须有原因。"),
            ),
        ]

    def __str__(self):
        return f"{mask_name(self.payee_name)} {self.amount / 100:,.2f}"

    def get_absolute_url(self):
        return reverse("funds:payment", args=[self.uid])

    def recovered(self) -> int:
        """What of it has come back since, in fen; the payment itself stays as the bank paid it (E-R14)."""
        return apps.get_model("funds", "Repayment").objects.filter(recovery__payment=self).total()

    def fingerprint(self) -> str:
        """A keyed digest of all that the bank is told of this row: a change of name, card or sum shows."""
        card = self.card.open()  # type: ignore[union-attr]  # an encrypted field reads as a Secret
        told = [self.payee_name, card, self.amount, self.bank_name, self.branch_code, self.purpose, self.remark]
        return blind_index("\x1f".join(map(str, told)))
