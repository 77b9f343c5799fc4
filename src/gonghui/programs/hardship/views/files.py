"""困难职工档案: the list of files, and the record of one."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import holds
from gonghui.foundation.documents.exports.views import asked_for
from gonghui.foundation.documents.models import Document
from gonghui.foundation.journal.actions import reveal
from gonghui.kernel.pages import Declares, ListPage, OfRecord, RecordPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb, StepLink

from .. import sheets
from ..forms.filters import FileFilters
from ..forms.steps import RevealForm
from ..models import AidGrant, FileConflict, HardshipArchive, HelperVisit
from ..rulebook import (
    FILE,
    HELD,
    SEEN_BY,
    FileState,
    another_than_the_applicant,
    policies,
    the_county_operator,
    the_union,
)
from ..rulebook.importing import IMPORTS_SEEN_BY
from ..rulebook.transfers import MAY_MOVE
from ..sheets.national import ASKERS
from . import assessment
from .detailed import SECTION as DETAILS
from .held import earlier_aid, held_of, offered
from .household import household_of
from .shown import FILE_STATE, FILE_TONES, GRANT_TONES, files, last_return, moments_of_file

OFFICERS = tuple(role for role in SEEN_BY if role != Role.SYSTEM)
CITY = FileConflict.seen_by.roles
ENTERERS = (Role.GRASSROOTS_OPERATOR, Role.GRASSROOTS_CHAIR)
REVEALERS = tuple(role for role in OFFICERS if role != Role.AUDITOR)
reads_whole = holds(*REVEALERS)
"""Who may ask for what is masked: at the file's union or above it, not who reads a file that has gone (X-R2)."""
LIST = Crumb(HardshipArchive._meta.verbose_name, "/hardship/")
COUNTED = (
    FileState.SUBMITTED,
    FileState.VISITED,
    FileState.COMPARED,
    FileState.PUBLICISED,
    FileState.REVIEWED,
    FileState.RETURNED,
    FileState.ON_FILE,
    FileState.OBSERVING,
    FileState.EXITED,
)


