"""What is asked of those who were paid, and of the auditors who ask them (E-R13)."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import DayInput, OpinionInput, YuanField

from .rulebook.inquiries import Outcome

YES, NO = "yes", "no"


class RoundForm(forms.Form):
    """The period of payments that is sampled."""

    starts_on = forms.DateField(label=_("付款起始日期"), widget=DayInput())
    last_on = forms.DateField(label=_("付款截止日期"), widget=DayInput(), help_text=_("须早于今天"))

    def clean(self):
        asked = super().clean() or {}
        first, last = asked.get("starts_on"), asked.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("付款截止日期不能早于起始日期。"))
        return asked


class AnswerForm(forms.Form):
    """Whether, how much and when; the sum that was paid is nowhere on the page."""

    was_received = forms.ChoiceField(
        label=_("这笔钱您收到了吗"), choices=[(YES, _("收到了")), (NO, _("没有收到"))], widget=forms.RadioSelect
    )
    amount = YuanField(label=_("收到多少元"), required=False, min_value=Decimal("0.01"), help_text=_("没有收到的不填"))
    received_on = forms.DateField(
        label=_("哪一天到账"), required=False, widget=DayInput(), help_text=_("记不清的,填大概的日期;没有收到的不填")
    )
    remark = forms.CharField(
        label=_("还想说的话(可不填)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_("请不要写身份证号、银行卡号"),
    )

    def clean_was_received(self):
        return self.cleaned_data["was_received"] == YES

    def clean(self):
        said = super().clean() or {}
        if said.get("was_received"):
            for name in ("amount", "received_on"):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, _("收到了的,请填写这一项。"))
        elif said.get("was_received") is False:
            said["amount"] = said["received_on"] = None
        return said


class NoteForm(forms.Form):
    opinion = forms.CharField(label=_("说明(可不填)"), max_length=300, required=False, widget=OpinionInput())


class ConclusionForm(forms.Form):
    """What was found, what follows, and what the household will read."""

    outcome = forms.ChoiceField(label=_("结论"), choices=Outcome.choices, widget=forms.RadioSelect)
    findings = forms.CharField(
        label=_("核查情况"), min_length=4, max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000})
    )
    told = forms.CharField(
        label=_("给收款人的答复"),
        min_length=4,
        max_length=200,
        widget=OpinionInput(),
        help_text=_("收款人会看到这段话"),
    )
