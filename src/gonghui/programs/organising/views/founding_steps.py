"""The steps of setting up a union, each a page of its own (A, X-R1)."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from ..actions import elections, establishing
from ..actions import founding as actions
from ..forms import founding as forms
from ..models import Candidate
from ..rulebook import FOUNDING
from .asking import Step
from .founding import LIST, ByTwoDoors, foundings


class FoundingStep(ByTwoDoors, Step):
    """A step of a founding; the preparing worker takes hers on the phone."""

    queryset = foundings()
    workflow = FOUNDING
    way = (LIST,)


class Request(FoundingStep):
    action = actions.apply
    form_class = forms.RequestForm

    def get_initial(self):
        return {"members": self.record.employees}


class Preparation(FoundingStep):
    action = actions.approve_preparation
    form_class = forms.OpinionForm


class HoldElection(FoundingStep):
    action = elections.elect
    form_class = forms.ElectionForm

    def get_initial(self):
        return {"eligible": self.record.members, "held_on": self.today}


class CorrectElection(FoundingStep):
    action = elections.correct_election
    form_class = forms.CorrectionForm

    def get_initial(self):
        election = self.record.election
        return {name: getattr(election, name) for name in elections.NUMBERS}


class Candidacy(FoundingStep):
    """One more who stood."""

    action = elections.nominate
    form_class = forms.CandidateForm
    title = _("登记候选人")

    def take(self, facts):
        named = elections.Named(**facts)
        elections.nominate(self.record, by=self.by, on=self.today, candidates=[named])


class Striking(FoundingStep):
    """An entry that was wrong is struck out."""

    action = elections.nominate
    form_class = forms.StrikeForm
    title = _("划去登记有误的候选人")

    @cached_property
    def candidate(self) -> Candidate:
        return get_object_or_404(Candidate.objects.standing(), election__founding=self.record, pk=self.kwargs["pk"])

    def take(self, facts):
        elections.nominate(self.record, by=self.by, on=self.today, struck=[self.candidate.pk])

    def get_context_data(self, **kwargs):
        lead = _("将划去:{name},{duty}。划去后可以重新登记。")
        told = lead.format(name=self.candidate.name, duty=self.candidate.get_duty_display())
        return super().get_context_data(**{"lead": told} | kwargs)


class Result(FoundingStep):
    action = actions.submit_result
    form_class = forms.OpinionForm


class Approval(FoundingStep):
    action = establishing.establish
    form_class = forms.OpinionForm


class Return(FoundingStep):
    action = actions.send_back
    form_class = forms.ItemsForm


class Resubmission(FoundingStep):
    action = actions.resubmit
    form_class = forms.NoteForm


class Rejection(FoundingStep):
    action = actions.reject
    form_class = forms.ReasonForm


class Withdrawal(FoundingStep):
    action = actions.withdraw
    form_class = forms.ReasonForm


class Dropping(FoundingStep):
    action = actions.drop
    form_class = forms.ReasonForm
