"""What is asked for: which unit, which period."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gonghui.kernel.periods import Period

from .addresses import key_of


class Asked(forms.Form):
    """Unit and period of the figures; both offer only what the post may see."""

    unit = forms.ChoiceField(label=gettext_lazy("工会"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("时期"), required=False)

    def __init__(self, *, units, years, unit, period: Period):
        initial = {"unit": key_of(unit), "period": period.name}
        super().__init__(initial=initial)
        self.fields["unit"].choices = [(key_of(each), str(each)) for each in units]
        self.fields["period"].choices = [_with_months(Period.year(year)) for year in years]


def _with_months(year: Period):
    """A year and its months, as a group of choices."""
    return title_of(year), [(each.name, title_of(each)) for each in (year, *year.months())]


def title_of(period: Period) -> str:
    """A period as it is read: 2021年, 2021年3月."""
    if period == Period.year(period.start.year):
        return _("%(year)s年") % {"year": period.start.year}
    return _("%(year)s年%(month)s月") % {"year": period.start.year, "month": period.start.month}
