"""点位与发放登记: a site, the fast form for a phone, rosters, reversals, signature lists; a worker's own lines."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import has_role
from gonghui.foundation.documents.models import Document
from gonghui.kernel.announcing import announce
from gonghui.kernel.pages import Declares, OfRecord, Page, RecordPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.masking import mask_name
from gonghui.kernel.ui.shown import Crumb
from gonghui.kernel.ui.workbook_in import WorkbookIn

from ..actions import distribution
from ..forms import campaigns as asked
from ..models import CampaignSite, Distribution, Relief
from ..rulebook.campaigns import CampaignState, who_gives_out
from ..sheets import seasons
from .campaigns import LIST
from .files import OFFICERS, REVEALERS
from .shown import GRANT_STATE

LATEST = 50
"""Lines shown on the page of a site; the printed list has them all."""


class OfSite(OfRecord):
    """A page of one site."""

    queryset: Any = CampaignSite.objects.select_related("campaign__part_of", "unit")
    key = "pk"

    def url_of(self, name, *args):
        return super().url_of(f"site_{name}", *args)

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        campaign = self.record.campaign
        return [LIST, Crumb(campaign.title, campaign.get_absolute_url()), Crumb(self.record.place, self.back_url)]

    def lines(self):
        return self.record.distributions.visible_to(self.by).select_related("item")


class SitePage(OfSite, RecordPage):
    declares = Declares("post", by=OFFICERS, cites="E-R16 X-R2")
    template_name = "hardship/campaign_site.html"
    sections = (
        Section(
            _("点位"),
            (
                Column("host", _("用人单位或工会")),
                Column("unit", _("经办工会")),
                Column("address", _("地址")),
                Column("contact", _("联系人")),
                Column("phone", _("联系电话")),
                Column("planned_persons", _("计划人数"), kind="number"),
            ),
        ),
    )

    def get_context_data(self, **kwargs):
        sums = self.lines().order_by().aggregate(heads=Sum("heads", default=0), value=Sum("value", default=0))
        is_running = self.record.campaign.state == CampaignState.RUNNING
        rosters = self.record.rosters.visible_to(self.by).order_by("pk")
        return super().get_context_data(
            lines=self.lines().order_by("-pk")[:LATEST],
            sums=sums,
            rosters=[(roster, Document.objects.visible_to(self.by).of(roster)) for roster in rosters],
            may_give=is_running and who_gives_out(self.by, self.record),
            may_print=self.by.role in REVEALERS,
            **kwargs,
        )


class AtSite(OfSite):
    """A page on which who stands at the site writes something down."""

    declares = Declares("post", by=who_gives_out, cites="E-R16")

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"site": self.record, "on": self.today}  # type: ignore[misc]  # a FormView


class NewLine(AtSite, FormView):
    """For a thumb: after each line the form comes back with the same goods, ready for the next person."""

    template_name = "hardship/campaign_line.html"
    form_class = asked.LineForm
    title = _("登记发放")

    def get_initial(self):
        return {"what": self.request.GET.get("what", "")}

    def form_valid(self, form):
        facts = dict(form.cleaned_data)
        try:
            line = distribution.give_out(self.record, by=self.by, on=self.today, **facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        told = _("已登记:{name},{what} × {n}。").format(name=line.masked_name, what=line.what, n=line.quantity)
        messages.success(self.request, told)
        return HttpResponseRedirect(f"{self.request.path}?what={form.data['what']}")

    def get_context_data(self, **kwargs):
        latest = self.lines().filter(entered_by=self.by.user_id).order_by("-pk")[:5]
        return super().get_context_data(**{"latest": latest, "button": _("登记,下一位"), "asks": True} | kwargs)


class RosterIn(AtSite, WorkbookIn):
    form_class = asked.RosterForm
    title = _("导入发放名册")
    columns = seasons.ROSTER
    blank_name = _("发放名册")

    def read(self, content, filename, facts):
        return seasons.read_roster(content, filename, self.record, self.today)

    def take_in(self, rows, content, filename, facts):
        told = {"content": content, "file_name": filename, "by": self.by, "on": self.today}
        roster = distribution.take_in_roster(self.record, rows, **facts, **told)
        return _("已登记 {n} 人。").format(n=roster.rows)


class SignatureList(OfSite, TemplateView):
    """The list on paper: for signatures with names, or masked for posting; taking it is written down (O.1)."""

    declares = Declares("post", by=has_role(*REVEALERS), cites="E-R16 O.1")
    template_name = "hardship/campaign_signatures.html"

    @property
    def is_for_posting(self):
        return "posting" in self.request.GET

    @property
    def title(self):
        return _("发放公示名单") if self.is_for_posting else _("发放签领表")

    def get_context_data(self, **kwargs):
        lines = list(self.lines().alive().order_by("given_on", "pk"))
        facts = {"page": self.request.path, "rows": len(lines), "masked": self.is_for_posting}
        announce("read", self.record, by=self.by, on=self.today, name="print", title=self.title, facts=facts)
        return super().get_context_data(
            lines=[(line, self._name_of(line)) for line in lines],
            is_for_posting=self.is_for_posting,
            blanks=range(min(max(self.record.planned_persons - len(lines), 5), 30)),
            **kwargs,
        )

    def _name_of(self, line):
        is_masked = self.is_for_posting and line.kind == Distribution.Kind.PERSON
        return mask_name(line.name) if is_masked else line.name


class Reversal(OfRecord, FormView):
    """A line of the opposite sign, with its reason (X-R4)."""

    declares = Declares("post", by=who_gives_out, cites="E-R16 X-R4")
    queryset: Any = Distribution.objects.select_related("site__campaign", "item")
    key = "uid"
    template_name = "hardship/campaign_reversal.html"
    form_class = asked.ReversalForm
    title = _("更正发放")

    @property
    def back_url(self):
        return self.record.site.get_absolute_url()

    def form_valid(self, form):
        try:
            distribution.reverse(self.record, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已更正,原登记保留备查。"))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("确认更正"), "asks": True} | kwargs)


class MyGoods(Page, TemplateView):
    """四季送与慰问: what a worker was handed, with the button that says she has it, and money on its way to her."""

    declares = Declares("person", by=(Role.WORKER,), cites="E-R16")
    frame = "ui/phone.html"
    template_name = "hardship/campaign_mine.html"
    title = _("四季送与慰问")
    back_url = "/"

    def mine(self):
        lines = Distribution.objects.alive().visible_to(self.by).filter(recipient_user=self.by.user_id)
        return lines.select_related("item", "unit").order_by("-given_on", "-pk")

    def get_context_data(self, **kwargs):
        reliefs = Relief.objects.visible_to(self.by).filter(recipient_user=self.by.user_id).select_related("project")
        shown = [(relief, GRANT_STATE.cell(relief)) for relief in reliefs.order_by("-begun_on", "-pk")]
        return super().get_context_data(lines=self.mine(), reliefs=shown, **kwargs)

    def post(self, request, *args, **kwargs):
        """She has it: one line, by its uid."""
        wanted = request.POST.get("line", "")
        line = self.mine().filter(uid=wanted).first() if _is_uid(wanted) else None
        if line is None:
            raise distribution.NotYours
        distribution.confirm_receipt(line, by=self.by, on=self.today)
        messages.success(request, _("已确认收到,谢谢。"))
        return HttpResponseRedirect(reverse("hardship:my_goods"))


def _is_uid(text) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
