"""What is asked for: which unit, which period, under which tree; and what the steps of seals and restatements ask."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.kernel.periods import Period
from gonghui.kernel.ui.fields import OpinionInput

from .addresses import key_of

TREE_CHOICES = (("then", gettext_lazy("按当时隶属关系")), ("today", gettext_lazy("按现在隶属关系")))


class Asked(forms.Form):
    """Unit and period of the figures; both offer only what the post may see."""

    unit = forms.ChoiceField(label=gettext_lazy("工会"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("时期"), required=False)
    tree = forms.ChoiceField(label=gettext_lazy("隶属关系"), choices=TREE_CHOICES, required=False)

    def __init__(self, *, units, years, unit, period: Period, tree: str = "then"):
        initial = {"unit": key_of(unit), "period": period.name, "tree": tree}
        super().__init__(initial=initial)
        self.fields["unit"].choices = [(key_of(each), str(each)) for each in units]
        self.fields["period"].choices = [_with_months(Period.year(year)) for year in years]


class BeginForm(forms.Form):
    """The month with which sealing begins."""

    first = forms.ChoiceField(label=gettext_lazy("起始月份"))

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = [(month.name, title_of(month)) for month in months]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=OpinionInput())


class ProposalForm(forms.Form):
    """Why sealed figures are to be restated, and on which paper."""

    reason = forms.CharField(label=gettext_lazy("更正原因"), max_length=500, widget=OpinionInput())
    paper = forms.CharField(label=gettext_lazy("依据文件(可不填)"), max_length=120, required=False)


class Nothing(forms.Form):
    """Asks nothing."""


def _with_months(year: Period):
    """A year and its months, as a group of choices."""
    return title_of(year), [(each.name, title_of(each)) for each in (year, *year.months())]


def title_of(period: Period) -> str:
    """A period as it is read: 2021年, 2021年3月."""
    if period == Period.year(period.start.year):
        return _("%(year)s年") % {"year": period.start.year}
    return _("%(year)s年%(month)s月") % {"year": period.start.year, "month": period.start.month}
