"""资金台账: funds with what stands in them, and the statement of each (E-R10, E-R13)."""

from datetime import timedelta
from functools import cached_property
from typing import Any

import django_filters  # type: ignore[import-untyped]  # published without types
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.kernel.pages import Declares, ListPage, OfRecord
from gonghui.kernel.ui.columns import Column
from gonghui.kernel.ui.fields import DayInput
from gonghui.kernel.ui.shown import Crumb

from ..models import MONEY_ROLES, Fund, Line
from ..models.fund import SHOWN
from ..rulebook import RECONCILE_EVERY, AccountKind

READERS = tuple(role for role in MONEY_ROLES if role != Role.SYSTEM)
EXPORTERS = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.AUDITOR)

DAYS_OF_A_MONTH = 31


class FundList(ListPage):
    """The funds of my unit and below, with their balances."""

    declares = Declares("post", by=READERS, cites="E-R10")
    template_name = "funds/funds.html"
    queryset = Fund.objects.with_balances().select_related("unit")
    title = _("资金台账")
    ordering = ("-year", "name")
    exporters = EXPORTERS
    nothing = _("还没有资金")
    columns = (
        Column("name", _("资金"), narrow="title", link=True),
        Column("year", _("年度"), sort="year", narrow="left"),
        Column("source", _("来源"), narrow="left"),
        Column("unit", _("管理工会"), narrow="left"),
        Column("available", _("可用(元)"), kind="money", narrow="right"),
        Column("reserved", _("已制单(元)"), kind="money", narrow="row"),
        Column("spent", _("已发放(元)"), kind="money", narrow="row"),
        Column("receivable", _("待追回(元)"), kind="money", narrow="row"),
        Column("reconciled_to", _("已对账至"), narrow="row"),
    )

    def late(self):
        """Funds whose last month against the bank lies further back than the rule allows (E-R13)."""
        day = self.today - timedelta(days=DAYS_OF_A_MONTH * RECONCILE_EVERY.on(self.today))
        return Fund.objects.visible_to(self.by).unreconciled_since(day).order_by("-year", "name")

    def get_context_data(self, **kwargs):
        own = {
            "may_make": self.by.role == Role.FINANCE_MAKER,
            "late": self.late(),
            "every": RECONCILE_EVERY.on(self.today),
        }
        return super().get_context_data(**own | kwargs)


class LineFilters(django_filters.FilterSet):
    """From a day to a day, of one account."""

    since = django_filters.DateFilter(field_name="posting__on", lookup_expr="gte", label=_("起"), widget=DayInput())
    until = django_filters.DateFilter(field_name="posting__on", lookup_expr="lte", label=_("止"), widget=DayInput())
    account = django_filters.ChoiceFilter(
        field_name="kind", label=_("账户"), choices=AccountKind.choices, empty_label=_("可用"), method="of_kind"
    )

    class Meta:
        model = Line
        fields = ("since", "until", "account")

    def of_kind(self, lines, name, kind):
        return lines.filter(kind=kind)

    def filter_queryset(self, queryset):
        """Without a choice the statement is that of what is available."""
        if not self.form.cleaned_data.get("account"):
            queryset = queryset.filter(kind=AccountKind.AVAILABLE)
        return super().filter_queryset(queryset)


class OfFund(OfRecord):
    """A page of one fund whose ledger I may open."""

    queryset = Fund.objects.with_balances().select_related("unit__area")
    key = "pk"

    @cached_property
    def back_url(self):
        return self.record.get_absolute_url()


class Statement(OfFund, ListPage):
    """资金明细账: every movement of an account of a fund, with the balance after it."""

    declares = Declares("post", by=READERS, cites="E-R10 E-R13")
    template_name = "funds/statement.html"
    filters: Any = LineFilters
    ordering = ("account", "seq")
    exporters = EXPORTERS
    most_exported = 20_000
    paginate_by = 50
    nothing = _("这段时间没有发生额")
    columns = (
        Column("posting.on", _("业务日期"), narrow="left"),
        Column("posting.what", _("摘要"), narrow="title"),
        Column("posting.paper", _("凭据"), narrow="left"),
        Column("money_in", _("收入(元)"), kind="money", narrow="row"),
        Column("money_out", _("支出(元)"), kind="money", narrow="row"),
        Column("balance", _("余额(元)"), kind="money", narrow="right"),
        Column("seq", _("序号"), kind="number", narrow="hide"),
    )

    @cached_property
    def title(self):
        return str(self.record)

    @cached_property
    def back_url(self):
        return reverse("funds:ledger")

    @cached_property
    def visible(self):
        lines = Line.objects.filter(account__fund=self.record).select_related("posting")
        return lines.visible_to(self.by)

    def crumbs(self):
        return [Crumb(_("资金台账"), self.back_url), Crumb(str(self.record))]

    def get_context_data(self, **kwargs):
        fund, own = self.record, {"may_make": self.by.role == Role.FINANCE_MAKER}
        balances = [(kind.label, getattr(fund, kind)) for kind in SHOWN]
        return super().get_context_data(**own | {"fund": fund, "balances": balances} | kwargs)
