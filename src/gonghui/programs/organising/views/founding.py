"""建会: the list of unions that are being set up, the record of one, and its steps (A)."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.blanks import printing
from gonghui.foundation.documents.rulebook import WORD_TYPE
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.downloads import attachment
from gonghui.kernel.ui.shown import Crumb, StepLink

from ..actions import founding as actions
from ..forms import founding as forms
from ..forms.filters import FoundingFilters
from ..models import Founding
from ..rulebook import FOUNDING, SEEN_BY, FoundingState
from ..rulebook.elections import objections, warnings
from ..rulebook.people import FINDERS, the_preparing_group
from ..sheets import papers
from .asking import Asking

OFFICERS = tuple(role for role in SEEN_BY if role != Role.SYSTEM)
READERS = (*OFFICERS, Role.WORKER)
"""Officers by their range; a preparing worker her own founding."""
TONES = {
    FoundingState.CLUE: "grey",
    FoundingState.PREP_APPLIED: "blue",
    FoundingState.PREP_APPROVED: "azure",
    FoundingState.ELECTED: "azure",
    FoundingState.RESULT_SUBMITTED: "blue",
    FoundingState.ESTABLISHED: "green",
    FoundingState.RETURNED: "orange",
    FoundingState.REJECTED: "red",
    FoundingState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("建会")
LIST = Crumb(TITLE, "/organising/foundings/")
WITH_COMMITTEE = (FoundingState.ELECTED, FoundingState.RESULT_SUBMITTED, FoundingState.RETURNED)


def foundings():
    return Founding.objects.select_related("unit", "union")


class ByTwoDoors:
    """A page of the desk, or of the phone for a preparing worker."""

    by: Any

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        is_worker = request.post is not None and request.post.role == Role.WORKER
        self.frame = "ui/phone.html" if is_worker else "ui/desk.html"


class FoundingList(ListPage):
    """The unions of my part of the city that are being set up, and those that have been."""

    declares = Declares("post", by=OFFICERS, cites="A X-R2")
    title = TITLE
    template_name = "organising/foundings.html"
    lead = _("从摸排线索到批准成立;批准后自动进入组织体系,系统随即邀请主席到岗。")
    filters: Any = FoundingFilters
    search_hint: Any = _("工会名称 / 编号")
    states = tuple(FoundingState)
    queryset = foundings()
    ordering = ("-begun_on", "-pk")
    nothing = _("没有符合条件的建会记录")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("name", _("工会全称"), narrow="title", link=True),
        Column("unit", _("所属工会"), narrow="left"),
        Column("employees", _("职工人数"), kind="number", sort="employees", narrow="right"),
        Column("begun_on", _("登记日期"), sort="begun_on", narrow="hide"),
        Column("established_on", _("成立日期"), sort="established_on", narrow="row"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        STATE,
    )

    def crumbs(self):
        return [Crumb(TITLE)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_find": self.by.role in FINDERS} | kwargs)


class Lead(Asking):
    """A lead is entered."""

    declares = Declares("post", by=FINDERS, cites="A-R12")
    form_class = forms.LeadForm
    title = _("登记线索")
    button = _("登记线索")
    back_url = LIST.url

    def crumbs(self):
        return [LIST, Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.by}

    def act(self, facts):
        parent, employers = facts.pop("parent"), facts.pop("employers")
        facts["contact_mobile"] = facts["contact_mobile"] or None
        return actions.find(parent, employers, by=self.by, on=self.today, **facts).get_absolute_url()


class FoundingRecord(ByTwoDoors, RecordPage):
    """One union on its way: employers, request, election, approval."""

    declares = Declares("post", by=READERS, cites="A X-R2")
    queryset = foundings()
    template_name = "organising/founding.html"
    workflow = FOUNDING
    state = STATE
    sections = (
        Section(
            _("基本情况"),
            (
                Column("name", _("工会全称"), wide=True),
                Column("kind", _("建会方式")),
                Column("form", _("组织形式")),
                Column("unit", _("所属工会")),
                Column("employees", _("职工人数"), kind="number"),
                Column("members", _("拟发展会员"), kind="number"),
                Column("women", _("女会员"), kind="number"),
                Column("term_years", _("每届任期")),
                Column("address", _("办公地址")),
                Column("source", _("线索来源")),
                Column("contact_name", _("单位联系人")),
                Column("contact_mobile", _("联系电话")),
                Column("begun_on", _("登记日期")),
                Column("due_on", _("办结期限")),
            ),
        ),
        Section(
            _("批复"),
            (
                Column("preparation_number", _("同意筹建文号")),
                Column("prep_approved_on", _("同意筹建日期")),
                Column("approval_number", _("批准成立文号")),
                Column("established_on", _("成立日期")),
                Column("term_ends_on", _("任期届满")),
            ),
        ),
    )

    @property
    def title(self):
        return self.record.name

    def crumbs(self):
        return [LIST, Crumb(self.record.number)]

    def url_of(self, name, *args):
        return super().url_of(f"founding_{name}", *args)

    def moments(self):
        return moments_of(self.record, stops=("reject", "withdraw", "drop"))

    def get_context_data(self, **kwargs):
        founding, election = self.record, getattr(self.record, "election", None)
        count, stood = (election.count(), election.stood()) if election else (None, [])
        is_open = founding.state in WITH_COMMITTEE
        return super().get_context_data(
            employers=founding.employers.select_related("employer"),
            election=election,
            candidates=election.candidates.standing() if election else (),
            objections=objections(count, stood, self.today) if election and is_open else (),
            warnings=warnings(count, self.today) if election else (),
            obligations=actions.obligations(founding, self.today),
            officers=founding.officers.order_by("pk"),
            may_name=founding.state in FOUNDING["nominate"].since and the_preparing_group(self.by, founding),
            asked=self._asked(),
            papers=self._papers(),
            **kwargs,
        )

    def steps(self):
        """Naming candidates stands beside the candidates."""
        return [link for link in super().steps() if not link.url.endswith("/candidates/new")]

    def _asked(self) -> list[str]:
        if self.record.state != FoundingState.RETURNED:
            return []
        last = Entry.objects.of(self.record).filter(name="send_back").last()
        return last.body.get("items", []) if last else []

    def _papers(self) -> list[StepLink]:
        found = [blank for blank in (papers.PREPARATION, papers.APPROVAL) if papers.orders(blank, self.record)]
        return [StepLink(blank.title, self.url_of("paper", blank.kind.partition(".")[2])) for blank in found]


class Paper(OfRecord, View):
    """An approval as a Word document, by the template in force (A-R9)."""

    declares = Declares("post", by=READERS, cites="A-R9")
    queryset = foundings()
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        kinds = {blank.kind.partition(".")[2]: blank for blank in (papers.PREPARATION, papers.APPROVAL)}
        if (blank := kinds.get(self.kwargs["kind"])) is None or not (orders := papers.orders(blank, self.record)):
            raise Http404
        printed = printing.print_out(blank, orders, by=self.by, on=self.today, html=False)
        return attachment(printed.document, f"{blank.title}-{self.record.short_name}.docx", WORD_TYPE)
