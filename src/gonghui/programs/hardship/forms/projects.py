"""What a project asks when it is planned (E, E-R8, E-R10)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.funds.models import Fund

from ..models import Campaign
from ..rulebook.projects import WITHOUT_A_FILE, AidKind
from .fields import Yuan


class ProjectPlanForm(forms.Form):
    """Kind, fund and limits of a project; only warmth and emergencies may go without a file."""

    fields: dict[str, Any]
    name = forms.CharField(label=_("项目名称"), max_length=60)
    kind = forms.ChoiceField(label=_("项目类型"), choices=[("", _("请选择")), *AidKind.choices])
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    fund: Any = forms.ModelChoiceField(Fund.objects.none(), label=_("资金来源"), empty_label=_("请选择"))
    budget = Yuan(label=_("预算(元)"))
    quota = forms.IntegerField(label=_("户数名额"), min_value=1, max_value=1_000_000, required=False)
    standard = Yuan(
        label=_("每户标准(元)"),
        required=False,
        help_text=_("生活救助、子女助学、医疗救助按规定上限测算,可不填;其他类型以此为每户上限"),
    )
    without_file = forms.BooleanField(
        label=_("可以不建档发放(仅限应急、送温暖慰问)"), required=False, help_text=_("E-R8:其他项目一律先建档、后帮扶")
    )
    campaign: Any = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("四季送活动"), required=False, empty_label=_("不属于四季送")
    )

    def __init__(self, *args, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        above = by.unit.above()
        self.fields["fund"].queryset = Fund.objects.filter(unit__in=above, year__in=(on.year - 1, on.year, on.year + 1))
        self.fields["campaign"].queryset = Campaign.objects.alive().filter(unit=by.unit)
        self.fields["year"].initial = on.year

    def clean_budget(self):
        if not self.cleaned_data["budget"]:
            raise forms.ValidationError(_("预算必须大于零。"))
        return self.cleaned_data["budget"]

    def clean(self):
        answers = super().clean() or {}
        if answers.get("without_file") and answers.get("kind") not in WITHOUT_A_FILE:
            self.add_error("without_file", _("只有应急和送温暖慰问可以不建档发放。"))
        answers["needs_archive"] = not answers.pop("without_file", False)
        answers["standard"] = answers.get("standard") or None
        return answers
