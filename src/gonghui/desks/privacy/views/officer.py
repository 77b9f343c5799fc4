"""个人信息保护负责人: requests and answers, who revealed what, and files whose time is over (O.1)."""

from django.db.models.fields.json import KeyTextTransform
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.rules import has_role
from gonghui.foundation.journal.models import Entry, Kind
from gonghui.foundation.journal.timeline import moments_of
from gonghui.foundation.organisations import sight
from gonghui.kernel.pages import Declares, ListPage, Page, RecordPage, StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import erasures, requests
from ..forms import Nothing, ProposalForm, ReplyForm
from ..models import Erasure, RightsRequest
from ..rulebook import ERASURE, RIGHTS, ErasureState, RequestState, herself, the_officer

OFFICER = (Role.DPO,)
ERASERS = (Role.DPO, Role.CITY_APPROVER)
TONES = {RequestState.ASKED: "orange", RequestState.ANSWERED: "green", RequestState.REFUSED: "red"}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES | {RequestState.WITHDRAWN: "grey"})
ERASURE_TONES = {ErasureState.PROPOSED: "orange", ErasureState.DONE: "green", ErasureState.REFUSED: "grey"}
ERASURE_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=ERASURE_TONES)


class RequestList(ListPage):
    """What persons have asked, the most urgent first."""

    declares = Declares("assignment", by=OFFICER, cites="O.1")
    queryset = RightsRequest.objects.select_related("user", "unit")
    title = _("个人信息请求")
    states = tuple(RequestState)
    ordering = ("due_on", "-pk")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("right", _("请求事项"), narrow="title", link=True),
        Column("unit", _("所在工会"), narrow="left"),
        Column("begun_on", _("提出日期"), sort="begun_on", narrow="right"),
        Column("due_on", _("答复期限"), sort="due_on", narrow="row"),
        STATE,
    )

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in RequestState else found


class RequestRecord(RecordPage):
    """One request with its answer; the person reads her own on her phone."""

    declares = Declares("assignment", by=the_officer | herself, cites="O.1")
    queryset = RightsRequest.objects.select_related("user", "unit")
    template_name = "privacy/request.html"
    workflow = RIGHTS
    state = STATE
    sections = (
        Section(
            _("请求内容"),
            (
                Column("right", _("请求事项")),
                Column("user", _("请求人")),
                Column("unit", _("所在工会")),
                Column("begun_on", _("提出日期")),
                Column("due_on", _("答复期限")),
                Column("answered_on", _("答复日期")),
            ),
        ),
    )

    @property
    def frame(self):
        return "ui/phone.html" if self.by is not None and self.by.role == Role.WORKER else "ui/desk.html"

    def crumbs(self):
        return [] if self.by.role == Role.WORKER else [Crumb(_("个人信息请求"), reverse("privacy:requests"))]

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw"))

    def get_context_data(self, **kwargs):
        request = self.record
        words = {"text": request.text.open(), "reply": request.reply.open() if request.reply else ""}
        return super().get_context_data(**words | kwargs)


class RequestStep(StepPage):
    queryset = RightsRequest.objects.select_related("user", "unit")
    workflow = RIGHTS
    sight = "assignment"


class Answer(RequestStep):
    action = requests.answer
    form_class = ReplyForm


class Refuse(RequestStep):
    action = requests.refuse
    form_class = ReplyForm


class Withdraw(RequestStep):
    action = requests.withdraw
    form_class = Nothing
    frame = "ui/phone.html"


class Looks(ListPage):
    """Every reveal of a secret from posts of her unit and below, newest first: who, of which record, and why (O.1)."""

    declares = Declares("system", by=OFFICER, cites="O.1")
    title = _("敏感信息查看记录")
    lead = _("每一次查看身份证号、银行卡号等敏感信息,都有查看人、岗位和理由。")
    queryset = Entry.objects.filter(kind=Kind.REVEAL).annotate(reason=KeyTextTransform("reason", "body"))
    nothing = _("没有查看记录")
    paginate_by = 50
    columns = (
        Column("at", _("时间"), narrow="title"),
        Column("actor_name", _("查看人"), narrow="left"),
        Column("post_name", _("岗位"), narrow="left"),
        Column("title", _("查看内容"), narrow="right"),
        Column("reason", _("理由"), narrow="row"),
    )

    @property
    def visible(self):
        here = self.by.unit
        with sight.system("privacy"):
            posts = Post.objects.filter(unit__position__range=(here.position, here.last))
            return self.queryset.filter(post_id__in=list(posts.values_list("pk", flat=True)))


class ErasureList(ListPage):
    """What was made anonymous, and for the officer what is past its time."""

    declares = Declares("assignment", by=ERASERS, cites="O.1")
    template_name = "privacy/erasures.html"
    queryset = Erasure.objects.select_related("unit")
    title = _("到期匿名处理")
    nothing = _("还没有匿名处理")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("record_number", _("档案编号"), narrow="title", link=True),
        Column("reason", _("理由"), narrow="row"),
        Column("begun_on", _("提出日期"), narrow="right"),
        ERASURE_STATE,
    )

    def get_context_data(self, **kwargs):
        past = []
        if self.by.role == Role.DPO:
            with sight.system("privacy"):
                found = erasures.past_their_time(self.by.unit, self.today)
                past = [(file.number, erasures.kept_until(file)) for file in found]
        return super().get_context_data(**{"past": past, "may_propose": self.by.role == Role.DPO} | kwargs)


class ErasureRecord(RecordPage):
    """One proposal and its approval."""

    declares = Declares("assignment", by=has_role(*ERASERS), cites="O.1 X-R1")
    queryset = Erasure.objects.select_related("unit")
    workflow = ERASURE
    state = ERASURE_STATE
    sections = (
        Section(
            _("匿名处理"),
            (
                Column("record_number", _("档案编号")),
                Column("begun_on", _("提出日期")),
                Column("due_on", _("核准期限")),
                Column("reason", _("理由"), wide=True),
            ),
        ),
    )

    def url_of(self, name, *args):
        return reverse(f"privacy:erasure_{name}", args=[self.record.number, *args])

    def crumbs(self):
        return [Crumb(_("到期匿名处理"), reverse("privacy:erasures")), Crumb(self.record.number)]

    def moments(self):
        return moments_of(self.record, stops=("refuse",))


class ErasureStep(StepPage):
    queryset = Erasure.objects.select_related("unit")
    workflow = ERASURE
    sight = "assignment"


class Erase(ErasureStep):
    action = erasures.erase


class RefuseErasure(ErasureStep):
    action = erasures.refuse


class Propose(Page, FormView):
    """The officer proposes a file by its number."""

    declares = Declares("system", by=OFFICER, cites="O.1")
    template_name = "ui/form.html"
    form_class = ProposalForm
    title = _("提出匿名处理")

    @property
    def back_url(self):
        return reverse("privacy:erasures")

    def get_initial(self):
        return {"number": self.request.GET.get("number", "")[:32], "reason": _("保存期限已过。")}

    def form_valid(self, form):
        said = form.cleaned_data
        try:
            erasure = erasures.propose(said["number"], by=self.by, on=self.today, reason=said["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(erasure.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": _("提出"), "asks": True, "cites": "O.1"} | kwargs)
