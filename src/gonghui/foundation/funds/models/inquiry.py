"""Whether the paid received their money: a sample, the answers, and where an answer differs (E-R13)."""

import hashlib
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import EncryptedText
from gonghui.kernel.ui.masking import mask_name

from ..rulebook.inquiries import DiscrepancyState, InquiryState, Outcome, RoundState
from .payment import Payment

AUDITORS = (Role.AUDITOR, Role.SYSTEM)
"""Finance, who paid, reads no answer."""
SEED_STAYS = """
CREATE OR REPLACE FUNCTION funds_round_seed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.seed, OLD.unit_id, OLD.starts_on, OLD.last_on) IS DISTINCT FROM
     (NEW.seed, NEW.unit_id, NEW.starts_on, NEW.last_on) THEN
    RAISE EXCEPTION 'the seed of round % was published', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_round_seed_stays';
  END IF;
  RETURN NEW;
END $$
"""
ANSWER_STAYS = """
CREATE OR REPLACE FUNCTION funds_inquiry_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'answered' AND
     (OLD.state, OLD.was_received, OLD.amount, OLD.received_on, OLD.agrees) IS DISTINCT FROM
     (NEW.state, NEW.was_received, NEW.amount, NEW.received_on, NEW.agrees) THEN
    RAISE EXCEPTION 'inquiry % was answered', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_inquiry_answer_stays';
  END IF;
  RETURN NEW;
END $$
"""


