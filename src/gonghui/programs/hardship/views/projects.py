"""帮扶项目: the list, a new one, its record with what is left of budget and quota, and its steps (E, E-R8)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import has_role
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import projects
from ..forms import steps as forms
from ..forms.projects import ProjectPlanForm
from ..models import AidProject
from ..rulebook.projects import PROJECT, ProjectState
from .files import OFFICERS
from .shown import moments_of

LIST = Crumb(AidProject._meta.verbose_name, "/hardship/projects/")
OPERATORS = (Role.COUNTY_OPERATOR, Role.CITY_OPERATOR)
TONES = {
    ProjectState.PLANNED: "blue",
    ProjectState.OPEN: "green",
    ProjectState.CLOSED: "grey",
    ProjectState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
ROAD = ("confirm", "close")


class AlreadyPlanned(Refusal):
    sentence = _("同名的“{name}”刚才已经提出,正等待确认,没有重复提出。")


class ProjectList(ListPage):
    declares = Declares("post", by=OFFICERS, cites="E X-R2")
    title = _("帮扶项目")
    template_name = "hardship/project_list.html"
    states = tuple(ProjectState)
    nothing = _("还没有帮扶项目")
    ordering = ("-year", "-pk")
    columns: tuple[Column, ...] = (
        Column("name", _("项目名称"), narrow="title", link=True),
        Column("year", _("年度"), sort="year", narrow="left"),
        Column("kind", _("项目类型"), narrow="right"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("fund", _("资金来源"), narrow="row"),
        Column("budget", _("预算(元)"), kind="money", sort="budget", narrow="right"),
        Column("needs_archive", _("须先建档"), narrow="hide"),
        STATE,
    )

    queryset = AidProject.objects.select_related("unit", "fund")

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in ProjectState.values else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_plan": self.by.role in OPERATORS}


class ProjectPlan(Page, FormView):
    """A new project of one's own office."""

    declares = Declares("post", by=has_role(*OPERATORS), cites="E E-R8 E-R10")
    template_name = "ui/form.html"
    form_class = ProjectPlanForm
    title = _("提出帮扶项目")
    back_url = LIST.url

    def crumbs(self):
        return [LIST, Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.by, "on": self.today}

    def form_valid(self, form):
        try:
            self._require_first(form.cleaned_data)
            project = projects.plan(by=self.by, on=self.today, unit=self.by.unit, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已提出,等待另一人确认。"))
        return HttpResponseRedirect(project.get_absolute_url())

    def _require_first(self, facts):
        same = {name: facts[name] for name in ("name", "year", "kind", "fund")}
        if AidProject.objects.filter(unit=self.by.unit, state=ProjectState.PLANNED, **same).exists():
            raise AlreadyPlanned(name=facts["name"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提出"), "asks": True, "cites": "E E-R8 E-R10"} | kwargs)


class OfProject(OfRecord):
    """A page of one project."""

    queryset: Any = AidProject.objects.select_related("unit", "fund", "campaign")
    key = "pk"

    def url_of(self, name, *args):
        return super().url_of(f"project_{name}", *args)

    def crumbs(self):
        return [LIST, Crumb(self.record, self.record.get_absolute_url())]


class ProjectRecord(OfProject, RecordPage):
    declares = Declares("post", by=OFFICERS, cites="E X-R2")
    template_name = "hardship/project_record.html"
    workflow = PROJECT
    state = STATE
    sections = (
        Section(
            _("项目"),
            (
                Column("kind", _("项目类型")),
                Column("year", _("年度")),
                Column("unit", _("所属工会")),
                Column("fund", _("资金来源")),
                Column("needs_archive", _("须先建档")),
                Column("standard", _("每户标准(元)"), kind="money"),
                Column("budget", _("预算(元)"), kind="money"),
                Column("quota", _("户数名额"), kind="number"),
                Column("campaign", _("四季送活动")),
                Column("begun_on", _("提出日期")),
                Column("due_on", _("办结期限")),
                Column("closed_on", _("结束日期")),
            ),
        ),
    )

    def moments(self):
        return moments_of(self.record, PROJECT, ROAD)

    def get_context_data(self, **kwargs):
        use = projects.use_of(self.record)
        shown = {"use": use, "households": len(use.households), "by_state": self._by_state()}
        return super().get_context_data(**shown | kwargs)

    def _by_state(self):
        """How many grants and reliefs stand where, of those this post may see."""
        project = self.record
        grants = project.aidgrant_set.visible_to(self.by).aggregate(n=Count("pk"), paid=Count("pk", Q(state="paid")))
        reliefs = project.reliefs.visible_to(self.by).aggregate(n=Count("pk"), paid=Count("pk", Q(state="paid")))
        return ((_("帮扶发放"), grants), (_("应急慰问"), reliefs))


class ProjectStep(OfProject, StepPage):
    workflow = PROJECT
    form_class: type[forms.StepForm] = forms.Opinion

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.step.title)]


class Confirmation(ProjectStep):
    action = projects.confirm


class ProjectWithdrawal(ProjectStep):
    action = projects.withdraw
    form_class = forms.WithdrawalReason


class Closing(ProjectStep):
    action = projects.close
