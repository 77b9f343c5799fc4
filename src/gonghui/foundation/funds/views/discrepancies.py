"""差异核查: what differs, who looks into it, and how two decide (E-R13, X-R1)."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import discrepancies as actions
from ..inquiry_form import ConclusionForm, NoteForm
from ..models import Discrepancy
from ..rulebook.inquiries import DISCREPANCY, DiscrepancyState
from .inquiries import AUDIT, Reveal

TONES = {
    DiscrepancyState.OPENED: "red",
    DiscrepancyState.LOOKING: "orange",
    DiscrepancyState.CONCLUDED: "purple",
    DiscrepancyState.SETTLED: "green",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)


def cases():
    return Discrepancy.objects.select_related("inquiry__payment", "unit")


class DiscrepancyList(ListPage):
    """The differences of my units, the newest first."""

    declares = AUDIT
    queryset = cases()
    title = _("差异核查")
    states = tuple(DiscrepancyState)
    nothing = _("没有差异")
    columns = (
        Column("number", _("编号"), narrow="title", link=True),
        Column("inquiry.payee", _("收款人"), narrow="left"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("begun_on", _("发现日期"), sort="begun_on", narrow="right"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        Column("outcome", _("结论"), narrow="row"),
        STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in DiscrepancyState else found


class OfDiscrepancy(OfRecord):
    queryset: Any = cases()

    def url_of(self, name, *args):
        return super().url_of(f"discrepancy_{name}", *args)

    def crumbs(self):
        number = self.record.number
        way = Crumb(_("差异核查"), reverse("funds:discrepancies"))
        return [way, Crumb(number, self.record.get_absolute_url())]


class DiscrepancyRecord(OfDiscrepancy, RecordPage):
    declares = AUDIT
    workflow = DISCREPANCY
    state = STATE
    sections = (
        Section(
            _("差异"),
            (
                Column("inquiry", _("回访")),
                Column("inquiry.payee", _("收款人")),
                Column("inquiry.was_received", _("是否收到")),
                Column("inquiry.amount", _("收到金额(元)"), kind="money"),
                Column("inquiry.payment.amount", _("付款金额(元)"), kind="money"),
                Column("inquiry.received_on", _("到账日期")),
                Column("inquiry.payment.paid_on", _("付款日期")),
                Column("outcome", _("结论")),
                Column("settled_on", _("办结日期")),
                Column("findings", _("核查情况"), reveal="findings", wide=True),
                Column("told", _("给收款人的答复"), wide=True),
            ),
        ),
    )

    def cells(self, section):
        return [
            column.cell(
                self.record, reveal=self.url_of("findings") if column.reveal and column.value(self.record) else ""
            )
            for column in section.columns
        ]

    def moments(self):
        return moments_of(self.record, stops=("send_back",))


class DiscrepancyStep(OfDiscrepancy, StepPage):
    workflow = DISCREPANCY
    form_class: Any = NoteForm


class LookInto(DiscrepancyStep):
    action = actions.look_into


class Conclude(DiscrepancyStep):
    action = actions.conclude
    form_class = ConclusionForm


class Confirm(DiscrepancyStep):
    action = actions.confirm


class SendBack(DiscrepancyStep):
    action = actions.send_back


class Findings(OfDiscrepancy, Reveal):
    """What was found, shown for a reason."""

    declares = AUDIT
    what = "findings"

    @property
    def target(self):
        if not self.record.findings:
            raise Http404
        return self.record
