"""What a helper writes down of a visit, with or without a network (E-R15, O.4)."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import DayInput, OpinionInput

from ..models import HelperVisit
from .steps import VisitForm

PRIVATE = _("请不要写身份证号、银行卡号和电话")


class HelperVisitForm(forms.Form):
    """One visit; `on` is today, `since` the day from which she helps this household, where it is known yet."""

    fields: dict[str, Any]
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    visited_on = forms.DateField(label=_("走访日期"), widget=DayInput())
    way = forms.ChoiceField(label=_("走访方式"), choices=HelperVisit.Way.choices, widget=forms.RadioSelect)
    met = forms.ChoiceField(label=_("见到谁"), choices=[("", _("请选择")), *HelperVisit.Met.choices])
    findings = forms.CharField(
        label=_("走访情况"),
        min_length=4,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        help_text=PRIVATE,
    )
    needs = forms.CharField(
        label=_("家庭需求(可不填)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
    )
    measures = forms.CharField(
        label=_("已采取的帮扶措施(可不填)"),
        max_length=300,
        required=False,
        widget=OpinionInput(
            (_("宣讲帮扶政策"), _("介绍就业岗位"), _("协助申请救助")), attrs={"rows": 2, "maxlength": 300}
        ),
        help_text=_("会记入帮扶台账,请不要写病情"),
    )
    next_on = forms.DateField(label=_("计划下次走访(可不填)"), required=False, widget=DayInput())

    def __init__(self, *args, on, since=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.since = on, since
        self.fields["visited_on"].initial = on

    def clean_visited_on(self):
        day = self.cleaned_data["visited_on"]
        if day > self.on:
            raise forms.ValidationError(_("走访日期不能在将来。"))
        if self.since and day < self.since:
            raise forms.ValidationError(_("走访日期不能早于结对日期。"))
        return day

    def clean(self):
        said = super().clean() or {}
        day, later = said.get("visited_on"), said.get("next_on")
        if day and later and later <= day:
            self.add_error("next_on", _("计划下次走访的日期应晚于本次走访。"))
        return said


class VisitCorrectionForm(HelperVisitForm):
    reason = forms.CharField(label=_("更正理由"), min_length=4, max_length=200, widget=OpinionInput())


class NumberedVisitForm(VisitForm):
    """A first visit that carries its own number, so that it is kept once however often it is sent."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class OfflineFirstVisitForm(NumberedVisitForm):
    """The questions of a first visit before it is known which file is meant; the browser offers who went along."""

    def prepare(self):
        self.fields["visited_on"].initial = self.on
