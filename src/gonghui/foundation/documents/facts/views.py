"""外部认定: the list, one with its paper and its steps, and a new one (X-R11)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.pages import Declares, FormPage, ListPage, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..models import Document, RecordedFact
from . import actions
from .forms import FactForm, Reason
from .rulebook import ENTERERS, FACT, FACT_READERS, FactState

READERS = tuple(role for role in FACT_READERS if role != Role.SYSTEM)
TONES = {
    FactState.ENTERED: "orange",
    FactState.CONFIRMED: "green",
    FactState.REFUSED: "red",
    FactState.REPLACED: "grey",
}
FACT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("外部认定")


class FactList(ListPage):
    """What others have said of my units, year by year."""

    declares = Declares("post", by=READERS, cites="X-R11")
    template_name = "documents/facts.html"
    queryset = RecordedFact.objects.select_related("unit")
    title = TITLE
    lead: Any = _("位次、荣誉等由上级或外单位认定的事实,凭文件登记,由另一人核对后进入指标。")
    nothing = _("还没有登记外部认定")
    ordering = ("-year", "figure", "-pk")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("figure", _("指标"), sort="figure", narrow="title", link=True),
        Column("aspect", _("方面"), narrow="left"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("year", _("年度"), sort="year", narrow="right"),
        Column("value", _("数值"), kind="number", narrow="right"),
        Column("told_by", _("认定单位"), narrow="row"),
        FACT_STATE,
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_enter": self.by.role in ENTERERS} | kwargs)


class FactRecord(RecordPage):
    """One fact with the paper it stands on."""

    declares = Declares("post", by=holds(*READERS), cites="X-R11")
    queryset = RecordedFact.objects.select_related("unit")
    template_name = "documents/fact.html"
    workflow = FACT
    state = FACT_STATE
    sections = (
        Section(
            _("认定内容"),
            (
                Column("figure", _("指标")),
                Column("aspect", _("方面")),
                Column("value", _("数值")),
                Column("year", _("年度")),
                Column("unit", _("所属工会")),
                Column("told_by", _("认定单位")),
                Column("told_on", _("文件日期")),
                Column("paper", _("文件名称与文号"), wide=True),
            ),
        ),
    )

    @property
    def title(self):
        names = {figure.code: figure.name for figure in all_figures()}
        return names.get(self.record.figure, self.record.figure)

    def url_of(self, name, *args):
        return reverse(f"documents:fact_{name}", args=[self.record.number, *args])

    def crumbs(self):
        return [Crumb(TITLE, reverse("documents:facts")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse", "replace"))

    def get_context_data(self, **kwargs):
        papers = Document.objects.visible_to(self.by).of(self.record)
        return super().get_context_data(**{"papers": papers} | kwargs)


class NewFact(FormPage):
    """Enter a fact with its paper."""

    declares = Declares("post", by=ENTERERS, cites="X-R11")
    form_class = FactForm
    title = _("登记外部认定")

    @property
    def back_url(self):
        return reverse("documents:facts")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.by, "on": self.today}


class FactStep(StepPage):
    """A step of a fact."""

    queryset = RecordedFact.objects.select_related("unit")
    workflow = FACT


class Confirm(FactStep):
    action = actions.confirm


class Refuse(FactStep):
    action = actions.refuse
    form_class = Reason


class Replace(FactStep):
    action = actions.replace
    form_class = Reason
