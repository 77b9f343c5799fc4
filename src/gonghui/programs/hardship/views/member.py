"""我的困难帮扶: an applicant's own case on her phone: where it is, what is next, how long, what was given."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.models import Document
from gonghui.kernel.pages import Declares, OfRecord, Page, StepPage
from gonghui.kernel.ui.shown import StepLink

from .. import actions
from ..forms import steps as forms
from ..forms.life import OwnReopenForm
from ..models import AidGrant
from ..rulebook import ENDED, FILE, HELD, FileState, GrantState, the_applicant
from ..rulebook.changes import IN_FORCE
from .shown import (
    CHANGE_STATE,
    FILE_STATE,
    GRANT_TONES,
    days_of,
    files,
    last_opinion,
    last_return,
    moments_for_applicant,
)

PHONE = "ui/phone.html"
ALIVE = (FileState.DRAFT, FileState.RETURNED, *FILE["reject"].since, *HELD, *ENDED)
"""States in which a household has no reason to apply anew."""
NEXT = {
    FileState.DRAFT: _("申请还没有提交,填完后请在最后一页提交。"),
    FileState.SUBMITTED: _("工会的两名工作人员会上门核查,请保持电话畅通。"),
    FileState.VISITED: _("正在和民政、人社、医保等部门的数据核对,您不用做什么。"),
    FileState.COMPARED: _("您所在的工会准备张榜公示,只公开姓氏、工会和困难类别。"),
    FileState.PUBLICISED: _("公示结束后由县级工会审核。"),
    FileState.REVIEWED: _("县级审核已通过,等待批准建档。"),
    FileState.ON_FILE: _("已建档。符合条件的救助金会直接打入您登记的银行卡。"),
    FileState.RETURNED: _("请按要求补正后再提交,不用从头申请。"),
    FileState.REJECTED: _("这次申请没有通过,理由见上。不同意的,可向上级工会反映;情况变化后可以重新申请。"),
    FileState.WITHDRAWN: _("您已撤回这次申请,可以重新申请。"),
    FileState.OBSERVING: _("家庭情况好转,正在观察;观察期间仍是在档家庭,可以继续得到帮扶。"),
    FileState.EXITED: _("已脱困退出。家庭再次遇到困难的,可以在这里重新申请,不用另建档案。"),
    FileState.CANCELLED: _("档案已注销,原因见办理进度。情况变化后可以在这里重新申请。"),
}
GRANT_NEXT = {
    GrantState.PROPOSED: _("县级工会正在复核金额。"),
    GrantState.CHECKED: _("金额已复核,等待批准。"),
    GrantState.GRANTED: _("已批准,正在通过银行发放。"),
    GrantState.PAID: _("银行已发放,请查收。"),
    GrantState.BOUNCED: _("银行退回了这笔钱,工会会与您核对银行卡后重新发放。"),
    GrantState.RETURNED: _("县级工会正在补正测算。"),
    GrantState.REFUSED: _("这一笔未予发放。"),
    GrantState.WITHDRAWN: _("这一笔已撤回。"),
}


class Mine(Page, TemplateView):
    """困难帮扶: my applications, or what this is and how to apply."""

    declares = Declares("person", by=(Role.WORKER,), cites="E-R7")
    frame = PHONE
    template_name = "hardship/mine.html"
    title = _("困难帮扶")

    def get_context_data(self, **kwargs):
        own = files().visible_to(self.by).filter(applicant_user=self.by.user_id)
        mine = [(file, FILE_STATE.cell(file), NEXT[file.state]) for file in own]
        may_begin = not any(file.state in ALIVE for file, *_shown in mine)
        days = days_of(self.by.unit.area, self.today)
        return super().get_context_data(**{"mine": mine, "may_begin": may_begin, "days": days} | kwargs)


class OfMine(OfRecord):
    """A page of one's own file."""

    declares = Declares("person", by=the_applicant, cites="E-R7")
    frame = PHONE

    queryset = files().select_related("notice")


class MyCase(OfMine, TemplateView):
    template_name = "hardship/my_case.html"
    title = _("我的申请")

    @property
    def back_url(self):
        return reverse("hardship:mine_all")

    def get_context_data(self, **kwargs):
        file = self.record
        return super().get_context_data(
            state=FILE_STATE.cell(file),
            next_words=NEXT[file.state],
            moments=moments_for_applicant(file),
            asked=last_return(file) if file.state == FileState.RETURNED else [],
            refusal=last_opinion(file, "reject") if file.state == FileState.REJECTED else "",
            mends=file.state in (FileState.DRAFT, FileState.RETURNED),
            steps=self._steps(),
            reopens=file.state in ENDED,
            grants=self._grants(),
            papers=Document.objects.visible_to(self.by).of(file),
            helper=file.pairs.select_related("cadre").filter(ends_on__isnull=True).first(),
            changes=[(each, CHANGE_STATE.cell(each)) for each in file.changes.order_by("-happened_on", "-pk")],
            may_report=file.state in IN_FORCE,
            **kwargs,
        )

    def _steps(self):
        can_withdraw = any(step.name == "withdraw" for step in FILE.open_to(self.by, self.record))
        return [StepLink(FILE["withdraw"].title, self.url_of("my_withdraw"))] if can_withdraw else []

    def _grants(self):
        seen = AidGrant.objects.visible_to(self.by).filter(file=self.record)
        seen = seen.select_related("project", "beneficiary").order_by("-pk")
        return [(grant, GRANT_TONES[grant.state], GRANT_NEXT[grant.state]) for grant in seen]


class MyStep(OfMine, StepPage):
    """A step of one's own file."""

    workflow = FILE
    template_name = "hardship/my_step.html"

    def __init_subclass__(cls, **kwargs):
        """Whoever else may take the step, this page is the applicant's."""
        super().__init_subclass__(**kwargs)
        cls.declares = Declares("person", by=the_applicant, cites=cls.step.cites)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def get_success_url(self):
        return reverse("hardship:mine", args=[self.record.number])


class Submission(MyStep):
    """The button of the last part; opened by itself it leads there."""

    action = actions.submit
    form_class = forms.Nothing

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.url_of("part_check"))


class Resubmission(MyStep):
    action = actions.resubmit
    form_class = forms.Note

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"asked": last_return(self.record)} | kwargs)


class Reopening(MyStep):
    """Back in difficulty: her own file goes the whole road again."""

    action = actions.reopen
    form_class = OwnReopenForm
    template_name = "hardship/life_my_year.html"


class Withdrawal(MyStep):
    action = actions.withdraw
    form_class = forms.WithdrawalReason
