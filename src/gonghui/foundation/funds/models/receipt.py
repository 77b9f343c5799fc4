"""How funds begin and how money comes into them, each by two persons (X-R1, E-R10)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import Level, OpeningState, ReceiptKind, ReceiptState, Source
from .fund import MONEY_ROLES, Fund

R = ReceiptState


class FundOpening(Case, Scoped):
    """资金设立: a fund of a source and year with its rule, proposed by one person and opened by another (E-R10)."""

    State = OpeningState

    state = models.CharField(
        _("状态"), max_length=20, choices=OpeningState.choices, default=OpeningState.PROPOSED, editable=False
    )
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    year = models.SmallIntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=60)
    levels = ArrayField(models.CharField(max_length=8, choices=Level.choices), verbose_name=_("可支出的档案层级"))
    purposes = ArrayField(models.CharField(max_length=20), verbose_name=_("限定用途"), default=list)
    paper = models.CharField(_("依据文号"), max_length=60)
    proposed_by = models.BigIntegerField(_("申请人"), editable=False)
    opened_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    fund = models.OneToOneField(Fund, models.PROTECT, null=True, editable=False, verbose_name=_("资金"))

    is_witnessed = True
    seen_by = Sight(roles=MONEY_ROLES)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金设立")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("proposed_by")),
                name="funds_opening_by_another",
                violation_error_message=_("资金的设立必须由另一人复核。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=OpeningState.OPENED) | Q(opened_by__isnull=False, fund__isnull=False),
                name="funds_opening_makes_a_fund",
                violation_error_message=_("已设立的资金必须有复核人。"),
            ),
            models.CheckConstraint(
                condition=Q(levels__len__gt=0),
                name="funds_opening_has_a_rule",
                violation_error_message=_("必须写明可支出的档案层级。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:opening", args=[self.number])

    def level_names(self) -> str:
        """The levels it may pay, in words."""
        return "、".join(str(Level(level).label) for level in self.levels)

    def purpose_names(self) -> str:
        """The purposes it is limited to, in words."""
        return "、".join(self.purposes)


class Receipt(Case, Scoped):
    """资金入账: money that comes into a fund, entered by one person and confirmed by another (X-R1, E-R10).

    Granted from outside, there when the city began with this ledger (期初), or carried over from the year before.
    """

    State = ReceiptState
    Kind = ReceiptKind

    state = models.CharField(_("状态"), max_length=20, choices=R.choices, default=R.ENTERED, editable=False)
    kind = models.CharField(_("种类"), max_length=8, choices=ReceiptKind.choices, default=ReceiptKind.GRANTED)
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name=_("资金"))
    origin = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+", verbose_name=_("转出资金"))
    amount = models.BigIntegerField(_("金额(分)"))
    received_on = models.DateField(_("到账日期"))
    paper = models.CharField(_("凭据文号"), max_length=60)
    entered_by = models.BigIntegerField(_("录入人"), editable=False)
    confirmed_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    reversal_asked_by = models.BigIntegerField(_("申请冲销人"), null=True, editable=False)
    reversed_by = models.BigIntegerField(_("复核冲销人"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=MONEY_ROLES)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金入账")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funds_receipt_brings_something",
                violation_error_message=_("入账金额必须大于零。"),
            ),
            models.CheckConstraint(
                condition=(Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")))
                & (Q(reversed_by__isnull=True) | ~Q(reversed_by=F("reversal_asked_by"))),
                name="funds_receipt_two_persons",
                violation_error_message=_("录入与复核必须是两个人。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(R.ENTERED, R.REFUSED), confirmed_by__isnull=True)
                | Q(state=R.CONFIRMED, confirmed_by__isnull=False)
                | Q(state=R.REVERSING, confirmed_by__isnull=False, reversal_asked_by__isnull=False)
                | Q(state=R.REVERSED, confirmed_by__isnull=False, reversed_by__isnull=False),
                name="funds_receipt_steps_have_persons",
                violation_error_message=_("已入账、已冲销的必须有复核人。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=ReceiptKind.CARRIED, origin__isnull=False)
                | (~Q(kind=ReceiptKind.CARRIED) & Q(origin__isnull=True)),
                name="funds_receipt_carried_from_a_fund",
                violation_error_message=_("结转必须写明转出的资金。"),
            ),
            models.UniqueConstraint(
                fields=["fund"],
                condition=Q(kind=ReceiptKind.OPENING) & ~Q(state__in=(R.REFUSED, R.REVERSED)),
                name="funds_receipt_one_opening",
                violation_error_message=_("这项资金已有期初余额。"),
            ),
            models.UniqueConstraint(
                fields=["fund", "paper", "amount"],
                condition=~Q(state__in=(R.REFUSED, R.REVERSED)),
                name="funds_receipt_each_paper_once",
                violation_error_message=_("这份凭据的这笔款项已经录入。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("funds:receipt", args=[self.number])
