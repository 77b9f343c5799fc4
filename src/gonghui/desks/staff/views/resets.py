"""二次验证重置: mine and those of my units; asked, checked by one, confirmed by another (X-R1)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import ARRANGERS, STAFF
from gonghui.foundation.accounts.rulebook import who_arranges
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord, OpinionForm, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.rules import rule
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from .. import once
from ..actions import resetting
from ..forms import AskForHerForm, CheckForm, Nothing, Reason
from ..models import Reset
from ..rulebook import RESET, ResetState

TITLE = _("二次验证重置")
TONES = {ResetState.ASKED: "orange", ResetState.CHECKED: "orange", ResetState.DONE: "green"}
STATE = Column(
    "state", _("状态"), kind="state", narrow="state",
    tones=TONES | {ResetState.REFUSED: "red", ResetState.WITHDRAWN: "grey"},
)  # fmt: skip


@rule(_("本人"))
def herself(by, reset) -> bool:
    return reset.user_id == by.user_id


@rule(_("确认人"))
def who_confirmed(by, reset) -> bool:
    return reset.confirmed_by == by.user_id


def resets():
    return Reset.objects.select_related("unit", "user")


def list_crumb():
    return Crumb(TITLE, reverse("staff:resets"))


class ResetList(ListPage):
    """Mine, and those of my units where I arrange posts."""

    declares = Declares("assignment", by=tuple(STAFF), cites="X-R1")
    template_name = "staff/resets.html"
    queryset = resets()
    title = TITLE
    lead = _("手机丢失或换机时,由两个人先后核验、确认,旧的验证方式和登录全部失效,本人凭登记码重新登记。")
    nothing = _("没有重置申请")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("user.name", _("姓名"), narrow="title", link=True),
        Column("unit.name", _("所在工会"), narrow="row"),
        Column("reason", _("原因"), narrow="row"),
        Column("begun_on", _("提出日期"), narrow="right", sort="begun_on"),
        STATE,
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"may_ask_for": self.by.role in ARRANGERS} | kwargs)


class ResetRecord(RecordPage):
    """One reset and who has done what."""

    declares = Declares("assignment", by=who_arranges | herself, cites="X-R1")
    template_name = "staff/reset.html"
    queryset = resets()
    workflow = RESET
    state = STATE
    sections = (
        Section(
            TITLE,
            (
                Column("user.name", _("姓名")),
                Column("unit.name", _("所在工会")),
                Column("reason", _("原因")),
                Column("begun_on", _("提出日期")),
                Column("way", _("核验方式")),
            ),
        ),
    )

    def url_of(self, name, *args):
        return reverse(f"staff:reset_{name}", args=[self.record.number, *args])

    def crumbs(self):
        return [list_crumb(), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"code_waits": once.waits(self.request, self.record.number)} | kwargs)


class AskForReset(Page, FormView):
    """Ask that a second factor be taken away: from me, or from somebody of my units."""

    declares = Declares("assignment", by=tuple(STAFF), cites="X-R1 X-R3")
    template_name = "ui/form.html"
    title = _("申请重置二次验证")

    @property
    def back_url(self):
        return reverse("staff:resets")

    @property
    def asks_for_others(self) -> bool:
        return self.by.role in ARRANGERS and "mine" not in self.request.GET

    def crumbs(self):
        return [list_crumb(), Crumb(self.title)]

    def get_form_class(self):
        return AskForHerForm if self.asks_for_others else Reason

    def get_form_kwargs(self):
        if not self.asks_for_others:
            return super().get_form_kwargs()
        posts = Post.objects.staff().not_over(self.today).visible_to(self.by)
        people = User.objects.filter(pk__in=posts.values("user")).exclude(pk=self.by.user_id).order_by("name", "pk")
        return super().get_form_kwargs() | {"people": people}

    def get_initial(self):
        asked = self.request.GET.get("user", "")
        return {"user": int(asked)} if self.asks_for_others and asked.isdecimal() and len(asked) < 12 else {}

    def form_valid(self, form):
        user = form.cleaned_data.get("user") or self.by.user
        try:
            asked = resetting.ask(user, by=self.by, on=self.today, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("申请已提出,等待核验。"))
        return HttpResponseRedirect(asked.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提出申请"), "asks": True, "cites": "X-R1"} | kwargs)


class ResetStep(StepPage):
    queryset = resets()
    workflow = RESET
    sight = "assignment"

    def crumbs(self):
        return [list_crumb(), Crumb(self.record.number, self.record.get_absolute_url()), Crumb(self.step.title)]


class Check(ResetStep):
    action = resetting.check
    form_class = CheckForm


class Confirm(ResetStep):
    action = resetting.confirm
    form_class = OpinionForm

    def take(self, facts):
        super().take(facts | {"at": timezone.now()})
        once.keep(self.request, {self.record.number: self.record.fresh_code})


class Refuse(ResetStep):
    action = resetting.refuse
    form_class = Reason


class Withdraw(ResetStep):
    action = resetting.withdraw
    form_class = Nothing


class Code(OfRecord, TemplateView):
    """The one-time code for the person, to whoever confirmed: shown now and never again."""

    declares = Declares("assignment", by=who_confirmed, cites="X-R1")
    template_name = "staff/reset_code.html"
    queryset = resets()
    title = _("一次性登记码")
    http_method_names = ["post", "options"]

    @property
    def back_url(self):
        return self.record.get_absolute_url()

    def post(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        code = once.take(self.request, self.record.number).get(self.record.number, "")
        return super().get_context_data(**{"code": code} | kwargs)
