"""目标修订: one revision with old and new targets and its reason, approved by another (N-R3)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import measures
from ..actions import revising
from ..forms import NeededOpinion, Opinion, Reason
from ..models import Revision, TargetChange
from ..rulebook import READERS, REVISION, RevisionState, any_reader
from .plans import TITLE

TONES = {
    RevisionState.PROPOSED: "orange",
    RevisionState.APPROVED: "green",
    RevisionState.REFUSED: "red",
    RevisionState.WITHDRAWN: "grey",
}
REVISION_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)


class RevisionList(ListPage):
    """Every edition of every plan: what was changed, why, by whom."""

    declares = Declares("post", by=READERS, cites="N-R3")
    queryset = Revision.objects.select_related("item__plan", "unit")
    title = _("目标修订")
    nothing = _("目标没有修订过")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("item", _("目标项目"), narrow="title", link=True),
        Column("item.plan", _("工作目标"), narrow="left"),
        Column("edition", _("版次"), kind="number", narrow="right"),
        Column("approved_on", _("核准日期"), narrow="right"),
        REVISION_STATE,
    )


class OfRevision(OfRecord):
    queryset: Any = Revision.objects.select_related("item__plan__unit__area", "unit")

    def url_of(self, name, *args):
        return reverse(f"plan:revision_{name}", args=[self.record.number, *args])

    def crumbs(self):
        item = self.record.item
        return [
            Crumb(TITLE, reverse("plan:plans")),
            Crumb(item.plan.name, item.plan.get_absolute_url()),
            Crumb(item.code, item.get_absolute_url()),
            Crumb(self.record.number, self.record.get_absolute_url()),
        ]


class RevisionRecord(OfRevision, RecordPage):
    declares = Declares("post", by=any_reader, cites="N-R3")
    template_name = "plan/revision.html"
    workflow = REVISION
    state = REVISION_STATE
    sections = (
        Section(
            _("目标修订"),
            (
                Column("item", _("目标项目")),
                Column("begun_on", _("提出日期")),
                Column("due_on", _("核准期限")),
                Column("edition", _("版次")),
                Column("approved_on", _("核准日期")),
                Column("asks_receipt", _("相关县区重新签收")),
                Column("reason", _("修订理由"), wide=True),
            ),
        ),
    )

    @property
    def title(self):
        return _("目标修订 {item}").format(item=self.record.item)

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw"))

    def changes(self) -> list[tuple]:
        """Unit, old and new, of those this post may read."""
        found = TargetChange.objects.visible_to(self.by).filter(revision=self.record).select_related("unit")
        item = self.record.item
        shown = ((each, *(measures.shown(item, n) for n in (each.old_value, each.new_value))) for each in found)
        return [(each.unit, old, new) for each, old, new in shown]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"changes": self.changes()} | kwargs)


class RevisionStep(OfRevision, StepPage):
    workflow = REVISION
    form_class = Opinion


class ApproveRevision(RevisionStep):
    action = revising.approve


class RefuseRevision(RevisionStep):
    action = revising.refuse
    form_class = NeededOpinion


class WithdrawRevision(RevisionStep):
    action = revising.withdraw
    form_class = Reason
