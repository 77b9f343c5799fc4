"""四季送: campaigns, their steps, sites, goods; each office against its own plan, in administrative order (E-R16)."""

import hashlib
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.rules import has_role
from gonghui.foundation.documents.models import Document
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb
from gonghui.kernel.ui.workbook_in import WorkbookIn

from ..actions import campaigns
from ..forms import campaigns as asked
from ..forms import steps as forms
from ..models import Campaign
from ..rulebook.campaigns import CAMPAIGN, CampaignState
from ..rulebook.projects import the_planner
from ..sheets import seasons
from .files import OFFICERS
from .projects import OPERATORS
from .shown import last_return, moments_of

LIST = Crumb(_("四季送"), "/hardship/campaigns/")
TONES = {
    CampaignState.PLANNED: "blue",
    CampaignState.RETURNED: "orange",
    CampaignState.APPROVED: "azure",
    CampaignState.RUNNING: "green",
    CampaignState.CLOSED: "grey",
    CampaignState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
ROAD = ("approve", "start", "close")
ENDED = (CampaignState.CLOSED, CampaignState.WITHDRAWN)


class CampaignList(ListPage):
    declares = Declares("post", by=OFFICERS, cites="E-R16 X-R2")
    title = _("四季送")
    template_name = "hardship/campaign_list.html"
    filters: Any = asked.CampaignFilters
    states = tuple(CampaignState)[:5]
    nothing = _("还没有四季送活动")
    ordering = ("-year", "-opens_on", "position")
    columns: tuple[Column, ...] = (
        Column("title", _("活动名称"), narrow="title", link=True),
        Column("season", _("季节"), narrow="left"),
        Column("year", _("年度"), sort="year", narrow="left"),
        Column("unit", _("单位"), narrow="right"),
        Column("opens_on", _("开始日期"), sort="opens_on", narrow="row"),
        Column("closes_on", _("结束日期"), narrow="hide"),
        Column("target_persons", _("计划服务(人次)"), kind="number", narrow="right"),
        Column("budget", _("预算(元)"), kind="money", narrow="right"),
        STATE,
    )

    queryset = Campaign.objects.select_related("unit")

    @cached_property
    def visible(self):
        return super().visible.around(self.by.unit)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_plan": self.by.role in OPERATORS}


class CampaignPlan(Page, FormView):
    """A season of one's own office; a county's becomes part of the city's where there is one."""

    declares = Declares("post", by=has_role(*OPERATORS), cites="E-R16")
    template_name = "ui/form.html"
    form_class = asked.PlanForm
    title = _("制定四季送方案")
    back_url = LIST.url

    def crumbs(self):
        return [LIST, Crumb(self.title)]

    def get_initial(self):
        return {"year": self.today.year, "title": f"{self.by.unit} {self.today.year}"}

    def form_valid(self, form):
        try:
            campaign = campaigns.plan(by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("方案已报,等待批准。"))
        return HttpResponseRedirect(campaign.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("上报方案"), "asks": True, "cites": "E-R16"} | kwargs)


class OfCampaign(OfRecord):
    """A page of one campaign."""

    queryset: Any = Campaign.objects.select_related("unit", "part_of")

    @cached_property
    def record(self):
        found = self.queryset.visible_to(self.by).around(self.by.unit)
        return get_object_or_404(found, number=self.kwargs["number"])

    def url_of(self, name, *args):
        return super().url_of(f"campaign_{name}", *args)

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [LIST, Crumb(self.record.title, self.record.get_absolute_url())]


