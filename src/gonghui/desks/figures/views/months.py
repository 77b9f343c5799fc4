"""月度封存: the months with their state, one with all its figures by county, and its steps (N-R7)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.rules import holds
from gonghui.foundation.journal.timeline import moments_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.pages import Declares, ListPage, Page, RecordPage, StepPage
from gonghui.kernel.periods import Period
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import reckoning, standing
from ..actions import months
from ..asking import Asking, is_counted
from ..forms import BeginForm, ReasonForm
from ..models import Comparison, SealedMonth
from ..rulebook import SEAL_READERS, SEALING, SUBMITTERS, MonthState

TITLE = _("月度封存")
TONES = {MonthState.OPEN: "grey", MonthState.SUBMITTED: "orange", MonthState.LOCKED: "green"}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
MONTHS_OFFERED = 36


class MonthList(ListPage):
    """The months, newest first."""

    declares = Declares("system", by=SEAL_READERS, cites="N-R7")
    template_name = "figures/months.html"
    queryset = SealedMonth.objects.select_related("unit")
    title = TITLE
    lead = _("月份过完、付款批次都有银行回单后,由统计员送封,另一人封存。封存数只能经更正改动。")
    nothing = _("还没有封存月份")
    ordering = ("-number",)
    states = tuple(MonthState)
    columns = (
        Column("__str__", _("月份"), narrow="title", link=True),
        Column("submitted_by_name", _("送封人"), narrow="left"),
        Column("submitted_on", _("送封日期"), narrow="right"),
        Column("locked_by_name", _("封存人"), narrow="left"),
        Column("locked_on", _("封存日期"), narrow="right"),
        Column("due_on", _("办理期限"), narrow="row"),
        STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in MonthState else found

    def get_context_data(self, **kwargs):
        may_begin = self.by.role in SUBMITTERS and not self.visible.exists()
        own = {"may_begin": may_begin, "comparison": Comparison.objects.visible_to(self.by).first()}
        return super().get_context_data(**own | kwargs)


@dataclass(frozen=True)
class Line:
    """A figure of the month: the whole city's number and those of its counties, in administrative order."""

    code: str
    name: str
    whole: str
    parts: list[tuple[str, str]]
    href: str
    restated: bool


class MonthRecord(RecordPage):
    """A month with every figure, whole and by county: what is looked at before it is submitted and locked."""

    declares = Declares("system", by=holds(*SEAL_READERS), cites="N-R7")
    queryset = SealedMonth.objects.select_related("unit__area")
    template_name = "figures/month.html"
    workflow = SEALING
    state = STATE
    sections = (
        Section(
            TITLE,
            (
                Column("submitted_by_name", _("送封人")),
                Column("submitted_on", _("送封日期")),
                Column("locked_by_name", _("封存人")),
                Column("locked_on", _("封存日期")),
                Column("due_on", _("办理期限")),
            ),
        ),
    )

    @property
    def title(self):
        return str(self.record)

    def url_of(self, name, *args):
        return reverse(f"figures:month_{name}", args=[self.record.number, *args])

    def crumbs(self):
        return [Crumb(TITLE, reverse("figures:months")), Crumb(self.title)]

    def moments(self):
        return moments_of(self.record, stops=("send_back",))

    def lines(self, counties) -> list[Line]:
        """Closed months from their cells, others from the records as they stand."""
        city, period = self.record.unit, self.record.period
        figures = [figure for figure in all_figures() if is_counted(figure, period)]
        with sight.system("figures"):
            asking = Asking(figures, [city, *counties], period, reckoning.THEN)
            return [self._line(asking, figure, city, counties) for figure in figures]

    def _line(self, asking, figure, city, counties):
        shown = [reckoning.shown(figure, asking.value(figure, unit)) for unit in (city, *counties)]
        href = f"{reverse('figures:figure', args=[figure.code])}?period={self.record.number}"
        names = [unit.short_name for unit in counties]
        parts = list(zip(names, shown[1:], strict=True))
        return Line(figure.code, figure.name, shown[0], parts, href, asking.is_restated(figure, city))

    def get_context_data(self, **kwargs):
        counties = reckoning.counties_of(self.record.unit)
        own = {"counties": counties, "lines": self.lines(counties)}
        if self.record.state == MonthState.LOCKED:
            with sight.system("figures"):
                own |= {"lock": standing.lock_of(self.record), "seal": self.record.seal}
        else:
            own["waiting"] = self._unanswered()
        return super().get_context_data(**own | kwargs)

    def _unanswered(self) -> list[str]:
        """Batches that keep the month from being closed."""
        with sight.system("figures"):
            return [batch.number for batch in months.unanswered(self.record.period)]


class Begin(Page, FormView):
    """The statistician chooses the month with which sealing begins."""

    declares = Declares("system", by=SUBMITTERS, cites="N-R7")
    template_name = "ui/form.html"
    form_class = BeginForm
    title = _("开始封存")
    lead = _("从这个月起,月份依次封存。")

    @property
    def back_url(self):
        return reverse("figures:months")

    def get_form_kwargs(self):
        over = Period.month(self.today.year, self.today.month).start
        first = Period.year(over.year - MONTHS_OFFERED // 12).start
        return super().get_form_kwargs() | {"months": Period(first, over).months()[::-1]}

    def form_valid(self, form):
        try:
            first = Period.named(form.cleaned_data["first"])
            month = months.begin(reckoning.the_city(), first, by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(month.get_absolute_url())

    def get_context_data(self, **kwargs):
        own = {"button": _("开始封存"), "asks": True, "cites": "N-R7", "lead": self.lead}
        return super().get_context_data(**own | kwargs)


class MonthStep(StepPage):
    """A step of a month; one that comes too late for a locked month is told the lock."""

    queryset = SealedMonth.objects.select_related("unit")
    workflow = SEALING
    sight = "system"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"lead": self.record} | kwargs)

    def too_late(self):
        answer = super().too_late()
        if self.record.state == MonthState.LOCKED:
            messages.info(self.request, standing.lock_of(self.record))
        return answer


class Submit(MonthStep):
    action = months.submit


class SendBack(MonthStep):
    action = months.send_back
    form_class = ReasonForm


class Lock(MonthStep):
    action = months.lock
