"""Steps that let money go: what limits would be passed is shown, and asked why where that is allowed (T09)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.rulebook.limits import Strength
from gonghui.kernel.ui.fields import OpinionInput

from ..actions import aid
from .steps import Note, Opinion, StepForm


class Warned(StepForm):
    """`warnings` stand above the form; the explanation is asked when a soft limit would be passed."""

    acknowledged = forms.CharField(
        label=_("说明"),
        max_length=200,
        min_length=guard.LEAST_WORDS,
        widget=OpinionInput(),
        help_text=_("触及上面的提示,请写明核实情况和仍要发放的理由"),
    )

    def prepare(self):
        super().prepare()
        hits = aid.foresee(self.record, on=self.on)
        self.warnings = guard.words(hits, self.by)
        if not any(hit.strength == Strength.SOFT for hit in hits):
            del self.fields["acknowledged"]


class WarnedOpinion(Warned, Opinion):
    field_order = ("acknowledged", "opinion")


class WarnedNote(Warned, Note):
    field_order = ("acknowledged", "note")
