"""What the city is asked of a limit."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.fields import DayInput

from .models.limits import CAUSES
from .rulebook import Source
from .rulebook.limits import OF_THE_RULE_BOOK, TITLES, Measure, Scope, Span, Strength

MEASURES = [choice for choice in Measure.choices if choice[0] != Measure.NEED]


class LimitForm(forms.Form):
    """A limit of the city's own, or new values for one of the rule book, whose shape then stays."""

    fields: dict[str, Any]

    name = forms.ChoiceField(
        label=_("代替规则书的哪一项限额"),
        required=False,
        help_text=_("选定后,事由、对象、时间范围、计量都按原限额;不选则是一项新的限额"),
    )
    title = forms.CharField(label=_("限额名称"), max_length=60, min_length=4)
    strength = forms.ChoiceField(
        label=_("性质"),
        choices=Strength.choices,
        help_text=_("硬性限额:超过即不能发放;提示:写明理由后可以发放;不设限:停用被代替的限额"),
    )
    most = forms.DecimalField(
        label=_("上限"), min_value=Decimal(0), max_digits=14, decimal_places=2, help_text=_("金额填元,其他填数")
    )
    cause = forms.ChoiceField(label=_("事由"), choices=CAUSES, required=False)
    scope = forms.ChoiceField(label=_("对象"), choices=Scope.choices, initial=Scope.HOUSEHOLD)
    span = forms.ChoiceField(label=_("时间范围"), choices=Span.choices, initial=Span.YEAR)
    days = forms.IntegerField(
        label=_("天数"), min_value=1, max_value=3660, required=False, help_text=_("只有“若干天内”填写")
    )
    measure = forms.ChoiceField(label=_("计量"), choices=MEASURES)
    sources = forms.MultipleChoiceField(
        label=_("涉及的资金来源"),
        choices=Source.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾选则涉及所有资金"),
    )
    area_code = forms.ChoiceField(label=_("适用区县"), required=False)
    starts_on = forms.DateField(label=_("起始日期"), widget=DayInput())
    ends_on = forms.DateField(label=_("终止日期"), required=False, widget=DayInput())
    cites = forms.CharField(label=_("依据文件"), max_length=200, min_length=4)

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        counties = Unit.objects.within(unit).counties().select_related("area")
        self.fields["name"].choices = [("", _("新的限额")), *TITLES.items()]
        self.fields["area_code"].choices = [("", _("全市")), *((each.area.code, str(each)) for each in counties)]

    def clean(self):
        """Fen for yuan; whole numbers for what is counted; days where they are meant."""
        answers = super().clean() or {}
        most, is_days = answers.get("most"), answers.get("span") == Span.DAYS
        if most is not None and self._measure(answers) == Measure.FEN:
            answers["most"] = int(most * 100)
        elif most is not None and most != int(most):
            self.add_error("most", _("请填整数。"))
        elif most is not None:
            answers["most"] = int(most)
        if is_days and not answers.get("days") and not answers.get("name"):
            self.add_error("days", _("请填写天数。"))
        answers["days"] = answers.get("days") or 0 if is_days else 0
        return answers

    def _measure(self, answers) -> str:
        standing = OF_THE_RULE_BOOK.get(answers.get("name", ""))
        return standing.measure if standing else answers.get("measure", "")
