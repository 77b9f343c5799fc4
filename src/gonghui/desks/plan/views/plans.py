"""年度工作目标: the list, one plan with its items, receipts and editions, its steps, workbooks in and out (N-R2)."""

import hashlib
import tempfile
from functools import cached_property
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db.models import Sum
from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from gonghui.desks.figures import reckoning
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.announcing import announce
from gonghui.kernel.pages import Declares, FormPage, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.sheets.writing import Sheet, write_sheets
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb
from gonghui.kernel.ui.workbook_in import WorkbookIn

from .. import measures, progress, sheets
from ..actions import drafting, issuing
from ..forms import NeededOpinion, Opinion, PlanForm, Reason, WorkbookForm
from ..models import Plan, Revision, TargetReceipt
from ..rulebook import DRAFTERS, NUMBER_READERS, PLAN, PlanState, ReceiptState, any_number_reader, the_drafter

TITLE = _("年度工作目标")
TONES = {
    PlanState.DRAFT: "orange",
    PlanState.SUBMITTED: "blue",
    PlanState.ISSUED: "green",
    PlanState.WITHDRAWN: "grey",
}
PLAN_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
RECEIPT_TONES = {ReceiptState.SENT: "orange", ReceiptState.RECEIVED: "green"}
RECEIPT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=RECEIPT_TONES)


class PlanList(ListPage):
    """The plans of the years; a county finds those that were issued."""

    declares = Declares("post", by=NUMBER_READERS, cites="N-R2")
    template_name = "plan/plans.html"
    queryset = Plan.objects.select_related("unit")
    title = TITLE
    lead: Any = _("全年重点工作、各县区目标和完成情况。各县区只对照自己的目标,不排名、不打分。")
    nothing = _("还没有下达的工作目标")
    ordering = ("-year", "-pk")
    columns = (
        Column("name", _("名称"), narrow="title", link=True),
        Column("year", _("年度"), sort="year", narrow="left"),
        Column("frame", _("框架"), narrow="hide"),
        Column("edition", _("版次"), kind="number", narrow="right"),
        Column("issued_on", _("下达日期"), narrow="right"),
        PLAN_STATE,
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_draft": self.by.role in DRAFTERS} | kwargs)


class NewPlan(FormPage):
    """Begin the plan of a year."""

    declares = Declares("post", by=DRAFTERS, cites="N-R2")
    form_class = PlanForm
    title = _("起草工作目标")
    button = _("开始起草")

    @property
    def back_url(self):
        return reverse("plan:plans")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.by, "on": self.today}


class OfPlan(OfRecord):
    """A page of one plan."""

    queryset: Any = Plan.objects.select_related("unit__area")

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [Crumb(TITLE, reverse("plan:plans")), Crumb(self.record.name, self.back_url)]

    @cached_property
    def counties(self) -> list:
        """The counties whose targets this post reads: all for the city, her own for one of a county."""
        return [unit for unit in reckoning.counties_of(self.record.unit) if self.by.unit.holds(unit.position)]


class PlanRecord(OfPlan, RecordPage):
    """One plan: items by the parts of its frame, who has received it, and how it was revised."""

    declares = Declares("post", by=any_number_reader, cites="N-R1 N-R2")
    template_name = "plan/plan.html"
    workflow = PLAN
    state = PLAN_STATE
    sections = (
        Section(
            TITLE,
            (
                Column("number", _("编号")),
                Column("frame", _("框架")),
                Column("edition", _("版次")),
                Column("issued_on", _("下达日期")),
                Column("frozen_on", _("目标冻结日")),
                Column("note", _("说明"), wide=True),
            ),
        ),
    )

    @property
    def title(self):
        return self.record.name

    def crumbs(self):
        return [Crumb(TITLE, reverse("plan:plans")), Crumb(self.record.name)]

    def moments(self):
        return moments_of(self.record, stops=("send_back", "withdraw"))

    def parts(self) -> list[tuple]:
        """The items of each part of the frame, with the city's target, the counties' sum and what is missing."""
        items = self.record.items.visible_to(self.by).select_related("plan__unit", "owner")
        sums = items.annotate(parts=Sum("county_targets__value")).order_by("place")
        rows = [(item, measures.shown(item, item.target), *_shared_out(item)) for item in sums]
        return [(part, list(group)) for part, group in groupby(rows, key=lambda row: row[0].part)]

    def receipts(self):
        found = TargetReceipt.objects.visible_to(self.by).filter(plan=self.record).in_order()
        return [(receipt, RECEIPT_STATE.cell(receipt)) for receipt in found]

    def revisions(self):
        found = Revision.objects.visible_to(self.by).filter(item__plan=self.record).select_related("item")
        return found.order_by("-pk")

    def get_context_data(self, **kwargs):
        may_write = self.record.is_open() and the_drafter(self.by, self.record)
        own = {"parts": self.parts(), "receipts": self.receipts(), "revisions": self.revisions()}
        own |= {"may_write": may_write, "is_of_city": self.by.unit == self.record.unit}
        return super().get_context_data(**own | kwargs)


