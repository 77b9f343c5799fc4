"""Funds: money of one source and year (E-R10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import FINANCE_ROLES, Role
from gonghui.foundation.organisations.models import Unit

from ..rulebook import PAYS, Source

MONEY_ROLES = (*sorted(FINANCE_ROLES), Role.AUDITOR, Role.SYSTEM)
"""Whose post opens payments of its unit and below (rules 1.1: finance by fund, audit reads all money)."""


class Fund(models.Model):
    """资金: money of one source and year, held by a unit (E-R10). No secret among staff: any office names its fund."""

    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    year = models.SmallIntegerField(_("年度"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("管理工会"), related_name="+")
    name = models.CharField(_("名称"), max_length=60)

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

    def pays(self, level: str, on) -> bool:
        """Whether this money may pay for files of a level (nation, province, city, county) on a day (E-R10)."""
        return level in PAYS[Source(self.source)].on(on, self.unit.area).split(",")
