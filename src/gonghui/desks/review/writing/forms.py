"""What the office is asked: a year to write of, a section's words, and what a leader has seen before publishing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from . import actions

LONGEST = 6000
LAST_PLACE = "last"


class YearForm(forms.Form):
    """Which year to write of."""

    year = forms.IntegerField(label=_("年度"), min_value=actions.FIRST_YEAR, max_value=2100)

    def __init__(self, *args, instance, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = year

    def keep(self, *, by, on):
        """Begin the review. Raises what `actions.begin` refuses."""
        return actions.begin(self.cleaned_data["year"], by=by, on=on)


class SectionForm(forms.Form):
    """The words of a section: a heading, and a paragraph a line. `seen` is the edition the page was opened on."""

    title = forms.CharField(label=_("标题"), max_length=60)
    body = forms.CharField(
        label=_("正文"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "一行一段;以“# ”开头的行是小标题。数字写成花括号里的编号,可用写法见下方说明。"
        ),
    )
    after = forms.ChoiceField(label=_("位置"), required=False)
    remove = forms.BooleanField(label=_("删去这一节"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, places, may_remove, **kwargs):
        super().__init__(*args, **kwargs)
        if places:
            self.fields["after"].choices = places
        else:
            del self.fields["after"]
        if not may_remove:
            del self.fields["remove"]

    @property
    def section(self) -> dict:
        return section_of(self.cleaned_data.get("title", ""), self.cleaned_data.get("body", ""))


def section_of(title: str, body: str) -> dict:
    """A section as it is kept: empty lines are no paragraphs."""
    lines = (line.strip() for line in body.splitlines())
    return {"title": title.strip(), "paragraphs": [line for line in lines if line]}


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())


class PublishForm(forms.Form):
    """The gaps that stay in what is published, acknowledged as they are."""

    acknowledged = forms.BooleanField(label=_("我已看过上面的待记录事项,同意在正文中保留这些标记后发布"))
    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput())
    gaps_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, gaps: int, **kwargs):
        super().__init__(*args, **kwargs)
        if not gaps:
            del self.fields["acknowledged"]

    def clean(self):
        """What the action is given."""
        said = super().clean()
        said.pop("acknowledged", None)
        return said
