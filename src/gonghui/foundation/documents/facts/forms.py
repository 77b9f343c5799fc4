"""How a fact from outside is entered, and why one is not taken."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.indicators import all_figures
from gonghui.kernel.ui.fields import OpinionInput

from ..rulebook import ACCEPTED
from . import actions


class FactForm(forms.Form):
    """Which figure, what was said, by whom, when, on which paper."""

    value = forms.IntegerField(label=_("数值(位次填第几位)"), min_value=1, max_value=10**9)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    told_by = forms.CharField(label=_("认定单位"), max_length=60)
    told_on = forms.DateField(label=_("文件日期"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.CharField(label=_("文件名称与文号"), max_length=120)
    file = forms.FileField(label=_("文件"), help_text=_("JPG、PNG、PDF 或 DOCX,不超过 10 MB。"))

    def __init__(self, *args, instance, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.on = by, on
        self.fields["which"] = forms.ChoiceField(label=_("指标"), choices=list(_choices()))
        self.order_fields(["which"])
        self.fields["year"].initial = on.year - 1
        self.fields["file"].widget.attrs["accept"] = ACCEPTED

    def clean_told_on(self):
        if self.cleaned_data["told_on"] > self.on:
            raise forms.ValidationError(_("文件日期不能在将来。"))
        return self.cleaned_data["told_on"]

    def keep(self, *, by, on):
        """Enter the fact. Raises what `actions.record` refuses."""
        said = dict(self.cleaned_data)
        code, _dot, aspect = said.pop("which").partition(".")
        return actions.record(figure=code, aspect=aspect, upload=said.pop("file"), by=by, on=on, **said)


def _choices():
    for figure in all_figures():
        if figure.kind == "recorded":
            for aspect in figure.aspects or ("",):
                yield f"{figure.code}.{aspect}", " ".join(filter(None, (figure.code, str(figure.name), str(aspect))))


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())
