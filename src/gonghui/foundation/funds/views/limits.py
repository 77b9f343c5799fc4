"""发放限额: the limits in force with their rule, and those the city proposes and confirms (E-R9 to E-R13)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import limits as actions
from ..limit_form import LimitForm
from ..models import Limit
from ..rulebook.limits import LIMIT, LIMIT_READERS, PROPOSERS, LimitState, the_proposer

TONES = {LimitState.PROPOSED: "blue", LimitState.IN_FORCE: "green", LimitState.REFUSED: "grey"}
LIMIT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
SHAPE = (
    Column("cause", _("事由"), narrow="left"),
    Column("scope", _("对象"), narrow="row"),
    Column("span_in_words", _("时间范围"), narrow="row"),
    Column("most_in_words", _("上限"), narrow="right"),
)
IN_FORCE = (
    Column("__str__", _("限额"), narrow="title"),
    Column("strength", _("性质"), narrow="state"),
    *SHAPE,
    Column("cites", _("依据"), narrow="row"),
)


class LimitList(ListPage):
    """Above what is in force here today, the rule book's own too; below what the city has proposed."""

    declares = Declares("post", by=LIMIT_READERS, cites="E-R9 E-R11 E-R13")
    template_name = "funds/limits.html"
    queryset = Limit.objects.select_related("unit")
    title = _("发放限额")
    nothing = _("本市还没有提出过限额")
    columns = (
        Column("title", _("限额"), narrow="title", link=True),
        Column("strength", _("性质"), narrow="left"),
        *SHAPE,
        Column("starts_on", _("起始日期"), sort="starts_on", narrow="row"),
        Column("ends_on", _("终止日期"), narrow="row"),
        LIMIT_STATE,
    )

    def get_context_data(self, **kwargs):
        found = Limit.objects.in_force(self.today, self.by.unit.area)
        own: dict[str, Any] = {"in_force": [[column.cell(limit) for column in IN_FORCE] for limit in found]}
        own |= {"in_force_heads": [column.head("") for column in IN_FORCE]}
        return super().get_context_data(**own | {"may_propose": the_proposer(self.by, self.by.unit)} | kwargs)


class OfLimit(OfRecord):
    queryset = Limit.objects.select_related("unit")

    def url_of(self, name, *args):
        return super().url_of(f"limit_{name}", *args)

    def crumbs(self):
        return [Crumb(_("发放限额"), reverse("funds:limits")), Crumb(str(self.record))]


class LimitRecord(OfLimit, RecordPage):
    declares = Declares("post", by=LIMIT_READERS, cites="E-R9 X-R1")
    workflow = LIMIT
    state = LIMIT_STATE
    sections = (
        Section(
            _("限额内容"),
            (
                Column("number", _("编号")),
                Column("strength", _("性质")),
                *SHAPE,
                Column("area_code", _("适用区划")),
                Column("starts_on", _("起始日期")),
                Column("ends_on", _("终止日期")),
                Column("cites", _("依据")),
            ),
        ),
    )

    def moments(self):
        return moments_of(self.record, stops=("refuse",))


class LimitStep(OfLimit, StepPage):
    workflow = LIMIT


class Confirm(LimitStep):
    action = actions.confirm


class Refuse(LimitStep):
    action = actions.refuse


class Propose(Page, FormView):
    """A limit is proposed; another person confirms it."""

    declares = Declares("post", by=PROPOSERS, cites="E-R9 X-R1")
    template_name = "ui/form.html"
    form_class = LimitForm
    title = _("提出限额")
    back_url = reverse_lazy("funds:limits")

    def crumbs(self):
        return [Crumb(_("发放限额"), reverse("funds:limits")), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.by.unit}

    def form_valid(self, form):
        try:
            limit = actions.propose(self.by.unit, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, error.messages)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, _("已提出,由另一人确认后生效。"))
        return HttpResponseRedirect(limit.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提出"), "asks": True} | kwargs)
