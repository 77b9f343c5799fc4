"""What a plan asks: its year and frame, its items, its targets by county, a revision, an explanation."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.desks.figures import reckoning
from gonghui.foundation.accounts.models import Post
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from .actions import drafting, revising
from .frames import Frame
from .models import PlanItem

MONTH = {"min_value": 1, "max_value": 12}


class Nothing(forms.Form):
    """A step that asks nothing more."""


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())


class Opinion(forms.Form):
    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput())


class NeededOpinion(forms.Form):
    opinion = forms.CharField(label=_("需要修改的内容"), max_length=500, widget=OpinionInput())


class PlanForm(forms.Form):
    """A new plan."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    name = forms.CharField(label=_("名称"), max_length=60)
    frame = forms.ChoiceField(label=_("框架"), choices=Frame.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args, instance, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = on.year
        self.fields["name"].initial = _("{unit}{year}年工作目标").format(unit=by.unit, year=on.year)

    def keep(self, *, by, on):
        """Begin the plan. Raises what `drafting.begin` refuses."""
        return drafting.begin(by=by, on=on, **self.cleaned_data)


class ItemForm(forms.ModelForm):
    """An item: what, by whom, until when, counted by which figure. Targets are asked for on a page of their own."""

    class Meta:
        model = PlanItem
        fields = (
            "code", "title", "department", "owner", "figure", "unit_word", "deadline", "first_month", "last_month",
            "is_shared_out", "is_on_board", "provincial_no", "provincial_title", "note",
        )  # fmt: skip
        widgets = {"deadline": DayInput()}
        help_texts = {
            "code": _("如 4.2;一项下有几个数的,写 4.2.1、4.2.2"),
            "figure": _("如 Y15;没有数的工作留空。指标尚未建立的也可先写代码"),
            "unit_word": _("指标已建立的自动取指标的单位"),
            "first_month": _("进度从这个月起按天均匀推进"),
        }

    def __init__(self, *args, instance, plan, by, on, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.plan, self.item = plan, instance
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = Post.objects.held_on(on).filter(unit=plan.unit).select_related("unit").order_by("pk")
        fields["owner"].empty_label = _("未指定")
        fields["figure"].widget.attrs["list"] = "figures"
        if instance is None:
            fields["deadline"].initial = date(plan.year, 12, 31)

    def keep(self, *, by, on):
        """Write the item. Raises what `drafting.write_item` refuses."""
        item = PlanItem.objects.select_related("plan__unit__area").get(pk=self.item.pk) if self.item else None
        return drafting.write_item(self.plan, by=by, on=on, item=item, **self.cleaned_data)


class TargetFields(forms.Form):
    """The target of the city and, where the item is shared out, of each county in administrative order."""

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        self.units = [item.plan.unit, *(reckoning.counties_of(item.plan.unit) if item.is_shared_out else ())]
        now = revising.targets_of(item)
        for unit in self.units:
            least = Decimal("0.01") if unit == item.plan.unit else Decimal(0)
            box = forms.DecimalField(label=self._label(unit), min_value=least, max_digits=15, decimal_places=2)
            box.widget.attrs["inputmode"] = "decimal"
            box.initial = _bare(now.get(unit))
            self.fields[f"u{unit.pk}"] = box

    def _label(self, unit) -> str:
        word = f"({self.item.unit_word})"
        return f"{_('全市目标')}{word}" if unit == self.item.plan.unit else f"{unit.short_name}{word}"

    def targets(self) -> dict:
        """The answers by unit."""
        return {unit: self.cleaned_data[f"u{unit.pk}"] for unit in self.units}


def _bare(value):
    """800.00 is asked as 800."""
    return value if value is None or value != int(value) else int(value)


class ShareOutForm(TargetFields):
    """Targets while the plan is a draft: a county may wait for its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for unit in self.units[1:]:
            self.fields[f"u{unit.pk}"].required = False


class RevisionForm(TargetFields):
    """Targets as they stand, to be set anew, with the reason."""

    reason = forms.CharField(label=_("修订理由"), max_length=500, widget=OpinionInput())
    asks_receipt = forms.BooleanField(label=_("目标有变的县区重新签收"), required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*(f"u{unit.pk}" for unit in self.units), "reason", "asks_receipt"])


class ExplanationForm(forms.Form):
    text = forms.CharField(label=_("落后的原因和下一步打算"), max_length=500, widget=OpinionInput())


class WorkbookForm(forms.Form):
    file = forms.FileField(label=_("目标分解表"), help_text=_("按下载的模板填写,.xlsx 工作簿"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
