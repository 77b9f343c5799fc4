"""岗位邀请: who was asked to take up a post, one more, many by workbook, and the letters, shown once (X-R3)."""

import base64
import io
from functools import cached_property

import segno
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts.roles import ARRANGERS
from gonghui.foundation.accounts.rulebook import who_arranges
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb, StateCount

from .. import once
from ..actions import inviting
from ..forms import InviteForm, Nothing, Reason
from ..models import EXPIRED, STANDINGS, Invitation
from ..rulebook import INVITATION, InvitationState

TITLE = _("岗位邀请")
WHO = tuple(ARRANGERS)
TONES = {
    InvitationState.OPEN: "orange",
    EXPIRED: "red",
    InvitationState.ACCEPTED: "green",
    InvitationState.REVOKED: "grey",
}
STANDING = Column("standing", _("状态"), kind="state", narrow="state", tones=TONES)


def list_crumb():
    return Crumb(TITLE, reverse("staff:invitations"))


class InvitationList(ListPage):
    """Those of my units: open, expired, accepted, revoked."""

    declares = Declares("assignment", by=WHO, cites="X-R3")
    template_name = "staff/invitations.html"
    queryset = Invitation.objects.select_related("unit")
    title = TITLE
    search_hint = _("姓名、工会、编号")
    nothing = _("还没有邀请")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("name", _("姓名"), narrow="title", link=True),
        Column("unit.name", _("所在工会"), narrow="row"),
        Column("role", _("角色"), narrow="left"),
        Column("mobile", _("手机号"), narrow="right"),
        Column("begun_on", _("发出日期"), narrow="hide", sort="begun_on"),
        Column("expires_on", _("邀请有效期至"), narrow="right", sort="expires_on"),
        STANDING,
    )

    @cached_property
    def visible(self):
        return self.queryset.visible_to(self.by).as_of(self.today)

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(standing=asked) if asked in dict(STANDINGS) else found

    def state_counts(self) -> list[StateCount]:
        standings = list(self.visible.order_by().values_list("standing", flat=True))
        asked = self.request.GET.get("state", "")
        return [StateCount(name, str(title), standings.count(name), asked == name) for name, title in STANDINGS]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"letters_wait": once.waits(self.request)} | kwargs)


class InvitationRecord(RecordPage):
    """One invitation; renewed or revoked from here."""

    declares = Declares("assignment", by=who_arranges, cites="X-R3")
    template_name = "staff/invitation.html"
    queryset = Invitation.objects.select_related("unit", "post")
    workflow = INVITATION
    state = STANDING
    sections = (
        Section(
            TITLE,
            (
                Column("name", _("姓名")),
                Column("mobile", _("手机号")),
                Column("unit.name", _("所在工会")),
                Column("role", _("角色")),
                Column("title", _("部门或职务")),
                Column("starts_on", _("起始日期")),
                Column("ends_on", _("终止日期")),
                Column("expires_on", _("邀请有效期至")),
                Column("accepted_on", _("接受日期")),
            ),
        ),
    )

    @cached_property
    def record(self):
        found = super().record
        found.standing = EXPIRED if found.is_expired(self.today) else found.state
        return found

    def url_of(self, name, *args):
        return reverse(f"staff:invitation_{name}", args=[self.record.number, *args])

    def crumbs(self):
        return [list_crumb(), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("revoke",))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"letter_waits": once.waits(self.request, self.record.number)} | kwargs)


class Invite(Page, FormView):
    """Ask one more person."""

    declares = Declares("assignment", by=WHO, cites="X-R1 X-R3")
    template_name = "ui/form.html"
    form_class = InviteForm
    title = _("邀请人员")

    @property
    def back_url(self):
        return reverse("staff:invitations")

    def crumbs(self):
        return [list_crumb(), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.by, "on": self.today}

    def form_valid(self, form):
        try:
            made = inviting.invite(by=self.by, on=self.today, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        once.keep(self.request, {made.number: made.fresh_code})
        messages.success(self.request, _("邀请已发出。邀请函只显示一次,可以打印或复制给本人。"))
        return HttpResponseRedirect(made.get_absolute_url())

    def get_context_data(self, **kwargs):
        lead = _("对方凭发到手机的链接或打印的邀请函,自己设置用户名、密码和二次验证,然后到岗。")
        return super().get_context_data(
            **{"button": _("发出邀请"), "asks": True, "cites": "X-R1 X-R3", "lead": lead} | kwargs
        )


class InvitationStep(StepPage):
    queryset = Invitation.objects.select_related("unit__area")
    workflow = INVITATION
    sight = "assignment"

    def crumbs(self):
        return [list_crumb(), Crumb(self.record.number, self.record.get_absolute_url()), Crumb(self.step.title)]


class Renew(InvitationStep):
    """A new code; the one before opens nothing more."""

    action = inviting.renew
    form_class = Nothing

    def take(self, facts):
        super().take(facts)
        once.keep(self.request, {self.record.number: self.record.fresh_code})


class Revoke(InvitationStep):
    action = inviting.revoke
    form_class = Reason


class Letters(Page, TemplateView):
    """The letters of fresh invitations, to print or copy: shown now and never again."""

    declares = Declares("assignment", by=WHO, cites="X-R3")
    template_name = "staff/letters.html"
    title = _("邀请函")
    http_method_names = ["post", "options"]

    @property
    def back_url(self):
        return reverse("staff:invitations")

    def post(self, request, *args, **kwargs):
        """Looking at them is an act: a page that was only fetched ahead would have spent them."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        codes = once.take(self.request, "YQ")
        found = Invitation.objects.visible_to(self.by).select_related("unit").filter(number__in=codes).order_by("pk")
        letters = [_letter(each, codes[each.number]) for each in found if each.state == InvitationState.OPEN]
        return super().get_context_data(**{"letters": letters} | kwargs)


def _letter(invitation, code) -> dict:
    link, picture = inviting.link_of(code), io.BytesIO()
    segno.make(link, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False)
    drawn = base64.b64encode(picture.getvalue()).decode()
    return {"invitation": invitation, "code": code, "link": link, "picture": f"data:image/svg+xml;base64,{drawn}"}