class SampleRound(Case, Scoped):
    """受助回访: some of those paid in a period are asked; who, follows from a seed published before the drawing.

    The order is that of sha256 over seed and number (uid) of each payment: anybody can draw it again.
    """

    State = RoundState

    state = models.CharField(
        _("状态"), max_length=20, choices=RoundState.choices, default=RoundState.SEEDED, editable=False
    )
    starts_on = models.DateField(_("付款起始日期"))
    last_on = models.DateField(_("付款截止日期"))
    seed = models.CharField(_("抽样种子"), max_length=64, editable=False)
    percent = models.SmallIntegerField(_("抽取比例(%)"), editable=False)
    least = models.SmallIntegerField(_("最少笔数"), editable=False)
    population = models.IntegerField(_("期内已付笔数"), null=True, editable=False)
    drawn_on = models.DateField(_("抽样日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=AUDITORS)
    objects = ScopedQuerySet.as_manager()
    laws = (
        SEED_STAYS,
        "DROP TRIGGER IF EXISTS funds_round_seed_stays ON funds_sampleround",
        "CREATE TRIGGER funds_round_seed_stays BEFORE UPDATE ON funds_sampleround"
        " FOR EACH ROW EXECUTE FUNCTION funds_round_seed_stays()",
    )

    class Meta:
        verbose_name = _("受助回访")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on", "last_on"],
                name="funds_round_once_a_period",
                violation_error_message=_("本单位这一时期已经有回访,种子公布后不能另换。"),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("last_on")),
                name="funds_round_period_runs_forward",
                violation_error_message=_("付款截止日期不能早于起始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.SEEDED) | Q(population__isnull=False, drawn_on__isnull=False),
                name="funds_round_drawn_has_day",
                violation_error_message=_("已抽样的回访必须有抽样日期和总笔数。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:round", args=[self.number])

    def place_of(self, uid) -> str:
        """The value that decides where a payment stands in the order: smallest first."""
        return hashlib.sha256(f"{self.seed}{uid}".encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """Asked, answered, agree, differ, unreachable, and still open."""
        answered, open_ = Q(state=InquiryState.ANSWERED), Q(state__in=(InquiryState.ASKED, InquiryState.BY_PHONE))
        return self.inquiries.aggregate(
            asked=Count("pk"),
            answered=Count("pk", filter=answered),
            agree=Count("pk", filter=answered & Q(agrees=True)),
            differ=Count("pk", filter=answered & Q(agrees=False)),
            unreachable=Count("pk", filter=Q(state=InquiryState.UNREACHABLE)),
            open=Count("pk", filter=open_),
        )


class WithHandsQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """Those this post may see: not what she had a hand in, or where the household is her kin (X-R1)."""
        return super().visible_to(by).exclude(Q(hands__contains=[by.user_id]) & ~Q(about=by.user_id))


class Inquiry(Case, Scoped):
    """回访: one recipient is asked whether, how much and when; she is not told the sum before (E-R13)."""

    State = InquiryState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=20, choices=InquiryState.choices, editable=False)
    round = models.ForeignKey(SampleRound, models.PROTECT, related_name="inquiries", verbose_name=_("受助回访"))
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="inquiries", verbose_name=_("付款"))
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("收款人")
    )
    purpose = models.CharField(_("用途"), max_length=20, editable=False)
    hands = ArrayField(models.BigIntegerField(), verbose_name=_("经手人"), default=list, editable=False)
    calls = models.SmallIntegerField(_("未接通次数"), default=0, editable=False)
    called_by = models.BigIntegerField(_("电话回访人"), null=True, editable=False)
    was_received = models.BooleanField(_("是否收到"), null=True)
    amount = models.BigIntegerField(_("收到金额(分)"), null=True)
    received_on = models.DateField(_("到账日期"), null=True)
    remark = EncryptedText(_("补充说明"), null=True, blank=True)
    answered_on = models.DateField(_("回答日期"), null=True, editable=False)
    agrees = models.BooleanField(_("是否一致"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=AUDITORS, person="about")
    objects = WithHandsQuerySet.as_manager()
    laws = (
        ANSWER_STAYS,
        "DROP TRIGGER IF EXISTS funds_inquiry_answer_stays ON funds_inquiry",
        "CREATE TRIGGER funds_inquiry_answer_stays BEFORE UPDATE ON funds_inquiry"
        " FOR EACH ROW EXECUTE FUNCTION funds_inquiry_answer_stays()",
    )

    class Meta:
        verbose_name = _("回访")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "payment"],
                name="funds_inquiry_once_a_round",
                violation_error_message=_("这笔付款本次已经回访。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=InquiryState.ANSWERED)
                | Q(was_received=True, amount__gt=0, received_on__isnull=False, agrees__isnull=False)
                | Q(was_received=False, amount__isnull=True, received_on__isnull=True, agrees=False),
                name="funds_inquiry_answer_is_whole",
                violation_error_message=_("收到的,须有金额和日期;没有收到的,不填金额和日期。"),
            ),
            models.CheckConstraint(
                condition=Q(called_by__isnull=True) | ~Q(hands__contains=[F("called_by")]),
                name="funds_inquiry_clean_hands",
                violation_error_message=_("经手过这笔付款的人不能回访。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:inquiry", args=[self.number])

    @property
    def payee(self) -> str:
        """Who was paid, masked."""
        return mask_name(self.payment.payee_name)


class Discrepancy(Case, Scoped):
    """差异核查: an answer differs from what was paid; two persons with no hand in it decide (E-R13, X-R1)."""

    State = DiscrepancyState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=DiscrepancyState.choices, default=DiscrepancyState.OPENED, editable=False
    )
    inquiry = models.OneToOneField(Inquiry, models.PROTECT, related_name="discrepancy", verbose_name=_("回访"))
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    hands = ArrayField(models.BigIntegerField(), verbose_name=_("经手人"), default=list, editable=False)
    called_by = models.BigIntegerField(_("电话回访人"), null=True, editable=False)
    looked_by = models.BigIntegerField(_("受理人"), null=True, editable=False)
    confirmed_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome.choices, blank=True)
    findings = EncryptedText(_("核查情况"), null=True, blank=True)
    told = models.CharField(_("给收款人的答复"), max_length=200, blank=True)
    settled_on = models.DateField(_("办结日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=AUDITORS, person="about")
    objects = WithHandsQuerySet.as_manager()

    class Meta:
        verbose_name = _("差异核查")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(looked_by__isnull=True) | ~Q(hands__contains=[F("looked_by")]))
                & (Q(confirmed_by__isnull=True) | ~Q(hands__contains=[F("confirmed_by")])),
                name="funds_discrepancy_clean_hands",
                violation_error_message=_("经手过这笔付款的人不能核查。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("looked_by")),
                name="funds_discrepancy_two_persons",
                violation_error_message=_("受理人不能复核自己的结论。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=DiscrepancyState.SETTLED)
                | (Q(confirmed_by__isnull=False, settled_on__isnull=False) & ~Q(outcome="") & ~Q(told="")),
                name="funds_discrepancy_settled_has_outcome",
                violation_error_message=_("办结的差异必须有结论、答复、复核人和日期。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:discrepancy", args=[self.number])
