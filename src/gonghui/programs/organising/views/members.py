"""会员: the list of members, the record of one, and what happens to a membership (B)."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import holds
from gonghui.foundation.journal.actions import reveal
from gonghui.foundation.journal.timeline import moments_of
from gonghui.foundation.members.models import Membership
from gonghui.kernel.pages import Declares, ListPage, OfRecord, Page, RecordPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import memberships as actions
from ..forms import founding as reasons
from ..forms import joining as forms
from ..forms.filters import MemberFilters
from ..rulebook import CHAIRS, MEMBERSHIP, SEEN_BY
from ..rulebook.joining import REVEALS_A_DAY
from ..rulebook.people import THE_UNION
from .asking import Step

OFFICERS = tuple(role for role in SEEN_BY if role != Role.SYSTEM)
REVEALERS = tuple(role for role in OFFICERS if role != Role.AUDITOR)
TONES = {Membership.State.ACTIVE: "green", Membership.State.RETAINED: "orange", Membership.State.LEFT: "grey"}
STATE = Column("state", _("会籍状态"), kind="state", narrow="state", tones=TONES)
TITLE = _("会员")
LIST = Crumb(TITLE, "/organising/members/")


def memberships():
    return Membership.objects.select_related("person", "unit")


class MemberList(ListPage):
    """The members of my part of the city: names as they are, numbers masked."""

    declares = Declares("post", by=OFFICERS, cites="B X-R2")
    title = TITLE
    template_name = "organising/members.html"
    filters: Any = MemberFilters
    search_hint: Any = _("姓名 / 拼音首字母")
    states = tuple(Membership.State)
    queryset = memberships()
    ordering = ("-joined_on", "-pk")
    nothing = _("没有符合条件的会员")
    columns = (
        Column("person.name", _("姓名"), narrow="title", link=True),
        Column("unit", _("所在工会"), narrow="left"),
        Column("person.id_no", _("身份证号"), narrow="row"),
        Column("person.mobile", _("手机号"), narrow="row"),
        Column("joined_on", _("入会日期"), sort="joined_on", narrow="left"),
        Column("is_migrant_worker", _("农民工"), narrow="row"),
        Column("groups_shown", _("八大群体"), narrow="row"),
        Column("new_forms_shown", _("新就业形态"), narrow="row"),
        STATE,
    )

    def crumbs(self):
        return [Crumb(TITLE)]

    def get_context_data(self, **kwargs):
        own = {"is_union": self.by.role in THE_UNION, "is_chair": self.by.role in CHAIRS}
        return super().get_context_data(**own | kwargs)


@method_decorator(sensitive_post_parameters("id_no"), name="dispatch")
class ByNumber(Page, FormView):
    """Who has a whole identity number: it never stands in an address, and each search is counted (O.1)."""

    declares = Declares("post", by=OFFICERS, cites="B-R8 O.1")
    template_name = "organising/by_number.html"
    form_class = forms.NumberForm
    title = _("按身份证号查找会员")
    back_url = LIST.url

    def crumbs(self):
        return [LIST, Crumb(self.title)]

    def form_valid(self, form):
        try:
            found = actions.with_number(form.cleaned_data["id_no"], by=self.by, on=self.today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        found = list(found.select_related("person", "unit").order_by("pk"))
        return self.render_to_response(self.get_context_data(form=self.form_class(), found=found, was_sought=True))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("查找"), "asks": True, "cites": "O.1"} | kwargs)


class OfMember(OfRecord):
    queryset = memberships()
    key = "pk"


class MemberRecord(OfMember, RecordPage):
    """One membership."""

    declares = Declares("post", by=OFFICERS, cites="B X-R2")
    workflow = MEMBERSHIP
    state = STATE
    sections = (
        Section(
            _("会籍"),
            (
                Column("person.name", _("姓名")),
                Column("person.id_no", _("身份证号"), reveal="id_no"),
                Column("person.mobile", _("手机号"), reveal="mobile"),
                Column("unit", _("所在工会")),
                Column("joined_on", _("入会日期")),
                Column("way", _("入会方式")),
                Column("confirm_way", _("确认方式")),
                Column("person.household_type", _("户籍")),
                Column("employment", _("用工形式")),
                Column("job", _("岗位")),
                Column("is_migrant_worker", _("农民工")),
                Column("migrant_reason", _("农民工认定说明")),
                Column("groups_shown", _("八大群体")),
                Column("new_forms_shown", _("新就业形态")),
                Column("retained_on", _("保留会籍日期")),
                Column("left_on", _("离会日期")),
                Column("end_reason", _("离会原因")),
            ),
        ),
    )

    @property
    def title(self):
        return self.record.person.name

    def crumbs(self):
        return [LIST, Crumb(self.record.person.name)]

    def cells(self, section):
        may = holds(*REVEALERS)(self.by, self.record)
        return [
            column.cell(self.record, reveal=self._reveal(column) if may and column.value(self.record) else "")
            for column in section.columns
        ]

    def _reveal(self, column):
        return column.reveal and reverse("organising:member_reveal", args=[self.record.pk, column.reveal])

    def url_of(self, name, *args):
        return super().url_of(f"member_{name}", *args)

    def moments(self):
        return moments_of(self.record, stops=("leave", "end"))


class Reveal(OfMember, FormView):
    """Asks why, writes it down, and shows one number once (O.1)."""

    declares = Declares("post", by=holds(*REVEALERS), cites="O.1")
    template_name = "organising/reveal.html"
    form_class = forms.RevealForm
    FIELDS = ("id_no", "mobile")

    @property
    def title(self):
        return _("查看{field}").format(field=self.field.verbose_name)

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    @property
    def field(self):
        if self.kwargs["field"] not in self.FIELDS:
            raise Http404
        return self.record.person._meta.get_field(self.kwargs["field"])

    def form_valid(self, form):
        asked = {"by": self.by, "on": self.today, "reason": form.cleaned_data["reason"]}
        try:
            value = reveal(self.record.person, self.field.name, quota=REVEALS_A_DAY.on(self.today), **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, value=value))

    def get_context_data(self, **kwargs):
        shown = {"field": self.field, "button": _("查看"), "asks": True}
        return super().get_context_data(**shown | kwargs)


class MemberStep(Step):
    """A step of a membership."""

    queryset = memberships()
    key = "pk"
    workflow = MEMBERSHIP
    way = (LIST,)


class Retaining(MemberStep):
    action = actions.retain
    form_class = reasons.ReasonForm


class Restoring(MemberStep):
    action = actions.restore
    form_class = reasons.WithdrawalForm


class Leaving(MemberStep):
    action = actions.leave
    form_class = forms.LeaveForm

    def get_initial(self):
        return {"left_on": self.today}


class Classifying(MemberStep):
    action = actions.classify
    form_class = forms.MigrantAnswers

    def get_initial(self):
        member = self.record
        names = ("employment", "job", "groups", "new_forms", "migrant_reason")
        migrant = "true" if member.is_migrant_worker else "false"
        return {name: getattr(member, name) for name in names} | {"is_migrant_worker": migrant}
