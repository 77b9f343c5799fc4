"""追回: what was paid too much comes back, in parts, or is written off (E-R13)."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import forms
from ..actions import recoveries
from ..models import Payment, Recovery
from ..rulebook import RECOVERY, RecoveryState
from ..rulebook.recoveries import PROPOSERS
from .ledger import READERS
from .receipts import Asks
from .shown import RECOVERY_STATE

SEEN_BY = (*READERS, Role.COUNTY_OPERATOR)


def of_all():
    return Recovery.objects.select_related("payment__fund", "unit")


class RecoveryList(ListPage):
    """What my units want back."""

    declares = Declares("post", by=SEEN_BY, cites="E-R13")
    queryset = of_all()
    title = _("追回")
    states = tuple(RecoveryState)
    exporters = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.AUDITOR)
    nothing = _("没有要追回的款项")
    columns = (
        Column("number", _("编号"), sort="number", narrow="title", link=True),
        Column("payment", _("付款"), narrow="left"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("amount", _("追回金额(元)"), kind="money", sort="amount", narrow="right"),
        Column("reason", _("追回原因"), narrow="row"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        RECOVERY_STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in RecoveryState else found


class RecoveryRecord(RecordPage):
    """One recovery: of which payment, why, what has come back."""

    declares = Declares("post", by=SEEN_BY, cites="E-R13")
    template_name = "funds/recovery.html"
    queryset = of_all()
    workflow = RECOVERY
    state = RECOVERY_STATE
    sections = (
        Section(
            _("追回情况"),
            (
                Column("payment", _("付款")),
                Column("payment.paid_on", _("付款日期")),
                Column("payment.fund", _("资金")),
                Column("unit", _("所属工会")),
                Column("amount", _("追回金额(元)"), kind="money"),
                Column("repaid", _("已追回(元)"), kind="money"),
                Column("reason", _("追回原因"), wide=True),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    def url_of(self, name, *args):
        return super().url_of(f"recovery_{name}", *args)

    def crumbs(self):
        return [Crumb(_("追回"), reverse("funds:recoveries")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse", "give_up"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(parts=self.record.repayments.order_by("repaid_on", "pk"), **kwargs)


class ProposeRecovery(Asks, OfRecord):
    """This payment, or a part of it, is claimed back."""

    declares = Declares("system", by=PROPOSERS, cites="E-R13")
    key = "uid"
    form_class = forms.RecoveryForm
    title, cites = _("申请追回"), "E-R13"

    @cached_property
    def record(self):
        """A payment below my unit: the county's operator, who may not list them, is led here from the grant."""
        reach = Payment.objects.within(self.by.unit).select_related("fund", "unit")
        return get_object_or_404(reach, uid=self.kwargs["uid"])

    @cached_property
    def back_url(self):
        return reverse("funds:recoveries")

    def get_initial(self):
        return {"amount": self.record.amount}

    def take(self, facts):
        return recoveries.propose(self.record, by=self.by, on=self.today, **facts)


class RecoveryStep(StepPage):
    queryset = of_all()
    workflow = RECOVERY


class Confirm(RecoveryStep):
    action = recoveries.confirm


class Refuse(RecoveryStep):
    action = recoveries.refuse
    form_class = forms.GroundsForm


class Repay(RecoveryStep):
    action = recoveries.repay
    form_class = forms.RepaymentForm

    def get_initial(self):
        return {"repaid_on": self.today, "amount": self.record.outstanding()}

    def take(self, facts):
        recoveries.take_back(self.record, by=self.by, on=self.today, **facts)


class GiveUp(RecoveryStep):
    action = recoveries.give_up
    form_class = forms.GroundsForm
