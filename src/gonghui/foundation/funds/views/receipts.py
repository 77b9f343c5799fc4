"""资金设立、资金入账: entered by the maker, confirmed by the checker (X-R1, E-R10)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import forms
from ..actions import beginnings, openings, receipts
from ..models import FundOpening, Receipt
from ..rulebook import FUND_OPENING, PAYS, RECEIPT, OpeningState, ReceiptKind, ReceiptState, Source
from .ledger import READERS, OfFund
from .shown import OPENING_STATE, RECEIPT_STATE

BY_MAKER = (Role.FINANCE_MAKER,)
LARGEST_WORKBOOK = 20 * 1024 * 1024  # bytes


class Asks(FormView):
    """A form whose answers one action takes; what it refuses stands above the form."""

    template_name = "ui/form.html"
    button: Any = _("提交复核")
    back_url: Any
    cites = ""
    done = _("已提交,请复核人复核。")

    def take(self, facts):
        """Do it; the record it leads to, or None for the page before."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            record = self.take(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(record.get_absolute_url() if record else self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": self.button, "asks": True, "cites": self.cites} | kwargs)


# Funds


class ProposeFund(Asks, Page):
    """A fund is proposed with its rule."""

    declares = Declares("post", by=BY_MAKER, cites="E-R10")
    form_class = forms.FundForm
    title, cites = _("设立资金"), "E-R10"

    @cached_property
    def back_url(self):
        return reverse("funds:ledger")

    def get_initial(self):
        return {"year": self.today.year}

    def take(self, facts):
        if not facts["levels"]:
            usual = PAYS[Source(facts["source"])].on(self.today.replace(facts["year"], 1, 1), self.by.unit.area)
            facts["levels"] = usual.split(",")
        return openings.propose_fund(self.by.unit, by=self.by, on=self.today, **facts)


class OpeningRecord(RecordPage):
    """What was proposed, and who may open it."""

    declares = Declares("post", by=READERS, cites="E-R10")
    queryset = FundOpening.objects.select_related("unit", "fund")
    workflow = FUND_OPENING
    state = OPENING_STATE
    sections = (
        Section(
            _("资金情况"),
            (
                Column("name", _("名称")),
                Column("year", _("年度")),
                Column("source", _("来源")),
                Column("unit", _("管理工会")),
                Column("level_names", _("可支出的档案层级")),
                Column("purpose_names", _("限定用途")),
                Column("paper", _("依据文号")),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    def url_of(self, name, *args):
        return super().url_of(f"opening_{name}", *args)

    def crumbs(self):
        return [Crumb(_("资金台账"), reverse("funds:ledger")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse",))


class OpeningStep(StepPage):
    queryset = FundOpening.objects.select_related("unit")
    workflow = FUND_OPENING


class OpenFund(OpeningStep):
    action = openings.open


class RefuseFund(OpeningStep):
    action = openings.refuse
    form_class = forms.GroundsForm


# Money that comes in


class ReceiptList(ListPage):
    """What came into the funds of my units, and what waits to be confirmed."""

    declares = Declares("post", by=READERS, cites="E-R10")
    template_name = "funds/receipts.html"
    queryset = Receipt.objects.select_related("fund", "unit")
    title = _("资金入账")
    states = tuple(ReceiptState)
    nothing = _("还没有资金入账")
    columns = (
        Column("number", _("编号"), sort="number", narrow="title", link=True),
        Column("kind", _("种类"), narrow="left"),
        Column("fund", _("资金"), narrow="left"),
        Column("amount", _("金额(元)"), kind="money", sort="amount", narrow="right"),
        Column("received_on", _("到账日期"), sort="received_on", narrow="row"),
        Column("paper", _("凭据文号"), narrow="row"),
        RECEIPT_STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in ReceiptState else found

    def get_context_data(self, **kwargs):
        waiting = FundOpening.objects.visible_to(self.by).filter(state=OpeningState.PROPOSED).order_by("pk")
        return super().get_context_data(**{"openings": waiting, "may_make": self.by.role in BY_MAKER} | kwargs)


class ReceiptRecord(RecordPage):
    """One sum that came in: which paper, who entered and who confirmed it."""

    declares = Declares("post", by=READERS, cites="E-R10")
    queryset = Receipt.objects.select_related("fund", "origin", "unit")
    workflow = RECEIPT
    state = RECEIPT_STATE
    sections = (
        Section(
            _("入账情况"),
            (
                Column("kind", _("种类")),
                Column("fund", _("资金")),
                Column("origin", _("转出资金")),
                Column("amount", _("金额(元)"), kind="money"),
                Column("received_on", _("到账日期")),
                Column("paper", _("凭据文号")),
                Column("unit", _("管理工会")),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    def url_of(self, name, *args):
        return super().url_of(f"receipt_{name}", *args)

    def crumbs(self):
        return [Crumb(_("资金入账"), reverse("funds:receipts")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse", "reverse"))


class ReceiptStep(StepPage):
    queryset = Receipt.objects.select_related("fund__unit", "origin__unit", "unit")
    workflow = RECEIPT


class Confirm(ReceiptStep):
    action = receipts.confirm


class Refuse(ReceiptStep):
    action = receipts.refuse
    form_class = forms.GroundsForm


class AskReversal(ReceiptStep):
    action = receipts.ask_reversal
    form_class = forms.GroundsForm


class Reverse(ReceiptStep):
    action = receipts.reverse


class Keep(ReceiptStep):
    action = receipts.keep
    form_class = forms.GroundsForm


class EnterReceipt(Asks, OfFund):
    """Money that came into this fund."""

    declares = Declares("post", by=BY_MAKER, cites="X-R1 E-R10")
    form_class = forms.ReceiptForm
    title, cites = _("录入资金拨入"), "X-R1 E-R10"
    kind = ReceiptKind.GRANTED

    def get_initial(self):
        return {"received_on": self.today}

    def take(self, facts):
        return receipts.enter_receipt(self.record, kind=self.kind, by=self.by, on=self.today, **facts)


class EnterOpening(EnterReceipt):
    """What this fund held when its ledger began."""

    declares = Declares("post", by=BY_MAKER, cites="X-R1 E-R10")
    title = _("录入期初余额")
    kind = ReceiptKind.OPENING


class CarryOver(Asks, OfFund):
    """What is left of this fund goes into next year's."""

    declares = Declares("post", by=BY_MAKER, cites="X-R1 E-R10")
    form_class = forms.CarryForm
    title, cites = _("结转下年"), "X-R1 E-R10"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"origin": self.record}

    def get_initial(self):
        return {"received_on": self.today, "amount": self.record.available}

    def take(self, facts):
        own = {"kind": ReceiptKind.CARRIED, "origin": self.record, "by": self.by, "on": self.today}
        return receipts.enter_receipt(facts.pop("fund"), **facts, **own)


class EnterBalances(Asks, Page):
    """The balances of all funds of my unit from one workbook."""

    declares = Declares("post", by=BY_MAKER, cites="X-R1 E-R10")
    form_class = forms.BalancesForm
    title, cites = _("导入期初余额"), "X-R1 E-R10"

    @cached_property
    def back_url(self):
        return reverse("funds:receipts")

    def take(self, facts):
        file = facts["file"]
        content = file.read(LARGEST_WORKBOOK + 1)
        beginnings.enter_balances(self.by.unit, content, file.name, by=self.by, on=self.today)
