"""What the city is asked when a person stands in two files (E-R6)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from ..rulebook.conflicts import Verdict
from .steps import StepForm


class VerdictForm(StepForm):
    verdict = forms.ChoiceField(label=_("决定"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        min_length=4,
        widget=OpinionInput(),
        help_text=_("只有市总工会看得到;两个县区各自只收到关于本县区档案的结果"),
    )
