"""What is asked when a desk passes to a successor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts import actions
from gonghui.kernel.ui.fields import DayInput


class HandOverForm(forms.Form):
    """岗位交接: to whom, and the last day of who leaves."""

    to_user = forms.ModelChoiceField(None, label=_("接手人"), empty_label=_("请选择"))
    last_on = forms.DateField(
        label=_("移交人最后在岗日"), widget=DayInput(), help_text=_("接手人从次日起在岗;移交人从次日起不能再用这一岗位")
    )
    note = forms.CharField(label=_("交接说明(可不填)"), max_length=200, required=False)

    def __init__(self, *args, post, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_user"].queryset = actions.successors(post, by=by, on=on)
        self.fields["last_on"].initial = on
