"""应急慰问: money to a person without a file: the list, a new one, the record, its steps (E-R8, E-R11, E-R13)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.rules import has_role
from gonghui.foundation.documents.models import Document
from gonghui.foundation.funds.actions import guard
from gonghui.foundation.journal.actions import reveal
from gonghui.kernel.pages import Declares, EditPage, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import relief
from ..forms import relief as asked
from ..forms import steps as forms
from ..models import HardshipArchive, Relief
from ..rulebook import GrantState, policies
from ..rulebook.relief import RELIEF, another_than_the_recipient, the_relief_reviewer
from .files import OFFICERS, REVEALERS
from .projects import OPERATORS
from .shown import GRANT_STATE, GRANT_TONES, last_return, moments_of, with_county

LIST = Crumb(Relief._meta.verbose_name, "/hardship/reliefs/")
ROAD = ("check", "grant", "pay")
EXPORTED = (
    Column("number", _("编号")),
    Column("masked_name", _("领款人")),
    Column("unit", _("所在工会")),
    Column("county_name", _("区县")),
    Column("project", _("帮扶项目")),
    Column("event", _("事由")),
    Column("happened_on", _("发生日期")),
    Column("amount", _("金额(元)"), kind="money"),
    Column("state", _("状态"), kind="state"),
    Column("granted_on", _("批准日期")),
    Column("paid_on", _("发放日期")),
)


def reliefs():
    return with_county(Relief.objects.select_related("unit", "project"))


class ReliefList(ListPage):
    declares = Declares("post", by=OFFICERS, cites="E-R8 X-R2")
    title = _("应急慰问")
    template_name = "hardship/relief_list.html"
    filters: Any = asked.ReliefFilters
    search_hint: Any = _("姓名 / 拼音首字母 / 编号")
    states = tuple(GrantState)[:6]
    exporters = REVEALERS
    nothing = _("没有符合条件的应急慰问")
    columns: tuple[Column, ...] = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("name", _("领款人"), sort="name_pinyin", narrow="title", link=True),
        Column("event", _("事由"), narrow="left"),
        Column("unit", _("所在工会"), narrow="hide"),
        Column("county_name", _("区县"), narrow="right"),
        Column("amount", _("金额(元)"), kind="money", sort="amount", narrow="right"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        Column("paid_on", _("发放日期"), sort="paid_on", narrow="hide"),
        Column("state", _("状态"), kind="state", narrow="state", tones=GRANT_TONES),
    )

    queryset = reliefs()

    def export(self):
        """As the page, with names masked."""
        self.columns = EXPORTED
        return super().export()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_propose": self.by.role in OPERATORS}


class ReliefProposal(Page, FormView):
    """Everything on one page, for it is urgent."""

    declares = Declares("post", by=has_role(*OPERATORS), cites="E-R8 E-R11 E-R13")
    template_name = "hardship/relief_proposal.html"
    form_class = asked.ReliefForm
    title = _("提出应急慰问")
    back_url = LIST.url

    def crumbs(self):
        return [LIST, Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.by, "on": self.today}

    def form_valid(self, form):
        try:
            found = relief.propose(by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已提出,等待复核。请添加证明材料。"))
        return HttpResponseRedirect(found.get_absolute_url())

    def get_context_data(self, **kwargs):
        shown = {"button": _("提出"), "asks": True, "cites": "E-R8 E-R11 E-R13"}
        return super().get_context_data(**shown | kwargs)


class OfRelief(OfRecord):
    """A page of one relief; its steps are named apart from those of files and grants."""

    queryset: Any = reliefs().select_related("project__fund", "visitor")

    def url_of(self, name, *args):
        return super().url_of(f"relief_{name}", *args)

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.record.get_absolute_url())]


class ReliefRecord(OfRelief, RecordPage):
    declares = Declares("post", by=OFFICERS, cites="E-R8 X-R2")
    template_name = "hardship/relief_record.html"
    workflow = RELIEF
    state = GRANT_STATE
    sections = (
        Section(
            _("领款人"),
            (
                Column("name", _("姓名")),
                Column("id_no", _("身份证号"), reveal="reveal"),
                Column("mobile", _("手机号"), reveal="reveal"),
                Column("unit", _("所在工会")),
                Column("county_name", _("区县")),
                Column("card_no", _("本人银行卡号"), reveal="reveal"),
                Column("bank_name", _("开户银行")),
            ),
        ),
        Section(
            _("事由与发放"),
            (
                Column("event", _("事由")),
                Column("happened_on", _("发生日期")),
                Column("is_urgent", _("紧急")),
                Column("visitor.name", _("走访人")),
                Column("visited_on", _("走访日期")),
                Column("reason", _("情况说明"), reveal="reveal"),
                Column("project", _("帮扶项目")),
                Column("project.fund", _("资金来源")),
                Column("amount", _("金额(元)"), kind="money"),
                Column("ceiling", _("测算时上限(元)"), kind="money"),
                Column("begun_on", _("提出日期")),
                Column("due_on", _("办结期限")),
                Column("granted_on", _("批准日期")),
                Column("paid_on", _("发放日期")),
                Column("instalment", _("发放次数"), kind="number"),
            ),
        ),
    )

    @property
    def title(self):
        return _("{name}的应急慰问").format(name=self.record.name)

    def cells(self, section):
        """What is masked may be asked for by who works on cases, and never by the recipient's own officer self."""
        may = self.by.role in REVEALERS and another_than_the_recipient(self.by, self.record)
        return [
            column.cell(self.record, reveal=self.url_of(column.reveal, column.path) if may and column.reveal else "")
            for column in section.columns
        ]

    def moments(self):
        return moments_of(self.record, RELIEF, ROAD)

    def get_context_data(self, **kwargs):
        record = self.record
        return super().get_context_data(
            papers=Document.objects.visible_to(self.by).of(record),
            file=HardshipArchive.objects.visible_to(self.by).filter(pk=record.file_id).first(),
            asked=last_return(record) if record.state == GrantState.RETURNED else [],
            may_add=self.by.role in REVEALERS,
            recusals=record.recusals.open().select_related("officer"),
            may_declare=another_than_the_recipient(self.by, record),
            may_order=the_relief_reviewer(self.by, record),
            **kwargs,
        )


