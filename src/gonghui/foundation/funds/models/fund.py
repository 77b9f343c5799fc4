"""Funds: money of one source and year (E-R10)."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.organisations.models import Unit

from ..rulebook import PAYS, AccountKind, Level, Source

MONEY_ROLES = (*sorted(FINANCE_ROLES), Role.AUDITOR, Role.SYSTEM)
"""Whose post opens payments of its unit and below (rules 1.1: finance by fund, audit reads all money)."""


class FundQuerySet(models.QuerySet):
    def visible_to(self, by):
        """The funds whose ledger this post may open: those its unit holds, and units below it."""
        return self.filter(unit__position__range=(by.unit.position, by.unit.last))

    def with_balances(self):
        """Each fund with what stands in its accounts, in fen, as `available`, `reserved` and so on; one query.

        `reconciled_to` is the last day that was held against the bank, None before the first month is closed.
        """
        closed = apps.get_model("funds", "Reconciliation").objects.filter(fund=OuterRef("pk"), state="closed")
        last = Subquery(closed.order_by("-ends_on").values("ends_on")[:1])
        return self.annotate(reconciled_to=last, **{kind: _balance(kind) for kind in SHOWN})


    def unreconciled_since(self, day):
        """Funds with money booked before a day, and no month held against the bank that ends then or later."""
        booked = apps.get_model("funds", "Posting").objects.filter(fund=OuterRef("pk"), on__lt=day)
        closed = apps.get_model("funds", "Reconciliation").objects.filter(fund=OuterRef("pk"), state="closed")
        return self.filter(Exists(booked), ~Exists(closed.filter(ends_on__gte=day)))


SHOWN = (AccountKind.AVAILABLE, AccountKind.RESERVED, AccountKind.SPENT, AccountKind.RECEIVABLE)


def _balance(kind):
    line = apps.get_model("funds", "Line")
    lines = line.objects.filter(account__fund=OuterRef("pk"), kind=kind).order_by("-seq")
    return Coalesce(Subquery(lines.values("balance")[:1]), 0, output_field=models.BigIntegerField())


class Fund(models.Model):
    """资金: money of one source and year, held by a unit (E-R10). No secret among staff: any office names its fund.

    Its own rule: `levels` of files it may pay (empty: what the policy of its source says on the day), and `purposes`
    it is limited to (empty: any), both as `paper` says.
    """

    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    year = models.SmallIntegerField(_("年度"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("管理工会"), related_name="+")
    name = models.CharField(_("名称"), max_length=60)
    levels = ArrayField(
        models.CharField(max_length=8, choices=Level.choices),
        verbose_name=_("可支出的档案层级"),
        default=list,
        blank=True,
    )
    purposes = ArrayField(models.CharField(max_length=20), verbose_name=_("限定用途"), default=list, blank=True)
    paper = models.CharField(_("依据文号"), max_length=60, blank=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "name"],
                name="funds_fund_one_name_a_year",
                violation_error_message=_("同一工会同一年度已有同名资金。"),
            )
        ]

    def __str__(self):
        return f"{self.year} {self.name}"

    def get_absolute_url(self):
        return reverse("funds:fund", args=[self.pk])

    def pays(self, level: str, on, purpose: str = "") -> bool:
        """Whether it may pay a purpose for files of a level (nation, province, city, county) on a day (E-R10)."""
        levels = self.levels or PAYS[Source(self.source)].on(on, self.unit.area).split(",")
        return level in levels and self.is_for(purpose)

    def is_for(self, purpose: str) -> bool:
        """Whether it may be paid for a purpose; without one the question is not asked."""
        return not purpose or not self.purposes or purpose in self.purposes

    def level_names(self) -> str:
        """The levels it may pay, in words."""
        return "、".join(str(Level(level).label) for level in self.levels)

    def purpose_names(self) -> str:
        """The purposes it is limited to, in words."""
        return "、".join(self.purposes)
