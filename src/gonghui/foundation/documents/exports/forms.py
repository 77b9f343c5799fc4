"""How a list is asked for, and why it is not let go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput


class AskForm(forms.Form):
    reason = forms.CharField(
        label=_("导出用途"),
        max_length=200,
        widget=OpinionInput(),
        help_text=_("写明做什么用、给谁看,例如“报省总 2021 年度档案,省总权益保障部”。审批人据此决定。"),
    )


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())


class Nothing(forms.Form):
    """Nothing to say."""
