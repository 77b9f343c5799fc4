"""会员名册: the files a union has sent, what each would change, and its way into the register (B-R9, T03, R12)."""

import tempfile
from pathlib import Path

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from gonghui.foundation.documents.rulebook import WORKBOOK_TYPE
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb

from ..actions import rosters as actions
from ..forms import founding as reasons
from ..forms import joining as forms
from ..models import Roster
from ..rulebook import ROSTER, RosterState
from ..rulebook.people import THE_UNION, the_union
from ..sheets import receiving
from .asking import Asking, Step
from .members import LIST as MEMBERS
from .members import OFFICERS, memberships

SHOWN = 50
TONES = {
    RosterState.FAULTY: "red",
    RosterState.UPLOADED: "orange",
    RosterState.CONFIRMED: "green",
    RosterState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("会员名册")
LIST = Crumb(TITLE, "/organising/rosters/")


def rosters():
    return Roster.objects.select_related("unit").defer("rows")


class RosterList(ListPage):
    """The rosters of my part of the city, the newest first."""

    declares = Declares("post", by=OFFICERS, cites="B-R9 X-R2")
    title = TITLE
    template_name = "organising/rosters.html"
    lead = _("上传名册后先比对:谁新入会、谁有变化、谁不在名册里;主席确认后一次入册。不在名册里的人不会自动离会。")
    states = tuple(RosterState)
    queryset = rosters()
    nothing = _("还没有上传过会员名册")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("original_name", _("文件名"), narrow="title", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("people", _("人数"), kind="number", narrow="right"),
        Column("joins", _("新入会"), kind="number", narrow="row"),
        Column("faults", _("错误"), kind="number", narrow="row"),
        Column("begun_on", _("上传日期"), sort="begun_on", narrow="row"),
        STATE,
    )

    def crumbs(self):
        return [MEMBERS, Crumb(TITLE)]

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in RosterState.values else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_upload": self.by.role in THE_UNION} | kwargs)


class Upload(Asking):
    """Send a roster in."""

    declares = Declares("post", by=THE_UNION, cites="B-R9")
    form_class = forms.RosterForm
    template_name = "organising/roster_upload.html"
    title = _("上传会员名册")
    button = _("上传并比对")
    done = _("已读入,请看比对结果。")
    back_url = LIST.url

    def crumbs(self):
        return [MEMBERS, LIST, Crumb(self.title)]

    def act(self, facts):
        file = facts["file"]
        content = file.read(forms.LARGEST + 1)
        return receiving.receive(content, filename=file.name, by=self.by, on=self.today).get_absolute_url()


class Template(Page, View):
    """The empty roster with its lists."""

    declares = Declares("post", by=THE_UNION, cites="B-R9")
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
            path = Path(folder) / "template.xlsx"
            receiving.write_blank(path)
            return attachment(path.read_bytes(), say("会员名册模板.xlsx"), WORKBOOK_TYPE)


class RosterRecord(RecordPage):
    """One roster: what it would change, or what it has done."""

    declares = Declares("post", by=OFFICERS, cites="B-R9 X-R2")
    queryset = rosters()
    template_name = "organising/roster.html"
    workflow = ROSTER
    state = STATE
    sections = (
        Section(
            _("比对结果"),
            (
                Column("original_name", _("文件名")),
                Column("unit", _("所属工会")),
                Column("begun_on", _("上传日期")),
                Column("due_on", _("办结期限")),
                Column("people", _("名册人数"), kind="number"),
                Column("joins", _("新入会"), kind="number"),
                Column("changes", _("有变化"), kind="number"),
                Column("unchanged", _("没有变化"), kind="number"),
                Column("missing", _("名册中没有"), kind="number"),
                Column("faults", _("错误"), kind="number"),
                Column("confirmed_on", _("入册日期")),
                Column("joined", _("已入会"), kind="number"),
                Column("referred", _("已提交核对"), kind="number"),
                Column("sha256", _("文件摘要"), wide=True),
            ),
        ),
    )

    @property
    def title(self):
        return self.record.original_name

    def crumbs(self):
        return [MEMBERS, LIST, Crumb(self.record.number)]

    def url_of(self, name, *args):
        return super().url_of(f"roster_{name}", *args)

    def moments(self):
        return moments_of(self.record, stops=("withdraw",))

    def get_context_data(self, **kwargs):
        roster, findings = self.record, actions.findings_of(self.record)
        missing = memberships().visible_to(self.by).standing().filter(pk__in=findings.get("missing", ()))
        may_mark = roster.state == RosterState.FAULTY and the_union(self.by, roster)
        shown = {name: findings.get(name, ())[:SHOWN] for name in ("joins", "changes", "referred")}
        return super().get_context_data(
            findings=findings,
            missing=missing.order_by("pk")[:SHOWN],
            may_mark=may_mark,
            most=SHOWN,
            **shown | kwargs,
        )


class Marked(OfRecord, View):
    """The roster as it was sent, its faults marked where they stand."""

    declares = Declares("post", by=the_union, cites="B-R9")
    queryset = rosters()
    http_method_names = ["get"]

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def get(self, request, *args, **kwargs):
        content = actions.marked_copy(self.record, by=self.by, on=self.today)
        stem = Path(self.record.original_name).stem
        return attachment(content, say("{name}-错误标注.xlsx").format(name=stem), WORKBOOK_TYPE)


class RosterStep(Step):
    queryset = Roster.objects.select_related("unit")
    workflow = ROSTER
    way = (MEMBERS, LIST)


class Confirmation(RosterStep):
    action = actions.confirm
    form_class = reasons.OpinionForm


class Withdrawal(RosterStep):
    action = actions.withdraw
    form_class = reasons.WithdrawalForm
