"""入会申请 and 会籍核对 at the desk: who asks, who enters her, who admits; whom an office looks into (B, T03)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.journal.timeline import moments_of
from gonghui.foundation.members.rulebook import JoinWay
from gonghui.kernel.pages import Declares, ListPage, RecordPage
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb

from ..actions import checking as checks
from ..actions import joining as actions
from ..forms import founding as reasons
from ..forms import joining as forms
from ..models import JoinApplication, MembershipCheck
from ..models.joining import CHECKERS
from ..rulebook import CHECK, JOINING, CheckState, JoinState
from ..rulebook.people import THE_UNION
from .asking import Asking, Step
from .members import LIST as MEMBERS
from .members import OFFICERS

TONES = {
    JoinState.APPLIED: "blue",
    JoinState.ADMITTED: "green",
    JoinState.CHECKED: "orange",
    JoinState.REFUSED: "red",
    JoinState.WITHDRAWN: "grey",
}
STATE = Column("state", _("状态"), kind="state", narrow="state", tones=TONES)
CHECK_TONES = {CheckState.WAITING: "blue", CheckState.MOVED: "green", CheckState.KEPT: "grey"}
CHECK_STATE = Column("state", _("状态"), kind="state", narrow="state", tones=CHECK_TONES)
TITLE, CHECKS_TITLE = _("入会申请"), _("会籍核对")
LIST = Crumb(TITLE, "/organising/applications/")
CHECKS = Crumb(CHECKS_TITLE, "/organising/checks/")
OFFICE = tuple(role for role in CHECKERS if role != Role.SYSTEM)


def applications():
    return JoinApplication.objects.select_related("unit")


def pending():
    return MembershipCheck.objects.select_related("wanted_by", "unit", "person")


class ApplicationList(ListPage):
    """Who has asked to join the unions of my part of the city."""

    declares = Declares("post", by=OFFICERS, cites="B X-R2")
    title = TITLE
    template_name = "organising/applications.html"
    states = tuple(JoinState)
    queryset = applications()
    ordering = ("-begun_on", "-pk")
    nothing = _("没有入会申请")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("name", _("姓名"), narrow="title", link=True),
        Column("unit", _("申请加入的工会"), narrow="left"),
        Column("way", _("入会方式"), narrow="right"),
        Column("begun_on", _("申请日期"), sort="begun_on", narrow="row"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        STATE,
    )

    def crumbs(self):
        return [MEMBERS, Crumb(TITLE)]

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in JoinState.values else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"is_union": self.by.role in THE_UNION} | kwargs)


class Entering(Asking):
    """The union enters one person at its desk; the chair admits her afterwards."""

    declares = Declares("post", by=THE_UNION, cites="B-R10")
    form_class = forms.DeskApplicationForm
    title = _("登记入会申请")
    button = _("提交申请")
    done = _("已登记,等待主席批准。")
    back_url = LIST.url

    def crumbs(self):
        return [MEMBERS, LIST, Crumb(self.title)]

    def act(self, facts):
        way = {"way": JoinWay.APPLICATION}
        return actions.ask(self.by.unit, by=self.by, on=self.today, **way | facts).get_absolute_url()


class ApplicationRecord(RecordPage):
    """One application."""

    declares = Declares("post", by=OFFICERS, cites="B X-R2")
    queryset = applications()
    workflow = JOINING
    state = STATE
    sections = (
        Section(
            _("申请内容"),
            (
                Column("name", _("姓名")),
                Column("id_no", _("身份证号")),
                Column("mobile", _("手机号")),
                Column("unit", _("申请加入的工会")),
                Column("way", _("入会方式")),
                Column("confirm_way", _("确认方式")),
                Column("household_type", _("户籍")),
                Column("employment", _("用工形式")),
                Column("job", _("岗位")),
                Column("is_migrant_worker", _("农民工")),
                Column("migrant_reason", _("农民工认定说明")),
                Column("groups_shown", _("八大群体")),
                Column("new_forms_shown", _("新就业形态")),
                Column("begun_on", _("申请日期")),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    @property
    def title(self):
        return _("{name}的入会申请").format(name=self.record.name)

    def crumbs(self):
        return [MEMBERS, LIST, Crumb(self.record.number)]

    def url_of(self, name, *args):
        return super().url_of(f"application_{name}", *args)

    def moments(self):
        return moments_of(self.record, stops=("refuse", "withdraw"))


class ApplicationStep(Step):
    queryset = applications()
    workflow = JOINING
    way = (MEMBERS, LIST)


class Admission(ApplicationStep):
    action = actions.admit
    form_class = reasons.OpinionForm

    def take(self, facts):
        actions.decide(self.record, by=self.by, on=self.today, **facts)


class Refusal(ApplicationStep):
    action = actions.refuse
    form_class = reasons.ReasonForm


class Withdrawal(ApplicationStep):
    action = actions.withdraw
    form_class = reasons.WithdrawalForm


class CheckList(ListPage):
    """Persons who are known elsewhere than where they are to join."""

    declares = Declares("post", by=OFFICE, cites="B-R8 T03")
    title = CHECKS_TITLE
    lead = _("下列人员在别处已有登记;核对后决定转入还是维持原会籍。申报的工会只知道“已提交核对”。")
    states = tuple(CheckState)
    queryset = pending()
    ordering = ("-begun_on", "-pk")
    nothing = _("没有需要核对的会籍")
    columns = (
        Column("number", _("编号"), narrow="left", link=True),
        Column("said_name", _("申报的姓名"), narrow="title", link=True),
        Column("wanted_by", _("申报的工会"), narrow="left"),
        Column("begun_on", _("申报日期"), sort="begun_on", narrow="row"),
        Column("due_on", _("办结期限"), sort="due_on", narrow="row"),
        CHECK_STATE,
    )

    def crumbs(self):
        return [Crumb(CHECKS_TITLE)]

    def get_queryset(self):
        found, asked = super().get_queryset(), self.request.GET.get("state", "")
        return found.filter(state=asked) if asked in CheckState.values else found


class CheckRecord(RecordPage):
    """One person whom two unions claim, and where she stands now."""

    declares = Declares("post", by=OFFICE, cites="B-R8 T03")
    queryset = pending()
    workflow = CHECK
    state = CHECK_STATE
    sections = (
        Section(
            _("核对内容"),
            (
                Column("said_name", _("申报的姓名")),
                Column("wanted_by", _("申报的工会")),
                Column("person.name", _("登记的姓名")),
                Column("person.id_no", _("身份证号")),
                Column("where_now", _("现在的会籍"), wide=True),
                Column("begun_on", _("申报日期")),
                Column("due_on", _("办结期限")),
            ),
        ),
    )

    @property
    def title(self):
        return _("{name}的会籍核对").format(name=self.record.said_name)

    def crumbs(self):
        return [CHECKS, Crumb(self.record.number)]

    def url_of(self, name, *args):
        return super().url_of(f"check_{name}", *args)

    def moments(self):
        return moments_of(self.record)


class CheckStep(Step):
    queryset = pending()
    workflow = CHECK
    way = (CHECKS,)


class Moving(CheckStep):
    action = checks.move
    form_class = reasons.OpinionForm


class Keeping(CheckStep):
    action = checks.keep
    form_class = reasons.ReasonForm
