"""授权与同意: the last part of an application, each consent on its own and in its own words (E-R7, O.1)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.rulebook import Purpose, Way
from gonghui.kernel.ui.fields import DayInput

from ..actions import consenting
from ..models import HardshipArchive
from .application import Part


class AuthorityPart(Part):
    """授权书与说明: why the household is in need, and its leave to be looked up (E-R7)."""

    way = Way.PAPER
    needed = ("authorised_on",)
    cause_text = forms.CharField(
        label=_("困难情况说明"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 1000}),
        help_text=_("家里发生了什么、现在最难的是什么,用自己的话写就可以"),
    )

    class Meta:
        model = HardshipArchive
        fields: tuple[str, ...] = ("cause_text", "authorised_on")
        widgets = {"authorised_on": DayInput()}
        help_texts = {"authorised_on": _("家庭在纸质授权书上签字的日期")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("cause_text", None)
        if self.instance.cause_text:
            self.fields["cause_text"].initial = self.instance.cause_text.open()

    def keep(self, *, by, on):
        """Keep the answers; the day of the signed paper is the day on which the household agreed."""
        file = super().keep(by=by, on=on)
        if file.authorised_on:
            consenting.agree(file, way=self.way, by=by, on=on)
        return file


class OwnAuthorityPart(AuthorityPart):
    """As the applicant herself says it on her phone: she agrees today, to each by a tick of its own."""

    way = Way.PHONE

    class Meta(AuthorityPart.Meta):
        fields = ("cause_text",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = self.instance.authorised_on
        lacking = consenting.lacking(self.instance)
        for purpose in consenting.purposes_of(self.instance):
            self.fields[purpose] = forms.BooleanField(label=TICKS[purpose], initial=purpose not in lacking)

    @property
    def answered(self):
        """Ticks are kept as consents of their own; on the file stands the day on which she gave the last of them."""
        answers = [name for name in super().answered if name not in Purpose.values]
        return answers if self.instance.authorised_on == self.before else [*answers, "authorised_on"]

    def keep(self, *, by, on):
        if self.before is None:
            self.instance.authorised_on = on
        return super().keep(by=by, on=on)


TICKS = {
    Purpose.AUTHORITY: _("我和共同生活的家庭成员同意以上授权"),
    Purpose.SENSITIVE: _("我单独同意处理上述敏感个人信息"),
    Purpose.GUARDIAN: _("我作为监护人,同意处理未满十四周岁子女的个人信息"),
}
