"""成员详情: what the national form asks of one person of the household; every question may stay open (E, O.1)."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.pages import RecordForm
from gonghui.kernel.ui.fields import DayInput

from ..models import MemberDetails


class MemberDetailsForm(RecordForm):
    monthly_income = forms.DecimalField(
        label=_("月收入(元)"), required=False, min_value=0, max_value=Decimal("999999.99"), decimal_places=2
    )

    class Meta:
        model = MemberDetails
        fields = ("insurance", "monthly_income", "education", "entry_year", "school_years", "contract_end")
        widgets = {"contract_end": DayInput()}
        help_texts = {
            "education": _("在读的家庭成员填写"),
            "contract_end": _("有劳动合同的家庭成员填写"),
        }

    def __init__(self, *args, is_open: bool, **kwargs):
        """`is_open`: while the application is written its answers stand in the form; later they are masked (O.1)."""
        super().__init__(*args, **kwargs)
        secret = self.instance.monthly_income
        self.initial["monthly_income"] = Decimal(secret.open()) if secret and is_open else None
        if secret and not is_open:
            self.fields["monthly_income"].help_text = _("已登记,不修改请留空")
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [(key, title if key else _("未填写")) for key, title in field.choices]

    def clean_entry_year(self):
        year = self.cleaned_data["entry_year"]
        if year is not None and not 1950 <= year <= 2100:
            raise forms.ValidationError(_("入学年份应为四位数的年份。"))
        return year

    def clean_school_years(self):
        years = self.cleaned_data["school_years"]
        if years is not None and not 1 <= years <= 9:
            raise forms.ValidationError(_("学制应为 1 至 9 年。"))
        return years

    def clean_monthly_income(self):
        """As text, for it is kept encrypted."""
        income = self.cleaned_data["monthly_income"]
        return "" if income is None else f"{income:.2f}"

    def changes(self) -> dict:
        """What was answered anew; of the income only that it was."""
        return {name: "***" if name == "monthly_income" else change for name, change in super().changes().items()}
