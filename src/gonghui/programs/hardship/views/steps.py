"""The steps of a file, one page and one address each; who may take which says the rule book."""

from typing import Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.foundation.notices.whitelist import SUBJECTS, TITLES
from gonghui.kernel.pages import StepPage
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.shown import Crumb
from gonghui.kernel.workdays import last_day_of_notice

from .. import actions
from ..forms import steps as forms
from ..rulebook import FILE
from . import assessment
from .files import LIST
from .shown import files, last_return, notice_days


class Unchanged(Refusal):
    sentence = gettext_lazy("刚才已经办过同样的内容,没有重复办理。")


class FileStep(StepPage):
    """A step of a file by an officer."""

    template_name = "hardship/step.html"
    workflow = FILE
    form_class: type[forms.StepForm] = forms.Opinion
    lead: Any = ""
    queryset = files().select_related("notice")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "by": self.by, "on": self.today}

    def crumbs(self):
        return [LIST, Crumb(self.record.number, self.record.get_absolute_url()), Crumb(self.step.title)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"due_shown": True, "lead": self.lead} | kwargs)


class Visit(FileStep):
    action = actions.visit
    form_class = forms.VisitForm


class Comparison(FileStep):
    action = actions.compare
    form_class = forms.ComparisonForm
    lead = gettext_lazy("保存后系统按已填写的收支和比对结果测算困难类别;测算只供参考,由您和审核人决定。")


class Publication(FileStep):
    """Shows to the letter what the public will read (X-R9)."""

    action = actions.publicise
    form_class = forms.Nothing
    template_name = "hardship/publication.html"

    def get_context_data(self, **kwargs):
        subject, workdays = SUBJECTS[actions.SUBJECT], notice_days(self.record.unit.area, self.today)
        shown = subject.publishable(actions.published_fields(self.record))
        until = last_day_of_notice(self.today, workdays)
        lines = [(TITLES[key], shown[key]) for key in subject.fields if key in shown]
        return super().get_context_data(**{"lines": lines, "until": until, "workdays": workdays} | kwargs)


class WithAssessment(FileStep):
    """A decision over the computed grade, which stands above the form."""

    template_name = "hardship/decision.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"assessment": assessment.card(self.record)} | kwargs)


class Review(WithAssessment):
    action = actions.review
    form_class = forms.ReviewForm


class Approval(WithAssessment):
    """Where a member stands in another active file, the city is told and this office only that it must wait (T03)."""

    action = actions.approve

    def take(self, facts):
        try:
            super().take(facts)
        except actions.AnotherFile:
            actions.report_conflict(self.record, on=self.today)
            raise


class GradeProposal(WithAssessment):
    action = actions.propose_grade
    form_class = forms.GradeProposalForm

    def take(self, facts):
        last = self.record.assessments.last()
        if (last.other_grade, last.other_reason, last.proposed_by) == (*facts.values(), self.by.user_id):
            raise Unchanged
        super().take(facts)


class GradeConfirmation(WithAssessment):
    action = actions.confirm_grade


class Return(FileStep):
    action = actions.send_back
    form_class = forms.ReturnForm
    lead = gettext_lazy("退回期间本单位的办理时限暂停,申请人补正后接着计算。")


class Resubmission(FileStep):
    action = actions.resubmit
    form_class = forms.Note

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"asked": last_return(self.record)} | kwargs)


class Submission(FileStep):
    """Entered by the union for a worker: everything is read once more on the last page of the application."""

    action = actions.submit
    form_class = forms.Nothing

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.url_of("part_check"))


class Rejection(FileStep):
    action = actions.reject
    form_class = forms.Reason


class Withdrawal(FileStep):
    """For an applicant who applied on paper and has no account."""

    action = actions.withdraw
    form_class = forms.WithdrawalReason


class Correction(FileStep):
    action = actions.correct
    form_class = forms.CorrectionForm
    lead = gettext_lazy("只填写需要更正的内容;原来的内容和理由都会留在日志里。")


class Helper(FileStep):
    action = actions.pair
    form_class = forms.HelperForm

    def take(self, facts):
        if self.record.pairs.filter(ends_on__isnull=True, cadre=facts["cadre"]).exists():
            raise Unchanged(_("{name}已经是这户家庭的帮扶干部。").format(name=facts["cadre"].name))
        super().take(facts)