class FileList(ListPage):
    """The files that a post may see; drafts of others are not yet anybody's business above the union."""

    declares = Declares("post", by=OFFICERS, cites="E X-R2")
    title = _("困难职工档案")
    template_name = "hardship/files.html"
    filters: Any = FileFilters
    search_hint: Any = _("姓名 / 拼音首字母 / 编号")
    states = COUNTED
    exporters = REVEALERS
    nothing = _("没有符合条件的档案")
    columns: tuple[Column, ...] = (
        Column("number", _("编号"), sort="number", narrow="left", link=True),
        Column("applicant_name", _("申请人"), sort="name_pinyin", narrow="title", link=True),
        Column("unit", _("所在工会"), narrow="left"),
        Column("county_name", _("区县"), narrow="right"),
        Column("grade", _("困难类别"), sort="grade", narrow="right"),
        Column("begun_on", _("申请日期"), sort="begun_on", narrow="hide"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        Column("state", _("状态"), kind="state", narrow="state", tones=FILE_TONES),
    )

    queryset = files()

    @cached_property
    def visible(self):
        found = super().visible
        return found if self.by.role in ENTERERS else found.exclude(state=FileState.DRAFT)

    def export(self):
        """As the page, with names masked."""
        self.columns = sheets.FILES
        return super().export()

    def too_many(self, rows):
        return asked_for("hardship.files", self.request)

    def get_context_data(self, **kwargs):
        own = {"may_enter": self.by.role in ENTERERS, "lead": self._waiting()}
        own |= {"imports": self.by.role in IMPORTS_SEEN_BY, "takes_all": self.by.role in ASKERS}
        return super().get_context_data(**kwargs) | own

    def for_chosen(self):
        """Printing and deciding fifty at a time."""
        if self.by.role not in REVEALERS:
            return []
        together = StepLink(_("批量办理"), reverse("hardship:bulk"))
        return [together, StepLink(_("打印表格"), reverse("hardship:papers"), is_main=False)]

    def _waiting(self) -> str:
        """How many of them wait for who is looking."""
        count = HardshipArchive.objects.waiting_for(self.by, self.today).count()
        return ngettext("等您办理 %(count)s 件", "等您办理 %(count)s 件", count) % {"count": count} if count else ""


class FileRecord(RecordPage):
    """One file: who, why, what was found, what is due, what was given. An applicant is led to her own page."""

    declares = Declares("post", by=(*OFFICERS, Role.WORKER), cites="E X-R2")
    template_name = "hardship/file.html"
    workflow = FILE
    state = FILE_STATE
    sections = (
        Section(
            _("基本信息"),
            (
                Column("applicant_name", _("申请人")),
                Column("own_line.id_no", _("身份证号"), reveal="reveal"),
                Column("contact.mobile", _("手机号"), reveal="reveal"),
                Column("unit", _("所在工会")),
                Column("county_name", _("区县")),
                Column("grade", _("困难类别")),
                Column("archive_level", _("档案层级")),
                Column("work_status", _("就业状况")),
                Column("main_cause", _("主要致困原因")),
                Column("is_migrant", _("农民工")),
                Column("labour_since", _("劳动关系起始日期")),
                Column("begun_on", _("申请日期")),
                Column("due_on", _("办结期限")),
                Column("filed_on", _("建档日期")),
                Column("authorised_on", _("签署核查授权书")),
                Column("cause_text", _("困难情况说明"), reveal="reveal"),
            ),
        ),
        Section(
            _("收款账户"),
            (
                Column("account_name", _("开户人")),
                Column("card_no", _("银行卡号"), reveal="reveal"),
                Column("bank_name", _("开户银行")),
                Column("branch_code", _("联行号")),
            ),
        ),
    )

    queryset = files().select_related("notice", "details")

    def get(self, request, *args, **kwargs):
        if self.by.user_id == self.record.applicant_user_id:
            return HttpResponseRedirect(reverse("hardship:mine", args=[self.record.number]))
        return super().get(request, *args, **kwargs)

    @property
    def title(self):
        return _("{name}的困难职工档案").format(name=self.record.applicant_name)

    def crumbs(self):
        return [LIST, Crumb(self.record.number)]

    def cells(self, section):
        """Only what is written may be asked for, and only by who works on cases."""
        may = reads_whole(self.by, self.record)
        return [
            column.cell(self.record, reveal=self._reveal(column) if may and column.value(self.record) else "")
            for column in section.columns
        ]

    def _reveal(self, column):
        return column.reveal and self.url_of(column.reveal, column.path)

    def moments(self):
        return moments_of_file(self.record)

    def steps(self):
        """A button for each open step that has something to decide on."""
        found = offered(self.record, FILE.open_to(self.by, self.record))
        return [StepLink(step.title, self.url_of(step.name), is_main=bool(step.within)) for step in found]

    def get_context_data(self, **kwargs):
        file, by = self.record, self.by
        return super().get_context_data(
            members=file.members.present(),
            lines=file.lines.standing(),
            visits=file.visits.select_related("first", "second").order_by("pk"),
            comparisons=file.comparisons.order_by("pk"),
            assessment=assessment.card(file),
            objections=file.notice.objections.order_by("pk") if file.notice else (),
            grants=[(grant, GRANT_TONES[grant.state]) for grant in self._grants()],
            is_noticed=bool(file.notice and file.notice.is_open(self.today)),
            papers=Document.objects.visible_to(by).of(file),
            helper=file.pairs.select_related("cadre").filter(ends_on__isnull=True).first(),
            helper_visits=HelperVisit.objects.visible_to(by).standing().filter(pair__file=file)[:6],
            conflicts=self._conflicts(),
            asked=last_return(file) if file.state == FileState.RETURNED else [],
            may_reveal=reads_whole(by, file),
            may_mend=file.state in (FileState.DRAFT, FileState.RETURNED) and the_union(by, file),
            may_grant=file.state in HELD and the_county_operator(by, file),
            held=held_of(file, self.today),
            earlier=earlier_aid(file, by) if reads_whole(by, file) else [],
            may_move=file.state in MAY_MOVE and the_county_operator(by, file),
            details=self.cells(DETAILS) if hasattr(file, "details") else [],
            may_detail=the_union(by, file) or the_county_operator(by, file),
            **household_of(file, by) | kwargs,
        )

    def _grants(self):
        return AidGrant.objects.visible_to(self.by).filter(file=self.record).select_related("project").order_by("-pk")

    def _conflicts(self):
        """What the city has to decide about people who stand in this file and another: for its eyes alone (T03)."""
        if self.by.role not in CITY:
            return []
        either = Q(file=self.record) | Q(other_file_id=self.record.pk)
        return FileConflict.objects.visible_to(self.by).open().filter(either).order_by("number")


class RevealPage(OfRecord, FormView):
    """Asks why, writes it down, and shows one masked value once (O.1)."""

    declares = Declares("post", by=reads_whole & another_than_the_applicant, cites="O.1")
    template_name = "hardship/reveal.html"
    form_class = RevealForm
    OPEN = {
        "file": ("card_no", "cause_text"),
        "own_line": ("id_no",),
        "contact": ("mobile",),
        "details": ("health", "disability", "disability_level", "address"),
        "members": ("id_no", "health"),
        "visits": ("findings",),
        "comparisons": ("issue",),
    }
    MANY = ("members", "visits", "comparisons")

    queryset = files()

    @property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    @cached_property
    def where(self) -> tuple[str, str]:
        """The kind of record and the field asked for; nothing else than what is listed may be."""
        kind, _dot, field = self.kwargs["what"].rpartition(".")
        if field not in self.OPEN.get(kind := kind or "file", ()) or (kind in self.MANY) != ("pk" in self.kwargs):
            raise Http404
        return kind, field

    @cached_property
    def target(self):
        kind, _field = self.where
        if kind in self.MANY:
            return get_object_or_404(getattr(self.record, kind), pk=self.kwargs["pk"])
        found = self.record if kind == "file" else getattr(self.record, kind, None)
        found = found() if kind in ("own_line", "contact") else found
        if found is None:
            raise Http404
        return found

    @property
    def field(self):
        return self.target._meta.get_field(self.where[1])

    def form_valid(self, form):
        quota = policies.REVEALS_A_DAY.on(self.today)
        asked = {"by": self.by, "on": self.today, "reason": form.cleaned_data["reason"], "quota": quota}
        try:
            value = reveal(self.target, self.field.name, **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        shown = {"field": self.field, "target": self.target, "button": _("查看"), "asks": True}
        return super().get_context_data(**shown | kwargs)
