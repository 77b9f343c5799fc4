"""付款批次: the list, the record with its steps, a new batch from what waits, the bank's files (O.3)."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb

from .. import actions
from ..actions.answers import the_reader
from ..bank.answer import LARGEST
from ..forms import GroundsForm, PaymentsForm, ReturnForm
from ..models import MONEY_ROLES, Fund, Payment, PaymentBatch
from ..rulebook import BATCH, BatchState, finance
from .shown import BATCH_STATE, PAYMENT_TONES

READERS = tuple(role for role in MONEY_ROLES if role != Role.SYSTEM)
AT_ONCE = 500
"""How many payments one page offers for a batch; the next ones come with the next batch."""


BANK_TYPE = "text/csv; charset=gb18030"


def batches():
    return PaymentBatch.objects.select_related("fund", "unit")


class BatchList(ListPage):
    """The batches of my units."""

    declares = Declares("post", by=READERS, cites="O.3")
    template_name = "funds/batches.html"
    queryset = batches()
    title = _("付款批次")
    states = tuple(BatchState)
    nothing = _("还没有付款批次")
    columns = (
        Column("number", _("批次号"), sort="number", narrow="title", link=True),
        Column("fund", _("资金"), narrow="left"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("count", _("笔数"), kind="number", narrow="right"),
        Column("total", _("金额(元)"), kind="money", sort="total", narrow="right"),
        Column("begun_on", _("制单日期"), sort="begun_on", narrow="row"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        BATCH_STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in BatchState else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_make": self.by.role == Role.FINANCE_MAKER} | kwargs)


class BatchRecord(RecordPage):
    """One batch: its rows, its files, who did what."""

    declares = Declares("post", by=READERS, cites="O.3")
    template_name = "funds/batch.html"
    queryset = batches()
    workflow = BATCH
    state = BATCH_STATE
    sections = (
        Section(
            _("批次情况"),
            (
                Column("fund", _("资金")),
                Column("unit", _("所属工会")),
                Column("count", _("笔数"), kind="number"),
                Column("total", _("金额(元)"), kind="money"),
                Column("begun_on", _("制单日期")),
                Column("due_on", _("办结期限")),
                Column("sha256", _("银行文件摘要"), wide=True),
            ),
        ),
    )

    def crumbs(self):
        return [Crumb(_("付款批次"), reverse("funds:batches")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("send_back", "cancel"))

    def get_context_data(self, **kwargs):
        batch, by = self.record, self.by
        rows = [(row, PAYMENT_TONES[row.state]) for row in batch.payments.visible_to(by).order_by("seq")]
        is_sent = batch.state in (BatchState.SENT, BatchState.SETTLED)
        return super().get_context_data(
            rows=rows,
            returns=batch.returns.order_by("pk"),
            has_file=is_sent and finance(by, batch),
            may_import=batch.state == BatchState.SENT and the_reader(by, batch),
            **kwargs,
        )


class BatchStep(StepPage):
    """A step of a batch."""

    queryset = batches()
    workflow = BATCH


class Check(BatchStep):
    action = actions.check


class Authorise(BatchStep):
    action = actions.authorise


class SendBack(BatchStep):
    action = actions.send_back
    form_class = GroundsForm


class Cancel(BatchStep):
    action = actions.cancel
    form_class = GroundsForm


class Prepare(Page, FormView):
    """A new batch: a fund is chosen, then which of its waiting payments."""

    declares = Declares("post", by=(Role.FINANCE_MAKER,), cites="X-R1 O.3")
    template_name = "funds/prepare.html"
    form_class = PaymentsForm
    title = _("制单")

    @cached_property
    def back_url(self):
        return reverse("funds:batches")

    @cached_property
    def waiting(self):
        return Payment.objects.visible_to(self.by).within(self.by.unit).pending().of_funds_within(self.by.unit)

    @cached_property
    def fund(self):
        asked = self.request.GET.get("fund", "")[:18]
        return get_object_or_404(Fund, pk=asked) if asked.isdecimal() else None

    @cached_property
    def rows(self):
        return self.waiting.filter(fund=self.fund).order_by("pk")[:AT_ONCE]

    def funds(self):
        """The funds that payments wait for, with how many and how much."""
        return self.waiting.of_funds()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.waiting.filter(fund=self.fund)}

    def form_valid(self, form):
        try:
            batch = actions.prepare(self.by.unit, form.cleaned_data["payments"], self.fund, by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("批次 {number} 已制单,请复核人复核。").format(number=batch.number))
        return HttpResponseRedirect(batch.get_absolute_url())

    def get_context_data(self, **kwargs):
        chosen = set(self.request.POST.getlist("payments"))
        rows = [(row, not chosen or str(row.pk) in chosen) for row in self.rows] if self.fund else []
        own = {"fund": self.fund, "funds": self.funds(), "rows": rows, "button": _("制单"), "asks": True}
        return super().get_context_data(**own | kwargs)


class ImportReturn(OfRecord, FormView):
    """The bank's answer is taken in, whole or not at all."""

    declares = Declares("post", by=the_reader, cites="O.3")
    queryset = batches()
    template_name = "ui/form.html"
    form_class = ReturnForm
    title = _("导入银行回单")

    @cached_property
    def back_url(self):
        return self.record.get_absolute_url()

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        try:
            taken = actions.import_return(
                self.record,
                file.read(LARGEST + 1),
                file_name=file.name,
                is_part=form.cleaned_data["is_part"],
                by=self.by,
                on=self.today,
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        said = _("回单已导入:付款成功 {paid} 笔,退回 {failed} 笔。")
        messages.success(self.request, said.format(paid=taken.paid, failed=taken.failed))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("导入"), "asks": True, "cites": "O.3"} | kwargs)


class BankFile(OfRecord, View):
    """The file for the bank, handed out as it was authorised and written down."""

    declares = Declares("post", by=finance, cites="O.3")
    queryset = batches()
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        content = actions.open_bank_file(self.record, by=self.by, on=self.today)
        return attachment(content, f"{self.record.number}.csv", BANK_TYPE)


class TotalsFile(BankFile):
    """The totals beside it."""

    def get(self, request, *args, **kwargs):
        content = actions.open_totals_file(self.record, by=self.by)
        return attachment(content, f"{self.record.number}-sha256.csv", BANK_TYPE)
