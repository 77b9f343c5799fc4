"""The desk of who publishes: notices with their steps, objections with their decisions (X-R8)."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.rules import Role, holds
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import actions
from ..forms import DecisionForm, NothingForm, ReasonForm
from ..models import Objection, PublicNotice
from ..rulebook import (
    NOTICE,
    OBJECTION,
    PUBLISHERS,
    REVEALS_A_DAY,
    NoticeState,
    ObjectionState,
    another_than_the_publisher,
)

READERS = (*PUBLISHERS, Role.AUDITOR)
NOTICE_TONES = {NoticeState.RUNNING: "purple", NoticeState.ENDED: "green", NoticeState.VOIDED: "grey"}
OBJECTION_TONES = {ObjectionState.RECEIVED: "orange", ObjectionState.UPHELD: "red", ObjectionState.DISMISSED: "green"}
NOTICE_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=NOTICE_TONES)
OBJECTION_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=OBJECTION_TONES)


class NoticeList(ListPage):
    """The notices of my units, running and past."""

    declares = Declares("post", by=READERS, cites="X-R7")
    queryset = PublicNotice.objects.select_related("unit")
    title = _("公示")
    states = tuple(NoticeState)
    nothing = _("没有公示")
    ordering = ("-starts_on", "-pk")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("subject_type", _("公示事项"), narrow="title", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("starts_on", _("起始日期"), sort="starts_on", narrow="right"),
        Column("ends_on", _("截止日期"), sort="ends_on", narrow="right"),
        Column("result", _("结果"), narrow="right"),
        NOTICE_STATE,
    )

    @cached_property
    def visible(self):
        """Those of my own units: others that are merely public stand on the board."""
        return super().visible.within(self.by.unit)

    def get_queryset(self):
        found = super().get_queryset()
        asked = self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in NoticeState else found

    def href(self, record):
        return reverse("notices:record", args=[record.number])


class NoticeRecord(RecordPage):
    """One notice: what it shows, its days, what was objected."""

    declares = Declares("post", by=holds(*READERS), cites="X-R7 X-R8")
    queryset = PublicNotice.objects.select_related("unit")
    template_name = "notices/record.html"
    workflow = NOTICE
    state = NOTICE_STATE
    sections = (
        Section(
            _("公示情况"),
            (
                Column("subject_type", _("公示事项")),
                Column("unit", _("所属工会")),
                Column("level", _("公示范围")),
                Column("starts_on", _("起始日期")),
                Column("ends_on", _("截止日期")),
                Column("workdays", _("工作日数")),
                Column("is_public", _("公开")),
                Column("result", _("结果")),
                Column("contact", _("联系方式"), wide=True),
            ),
        ),
    )

    def crumbs(self):
        return [Crumb(_("公示"), reverse("notices:notices")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("void",))

    def get_context_data(self, **kwargs):
        objections = Objection.objects.visible_to(self.by).filter(notice=self.record).order_by("pk")
        rows = [(each, OBJECTION_TONES[each.state]) for each in objections]
        return super().get_context_data(**{"objections": rows} | kwargs)


class NoticeStep(StepPage):
    """A step of a notice."""

    queryset = PublicNotice.objects.select_related("unit")
    workflow = NOTICE

    def get_success_url(self):
        return reverse("notices:record", args=[self.record.number])


class Close(NoticeStep):
    action = actions.close
    form_class = NothingForm


class Void(NoticeStep):
    action = actions.void
    form_class = ReasonForm


class OfObjection:
    queryset = Objection.objects.select_related("notice", "unit")


class ObjectionRecord(OfObjection, RecordPage):
    """One objection: its words behind a reason, and who decides."""

    declares = Declares("post", by=PUBLISHERS, cites="X-R8")
    workflow = OBJECTION
    state = OBJECTION_STATE
    sections = (
        Section(
            _("异议情况"),
            (
                Column("notice", _("公示")),
                Column("source", _("来源")),
                Column("begun_on", _("收到日期")),
                Column("due_on", _("办结期限")),
                Column("content", _("异议内容"), reveal="reveal"),
                Column("name", _("异议人姓名"), reveal="reveal"),
                Column("contact", _("异议人联系方式"), reveal="reveal"),
                Column("decided_on", _("处理日期")),
                Column("reply", _("处理答复"), reveal="reveal"),
            ),
        ),
    )

    def crumbs(self):
        notice = self.record.notice
        return [Crumb(str(notice), reverse("notices:record", args=[notice.number])), Crumb(self.record.number)]

    def cells(self, section):
        """Only what is written may be asked for."""
        columns = ((column, column.reveal and column.value(self.record)) for column in section.columns)
        return [c.cell(self.record, reveal=self.url_of(c.reveal, c.path) if shown else "") for c, shown in columns]

    def moments(self):
        return moments_of(self.record)


class Decision(OfObjection, StepPage):
    workflow = OBJECTION
    form_class = DecisionForm


class Uphold(Decision):
    action = actions.uphold


class Dismiss(Decision):
    action = actions.dismiss


class Reveal(OfObjection, OfRecord, FormView):
    """Asks why, writes it down, and shows the words once (O.1)."""

    declares = Declares("post", by=PUBLISHERS, cites="O.1")
    template_name = "notices/reveal.html"
    form_class = ReasonForm
    OPEN = ("content", "name", "contact", "reply")

    @cached_property
    def back_url(self):
        return self.record.get_absolute_url()

    @cached_property
    def field(self):
        """What is asked for; who objected is not told to who published (X-R7: the reporter is protected)."""
        what = self.kwargs["what"]
        is_the_objector = what in ("name", "contact")
        if what not in self.OPEN or (is_the_objector and not another_than_the_publisher(self.by, self.record)):
            raise Http404
        return self.record._meta.get_field(self.kwargs["what"])

    @cached_property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    def form_valid(self, form):
        asked = {"by": self.by, "on": self.today, "quota": REVEALS_A_DAY.on(self.today)}
        try:
            value = reveal(self.record, self.field.name, reason=form.cleaned_data["reason"], **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        own = {"field": self.field, "button": _("查看"), "asks": True, "value": ""}
        return super().get_context_data(**own | kwargs)
