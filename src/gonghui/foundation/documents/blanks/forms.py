"""What is asked for a template."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import DayInput, OpinionInput

from . import actions


class TemplateForm(forms.Form):
    """A Word file, from which day on, and what was changed."""

    file = forms.FileField(label=_("表样文件"), help_text=_("Word 文档(.docx),不超过 2 MB。"))
    starts_on = forms.DateField(label=_("启用日期"), widget=DayInput())
    note = forms.CharField(label=_("修改说明"), max_length=200, help_text=_("改了什么、依据什么文件"))

    def __init__(self, *args, instance, blank, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.blank = blank
        self.fields["file"].widget.attrs["accept"] = ".docx"
        self.fields["starts_on"].initial = on

    def keep(self, *, by, on):
        """Take the template in. Raises what `actions.upload` refuses."""
        return actions.upload(self.blank, by=by, on=on, **self.cleaned_data)


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())