class CampaignRecord(OfCampaign, RecordPage):
    declares = Declares("post", by=OFFICERS, cites="E-R16 X-R2")
    template_name = "hardship/campaign_record.html"
    workflow = CAMPAIGN
    state = STATE
    sections = (
        Section(
            _("方案"),
            (
                Column("season", _("季节")),
                Column("year", _("年度")),
                Column("unit", _("单位")),
                Column("part_of", _("所属市级活动")),
                Column("opens_on", _("开始日期")),
                Column("closes_on", _("结束日期")),
                Column("budget", _("预算(元)"), kind="money"),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    @property
    def back_url(self):
        return LIST.url

    def moments(self):
        return moments_of(self.record, CAMPAIGN, ROAD)

    def get_context_data(self, **kwargs):
        record, by = self.record, self.by
        return super().get_context_data(
            measures=_measures(record, campaigns.reached_by(record)),
            parts=self._parts(),
            sites=record.sites.visible_to(by).select_related("unit").order_by("unit__order", "position", "pk"),
            items=self._items(),
            projects=record.projects.visible_to(by),
            asked=last_return(record) if record.state == CampaignState.RETURNED else [],
            may_fill=the_planner(by, record) and record.state not in ENDED,
            **kwargs,
        )

    def _parts(self):
        """Counties against their own plans, in administrative order; nobody is ranked."""
        parts = self.record.parts.alive().within(self.by.unit).select_related("unit")
        parts = parts.order_by("unit__order", "position")
        reached = campaigns.reached_by_each(parts)
        none = campaigns.Reached(0, 0, 0)
        return [(part, STATE.cell(part), _measures(part, reached.get(part.pk, none))) for part in parts]

    def _items(self):
        items = self.record.items.visible_to(self.by).with_given()
        return [(item, item.quantity - item.given, Document.objects.visible_to(self.by).of(item)) for item in items]


def _measures(campaign, reached):
    """Each target beside what was reached: title, reached, target, and whether it is money."""
    return (
        (_("点位(个)"), reached.sites, campaign.target_sites, False),
        (_("服务职工(人次)"), reached.persons, campaign.target_persons, False),
        (_("物资价值(元)"), reached.value, campaign.target_value, True),
    )


class CampaignStep(OfCampaign, StepPage):
    workflow = CAMPAIGN
    form_class: type[forms.StepForm] = forms.Opinion

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.step.title)]


class PlanApproval(CampaignStep):
    action = campaigns.approve


class PlanReturn(CampaignStep):
    action = campaigns.send_back
    form_class = forms.ReturnForm


class Replanning(CampaignStep):
    action = campaigns.replan
    form_class = asked.ReplanForm


class Start(CampaignStep):
    action = campaigns.start
    form_class = forms.Nothing


class CampaignClosing(CampaignStep):
    action = campaigns.close


class CampaignWithdrawal(CampaignStep):
    action = campaigns.withdraw
    form_class = forms.WithdrawalReason


class OfOwnCampaign(OfCampaign):
    """A page by which an office fills its own campaign."""

    declares = Declares("post", by=the_planner, cites="E-R16")

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.title)]


class NewSite(OfOwnCampaign, FormView):
    template_name = "ui/form.html"
    form_class = asked.SiteForm
    title = _("增加点位")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.record}

    def form_valid(self, form):
        try:
            site = campaigns.add_site(self.record, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("点位已加入名单。"))
        return HttpResponseRedirect(site.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("加入名单"), "asks": True} | kwargs)


class SitesIn(OfOwnCampaign, WorkbookIn):
    form_class = asked.SiteListForm
    title = _("导入点位名单")
    columns = seasons.SITES
    blank_name = _("点位名单")

    def read(self, content, filename, facts):
        return seasons.read_sites(content, filename, self.record)

    def take_in(self, rows, content, filename, facts):
        told = {"file_name": filename[-100:], "sha256": hashlib.sha256(content).hexdigest()}
        count = campaigns.add_sites(self.record, rows, by=self.by, on=self.today, **told)
        return _("已加入 {n} 个点位。").format(n=count)


class NewItem(OfOwnCampaign, FormView):
    template_name = "ui/form.html"
    form_class = asked.ItemForm
    title = _("登记采购")

    def form_valid(self, form):
        try:
            campaigns.buy(self.record, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("采购已登记。"))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("登记"), "asks": True} | kwargs)
