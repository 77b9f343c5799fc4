"""What is asked before fifty are printed or decided at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.pages import OpinionForm
from gonghui.kernel.ui.fields import OpinionInput

from .steps import PHRASES

PURPOSES = (_("归入纸质档案"), _("上会审批"), _("张榜公示"), _("报上级备案"))


class PrintForm(forms.Form):
    """Which form, and for what it is printed."""

    blank = forms.ChoiceField(label=_("打印哪种表"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("打印用途"),
        max_length=200,
        required=False,
        widget=OpinionInput(PURPOSES),
        help_text=_("含敏感信息的表必须写明用途(至少 4 个字),会为每条记录记入日志"),
    )

    def __init__(self, *args, blanks, **kwargs):
        super().__init__(*args, **kwargs)
        self.blanks = {blank.kind: blank for blank in blanks}
        self.fields["blank"].choices = [(blank.kind, blank.title) for blank in blanks]
        self.fields["blank"].initial = blanks[0].kind

    def clean(self):
        answers = super().clean() or {}
        blank = self.blanks.get(answers.get("blank", ""))
        if blank and blank.is_personal and len(answers.get("reason", "").strip()) < 4:
            self.add_error("reason", _("这种表含有敏感信息,请写明打印用途(至少 4 个字)。"))
        return answers


class TogetherForm(OpinionForm):
    """One opinion for all that are decided together."""

    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput(PHRASES))
