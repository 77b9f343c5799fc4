"""更正: what differs, what is proposed, and what was restated (N-R7)."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.rules import holds
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import reckoning, standing
from ..actions import restatements
from ..forms import Nothing, ProposalForm, ReasonForm
from ..models import Comparison, Restatement
from ..rulebook import RESTATING, SEAL_READERS, SUBMITTERS, RestatementState

TITLE = _("更正")
S = RestatementState
TONES = {S.PROPOSED: "orange", S.APPROVED: "green", S.REJECTED: "red", S.WITHDRAWN: "grey"}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
SHOWN = 200


class RestatementList(ListPage):
    """Every restatement, newest first."""

    declares = Declares("system", by=SEAL_READERS, cites="N-R7")
    queryset = Restatement.objects.select_related("unit")
    template_name = "figures/restatements.html"
    title = TITLE
    lead = _("封存之后才到的记录,由一人提出更正、另一人核准后才计入。原数保留可查。")
    nothing = _("还没有更正")
    states = tuple(RestatementState)
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("reason", _("更正原因"), narrow="title", link=True),
        Column("proposed_by_name", _("提出人"), narrow="left"),
        Column("begun_on", _("提出日期"), narrow="right"),
        Column("decided_by_name", _("核准人"), narrow="left"),
        Column("decided_on", _("核准日期"), narrow="right"),
        STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in RestatementState else found


class RestatementRecord(RecordPage):
    """One restatement: old and new of every figure it touches."""

    declares = Declares("system", by=holds(*SEAL_READERS), cites="N-R7")
    queryset = Restatement.objects.select_related("unit")
    template_name = "figures/restatement.html"
    workflow = RESTATING
    state = STATE
    sections = (
        Section(
            TITLE,
            (
                Column("proposed_by_name", _("提出人")),
                Column("begun_on", _("提出日期")),
                Column("decided_by_name", _("核准人")),
                Column("decided_on", _("核准日期")),
                Column("paper", _("依据文件")),
                Column("due_on", _("核准期限")),
                Column("reason", _("更正原因"), wide=True),
            ),
        ),
    )

    def url_of(self, name, *args):
        return reverse(f"figures:restatement_{name}", args=[self.record.number, *args])

    def crumbs(self):
        return [Crumb(TITLE, reverse("figures:restatements")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("reject", "withdraw"))

    def get_context_data(self, **kwargs):
        lines = standing.at_large(self.record.differences)
        own = {"changes": standing.told(lines[:SHOWN]), "more": max(len(lines) - SHOWN, 0)}
        return super().get_context_data(**own | kwargs)


class RestatementStep(StepPage):
    queryset = Restatement.objects.select_related("unit")
    workflow = RESTATING
    sight = "system"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"lead": f"{self.record.number} · {self.record.reason}"} | kwargs)


class Approve(RestatementStep):
    action = restatements.approve


class Reject(RestatementStep):
    action = restatements.reject
    form_class = ReasonForm


class Withdraw(RestatementStep):
    action = restatements.withdraw


class Compared(Page, FormView):
    """What the last comparison found; a button compares anew, another proposes a restatement."""

    declares = Declares("system", by=SEAL_READERS, cites="N-R7")
    template_name = "figures/comparison.html"
    form_class = Nothing
    title = _("封存差异")

    def crumbs(self):
        return [Crumb(_("月度封存"), reverse("figures:months")), Crumb(self.title)]

    def form_valid(self, form):
        restatements.compare(reckoning.the_city(), by=self.by, on=self.today)
        return HttpResponseRedirect(reverse("figures:comparison"))

    def get_context_data(self, **kwargs):
        last = Comparison.objects.visible_to(self.by).first()
        lines = standing.at_large(last.differences) if last else []
        own = {"last": last, "changes": standing.told(lines[:SHOWN]), "more": max(len(lines) - SHOWN, 0)}
        own["may_propose"] = bool(lines) and self.by.role in SUBMITTERS
        own["waiting"] = Restatement.objects.visible_to(self.by).filter(state=S.PROPOSED).first()
        return super().get_context_data(**own | kwargs)


class Propose(Page, FormView):
    """The statistician proposes to take over all differences."""

    declares = Declares("system", by=SUBMITTERS, cites="N-R7")
    template_name = "ui/form.html"
    form_class = ProposalForm
    title = _("提出更正")
    lead = _("提出时重新核对全部已封存月份,把现有差异一并列入;核准前记录再有变化的,要重新提出。")

    @property
    def back_url(self):
        return reverse("figures:comparison")

    def form_valid(self, form):
        try:
            made = restatements.propose(reckoning.the_city(), by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(made.get_absolute_url())

    def get_context_data(self, **kwargs):
        own = {"button": self.title, "asks": True, "cites": "N-R7", "lead": self.lead}
        return super().get_context_data(**own | kwargs)
