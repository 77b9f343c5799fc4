"""档案导入: the workbooks a county has sent, what was found in each, and its way onto the record (E-R6, X-R1, R12)."""

import tempfile
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.rulebook import WORKBOOK_TYPE
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, FormPage, ListPage, OfRecord, Page, RecordPage, StepPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb

from ..actions import importing as actions
from ..forms import importing as forms
from ..models import FileImport, StagedFile
from ..rulebook.importing import IMPORT, IMPORTS_SEEN_BY, UPLOADERS, ImportState, who_uploads
from ..sheets import national
from .files import LIST

READERS = tuple(role for role in IMPORTS_SEEN_BY if role != Role.SYSTEM)
SHOWN = 50
TONES = {
    ImportState.FAULTY: "red",
    ImportState.UPLOADED: "orange",
    ImportState.CONFIRMED: "green",
    ImportState.REFUSED: "red",
    ImportState.WITHDRAWN: "grey",
}
IMPORT_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("档案导入")


def imports():
    return FileImport.objects.select_related("unit")


class ImportList(ListPage):
    """The workbooks of my county, the newest first."""

    declares = Declares("post", by=READERS, cites="E-R6 X-R1")
    queryset = imports()
    template_name = "hardship/import_list.html"
    title = TITLE
    lead = _("已有的纸质或表格档案按模板填好后上传:先检查,由另一人确认后一次导入;已在档的不会覆盖。")
    nothing = _("还没有导入过档案")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("original_name", _("文件名"), narrow="title", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("files", _("户数"), kind="number", narrow="right"),
        Column("faults", _("错误"), kind="number", narrow="right"),
        Column("begun_on", _("上传日期"), sort="begun_on", narrow="row"),
        Column("due_on", _("办结期限"), narrow="row"),
        IMPORT_STATE,
    )

    def crumbs(self):
        return [LIST, Crumb(TITLE)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_upload": self.by.role in UPLOADERS} | kwargs)


class Upload(FormPage):
    """Send a workbook in."""

    declares = Declares("post", by=UPLOADERS, cites="E-R6 X-R1")
    form_class = forms.UploadForm
    template_name = "hardship/import_upload.html"
    title = _("上传档案工作簿")
    button = _("上传并检查")

    @property
    def back_url(self):
        return reverse("hardship:imports")

    def crumbs(self):
        return [LIST, Crumb(TITLE, self.back_url), Crumb(self.title)]


class Template(Page, View):
    """The empty workbook with its lists, and the unions of my county to choose from."""

    declares = Declares("post", by=UPLOADERS, cites="E")
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
            path = Path(folder) / "template.xlsx"
            national.write_blank(path, [unit.name for unit in national.unions_within(self.by.unit)])
            name = say("困难职工档案导入模板-{unit}.xlsx").format(unit=self.by.unit)
            return attachment(path.read_bytes(), name, WORKBOOK_TYPE)


class ImportRecord(RecordPage):
    """One workbook: what was found, whose files it holds, who confirmed it."""

    declares = Declares("post", by=READERS, cites="E-R6 X-R1")
    queryset = imports()
    template_name = "hardship/import_record.html"
    workflow = IMPORT
    state = IMPORT_STATE
    sections = (
        Section(
            _("检查结果"),
            (
                Column("original_name", _("文件名")),
                Column("unit", _("所属工会")),
                Column("begun_on", _("上传日期")),
                Column("due_on", _("办结期限")),
                Column("files", _("户数"), kind="number"),
                Column("people", _("成员数(含申请人)"), kind="number"),
                Column("new", _("新档案"), kind="number"),
                Column("unchanged", _("已在档,内容一致"), kind="number"),
                Column("changed", _("已在档,内容不同"), kind="number"),
                Column("faults", _("错误"), kind="number"),
                Column("confirmed_on", _("导入日期")),
                Column("to_city", _("转市总核对"), kind="number"),
                Column("sha256", _("文件摘要"), wide=True),
            ),
        ),
    )

    def crumbs(self):
        return [LIST, Crumb(TITLE, reverse("hardship:imports")), Crumb(self.record.number)]

    def url_of(self, name, *args):
        return super().url_of(f"import_{name}", *args)

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw"))

    def get_context_data(self, **kwargs):
        record = self.record
        staged = record.staged.filter(file__isnull=False).select_related("file__unit").order_by("row")
        is_forgotten = record.state in (ImportState.REFUSED, ImportState.WITHDRAWN)
        return super().get_context_data(
            findings=actions.findings_of(record),
            may_mark=bool(record.faults) and not is_forgotten and who_uploads(self.by, record),
            taken=staged[:SHOWN],
            to_city=StagedFile.objects.filter(importing=record, is_for_city=True).count(),
            **kwargs,
        )


class Marked(OfRecord, View):
    """The workbook as it was sent, its faults marked where they stand."""

    declares = Declares("post", by=who_uploads, cites="E-R6")
    queryset = imports()
    http_method_names = ["get"]

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def get(self, request, *args, **kwargs):
        content = actions.marked_copy(self.record, by=self.by, on=self.today)
        stem = Path(self.record.original_name).stem
        return attachment(content, say("{name}-错误标注.xlsx").format(name=stem), WORKBOOK_TYPE)


class ImportStep(StepPage):
    """A step of an import."""

    queryset = imports()
    workflow = IMPORT

    def crumbs(self):
        own = Crumb(self.record.number, self.record.get_absolute_url())
        return [LIST, Crumb(TITLE, reverse("hardship:imports")), own, Crumb(self.step.title)]


class Confirm(ImportStep):
    action = actions.confirm


class Refuse(ImportStep):
    action = actions.refuse
    form_class = forms.Reason


class Withdraw(ImportStep):
    action = actions.withdraw
    form_class = forms.Nothing
