"""表样: which forms there are and which template is in force, the fields each may use, a new template and its steps."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from gonghui.foundation.accounts.rules import Role
from gonghui.foundation.journal.timeline import moments_of
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.pages import Declares, FormPage, Page, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb

from ..models import FormTemplate
from ..rulebook import WORD_TYPE
from . import actions, examining, printing
from .forms import Reason, TemplateForm
from .registry import HEAD, NUMBER, registered
from .rulebook import READERS, TEMPLATE, UPLOADERS, TemplateState

OFFICERS = tuple(role for role in READERS if role != Role.SYSTEM)
TONES = {
    TemplateState.UPLOADED: "orange",
    TemplateState.CONFIRMED: "green",
    TemplateState.REFUSED: "red",
    TemplateState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("表样")


def may_upload(by) -> bool:
    return by.role in UPLOADERS and by.unit.level in (Unit.Level.CITY, Unit.Level.COUNTY)


class Blanks(Page, TemplateView):
    """The forms there are, and which template of each a post's unit uses."""

    declares = Declares("post", by=OFFICERS, cites="E X-R4")
    template_name = "documents/blanks.html"
    title = TITLE

    def get_context_data(self, **kwargs):
        shown = [(blank, self._in_force(blank)) for blank in registered.values()]
        return super().get_context_data(**{"blanks": shown} | kwargs)

    def _in_force(self, blank):
        return printing.in_force(blank, [self.by.unit.position], self.today)[0]


class OfBlank(Page):
    """A page of one form."""

    declares = Declares("post", by=OFFICERS, cites="E X-R4")

    @cached_property
    def blank(self):
        if self.kwargs["kind"] not in registered:
            raise Http404
        return registered[self.kwargs["kind"]]

    @property
    def title(self):
        return self.blank.title

    @property
    def back_url(self):
        return reverse("documents:blank", args=[self.blank.kind])

    def crumbs(self):
        return [Crumb(TITLE, reverse("documents:blanks")), Crumb(self.blank.title)]


class BlankPage(OfBlank, TemplateView):
    """One form: its templates, and every field that may stand in one."""

    template_name = "documents/blank.html"

    def get_context_data(self, **kwargs):
        templates = FormTemplate.objects.visible_to(self.by).filter(kind=self.blank.kind).select_related("unit")
        return super().get_context_data(
            blank=self.blank,
            number=NUMBER,
            head=HEAD,
            templates=[(template, STATE.cell(template)) for template in templates],
            in_force=printing.in_force(self.blank, [self.by.unit.position], self.today)[0],
            may_upload=may_upload(self.by),
            **kwargs,
        )


class Download(OfBlank, View):
    """The template in force for the post's unit, or the shipped one: to be opened in Word and changed."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        taken = printing.in_force(self.blank, [self.by.unit.position], self.today)[0]
        return attachment(taken.content, f"{self.blank.title}.docx", WORD_TYPE)


class Upload(OfBlank, FormPage):
    """A new template of the post's own unit."""

    declares = Declares("post", by=UPLOADERS, cites="X-R1")
    form_class = TemplateForm
    button = _("上传并检查")

    def crumbs(self):
        return [*super().crumbs()[:1], Crumb(self.blank.title, self.back_url), Crumb(_("上传表样"))]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"blank": self.blank, "on": self.today}


class TemplateRecord(RecordPage):
    """One template, filled with samples as it will look."""

    declares = Declares("post", by=OFFICERS, cites="X-R1 X-R4")
    queryset = FormTemplate.objects.select_related("unit")
    template_name = "documents/template.html"
    workflow = TEMPLATE
    state = STATE
    sections = (
        Section(
            _("表样情况"),
            (
                Column("form_title", _("表格")),
                Column("unit", _("所属工会")),
                Column("starts_on", _("启用日期")),
                Column("is_shared", _("全市使用")),
                Column("note", _("修改说明"), wide=True),
            ),
        ),
    )

    @property
    def title(self):
        return f"{self.record.form_title} {self.record.number}"

    def url_of(self, name, *args):
        return reverse(f"documents:template_{name}", args=[self.record.number, *args])

    def crumbs(self):
        blank = Crumb(self.record.form_title, reverse("documents:blank", args=[self.record.kind]))
        return [Crumb(TITLE, reverse("documents:blanks")), blank, Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw"))

    def get_context_data(self, **kwargs):
        blank = registered[self.record.kind]
        shown = examining.prove(printing.content_of(self.record), blank).sheets[0].html
        # The HTML comes from the child, which keeps only the elements of a sheet and escapes every value.
        return super().get_context_data(**{"preview": SafeString(shown)} | kwargs)


class TemplateFile(RecordPage):
    """The Word file of one template."""

    declares = Declares("post", by=OFFICERS, cites="X-R4")
    queryset = FormTemplate.objects
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        name = f"{self.record.form_title}-{self.record.number}.docx"
        return attachment(printing.content_of(self.record), name, WORD_TYPE)


class TemplateStep(StepPage):
    """A step of a template."""

    queryset = FormTemplate.objects.select_related("unit")
    workflow = TEMPLATE


class Confirm(TemplateStep):
    action = actions.confirm


class Refuse(TemplateStep):
    action = actions.refuse
    form_class = Reason


class Withdraw(TemplateStep):
    action = actions.withdraw
    form_class = Reason
