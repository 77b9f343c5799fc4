"""受助回访: the auditor's rounds, whom they ask, and what was said; the sum is shown once she has answered (E-R13)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import inquiring as actions
from ..forms import ReasonForm
from ..inquiry_form import AnswerForm, NoteForm, RoundForm
from ..models import Inquiry, SampleRound
from ..rulebook import REVEALS_A_DAY
from ..rulebook.inquiries import INQUIRY, ROUND, InquiryState, RoundState, the_auditor, the_caller

AUDIT = Declares("post", by=(Role.AUDITOR,), cites="E-R13")
ROUND_STATE = Column(
    "state",
    _("状态"),
    kind="state",
    narrow="state",
    tones={RoundState.SEEDED: "blue", RoundState.DRAWN: "orange", RoundState.CLOSED: "green"},
)
INQUIRY_STATE = Column(
    "state",
    _("状态"),
    kind="state",
    narrow="state",
    tones={
        InquiryState.ASKED: "blue",
        InquiryState.BY_PHONE: "orange",
        InquiryState.ANSWERED: "green",
        InquiryState.UNREACHABLE: "grey",
    },
)
COUNTED = (
    ("asked", _("被问")),
    ("answered", _("已回答")),
    ("agree", _("一致")),
    ("differ", _("有差异")),
    ("unreachable", _("无法联系")),
    ("open", _("还在等")),
)


def the_list() -> Crumb:
    return Crumb(_("受助回访"), reverse("funds:rounds"))


class RoundList(ListPage):
    """The rounds of my units."""

    declares = AUDIT
    template_name = "funds/inquiry_rounds.html"
    queryset = SampleRound.objects.select_related("unit")
    title = _("受助回访")
    nothing = _("还没有开展受助回访")
    columns = (
        Column("number", _("编号"), narrow="title", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("starts_on", _("付款起始日期"), sort="starts_on", narrow="row"),
        Column("last_on", _("付款截止日期"), narrow="row"),
        Column("population", _("期内已付笔数"), kind="number", narrow="row"),
        ROUND_STATE,
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_open": the_auditor(self.by, self.by.unit)} | kwargs)


class OpenRound(Page, FormView):
    """A period is named; the seed is made and published with it."""

    declares = AUDIT
    template_name = "ui/form.html"
    form_class = RoundForm
    title = _("开展受助回访")
    back_url = reverse_lazy("funds:rounds")

    def crumbs(self):
        return [the_list(), Crumb(self.title)]

    def form_valid(self, form):
        try:
            made = actions.open_round(self.by.unit, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("种子已公布,可以抽样。"))
        return HttpResponseRedirect(made.get_absolute_url())

    def get_context_data(self, **kwargs):
        lead = _("种子在抽样前公布,此后不能更换;按“种子+付款编号”的 SHA-256 值从小到大抽取,任何人都能重算。")
        return super().get_context_data(**{"lead": lead, "button": _("公布种子"), "asks": True} | kwargs)


class OfRound(OfRecord):
    queryset: Any = SampleRound.objects.select_related("unit")

    def url_of(self, name, *args):
        return super().url_of(f"round_{name}", *args)

    def crumbs(self):
        return [the_list(), Crumb(self.record.number, self.record.get_absolute_url())]


class RoundRecord(OfRound, RecordPage):
    declares = AUDIT
    template_name = "funds/inquiry_round.html"
    workflow = ROUND
    state = ROUND_STATE
    sections = (
        Section(
            _("抽样"),
            (
                Column("unit", _("所属工会")),
                Column("starts_on", _("付款起始日期")),
                Column("last_on", _("付款截止日期")),
                Column("percent", _("抽取比例(%)"), kind="number"),
                Column("least", _("最少笔数"), kind="number"),
                Column("seed", _("抽样种子"), wide=True),
                Column("population", _("期内已付笔数"), kind="number"),
                Column("drawn_on", _("抽样日期")),
            ),
        ),
    )

    def moments(self):
        return moments_of(self.record)

    def get_context_data(self, **kwargs):
        counts = self.record.counts()
        found = self.record.inquiries.visible_to(self.by).select_related("payment").order_by("number")
        rows = [(each, INQUIRY_STATE.cell(each)) for each in found]
        shown = {"counts": [(title, counts[name]) for name, title in COUNTED], "inquiries": rows}
        return super().get_context_data(**shown | kwargs)


class RoundStep(OfRound, StepPage):
    workflow = ROUND

    def take(self, facts):
        type(self).action(self.record, by=self.by, on=self.today)


class Draw(RoundStep):
    action = actions.draw


class CloseRound(RoundStep):
    action = actions.close_round


class OfInquiry(OfRecord):
    queryset: Any = Inquiry.objects.select_related("payment", "round", "unit", "about")

    def url_of(self, name, *args):
        return super().url_of(f"inquiry_{name}", *args)

    def crumbs(self):
        sampled = self.record.round
        way = Crumb(sampled.number, sampled.get_absolute_url())
        return [the_list(), way, Crumb(self.record.number, self.record.get_absolute_url())]


ASKED = Section(
    _("回访"),
    (
        Column("payee", _("收款人")),
        Column("about.mobile", _("手机号"), reveal="mobile"),
        Column("unit", _("所属工会")),
        Column("purpose", _("用途")),
        Column("payment.remark", _("事项编号")),
        Column("calls", _("未接通次数"), kind="number"),
    ),
)
ANSWER = Section(
    _("回答"),
    (
        Column("was_received", _("是否收到")),
        Column("amount", _("收到金额(元)"), kind="money"),
        Column("payment.amount", _("付款金额(元)"), kind="money"),
        Column("received_on", _("到账日期")),
        Column("payment.paid_on", _("付款日期")),
        Column("agrees", _("是否一致")),
        Column("answered_on", _("回答日期")),
        Column("remark", _("补充说明"), reveal="remark", wide=True),
    ),
)


class InquiryRecord(OfInquiry, RecordPage):
    """One inquiry; what was paid stands beside the answer, and not before it."""

    declares = AUDIT
    workflow = INQUIRY
    state = INQUIRY_STATE
    template_name = "funds/inquiry.html"
    sections = (ASKED, ANSWER)

    def cells(self, section):
        """Nothing of the answer before there is one; a number or a remark may be asked for by who may call."""
        if section is ANSWER and self.record.state != InquiryState.ANSWERED:
            return []
        may = the_caller(self.by, self.record)
        return [
            column.cell(self.record, reveal=self.url_of(column.reveal) if self._is_open(column, may) else "")
            for column in section.columns
        ]

    def _is_open(self, column, may) -> bool:
        return bool(may and column.reveal and column.value(self.record))

    def moments(self):
        return moments_of(self.record, stops=("give_up",))

    def get_context_data(self, **kwargs):
        shown = super().get_context_data(**{"discrepancy": getattr(self.record, "discrepancy", None)} | kwargs)
        return shown | {"sections": [section for section in shown["sections"] if section["cells"]]}


class InquiryStep(OfInquiry, StepPage):
    workflow = INQUIRY
    form_class: Any = NoteForm


class RecordCall(InquiryStep):
    action = actions.record_call
    form_class = AnswerForm


class Miss(InquiryStep):
    action = actions.miss


class GiveUp(InquiryStep):
    action = actions.give_up


class Reveal(OfInquiry, FormView):
    """Asks why, writes it down, and shows her number or her remark once (O.1)."""

    declares = Declares("post", by=the_caller, cites="O.1")
    template_name = "notices/reveal.html"
    form_class = ReasonForm
    what = "mobile"

    @property
    def target(self):
        found = self.record.about if self.what == "mobile" else self.record
        if found is None or not getattr(found, self.what):
            raise Http404
        return found

    @property
    def field(self):
        return self.target._meta.get_field(self.what)

    @property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def form_valid(self, form):
        asked = {"by": self.by, "on": self.today, "quota": REVEALS_A_DAY.on(self.today)}
        try:
            value = reveal(self.target, self.what, reason=form.cleaned_data["reason"], **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        own = {"field": self.field, "button": _("查看"), "asks": True, "value": ""}
        return super().get_context_data(**own | kwargs)
