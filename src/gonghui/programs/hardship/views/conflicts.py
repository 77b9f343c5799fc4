"""档案冲突: two files with one person, before the city alone (E-R6, T03)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.masking import mask_name
from gonghui.kernel.ui.shown import Crumb

from ..actions import conflicts as actions
from ..forms.conflicts import VerdictForm
from ..models import FileConflict
from ..rulebook import Role
from ..rulebook.conflicts import CONFLICT, ConflictState

CITY = tuple(role for role in FileConflict.seen_by.roles if role != Role.SYSTEM)
STATE = Column(
    "state",
    _("状态"),
    kind="state",
    narrow="state",
    tones={ConflictState.FOUND: "orange", ConflictState.SETTLED: "green"},
)
LIST = Crumb(FileConflict._meta.verbose_name, "/hardship/conflicts/")


def conflicts():
    return FileConflict.objects.select_related("file__unit", "unit")


class ConflictList(ListPage):
    """What the city has to decide, and what it decided."""

    declares = Declares("post", by=CITY, cites="E-R6 X-R2")
    title = LIST.title
    lead = _("同一个人出现在两份档案中,由市总工会核对并决定计入哪一份。")
    queryset = conflicts()
    states = tuple(ConflictState)
    nothing = _("没有档案冲突")
    ordering = ("-begun_on", "-pk")
    columns: tuple[Column, ...] = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("file.number", _("待办理的档案"), narrow="title"),
        Column("file.unit", _("所在工会"), narrow="left"),
        Column("begun_on", _("发现日期"), sort="begun_on", narrow="right"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        Column("verdict", _("决定"), narrow="row"),
        STATE,
    )

    def get_queryset(self):
        asked = self.request.GET.get("state", "")
        return super().get_queryset().filter(**{"state": asked} if asked in ConflictState.values else {})


class OfConflict:
    """A page of one conflict."""

    queryset: Any = conflicts()
    workflow = CONFLICT
    record: Any

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.record.get_absolute_url())]

    def url_of(self, name, *args):
        return reverse(f"hardship:conflict_{name}", args=[self.record.number, *args])

    def get_context_data(self, **kwargs):
        found: Any = super()  # beside a page, which has it
        record = self.record
        both = [(_("待办理的档案"), record.file), (_("在档档案"), record.other)]
        names = "、".join(mask_name(person.name) for person in record.shared())
        return found.get_context_data(**{"both": both, "names": names} | kwargs)


class ConflictRecord(OfConflict, RecordPage):
    declares = Declares("post", by=CITY, cites="E-R6 X-R2")
    template_name = "hardship/conflict.html"
    state = STATE
    sections = (
        Section(
            FileConflict._meta.verbose_name,
            (
                Column("begun_on", _("发现日期")),
                Column("due_on", _("办结期限")),
                Column("verdict", _("决定"), wide=True),
                Column("reason", _("理由"), wide=True),
                Column("settled_on", _("决定日期")),
            ),
        ),
    )

    def moments(self):
        return moments_of(self.record)


class Settlement(OfConflict, StepPage):
    """The city reads both files and decides."""

    template_name = "hardship/conflict_step.html"
    action = actions.settle
    form_class = VerdictForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}
