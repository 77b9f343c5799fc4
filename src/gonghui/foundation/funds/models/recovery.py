"""Money paid that should come back (E-R13). What the bank paid stays paid: figures count it gross (E-R14)."""

from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import RecoveryState
from .fund import MONEY_ROLES
from .ledger import kept_as_written
from .payment import Payment

S = RecoveryState

WITHIN_PAYMENT = """
CREATE OR REPLACE FUNCTION funds_recovery_within_payment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE paid bigint; wanted bigint;
BEGIN
  SELECT p.amount INTO paid FROM funds_payment p WHERE p.id = NEW.payment_id AND p.state = 'paid' FOR NO KEY UPDATE;
  SELECT coalesce(sum(r.amount), 0) INTO wanted FROM funds_recovery r
    WHERE r.payment_id = NEW.payment_id AND r.state <> 'refused' AND r.id <> NEW.id;
  IF NEW.state <> 'refused' AND (paid IS NULL OR wanted + NEW.amount > paid) THEN
    RAISE EXCEPTION 'recoveries of payment % exceed what was paid', NEW.payment_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_recovery_within_payment';
  END IF;
  RETURN NEW;
END $$
"""
WITHIN_RECOVERY = """
CREATE OR REPLACE FUNCTION funds_repayment_within_recovery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE wanted bigint; come bigint;
BEGIN
  SELECT r.amount INTO wanted FROM funds_recovery r WHERE r.id = NEW.recovery_id AND r.state = 'confirmed'
    FOR NO KEY UPDATE;
  SELECT coalesce(sum(p.amount), 0) INTO come FROM funds_repayment p WHERE p.recovery_id = NEW.recovery_id;
  IF wanted IS NULL OR come + NEW.amount > wanted THEN
    RAISE EXCEPTION 'repayments of recovery % exceed it', NEW.recovery_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_repayment_within_recovery';
  END IF;
  RETURN NEW;
END $$
"""


class RecoveryQuerySet(ScopedQuerySet):
    def standing(self):
        """Those that were not refused: what they ask for cannot be asked again."""
        return self.exclude(state=S.REFUSED)


class Recovery(Case, Scoped):
    """追回: what a household was paid too much is claimed, and comes back in parts or is written off (E-R13)."""

    State = RecoveryState

    state = models.CharField(_("状态"), max_length=20, choices=S.choices, default=S.PROPOSED, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="recoveries", verbose_name=_("付款"))
    amount = models.BigIntegerField(_("追回金额(分)"))
    reason = models.CharField(_("追回原因"), max_length=200)
    proposed_by = models.BigIntegerField(_("申请人"), editable=False)
    confirmed_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    given_up_by = models.BigIntegerField(_("核销人"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=(*MONEY_ROLES, Role.COUNTY_OPERATOR))
    objects = RecoveryQuerySet.as_manager()
    laws = (
        WITHIN_PAYMENT,
        "DROP TRIGGER IF EXISTS within_payment ON funds_recovery",
        "CREATE TRIGGER within_payment BEFORE INSERT OR UPDATE ON funds_recovery"
        " FOR EACH ROW EXECUTE FUNCTION funds_recovery_within_payment()",
    )

    class Meta:
        verbose_name = _("追回")
        verbose_name_plural = _("追回")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funds_recovery_asks_something",
                violation_error_message=_("追回金额必须大于零。"),
            ),
            models.CheckConstraint(
                condition=(Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")))
                & (
                    Q(given_up_by__isnull=True) | (~Q(given_up_by=F("proposed_by")) & ~Q(given_up_by=F("confirmed_by")))
                ),
                name="funds_recovery_three_persons",
                violation_error_message=_("申请、复核、核销必须是不同的人。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(S.PROPOSED, S.REFUSED), confirmed_by__isnull=True)
                | Q(state__in=(S.CONFIRMED, S.SETTLED), confirmed_by__isnull=False, given_up_by__isnull=True)
                | Q(state=S.GIVEN_UP, confirmed_by__isnull=False, given_up_by__isnull=False),
                name="funds_recovery_steps_have_persons",
                violation_error_message=_("已确认的追回必须有复核人,已核销的必须有核销人。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:recovery", args=[self.number])

    def repaid(self) -> int:
        """What has come back, in fen."""
        return self.repayments.total()

    def outstanding(self) -> int:
        """What has not come back, in fen."""
        return self.amount - self.repaid()


class RepaymentQuerySet(ScopedQuerySet):
    def of_payments_for(self, records):
        """What came back of payments for these records, a query set of one kind."""
        paid = Payment.objects.filter(record_type=records.model._meta.label_lower, record_id__in=records.values("pk"))
        return self.filter(recovery__payment__in=paid)

    def total(self) -> int:
        """All of it, in fen."""
        return self.aggregate(n=Sum("amount"))["n"] or 0


class Repayment(models.Model):
    """追回入账: one sum that came back at the bank on a day; never changed."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="repayments", verbose_name=_("追回"))
    amount = models.BigIntegerField(_("金额(分)"))
    repaid_on = models.DateField(_("到账日期"))
    paper = models.CharField(_("凭据"), max_length=60)
    entered_by = models.BigIntegerField(_("登记人"), editable=False)

    append_only = True
    seen_by = Sight(through="recovery")
    objects = RepaymentQuerySet.as_manager()
    laws = (
        WITHIN_RECOVERY,
        "DROP TRIGGER IF EXISTS within_recovery ON funds_repayment",
        "CREATE TRIGGER within_recovery BEFORE INSERT ON funds_repayment"
        " FOR EACH ROW EXECUTE FUNCTION funds_repayment_within_recovery()",
        *kept_as_written("funds_repayment"),
    )

    class Meta:
        verbose_name = _("追回入账")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funds_repayment_brings_something",
                violation_error_message=_("入账金额必须大于零。"),
            )
        ]

    def __str__(self):
        return f"{self.recovery} {self.repaid_on}"
