"""银行对账: the bank's month is taken in, matched, made up and closed (E-R13)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import forms
from ..actions import matching, reconciling, statements
from ..bank.answer import LARGEST
from ..models import Match, Reconciliation
from ..rulebook import RECONCILIATION, SheetState, the_reconciler
from .ledger import READERS, OfFund
from .receipts import Asks
from .shown import SHEET_STATE


def sheets():
    return Reconciliation.objects.select_related("fund__unit", "unit", "statement")


class SheetList(ListPage):
    """The months of my units' funds, and how far they are."""

    declares = Declares("post", by=READERS, cites="E-R13")
    queryset = sheets()
    title = _("银行对账")
    ordering = ("-ends_on",)
    states = tuple(SheetState)
    nothing = _("还没有导入银行对账单")
    lead: Any = _("在资金台账中打开一项资金,导入它的银行对账单。每季度至少对账一次。")
    columns = (
        Column("number", _("编号"), narrow="title", link=True),
        Column("fund", _("资金"), narrow="left"),
        Column("ends_on", _("截止日期"), sort="ends_on", narrow="right"),
        Column("ledger_balance", _("账面余额(元)"), kind="money", narrow="row"),
        Column("bank_balance", _("对账单余额(元)"), kind="money", narrow="row"),
        Column("due_on", _("办结期限"), narrow="row"),
        SHEET_STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in SheetState else found


class SheetRecord(RecordPage):
    """银行存款余额调节表: both balances and what lies between them."""

    declares = Declares("post", by=READERS, cites="E-R13")
    template_name = "funds/reconciliation.html"
    queryset = sheets()
    workflow = RECONCILIATION
    state = SHEET_STATE
    sections = (
        Section(
            _("对账情况"),
            (
                Column("fund", _("资金")),
                Column("unit", _("管理工会")),
                Column("ends_on", _("截止日期")),
                Column("statement.rows", _("对账单行数")),
                Column("closed_on", _("对账日期")),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    def url_of(self, name, *args):
        return super().url_of(f"sheet_{name}", *args)

    def crumbs(self):
        return [Crumb(_("银行对账"), reverse("funds:reconciliations")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("send_back",))

    def get_context_data(self, **kwargs):
        sheet = self.record
        if is_draft := sheet.state == SheetState.DRAFT:  # what it would be if it were made up now
            for name, value in reconciling.sheet_of(sheet.fund, sheet.ends_on).columns().items():
                setattr(sheet, name, value)
        sides = [(side, [item for item in sheet.items if item["side"] == side]) for side in ("ledger", "bank")]
        may_match = is_draft and the_reconciler(self.by, sheet)
        return super().get_context_data(sides=dict(sides), may_match=may_match, **kwargs)


class SheetStep(StepPage):
    queryset = sheets()
    workflow = RECONCILIATION


class Make(SheetStep):
    action = reconciling.make


class SendBack(SheetStep):
    action = reconciling.send_back
    form_class = forms.GroundsForm


class Close(SheetStep):
    action = reconciling.close


class ImportStatement(Asks, OfFund):
    """The bank's month of this fund is taken in, whole or not at all."""

    declares = Declares("post", by=(Role.FINANCE_MAKER,), cites="E-R13")
    form_class = forms.StatementForm
    title, cites, button = _("导入银行对账单"), "E-R13", _("导入")
    done = _("对账单已导入,能对上的已自动勾对。")

    def take(self, facts):
        file = facts["file"]
        content = file.read(LARGEST + 1)
        asked = {"file_name": file.name, "by": self.by, "on": self.today}
        return statements.import_statement(self.record, facts["month"], content, **asked).reconciliation


class MatchByHand(OfRecord, FormView):
    """What is left on both sides; who is sure ticks what is the same money."""

    declares = Declares("post", by=the_reconciler, cites="E-R13")
    template_name = "funds/match.html"
    queryset = sheets()
    form_class = forms.MatchForm
    title = _("人工勾对")

    @cached_property
    def back_url(self):
        return self.record.get_absolute_url()

    @cached_property
    def unmatched(self):
        fund = self.record.fund
        return {
            "unmatched_lines": matching.unmatched_lines(fund).visible_to(self.by),
            "unmatched_postings": matching.unmatched_postings(fund).visible_to(self.by),
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.unmatched

    def form_valid(self, form):
        chosen = {name: [each.pk for each in form.cleaned_data[name]] for name in ("lines", "postings")}
        try:
            matching.match(self.record.fund, **chosen, by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已勾对。"))
        return HttpResponseRedirect(self.request.path)

    def get_context_data(self, **kwargs):
        matches = Match.objects.visible_to(self.by).filter(fund=self.record.fund).order_by("-pk")[:50]
        shown = matches.prefetch_related("lines__line", "postings__posting")
        return super().get_context_data(**self.unmatched | {"matches": shown} | kwargs)


class Unmatch(OfRecord, View):
    """A match is taken apart again, while no sheet rests on it."""

    declares = Declares("post", by=the_reconciler, cites="E-R13")
    queryset = Match.objects.select_related("fund")
    key = "pk"
    http_method_names = ["post"]

    @cached_property
    def back_url(self):
        return reverse("funds:reconciliations")

    def post(self, request, *args, **kwargs):
        matching.unmatch(self.record, by=self.by, on=self.today)
        messages.success(request, _("已取消勾对。"))
        return HttpResponseRedirect(self.back_url)
