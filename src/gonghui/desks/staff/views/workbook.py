"""批量邀请: a workbook of chairs and officers, all or nothing, with letters to print (X-R3, R12)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import ARRANGERS
from gonghui.kernel.pages import Declares
from gonghui.kernel.ui.shown import Crumb
from gonghui.kernel.ui.workbook_in import WorkbookIn

from .. import once, sheets
from ..actions import inviting
from ..forms import WorkbookForm
from .invitations import list_crumb


class InviteMany(WorkbookIn):
    """Read, check, and invite every row, or none and say why."""

    declares = Declares("assignment", by=tuple(ARRANGERS), cites="X-R1 X-R3")
    form_class = WorkbookForm
    title = _("批量邀请")
    blank_name = "岗位邀请"
    record = None

    @property
    def back_url(self):
        return reverse("staff:invitations")

    @property
    def columns(self):
        return sheets.columns_for(self.by)

    def crumbs(self):
        return [list_crumb(), Crumb(self.title)]

    def read(self, content, filename, facts):
        return sheets.read(content, filename, by=self.by, on=self.today)

    def take_in(self, rows, content, filename, facts):
        with transaction.atomic():
            made = [inviting.invite(by=self.by, on=self.today, **row) for row in rows]
        once.keep(self.request, {each.number: each.fresh_code for each in made})
        return _("已发出 {count} 份邀请。邀请函只显示一次,请打印。").format(count=len(made))

    def get_context_data(self, **kwargs):
        lead = _("下载模板,每行填一个人和一个岗位。有一处错误就一份也不发,错误处标在表里。")
        return super().get_context_data(**{"lead": lead, "button": _("检查并发出邀请"), "cites": "X-R3"} | kwargs)
