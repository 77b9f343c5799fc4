"""导出申请: my requests and those I decide, a new one, its steps, and the file itself (O.1, T04)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View

from gonghui.foundation.accounts.roles import STAFF
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb

from ..models import ExportRequest
from ..rulebook import WORKBOOK_TYPE
from . import actions, forms
from .kinds import known
from .rulebook import EXPORT, LIES_FOR, ExportState, who_asked


def asked_for(kind: str, request) -> HttpResponseRedirect:
    """To the page that asks for a list that is too long to be taken away at once, with its filters."""
    query = request.GET.copy()
    for name in ("export", "page"):
        query.pop(name, None)
    return HttpResponseRedirect(f"{reverse('documents:export_ask', args=[kind])}?{query.urlencode()}")


TONES = {
    ExportState.ASKED: "orange",
    ExportState.APPROVED: "azure",
    ExportState.READY: "green",
    ExportState.REFUSED: "red",
    ExportState.WITHDRAWN: "grey",
    ExportState.FAILED: "red",
    ExportState.EXPIRED: "grey",
}
EXPORT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("导出申请")
ANYBODY = tuple(sorted(STAFF))
LONGEST_SCOPE = 20


def requests():
    return ExportRequest.objects.select_related("unit")


class ExportList(ListPage):
    """What I have asked for, and what waits for my approval."""

    declares = Declares("post", by=ANYBODY, cites="O.1 T04")
    queryset = requests()
    title = TITLE
    lead: Any = _("含个人信息的导出、超过 200 行的导出,须另一人同意后生成;文件加密保存,到期自动删除,每次下载都有记录。")
    nothing = _("还没有导出申请")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("kind_title", _("内容"), narrow="title", link=True),
        Column("asked_name", _("申请人"), narrow="left"),
        Column("unit", _("所属工会"), narrow="left"),
        Column("rows", _("行数"), kind="number", narrow="right"),
        Column("begun_on", _("申请日期"), sort="begun_on", narrow="row"),
        EXPORT_STATE,
    )


class ExportRecord(RecordPage):
    """One request: what, why, who let it go, until when it lies there."""

    declares = Declares("post", by=ANYBODY, cites="O.1 T04")
    queryset = requests()
    template_name = "documents/export.html"
    workflow = EXPORT
    state = EXPORT_STATE
    sections = (
        Section(
            _("申请内容"),
            (
                Column("kind_title", _("内容")),
                Column("is_plain", _("含完整个人信息")),
                Column("rows", _("行数"), kind="number"),
                Column("asked_name", _("申请人")),
                Column("unit", _("所属工会")),
                Column("begun_on", _("申请日期")),
                Column("due_on", _("办结期限")),
                Column("made_at", _("生成时间")),
                Column("expires_at", _("到期时间")),
                Column("why_not", _("未能生成的原因")),
                Column("reason", _("用途"), wide=True),
            ),
        ),
    )

    def crumbs(self):
        return [Crumb(TITLE, reverse("documents:exports")), Crumb(self.record.number)]

    def url_of(self, name, *args):
        return super().url_of(f"export_{name}", *args)

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw", "fail", "expire"))

    def get_context_data(self, **kwargs):
        request = self.record
        may_fetch = request.state == ExportState.READY and who_asked(self.by, request)
        return super().get_context_data(**{"may_fetch": may_fetch, "hours": LIES_FOR.on(self.today)} | kwargs)


class ExportStep(StepPage):
    """A step of a request."""

    queryset = requests()
    workflow = EXPORT

    def crumbs(self):
        return [Crumb(TITLE, reverse("documents:exports")), Crumb(self.record.number, self.record.get_absolute_url())]


class Approve(ExportStep):
    action = actions.approve


class Refuse(ExportStep):
    action = actions.refuse
    form_class = forms.Reason


class Withdraw(ExportStep):
    action = actions.withdraw
    form_class = forms.Nothing


class Ask(Page, FormView):
    """Asks why a list is to be taken away; the list itself is named in the address, with its filters."""

    declares = Declares("post", by=ANYBODY, cites="O.1 T04")
    template_name = "documents/export_ask.html"
    form_class = forms.AskForm

    @cached_property
    def kind(self):
        kind = known.get(self.kwargs["kind"])
        if kind is None or self.by.role not in kind.roles:
            raise Http404
        return kind

    @property
    def title(self):
        return _("申请导出:{title}").format(title=self.kind.title)

    @cached_property
    def back_url(self):
        return reverse("documents:exports")

    @cached_property
    def scope(self) -> dict:
        """The filters of the list; what was searched for stays behind, it may be a name."""
        asked = {name: values for name, values in self.request.GET.lists() if name not in ("q", "export", "page")}
        return {name[:30]: [value[:60] for value in values[:LONGEST_SCOPE]] for name, values in asked.items()}

    def form_valid(self, form):
        try:
            request = actions.ask(self.kind.name, scope=self.scope, by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("已提交。另一人同意后,文件约一分钟内生成。"))
        return HttpResponseRedirect(request.get_absolute_url())

    def get_context_data(self, **kwargs):
        own = {"kind": self.kind, "rows": self.kind.count(self.by, self.scope), "asks": True}
        return super().get_context_data(**own | {"button": say("提交申请"), "hours": LIES_FOR.on(self.today)} | kwargs)


class Download(OfRecord, View):
    """The file, for who asked and nobody else; each time is written down."""

    declares = Declares("post", by=who_asked, cites="O.1 T04")
    queryset = requests()
    http_method_names = ["get"]

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def get(self, request, *args, **kwargs):
        content = actions.fetch(self.record, by=self.by, on=self.today, at=timezone.now())
        return attachment(content, f"{self.record.kind_title}-{self.record.number}.xlsx", WORKBOOK_TYPE)
