"""What notices ask: an objection, a decision, a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from .models import Objection


class ObjectionForm(forms.Form):
    """Anybody's objection, by name or without."""

    content = forms.CharField(
        label=_("异议内容"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("请写明哪一条不符、依据是什么。内容加密保存,只有处理异议的人能看到。"),
    )
    source = forms.ChoiceField(
        label=_("是否留名"), choices=Objection.Source.choices, initial=Objection.Source.NAMED, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("您的姓名"), max_length=50, required=False, help_text=_("实名时填写,为您保密。"))
    contact = forms.CharField(
        label=_("联系方式"), max_length=50, required=False, help_text=_("实名时填写,便于核实和答复,为您保密。")
    )

    def facts(self) -> dict:
        """What `object_to` asks for."""
        answers = dict(self.cleaned_data)
        return answers | {"is_anonymous": answers.pop("source") == Objection.Source.ANONYMOUS}


class DecisionForm(forms.Form):
    """What was found, and why the objection holds or not."""

    reply = forms.CharField(
        label=_("核实情况和处理理由"), max_length=500, widget=OpinionInput(), help_text=_("加密保存,不进入日志。")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), min_length=4, max_length=200, widget=OpinionInput())


class NothingForm(forms.Form):
    """A step that asks nothing but to be sure."""