def _shared_out(item) -> tuple[str, str]:
    """What the counties of an item come to, and the gap to the city's target, in words."""
    if not item.is_counted:
        return "", ""
    if not item.is_shared_out:
        return str(_("不分解")), ""
    if not item.adds_up:
        return str(_("各县区同一标准")), ""
    gap = issuing.gap_of(item, item.target, item.parts) if item.target is not None else None
    return measures.shown(item, item.parts), str(gap.refusal()) if gap else ""


class PlanStep(OfPlan, StepPage):
    workflow = PLAN
    form_class = Opinion


class Submit(PlanStep):
    action = issuing.submit


class Issue(PlanStep):
    action = issuing.issue


class SendBack(PlanStep):
    action = issuing.send_back
    form_class = NeededOpinion


class Withdraw(PlanStep):
    action = issuing.withdraw
    form_class = Reason


class TargetsIn(OfPlan, WorkbookIn):
    """The targets of all counties by one workbook; the blank holds the items and what they have so far."""

    declares = Declares("post", by=the_drafter, cites="N-R2")
    form_class = WorkbookForm
    title = _("导入目标分解表")
    blank_name = _("目标分解表")

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.title)]

    @property
    def columns(self):
        return sheets.columns_of(reckoning.counties_of(self.record.unit))

    def blank_rows(self):
        return sheets.rows_of(self.record, reckoning.counties_of(self.record.unit))

    def read(self, content, filename, facts):
        return sheets.read_targets(content, filename, self.record)

    def take_in(self, rows, content, filename, facts):
        told = {"file_name": filename[-100:], "sha256": hashlib.sha256(content).hexdigest()}
        count = drafting.share_out_all(self.record, rows, by=self.by, on=self.today, **told)
        return _("已写入 {n} 个项目的目标。").format(n=count)


class PlanOut(OfPlan, View):
    """The plan as a workbook: items, targets and progress; of a county its own."""

    declares = Declares("post", by=any_number_reader, cites="N-R2")

    def get(self, request, *args, **kwargs):
        plan, counties = self.record, self.counties
        facts = {"page": request.path}
        announce("read", plan, by=self.by, on=self.today, name="export", title=_("导出工作目标"), facts=facts)
        day = progress.day_of(plan, self.today)
        units = [plan.unit, *counties] if self.by.unit.holds(plan.position) else counties
        standings = [each for unit in units for each in progress.of_unit(plan, unit, plan.period, day)]
        mark = _("{by} 导出,仅限工作使用").format(by=self.by)
        written = (
            Sheet(_("项目"), sheets.OUT, sheets.out_rows(plan)),
            Sheet(_("目标分解"), sheets.columns_of(counties), sheets.rows_of(plan, counties)),
            Sheet(_("完成情况"), sheets.PROGRESS, sheets.progress_rows(standings)),
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.xlsx"
            write_sheets(path, written, watermark=mark)
            return FileResponse(BytesIO(path.read_bytes()), as_attachment=True, filename=f"{plan.name}.xlsx")
