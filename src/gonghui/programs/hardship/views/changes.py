"""家庭变动: reported on the phone or at the union's desk, read and confirmed at the next office's (E-R6, E-R13)."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.models import Document
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, EditPage, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import actions
from ..actions import changes
from ..forms import steps as forms
from ..forms.changes import FORMS
from ..forms.filters import ChangeFilters
from ..forms.papers import ChangePaperForm
from ..models import HouseholdChange
from ..rulebook import the_household
from ..rulebook.changes import CHANGE, IN_FORCE, PAPERS, ChangeKind, ChangeState
from .beginning import ByTwoDoors
from .files import LIST as FILES
from .files import OFFICERS, REVEALERS, RevealPage
from .shown import CHANGE_STATE, files, with_county

LIST = Crumb(HouseholdChange._meta.verbose_name, "/hardship/changes/")
DECISIONS = ("confirm", "refuse")
STOPS = ("refuse", "withdraw")
HINTS = {
    ChangeKind.BIRTH: _("孩子出生或收养"),
    ChangeKind.MARRIAGE: _("申请人或家庭成员结婚,对方住到一起"),
    ChangeKind.JOINING: _("父母投靠等,有人住到一起"),
    ChangeKind.DIVORCE: _("离婚,对方或孩子离开这个家庭"),
    ChangeKind.LEAVING: _("分户、外嫁等,有人不再住在一起"),
    ChangeKind.DEATH: _("家庭成员去世;申请人去世的,由另一名成年成员接续"),
    ChangeKind.MOVE: _("在本县区内搬家,或换了单位、换了工会"),
    ChangeKind.CARD: _("换银行卡,或改打到另一名家庭成员的卡上"),
    ChangeKind.NUMBER: _("孩子上了户口、办了身份证,或号码登记错了"),
}


def household_changes():
    return with_county(HouseholdChange.objects.select_related("file__unit", "unit", "member", "successor", "new_unit"))


class ChangeList(ListPage):
    """The changes that a post may see, those that wait first."""

    declares = Declares("post", by=OFFICERS, cites="E-R6 X-R2")
    title = _("家庭变动")
    filters: Any = ChangeFilters
    search_hint: Any = _("姓名 / 拼音首字母 / 编号")
    states = tuple(ChangeState)
    nothing = _("没有符合条件的家庭变动")
    columns: tuple[Column, ...] = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("applicant_name", _("申请人"), sort="file__name_pinyin", narrow="title", link=True),
        Column("kind", _("变动种类"), sort="kind", narrow="left"),
        Column("unit", _("所在工会"), narrow="hide"),
        Column("county_name", _("区县"), narrow="right"),
        Column("happened_on", _("发生日期"), sort="happened_on", narrow="right"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        CHANGE_STATE,
    )

    queryset = household_changes()


class OfChange(ByTwoDoors, OfRecord):
    """A page of one change; its addresses are named apart from those of files."""

    queryset = household_changes()

    def url_of(self, name, *args):
        return super().url_of(f"change_{name}", *args)

    @property
    def file_url(self):
        name = "hardship:mine" if self.is_own else "hardship:file"
        return reverse(name, args=[self.record.file.number])

    def crumbs(self):
        return [] if self.is_own else [LIST, Crumb(self.record.number)]


class ChangeRecord(OfChange, RecordPage):
    """One change: what happened, with which paper, who confirmed it."""

    declares = Declares("post", by=(*OFFICERS, Role.WORKER), cites="E-R6 X-R2")
    template_name = "hardship/change.html"
    workflow = CHANGE
    state = CHANGE_STATE
    sections = (
        Section(
            _("变动内容"),
            (
                Column("kind", _("变动种类")),
                Column("happened_on", _("发生日期")),
                Column("member_name", _("家庭成员")),
                Column("leavers_shown", _("离开的成员")),
                Column("successor_name", _("接续申请人")),
                Column("name", _("姓名")),
                Column("relation", _("与申请人关系")),
                Column("identity", _("身份")),
                Column("id_kind", _("证件种类")),
                Column("id_no", _("证件号码"), reveal="reveal"),
                Column("born_on", _("出生日期")),
                Column("card_no", _("银行卡号"), reveal="reveal"),
                Column("bank_name", _("开户银行")),
                Column("branch_code", _("联行号")),
                Column("new_unit", _("新的所在工会")),
                Column("note", _("说明")),
                Column("before", _("变动前")),
                Column("begun_on", _("报告日期")),
                Column("due_on", _("办结期限")),
                Column("confirmed_on", _("确认日期")),
            ),
        ),
    )

    @property
    def title(self):
        return f"{self.record.applicant_name} · {self.record.get_kind_display()}"

    @property
    def back_url(self):
        return self.file_url

    def cells(self, section):
        """Only what this kind of change says; masked numbers may be asked for by who works on cases."""
        may, told = self.by.role in REVEALERS, [each for each in section.columns if each.text(self.record) != "—"]
        return [
            each.cell(self.record, reveal=self.url_of(each.reveal, each.path) if may and each.reveal else "")
            for each in told
        ]

    def moments(self):
        """The household reads which step was taken, and why not; who took it stays inside."""
        done = moments_of(self.record, STOPS)
        if not self.is_own:
            return done
        return [replace(each, who="", note=each.note if each.state == "stopped" else "") for each in done]

    def steps(self):
        """Who reported a change does not see the buttons of its decision (X-R1)."""
        is_reporter = self.record.reported_by == self.by.user_id
        hidden = {self.url_of(name) for name in DECISIONS} if is_reporter else set()
        return [step for step in super().steps() if step.url not in hidden]

    def get_context_data(self, **kwargs):
        papers = Document.objects.visible_to(self.by).of(self.record)
        is_open = self.record.state == ChangeState.REPORTED
        shown = {"papers": papers, "papers_open": is_open, "file_url": self.file_url}
        return super().get_context_data(**shown | {"wanted": PAPERS[self.record.kind]} | kwargs)


class ChangeReveal(OfChange, RevealPage):
    """A number or a card as it was reported, to compare it with the paper."""

    declares = RevealPage.declares
    OPEN = {"file": ("id_no", "card_no")}
    MANY = ()

    queryset = household_changes()


class ChangePaper(OfChange, EditPage):
    """Another paper for a change that waits."""

    declares = Declares("person", by=(*REVEALERS, Role.WORKER), cites="E-R6")
    form_class = ChangePaperForm
    title = _("添加证明材料")
    button = _("上传")

    @property
    def back_url(self):
        return self.record.get_absolute_url()


class OfHousehold(ByTwoDoors, OfRecord):
    """A page of a file on which its household, or its union for it, reports."""

    declares = Declares("person", by=the_household, cites="E-R6 E-R13")
    queryset = files()

    @property
    def home_url(self):
        return reverse("hardship:mine", args=[self.record.number]) if self.is_own else self.record.get_absolute_url()

    def crumbs(self):
        return [] if self.is_own else [FILES, Crumb(self.record.number, self.home_url), Crumb(self.title)]

    def answer(self, request, *args, **kwargs):
        if self.record.state in IN_FORCE:
            return super().answer(request, *args, **kwargs)
        messages.warning(request, changes.NotInForce.sentence)
        return HttpResponseRedirect(self.home_url)


class Kinds(OfHousehold, TemplateView):
    """What has changed: one touch for each kind."""

    template_name = "hardship/change_kinds.html"
    title = _("家庭有变动")

    @property
    def back_url(self):
        return self.home_url

    def get_context_data(self, **kwargs):
        kinds = [(kind, HINTS[kind], self.url_of("report_change", kind.value)) for kind in ChangeKind]
        return super().get_context_data(**{"kinds": kinds} | kwargs)


class Report(OfHousehold, FormView):
    """The day, the paper, and what this kind of change asks."""

    template_name = "hardship/change_report.html"

    @cached_property
    def kind(self) -> ChangeKind:
        if self.kwargs["kind"] not in FORMS:
            raise Http404
        return ChangeKind(self.kwargs["kind"])

    @property
    def title(self):
        return self.kind.label

    @property
    def back_url(self):
        return self.url_of("change_kinds")

    def get_form_class(self):
        return FORMS[self.kind]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"file": self.record, "kind": self.kind, "on": self.today}

    def form_valid(self, form):
        try:
            change = changes.report(self.record, by=self.by, on=self.today, kind=self.kind, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已报告,等待工会核对确认。"))
        return HttpResponseRedirect(change.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提交"), "asks": True, "hint": HINTS[self.kind]} | kwargs)


class ChangeStep(OfChange, StepPage):
    """A step of a change, which stands above the form."""

    template_name = "hardship/change_step.html"
    workflow = CHANGE

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"due_shown": True, "asked": []} | kwargs)


class Confirmation(ChangeStep):
    """Where a new member stands in another active file, the city is told and this office only that it must wait."""

    action = changes.confirm
    form_class = forms.Opinion

    def take(self, facts):
        try:
            super().take(facts)
        except actions.AnotherFile:
            actions.report_conflict(self.record.file, on=self.today, index=self.record.number_index())
            raise


class ChangeRefusal(ChangeStep):
    action = changes.refuse
    form_class = forms.Reason


class ChangeWithdrawal(ChangeStep):
    action = changes.withdraw
    form_class = forms.WithdrawalReason
