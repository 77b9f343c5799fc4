"""付款: what waits, what was paid, what came back; a card is shown whole for a reason only (O.1)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb, StepLink

from .. import actions
from ..forms import ReasonForm
from ..models import MONEY_ROLES, Payment
from ..rulebook import REVEALS_A_DAY, PaymentState, finance, the_maker, the_proposer
from .shown import PAYMENT_STATE

READERS = tuple(role for role in MONEY_ROLES if role != Role.SYSTEM)


def payments():
    return Payment.objects.select_related("fund", "unit", "batch")


class PaymentList(ListPage):
    """The payments of my units."""

    declares = Declares("post", by=READERS, cites="E-R13")
    queryset = payments()
    title = _("付款")
    states = tuple(PaymentState)
    exporters = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    nothing = _("没有符合条件的付款")
    columns = (
        Column("payee_name", _("收款人户名"), narrow="title", link=True),
        Column("card", _("收款账号"), narrow="left"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("purpose", _("用途"), narrow="right"),
        Column("amount", _("金额(元)"), kind="money", sort="amount", narrow="right"),
        Column("batch", _("批次"), narrow="row"),
        Column("paid_on", _("付款日期"), sort="paid_on", narrow="row"),
        Column("return_reason", _("退回原因"), narrow="row"),
        PAYMENT_STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in PaymentState else found


class PaymentRecord(RecordPage):
    """One payment: to whom, from which fund, what the bank said."""

    declares = Declares("post", by=READERS, cites="E-R13")
    queryset = payments()
    key = "uid"
    state = PAYMENT_STATE
    sections = (
        Section(
            _("付款情况"),
            (
                Column("payee_name", _("收款人户名")),
                Column("card", _("收款账号"), reveal="reveal"),
                Column("bank_name", _("开户行名称")),
                Column("branch_code", _("联行号")),
                Column("amount", _("金额(元)"), kind="money"),
                Column("purpose", _("用途")),
                Column("remark", _("备注")),
                Column("fund", _("资金")),
                Column("unit", _("所属工会")),
                Column("instalment", _("发放次数")),
                Column("batch", _("批次")),
                Column("seq", _("序号")),
                Column("paid_on", _("付款日期")),
                Column("return_reason", _("退回原因")),
                Column("recovered", _("已追回(元)"), kind="money"),
            ),
        ),
    )

    def crumbs(self):
        return [Crumb(_("付款"), reverse("funds:payments")), Crumb(str(self.record))]

    def cells(self, section):
        """A card may be asked for by finance alone."""
        may = finance(self.by, self.record)
        return [c.cell(self.record, reveal=self.url_of("reveal") if c.reveal and may else "") for c in section.columns]

    def steps(self):
        payment, by = self.record, self.by
        if payment.state == PaymentState.PENDING and the_maker(by, payment):
            return [StepLink(_("取消付款"), self.url_of("cancel_payment"))]
        if payment.state == PaymentState.PAID and the_proposer(by, payment):
            return [StepLink(_("申请追回"), self.url_of("propose_recovery"), is_main=False)]
        return []

    def moments(self):
        return moments_of(self.record, stops=("cancel_payment",))


class OfPayment(OfRecord, FormView):
    """Asks for a reason; what then is done and shown is `answered`."""

    answered: Any

    queryset = payments()
    key = "uid"
    form_class = ReasonForm

    @cached_property
    def back_url(self):
        return self.record.get_absolute_url()

    def form_valid(self, form):
        try:
            return self.answered(form, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)


class CancelPayment(OfPayment):
    """A payment in no batch is given up."""

    declares = Declares("post", by=the_maker, cites="O.3")
    template_name = "ui/form.html"
    title = _("取消付款")

    def answered(self, form, reason):
        actions.cancel_payment(self.record, by=self.by, on=self.today, reason=reason)
        messages.success(self.request, _("付款已取消。"))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("取消付款"), "asks": True} | kwargs)


class RevealCard(OfPayment):
    """Asks why, writes it down, and shows the card once (O.1)."""

    declares = Declares("post", by=finance, cites="O.1")
    template_name = "notices/reveal.html"
    title = _("查看收款账号")

    def answered(self, form, reason):
        asked = {"by": self.by, "on": self.today, "quota": REVEALS_A_DAY.on(self.today)}
        value = reveal(self.record, "card", reason=reason, **asked)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        own = {"field": Payment._meta.get_field("card"), "button": _("查看"), "asks": True, "value": ""}
        return super().get_context_data(**own | kwargs)
