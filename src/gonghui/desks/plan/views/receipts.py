"""目标签收: a county reads the targets that came to it, and its approver receives them (N-R2, N-R3)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.rules import holds
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import measures
from ..actions import issuing
from ..forms import Opinion
from ..models import CountyTarget, TargetReceipt
from ..rulebook import READERS, RECEIPT, ReceiptState
from .plans import RECEIPT_STATE, TITLE


class ReceiptList(ListPage):
    """What has come to whom, the open ones first."""

    declares = Declares("post", by=READERS, cites="N-R2")
    queryset = TargetReceipt.objects.select_related("unit", "plan")
    title = _("目标签收")
    states = tuple(ReceiptState)
    ordering = ("-plan__year", "unit__order", "pk")
    nothing = _("还没有下达的目标")
    columns = (
        Column("plan", _("工作目标"), narrow="title", link=True),
        Column("unit", _("县区"), narrow="left"),
        Column("edition", _("下达版次"), kind="number", narrow="right"),
        Column("begun_on", _("下达日期"), narrow="hide"),
        Column("due_on", _("签收期限"), narrow="row"),
        Column("received_on", _("签收日期"), narrow="row"),
        RECEIPT_STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in ReceiptState else found


class OfReceipt(OfRecord):
    queryset: Any = TargetReceipt.objects.select_related("unit__area", "plan__unit__area")

    def url_of(self, name, *args):
        return reverse(f"plan:receipt_{name}", args=[self.record.number, *args])

    def crumbs(self):
        plan = self.record.plan
        return [
            Crumb(TITLE, reverse("plan:plans")),
            Crumb(plan.name, plan.get_absolute_url()),
            Crumb(_("目标签收"), self.record.get_absolute_url()),
        ]


class ReceiptRecord(OfReceipt, RecordPage):
    """The targets of one county, and whether it has received them."""

    declares = Declares("post", by=holds(*READERS), cites="N-R2")
    template_name = "plan/receipt.html"
    workflow = RECEIPT
    state = RECEIPT_STATE
    sections = (
        Section(
            _("目标签收"),
            (
                Column("number", _("编号")),
                Column("unit", _("县区")),
                Column("plan", _("工作目标")),
                Column("edition", _("下达版次")),
                Column("begun_on", _("下达日期")),
                Column("due_on", _("签收期限")),
                Column("received_on", _("签收日期")),
                Column("received_edition", _("签收版次")),
            ),
        ),
    )

    @property
    def title(self):
        return f"{self.record.plan.name} · {self.record.unit}"

    def moments(self):
        return moments_of(self.record)

    def targets(self) -> list[tuple]:
        """The county's own targets: item, target in words, whether it is newer than what was received."""
        rows = CountyTarget.objects.visible_to(self.by).filter(item__plan=self.record.plan, unit=self.record.unit)
        received = self.record.received_edition or 0
        found = rows.select_related("item__plan").order_by("item__place")
        return [(row.item, measures.shown(row.item, row.value), 0 < received < row.edition) for row in found]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"targets": self.targets()} | kwargs)


class Receive(OfReceipt, StepPage):
    workflow = RECEIPT
    action = issuing.receive
    form_class = Opinion
