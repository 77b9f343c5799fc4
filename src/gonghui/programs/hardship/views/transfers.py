"""档案转移: proposing, agreeing and accepting; a list for each side, and earlier aid on the page of a file (X-R2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.journal.models import Entry
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb, Moment

from ..actions import transferring as actions
from ..forms import steps
from ..forms import transfers as forms
from ..models import Arrival, Transfer
from ..models.transfer import DECIDERS
from ..rulebook import Role, the_county_operator
from ..rulebook.transfers import ARRIVAL, TRANSFER, ArrivalState, TransferState
from .files import LIST
from .shown import files, with_county

OFFICES = tuple(role for role in DECIDERS if role != Role.SYSTEM)
TRANSFER_TONES = {
    TransferState.PROPOSED: "blue",
    TransferState.AGREED: "azure",
    TransferState.ACCEPTED: "green",
    TransferState.DECLINED: "orange",
    TransferState.REFUSED: "red",
    TransferState.WITHDRAWN: "grey",
}
ARRIVAL_TONES = {ArrivalState.WAITING: "blue", ArrivalState.ACCEPTED: "green", ArrivalState.DECLINED: "grey"}
TRANSFER_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TRANSFER_TONES)
ARRIVAL_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=ARRIVAL_TONES)
OUT, IN = Crumb(_("档案转出"), "/hardship/transfers/"), Crumb(_("档案转入"), "/hardship/arrivals/")


class TransferList(ListPage):
    """What this office gives away."""

    declares = Declares("post", by=OFFICES, cites="X-R2")
    title = OUT.title
    template_name = "hardship/transfers.html"
    queryset = with_county(Transfer.objects.select_related("unit", "to_unit", "file"))
    states = tuple(TransferState)
    nothing = _("没有转出的档案")
    columns = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("file.masked_name", _("申请人"), narrow="title"),
        Column("county_name", _("转出县区"), narrow="left"),
        Column("to_unit", _("接收工会"), narrow="right"),
        Column("begun_on", _("提出日期"), sort="begun_on", narrow="hide"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        TRANSFER_STATE,
    )

    def get_queryset(self):
        asked = self.request.GET.get("state", "")
        return super().get_queryset().filter(**{"state": asked} if asked in TransferState.values else {})

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"other": IN}


class ArrivalList(ListPage):
    """What other counties have agreed to give to this one."""

    declares = Declares("post", by=OFFICES, cites="X-R2")
    title = IN.title
    template_name = "hardship/transfers.html"
    queryset = Arrival.objects.select_related("unit", "from_unit", "to_unit")
    states = tuple(ArrivalState)
    nothing = _("没有转入的档案")
    columns = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("masked_name", _("申请人"), narrow="title"),
        Column("from_unit", _("转出工会"), narrow="left"),
        Column("to_unit", _("接收工会"), narrow="right"),
        Column("begun_on", _("同意转出日期"), sort="begun_on", narrow="hide"),
        Column("due_on", _("接收期限"), sort="due_on", narrow="row"),
        ARRIVAL_STATE,
    )

    def get_queryset(self):
        asked = self.request.GET.get("state", "")
        return super().get_queryset().filter(**{"state": asked} if asked in ArrivalState.values else {})

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"other": OUT}


def _moments(record, workflow):
    """Who did what; what stands ahead is said by the state."""
    done = Entry.objects.of(record).steps()
    known = workflow.steps
    return [
        Moment(
            str(known[entry.name].title if entry.name in known else entry.title),
            f"{entry.actor_name} · {entry.post_name}",
            entry.when,
            entry.opinion,
        )
        for entry in done
    ]


class TransferRecord(RecordPage):
    declares = Declares("post", by=OFFICES, cites="X-R2")
    template_name = "hardship/transfer.html"
    workflow = TRANSFER
    queryset = TransferList.queryset
    state = TRANSFER_STATE
    sections = (
        Section(
            _("档案转移"),
            (
                Column("file.number", _("档案编号")),
                Column("file.masked_name", _("申请人")),
                Column("unit", _("转出工会")),
                Column("to_unit", _("接收工会")),
                Column("reason", _("转移原因")),
                Column("grounds", _("情况说明"), wide=True),
                Column("begun_on", _("提出日期")),
                Column("due_on", _("办结期限")),
                Column("accepted_on", _("接收日期")),
                Column("answer", _("答复"), wide=True),
            ),
        ),
    )

    def crumbs(self):
        return [OUT, Crumb(self.record.number)]

    def url_of(self, name, *args):
        return reverse(f"hardship:transfer_{name}", args=[self.record.number])

    def moments(self):
        return _moments(self.record, TRANSFER)


class ArrivalRecord(RecordPage):
    """What the receiving county knows before it accepts; afterwards the file itself is one touch away."""

    declares = Declares("post", by=OFFICES, cites="X-R2")
    template_name = "hardship/arrival.html"
    workflow = ARRIVAL
    queryset = ArrivalList.queryset
    state = ARRIVAL_STATE
    sections = (
        Section(
            _("档案转入"),
            (
                Column("file_number", _("档案编号")),
                Column("masked_name", _("申请人")),
                Column("file_state", _("档案状态")),
                Column("grade", _("困难类别")),
                Column("from_unit", _("转出工会")),
                Column("to_unit", _("接收工会")),
                Column("reason", _("转移原因")),
                Column("grounds", _("情况说明"), wide=True),
                Column("begun_on", _("同意转出日期")),
                Column("due_on", _("接收期限")),
                Column("answer", _("答复"), wide=True),
            ),
        ),
    )

    def crumbs(self):
        return [IN, Crumb(self.record.number)]

    def url_of(self, name, *args):
        return reverse(f"hardship:arrival_{name}", args=[self.record.number])

    def moments(self):
        return _moments(self.record, ARRIVAL)

    def get_context_data(self, **kwargs):
        mine = files().visible_to(self.by).filter(number=self.record.file_number).first()
        return super().get_context_data(**{"file": mine} | kwargs)


class Proposal(OfRecord, FormView):
    """The county's operator proposes that a file goes to another county."""

    declares = Declares("post", by=the_county_operator, cites="X-R2")
    template_name = "hardship/transfer_proposal.html"
    form_class = forms.TransferForm
    title = _("转移到其他县区")
    queryset = files()

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.back_url), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def form_valid(self, form):
        try:
            found = actions.propose_transfer(self.record, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("转移已提出,等待本县区审核人同意。"))
        return HttpResponseRedirect(found.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提出转移"), "asks": True, "cites": "X-R2"} | kwargs)


class TransferStep(StepPage):
    """A step of the giving side."""

    workflow = TRANSFER
    queryset: Any = Transfer.objects.all()
    form_class: Any = forms.TransferReason

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}


class Agreement(TransferStep):
    action = actions.agree
    form_class = steps.Opinion


class Refused(TransferStep):
    action = actions.refuse


class TransferWithdrawal(TransferStep):
    action = actions.withdraw
    form_class = steps.WithdrawalReason


class ArrivalStep(TransferStep):
    """A step of the receiving side."""

    workflow = ARRIVAL
    queryset = Arrival.objects.all()


class Acceptance(ArrivalStep):
    action = actions.accept
    form_class = steps.Opinion


class Declined(ArrivalStep):
    action = actions.decline
