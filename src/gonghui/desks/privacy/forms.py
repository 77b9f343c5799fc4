"""What is asked for a right, and how it is answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from .rulebook import Right


class AskForm(forms.Form):
    right = forms.ChoiceField(label=_("请求事项"), choices=Right.choices)
    text = forms.CharField(label=_("具体内容"), max_length=500, widget=OpinionInput())


class ReplyForm(forms.Form):
    reply = forms.CharField(label=_("答复"), max_length=500, widget=OpinionInput())


class Nothing(forms.Form):
    """Asks nothing."""


class ProposalForm(forms.Form):
    number = forms.CharField(label=_("档案编号"), max_length=32)
    reason = forms.CharField(label=_("理由"), max_length=200, widget=OpinionInput())
