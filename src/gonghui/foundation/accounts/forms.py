"""What is filled in: a phone number, its code, one's own settings, a stand-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel import identifiers

from .models import StandIn, User
from .roles import STAFF


class PhoneForm(forms.Form):
    """手机号: where a code is to be sent."""

    mobile = forms.CharField(
        label=_("手机号"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel-national"}),
    )

    def clean_mobile(self):
        try:
            return identifiers.mobile(self.cleaned_data["mobile"])
        except identifiers.InvalidIdentifier as refusal:
            raise forms.ValidationError(str(refusal)) from None


class CodeForm(forms.Form):
    """验证码: the six digits from the message."""

    code = forms.RegexField(
        r"^\d{6}$",
        label=_("短信验证码"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}),
        error_messages={"invalid": _("验证码是 6 位数字。")},
    )


class EnrolmentForm(forms.Form):
    """一次性登记码: what two persons issued when a second factor was reset."""

    code = forms.CharField(label=_("一次性登记码"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))


class SettingsForm(forms.ModelForm):
    """个人设置: what a person may change about herself."""

    class Meta:
        model = User
        fields = ("language", "large_type")


class StandInForm(forms.ModelForm):
    """代岗安排: who, from when to when, and why."""

    class Meta:
        model = StandIn
        fields = ("user", "starts_on", "ends_on", "reason")
        widgets = {"starts_on": forms.DateInput({"type": "date"}), "ends_on": forms.DateInput({"type": "date"})}

    def __init__(self, *args, post, today, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(posts__unit=post.unit, posts__role__in=STAFF, is_active=True)
        colleagues = colleagues.exclude(pk=post.user_id).distinct().order_by("name")
        self.fields["user"] = forms.ModelChoiceField(colleagues, label=_("代岗人"))
        self.initial.setdefault("starts_on", today)

    def _post_clean(self):
        """The action checks the arrangement as a whole and says what is wrong with it."""
