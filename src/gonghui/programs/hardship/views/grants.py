"""帮扶发放: the list of grants, a new one under its cap, and the record of one with its computation (E-R8, E-R9)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.exports.views import asked_for
from gonghui.foundation.funds.actions import guard
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb, StepLink

from .. import sheets
from ..actions import aid
from ..forms import steps as forms
from ..forms.filters import GrantFilters
from ..forms.warned import WarnedNote, WarnedOpinion
from ..models import AidGrant, AidProject, HardshipArchive
from ..rulebook import AID, GrantState, the_county_operator
from .files import LIST as FILES
from .files import OFFICERS, REVEALERS
from .shown import GRANT_STATE, GRANT_TONES, files, grants, last_return, moments_of_grant

LIST = Crumb(AidGrant._meta.verbose_name, "/hardship/grants/")


class AnotherCame(Refusal):
    sentence = _("您打开页面之后,这份档案刚刚有了一笔新的测算。请返回档案查看;需要再测算一笔的,请重新打开本页。")


class GrantList(ListPage):
    declares = Declares("post", by=OFFICERS, cites="E-R8 X-R2")
    title = _("帮扶发放")
    filters: Any = GrantFilters
    search_hint: Any = _("姓名 / 拼音首字母 / 编号")
    states = tuple(GrantState)[:6]
    exporters = REVEALERS
    nothing = _("没有符合条件的发放")
    columns: tuple[Column, ...] = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("file.applicant_name", _("申请人"), sort="file__name_pinyin", narrow="title", link=True),
        Column("project", _("帮扶项目"), narrow="left"),
        Column("file.unit", _("所在工会"), narrow="hide"),
        Column("county_name", _("区县"), narrow="right"),
        Column("amount", _("金额(元)"), kind="money", sort="amount", narrow="right"),
        Column("granted_on", _("批准日期"), sort="granted_on", narrow="hide"),
        Column("paid_on", _("发放日期"), sort="paid_on", narrow="row"),
        Column("state", _("状态"), kind="state", narrow="state", tones=GRANT_TONES),
    )

    queryset = grants()

    def for_chosen(self):
        """Printing and deciding fifty at a time."""
        if self.by.role not in REVEALERS:
            return []
        together = StepLink(_("批量办理"), reverse("hardship:grants_bulk"))
        return [together, StepLink(_("打印表格"), reverse("hardship:grants_papers"), is_main=False)]

    def export(self):
        """As the page, with names masked."""
        self.columns = sheets.GRANTS
        return super().export()

    def too_many(self, rows):
        return asked_for("hardship.grants", self.request)


class OfGrant(OfRecord):
    """A page of one grant; the pages of its steps are named apart from those of files."""

    queryset = grants()

    def url_of(self, name, *args):
        return super().url_of(f"grant_{name}", *args)


class GrantRecord(OfGrant, RecordPage):
    declares = Declares("post", by=(*OFFICERS, Role.WORKER), cites="E-R8 X-R2")
    template_name = "hardship/grant.html"
    workflow = AID
    state = GRANT_STATE
    sections = (
        Section(
            _("发放信息"),
            (
                Column("amount", _("金额(元)"), kind="money"),
                Column("ceiling", _("测算时上限(元)"), kind="money"),
                Column("project", _("帮扶项目")),
                Column("project.fund", _("资金来源")),
                Column("beneficiary", _("受益人")),
                Column("file.applicant_name", _("申请人")),
                Column("file.grade", _("困难类别")),
                Column("file.unit", _("所在工会")),
                Column("county_name", _("区县")),
                Column("begun_on", _("测算日期")),
                Column("due_on", _("办结期限")),
                Column("granted_on", _("批准日期")),
                Column("paid_on", _("发放日期")),
                Column("instalment", _("发放次数"), kind="number"),
            ),
        ),
        Section(
            _("收款账户"),
            (
                Column("file.account_name", _("开户人")),
                Column("file.card_no", _("银行卡号")),
                Column("file.bank_name", _("开户银行")),
            ),
        ),
    )

    def get(self, request, *args, **kwargs):
        if self.by.role == Role.WORKER:
            return HttpResponseRedirect(reverse("hardship:mine", args=[self.record.file.number]))
        return super().get(request, *args, **kwargs)

    @property
    def title(self):
        name = self.record.file.applicant_name
        return _("{name}的{kind}").format(name=name, kind=self.record.project.get_kind_display())

    def crumbs(self):
        file = self.record.file
        return [FILES, Crumb(file.number, file.get_absolute_url()), Crumb(self.record.number)]

    def moments(self):
        return moments_of_grant(self.record)

    def get_context_data(self, **kwargs):
        is_back = self.record.state == GrantState.RETURNED
        shown = {"asked": last_return(self.record) if is_back else [], "may_print": self.by.role in REVEALERS}
        return super().get_context_data(**shown | kwargs)


class Proposal(OfRecord, FormView):
    """First the project, then what may still be given and why, then the amount."""

    declares = Declares("post", by=the_county_operator, cites="E-R8 E-R9")
    template_name = "hardship/proposal.html"
    form_class = forms.AmountForm
    title = _("测算救助金")

    queryset = files()

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [FILES, Crumb(self.record.number, self.back_url), Crumb(self.title)]

    @property
    def choice(self):
        """Which project and which student; asked by address, so that going back and forth changes nothing."""
        file, here = self.record, {"unit__position__lte": self.record.position, "unit__last__gte": self.record.position}
        projects = AidProject.objects.visible_to(self.by).filter(is_open=True, year=self.today.year, **here)
        answers = self.request.GET if "project" in self.request.GET else None
        return forms.ProjectForm(answers, file=file, projects=projects.select_related("fund"))

    def get_context_data(self, **kwargs):
        choice = kwargs.pop("choice", None) or self.choice
        shown = {"choice": choice, "cap": None, "warnings": [], "seen": self.record.grants.count(), "asks": True}
        if choice.is_bound and choice.is_valid():
            try:
                shown["cap"] = aid.cap_of(self.record, on=self.today, **choice.cleaned_data)
                hits = aid.foresee_any(self.record, on=self.today, **choice.cleaned_data)
                shown["warnings"] = guard.words(hits, self.by)
            except Refusal as refusal:
                choice.add_error(None, str(refusal))
        return super().get_context_data(**shown | kwargs)

    def form_valid(self, form):
        choice = self.choice
        try:
            self._require_first()
            if not choice.is_valid():
                return self.form_invalid(form)
            facts = choice.cleaned_data | form.cleaned_data
            grant = aid.propose(self.record, by=self.by, on=self.today, **facts)
        except guard.OverLimit as refusal:
            guard.report(refusal, self.record, by=self.by, on=self.today)
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已测算,等待复核。"))
        return HttpResponseRedirect(grant.get_absolute_url())

    def _require_first(self):
        """A second touch of the button finds that a grant has come in between."""
        HardshipArchive.objects.select_for_update().get(pk=self.record.pk)
        if self.request.POST.get("seen") != str(self.record.grants.count()):
            raise AnotherCame


class GrantStep(OfGrant, StepPage):
    """A step of a grant; the computation stands above the form."""

    template_name = "hardship/grant_step.html"
    workflow = AID
    form_class: type[forms.StepForm] = forms.Opinion

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.record.get_absolute_url()), Crumb(self.step.title)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"due_shown": True} | kwargs)


class GuardedStep(GrantStep):
    """Where a limit is passed, it is written down and the city is told; this office learns what it may know (T03)."""

    form_class = WarnedOpinion

    def take(self, facts):
        try:
            super().take(facts)
        except guard.OverLimit as refusal:
            guard.report(refusal, self.record, by=self.by, on=self.today)
            raise


class Check(GuardedStep):
    action = aid.check


class Approval(GuardedStep):
    action = aid.grant


class Return(GrantStep):
    action = aid.send_back
    form_class = forms.ReturnForm


class Resubmission(GrantStep):
    action = aid.resubmit
    form_class = forms.GrantAmountForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"asked": last_return(self.record)} | kwargs)


class GrantRefusal(GrantStep):
    action = aid.refuse
    form_class = forms.Reason


class Withdrawal(GrantStep):
    action = aid.withdraw
    form_class = forms.WithdrawalReason


class Reissue(GuardedStep):
    action = aid.reissue
    form_class = WarnedNote
