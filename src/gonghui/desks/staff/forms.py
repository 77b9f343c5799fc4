"""What is asked: whom to invite to which post, how a post ends, how identity was checked, an account of her own."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel import identifiers
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from .actions import inviting
from .rulebook import Way

TEL = {"inputmode": "tel", "autocomplete": "off"}


def read_with(reader, text: str) -> str:
    """The text as an identifier reads it; its refusal as a fault of the field."""
    try:
        return reader(text)
    except identifiers.InvalidIdentifier as refusal:
        raise forms.ValidationError(str(refusal)) from None


class InviteForm(forms.Form):
    """岗位邀请: to which post, whom, from when to when."""

    unit = forms.ModelChoiceField(None, label=_("所在工会"), empty_label=_("请选择"))
    role = forms.ChoiceField(label=_("角色"))
    title = forms.CharField(label=_("部门或职务(可不填)"), max_length=40, required=False)
    name = forms.CharField(label=_("姓名"), max_length=50)
    mobile = forms.CharField(label=_("手机号"), max_length=20, widget=forms.TextInput(TEL))
    starts_on = forms.DateField(label=_("起始日期"), widget=DayInput())
    ends_on = forms.DateField(label=_("终止日期(可不填)"), widget=DayInput(), required=False)

    def __init__(self, *args, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(by).filter(ended_on__isnull=True)
        roles = {r for unit in [by.unit, *_one_of_each_level(by)] for r in inviting.roles_given(by, unit)}
        self.fields["role"].choices = [("", _("请选择")), *((r.value, r.label) for r in Role if r in roles)]
        self.fields["starts_on"].initial = on

    def clean_name(self):
        return read_with(identifiers.chinese_name, self.cleaned_data["name"])

    def clean_mobile(self):
        return read_with(identifiers.mobile, self.cleaned_data["mobile"])


def _one_of_each_level(by):
    """A unit of each level below the post: the roles offered are those that some unit has."""
    return Unit.objects.visible_to(by).order_by("level", "position").distinct("level")


class EndForm(forms.Form):
    """终止岗位: at once, or with a last day; and why."""

    at_once = forms.BooleanField(
        label=_("立即停用"), required=False, help_text=_("勾选后,对方下一次操作起就不能再用这一岗位")
    )
    last_on = forms.DateField(label=_("最后在岗日"), widget=DayInput(), required=False)
    reason = forms.CharField(label=_("理由"), max_length=200, widget=OpinionInput())

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_on"].initial = on

    def clean(self):
        said = super().clean()
        if not said.get("at_once") and not said.get("last_on") and "last_on" not in self.errors:
            self.add_error("last_on", _("请填写最后在岗日,或勾选“立即停用”。"))
        return said

    def facts(self) -> dict:
        """What the action wants: no day for what ends at once."""
        said = self.cleaned_data
        return {"reason": said["reason"], "last_on": None if said["at_once"] else said["last_on"]}


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=100, widget=OpinionInput())


class Nothing(forms.Form):
    """Asks nothing."""


class CheckForm(forms.Form):
    """核验本人: how, and what was seen."""

    way = forms.ChoiceField(label=_("核验方式"), choices=Way.choices, widget=forms.RadioSelect())
    opinion = forms.CharField(label=_("核验情况"), max_length=500, widget=OpinionInput())


class AskForHerForm(Reason):
    """代为申请: for whom."""

    user = forms.ModelChoiceField(None, label=_("人员"), empty_label=_("请选择"))
    field_order = ("user", "reason")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class PhoneForm(forms.Form):
    """The phone that was invited: who only found the letter does not know it."""

    mobile = forms.CharField(label=_("手机号"), max_length=20, widget=forms.TextInput(TEL))

    def clean_mobile(self):
        return read_with(identifiers.mobile, self.cleaned_data["mobile"])


class ChairForm(PhoneForm):
    """邀请主席: another phone than that of the election, where it has changed or was wrong."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mobile"].required = False
        self.fields["mobile"].help_text = _("不填则用选举时登记的手机号。")

    def clean_mobile(self):
        return super().clean_mobile() if self.cleaned_data["mobile"] else ""


class AccountForm(forms.Form):
    """设置账户: user name and password of her own."""

    username = forms.RegexField(
        r"^[a-zA-Z][a-zA-Z0-9._-]{2,39}$",
        label=_("用户名"),
        help_text=_("3 至 40 个字母、数字或 . _ -,以字母开头;登录时使用。"),
        error_messages={"invalid": _("用户名为 3 至 40 个字母、数字或 . _ -,以字母开头。")},
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("至少 12 位,不要与用户名相近。"),
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一次密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self):
        said = super().clean()
        if "password" in said and "again" in said and said["password"] != said["again"]:
            self.add_error("again", _("两次输入的密码不一样。"))
        if said.get("password"):
            person = User(username=said.get("username", ""))
            try:
                validate_password(said["password"], person)
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return said


class JoinForm(PhoneForm, AccountForm):
    """Who has no account yet: the invited phone first."""

    field_order = ("mobile", "username", "password", "again")


class CodeForm(forms.Form):
    code = forms.CharField(label=_("邀请码"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))


class WorkbookForm(forms.Form):
    file = forms.FileField(label=_("工作簿"), help_text=_("按模板填写的 .xlsx,不超过 20 MB。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
