"""The steps of a file on record, one page each: recheck, observation, exit, cancellation, re-entry (E-R12)."""

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms import life as forms
from .held import held_of
from .steps import FileStep


class Recheck(FileStep):
    action = actions.recheck
    form_class = forms.RecheckForm
    template_name = "hardship/life_year.html"
    lead = _("重新填报这一年的收入和支出并比对;测算结果与现在的类别不同的,由审批人确认后才改。")


class ObservationProposal(FileStep):
    action = actions.propose_observation
    form_class = forms.ObservationForm
    lead = _("由县级审核人决定。转入观察后仍是在档家庭,每月填报收入,连续达标后才能脱困退出。")


class OverProposal(FileStep):
    """A decision over what somebody has proposed, which stands above the form."""

    template_name = "hardship/life_decision.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"held": held_of(self.record, self.today)} | kwargs)


class Observation(OverProposal):
    action = actions.observe


class Month(FileStep):
    action = actions.enter_month
    form_class = forms.MonthForm


class Exit(OverProposal):
    action = actions.exit
    form_class = forms.ExitForm
    lead = _("批准后家庭退出在档,结对帮扶结束,转入监测。")


class FallBack(FileStep):
    action = actions.fall_back
    form_class = forms.FallBackForm


class ExitProposed(FileStep):
    action = actions.propose_exit
    form_class = forms.ExitProposalForm
    lead = _("由审批人决定。注销后不能再发放救助金。")


class Cancellation(OverProposal):
    action = actions.cancel
    form_class = forms.CancelForm


class Declining(OverProposal):
    action = actions.decline_exit
    form_class = forms.DeclineForm


class Reopening(FileStep):
    """Entered by the union for a household that is in difficulty again."""

    action = actions.reopen
    form_class = forms.ReopenForm
    template_name = "hardship/life_year.html"
    lead = _("用原来的档案和编号,重新入户核查、比对、公示、审核、批准。")
