"""One item: written in the draft, shared out, looked at against its pace, revised, explained (N-R2 to N-R4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.desks.figures import reckoning
from gonghui.kernel.pages import Declares, FormPage, OfRecord
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb

from .. import measures, progress
from ..actions import drafting, explaining, revising
from ..forms import ExplanationForm, ItemForm, Nothing, RevisionForm, ShareOutForm
from ..listing import records_url
from ..models import Explanation, PlanItem, Revision, TargetChange
from ..rulebook import a_county, any_number_reader, drafts_its_plan, the_drafter
from .plans import TITLE, OfPlan
from .shown import Line, sees_unit

EVERY_PLAN = PlanItem.objects.select_related("plan__unit__area", "owner__unit", "owner__user")


class OfItem(OfRecord):
    """A page of one item."""

    queryset: Any = EVERY_PLAN
    key = "pk"

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        plan = self.record.plan
        return [
            Crumb(TITLE, reverse("plan:plans")),
            Crumb(plan.name, plan.get_absolute_url()),
            Crumb(self.record.code, self.back_url),
        ]


class ItemPage(OfItem, TemplateView):
    """An item against its target: the whole for the city, each county against its own, in administrative order."""

    declares = Declares("post", by=any_number_reader, cites="N-R3 N-R4")
    template_name = "plan/item.html"

    @property
    def title(self):
        return str(self.record)

    def crumbs(self):
        *way, last = super().crumbs()
        return [*way, Crumb(last.title)]

    def lines(self) -> list[Line]:
        item, day = self.record, progress.day_of(self.record.plan, self.today)
        counties = reckoning.counties_of(item.plan.unit) if item.is_shared_out else []
        mine = [unit for unit in counties if sees_unit(self.by, unit)]
        found = progress.of_item(item, mine, item.plan.period, day)
        if sees_unit(self.by, item.plan.unit):
            found = [progress.of_whole(item, item.plan.period, day), *found]
        return [Line(each, records_url(each)) for each in found]

    def editions(self) -> list[tuple]:
        """Each revision with the changes that this post may read."""
        revisions = Revision.objects.visible_to(self.by).filter(item=self.record).order_by("-pk")
        changes = TargetChange.objects.visible_to(self.by).filter(item=self.record).select_related("unit")
        by_revision: dict[int, list] = {}
        for change in changes.order_by("position"):
            old, new = (measures.shown(self.record, value) for value in (change.old_value, change.new_value))
            by_revision.setdefault(change.revision_id, []).append((change.unit, old, new))
        return [(revision, by_revision.get(revision.pk, [])) for revision in revisions]

    def get_context_data(self, **kwargs):
        item, plan = self.record, self.record.plan
        lines = self.lines()
        day = progress.day_of(plan, self.today)
        own = {"lines": lines, "editions": self.editions(), "figure": measures.figure_of(item.figure)}
        own |= {"pace": progress.pace_in_words(item, day) if item.is_counted else "", "day": day}
        own |= {"target_shown": measures.shown(item, item.target)}
        explanations = Explanation.objects.visible_to(self.by).filter(item=item).select_related("unit")
        own |= {"explanations": explanations.order_by("-pk")[:50]}
        is_drafter = the_drafter(self.by, plan)
        may_write = is_drafter and plan.is_open()
        own |= {"may_write": may_write, "may_share": may_write and item.is_counted}
        own |= {"may_revise": is_drafter and plan.is_issued and item.is_counted and self.today <= plan.period.last_day}
        own |= {"may_explain": a_county(self.by, item) and any(line.is_late for line in lines)}
        return super().get_context_data(**own | kwargs)


class ItemFields(FormPage):
    """The fields of an item."""

    template_name = "plan/item_form.html"
    form_class = ItemForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"figures": measures.choices()} | kwargs)


class NewItem(OfPlan, ItemFields):
    declares = Declares("post", by=the_drafter, cites="N-R2")
    title = _("增加目标项目")

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": None, "plan": self.record, "by": self.by, "on": self.today}


class EditItem(OfItem, ItemFields):
    declares = Declares("post", by=drafts_its_plan, cites="N-R2")
    title = _("修改目标项目")

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.record.plan, "by": self.by, "on": self.today}


class AboutItem(OfItem, FormView):
    """A form about an item, whose answer is an action that may refuse."""

    template_name = "ui/form.html"
    button: Any = _("保存")
    done: Any = _("已保存。")

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.title)]

    def act(self, form):
        """Take the action; gives the page to go on to."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            url = self.act(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": self.button, "asks": True, "lead": str(self.record)} | kwargs)


class ShareOut(AboutItem):
    """The targets of the city and of each county, in the draft."""

    declares = Declares("post", by=drafts_its_plan, cites="N-R2")
    form_class = ShareOutForm
    title = _("分解目标")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"item": self.record}

    def act(self, form):
        targets = form.targets()
        city = targets.pop(self.record.plan.unit)
        drafting.share_out(self.record, by=self.by, on=self.today, city=city, counties=targets)
        return self.record.get_absolute_url()


class DropItem(AboutItem):
    declares = Declares("post", by=drafts_its_plan, cites="N-R2")
    form_class = Nothing
    title = _("删去目标项目")
    button = _("删去")
    done = _("已删去。")

    def act(self, form):
        plan = self.record.plan
        drafting.drop_item(self.record, by=self.by, on=self.today)
        return plan.get_absolute_url()


class Revise(AboutItem):
    """New targets for an item of an issued plan, with the reason; another person approves (N-R3)."""

    declares = Declares("post", by=drafts_its_plan, cites="N-R3")
    form_class = RevisionForm
    title = _("修订目标")
    button = _("提出修订")
    done = _("修订已提出,等待核准。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"item": self.record}

    def act(self, form):
        said = {"reason": form.cleaned_data["reason"], "asks_receipt": form.cleaned_data["asks_receipt"]}
        targets = {unit: value for unit, value in form.targets().items() if value is not None}
        revision = revising.propose(self.record, by=self.by, on=self.today, targets=targets, **said)
        return revision.get_absolute_url()


class Explain(AboutItem):
    """A county that is behind says why (N-R4)."""

    declares = Declares("post", by=a_county, cites="N-R4")
    form_class = ExplanationForm
    title = _("进度说明")
    button = _("提交说明")

    def act(self, form):
        explaining.explain(self.record, by=self.by, on=self.today, **form.cleaned_data)
        return self.record.get_absolute_url()