class ReliefReveal(OfRelief, FormView):
    """Asks why, writes it down, and shows one masked value once (O.1)."""

    declares = Declares("post", by=has_role(*REVEALERS) & another_than_the_recipient, cites="O.1")
    template_name = "hardship/relief_reveal.html"
    form_class = forms.RevealForm

    @property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    @cached_property
    def field(self):
        if self.kwargs["what"] not in ("id_no", "mobile", "card_no", "reason"):
            raise Http404
        return self.record._meta.get_field(self.kwargs["what"])

    def form_valid(self, form):
        quota = policies.REVEALS_A_DAY.on(self.today)
        why = {"by": self.by, "on": self.today, "reason": form.cleaned_data["reason"], "quota": quota}
        try:
            value = reveal(self.record, self.field.name, **why)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"field": self.field, "button": _("查看"), "asks": True} | kwargs)


class ReliefPaper(OfRelief, EditPage):
    """Attaches a paper to a relief."""

    declares = Declares("post", by=has_role(*REVEALERS), cites="E-R8")
    form_class = asked.ReliefPaperForm
    title = _("添加证明材料")
    button = _("添加")

    @property
    def back_url(self):
        return self.record.get_absolute_url()


class ReliefStep(OfRelief, StepPage):
    """A step of a relief; ceiling, event and warnings stand above the form."""

    template_name = "hardship/relief_step.html"
    workflow = RELIEF
    form_class: type[forms.StepForm] = asked.ReliefOpinion

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.step.title)]

    def take(self, facts):
        try:
            super().take(facts)
        except guard.OverLimit as refusal:
            guard.report(refusal, self.record, by=self.by, on=self.today)
            raise

    def get_context_data(self, **kwargs):
        form = kwargs.setdefault("form", self.get_form())
        shown = {"due_shown": True, "warnings": getattr(form, "warnings", []), "asked": self._asked()}
        return super().get_context_data(**shown | kwargs)

    def _asked(self):
        return last_return(self.record) if self.record.state == GrantState.RETURNED else []


class ReliefCheck(ReliefStep):
    action = relief.check


class ReliefApproval(ReliefStep):
    action = relief.grant


class ReliefReturn(ReliefStep):
    action = relief.send_back
    form_class = forms.ReturnForm


class ReliefResubmission(ReliefStep):
    action = relief.resubmit
    form_class = asked.ReliefAmountForm


class ReliefRefusal(ReliefStep):
    action = relief.refuse
    form_class = forms.Reason


class ReliefWithdrawal(ReliefStep):
    action = relief.withdraw
    form_class = forms.WithdrawalReason


class ReliefReissue(ReliefStep):
    action = relief.reissue
    form_class = asked.ReissueForm
