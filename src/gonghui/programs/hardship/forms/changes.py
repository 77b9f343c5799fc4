"""What a household change asks, by its kind: the day, the paper, and who, what or where (E-R6, E-R13)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.rulebook import ACCEPTED
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel import identifiers
from gonghui.kernel.ui.fields import DayInput

from ..models import HouseholdMember
from ..rulebook.changes import PAPERS, ChangeKind
from ..rulebook.identity import IdKind
from .fields import Identifier
from .identity import IdentityFields, read_identity

OTHERS = [each for each in HouseholdMember.Relation.choices if each[0] != HouseholdMember.Relation.SELF]


class MemberChoice(forms.ModelChoiceField):
    """A person of the household, by name and relation."""

    def __init__(self, **kwargs):
        super().__init__(HouseholdMember.objects.none(), empty_label=_("请选择"), **kwargs)

    def label_from_instance(self, member):
        return f"{member.name}({member.get_relation_display()})"


class ChangeForm(forms.Form):
    """The day and the paper; what else is asked stands between them."""

    fields: dict[str, Any]
    happened_on = forms.DateField(label=_("发生日期"), widget=DayInput())
    paper = forms.FileField(label=_("证明材料"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}))
    note = forms.CharField(label=_("说明(可不填)"), max_length=200, required=False)

    def __init__(self, *args, file, kind, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.file, self.kind, self.on = file, kind, on
        self.fields["paper"].help_text = _("{paper};JPG、PNG 或 PDF").format(paper=PAPERS[kind])
        self.order_fields(["happened_on", *(name for name in self.fields if name not in ("paper", "note"))])
        self.prepare()

    def prepare(self):
        """Fit the questions to the household."""

    def present(self):
        return self.file.members.present()

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > self.on:
            raise forms.ValidationError(_("发生日期不能在将来。"))
        return day


class ArrivalForm(IdentityFields, ChangeForm):
    name = Identifier(identifiers.chinese_name, label=_("姓名"))
    relation = forms.ChoiceField(label=_("与申请人关系"), choices=[("", _("请选择")), *OTHERS])
    identity = forms.ChoiceField(label=_("身份"), choices=[("", _("请选择")), *HouseholdMember.Identity.choices])
    field_order = ("happened_on", "relation", "name", "id_kind", "id_no", "born_on", "identity", "paper", "note")

    def prepare(self):
        self.order_fields(self.field_order)
        first = {ChangeKind.BIRTH: ("child", "infant"), ChangeKind.MARRIAGE: ("spouse", "")}
        self.fields["relation"].initial, self.fields["identity"].initial = first.get(self.kind, ("", ""))
        if self.kind == ChangeKind.BIRTH:
            self.fields["id_kind"].initial = IdKind.BIRTH

    def clean(self):
        answers = super().clean() or self.cleaned_data
        read_identity(self, answers)
        if (born := answers.get("born_on")) and born > self.on:
            self.add_error("born_on", _("出生日期不能在将来。"))
        return answers


class DepartureForm(ChangeForm):
    leavers = forms.MultipleChoiceField(
        label=_("离开家庭的成员"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("离婚的,勾选配偶和随对方生活的子女"),
    )

    def prepare(self):
        others = self.present().exclude(relation=HouseholdMember.Relation.SELF)
        self.fields["leavers"].choices = [(each.pk, f"{each.name}({each.get_relation_display()})") for each in others]

    def clean_leavers(self):
        return [int(pk) for pk in self.cleaned_data["leavers"]]


class DeathForm(ChangeForm):
    member = MemberChoice(label=_("去世的家庭成员"))
    successor = MemberChoice(
        label=_("接续申请人"), required=False, help_text=_("去世的是申请人本人时必填:另一名成年家庭成员")
    )

    def prepare(self):
        self.fields["member"].queryset = self.present()
        self.fields["successor"].queryset = self.present().exclude(relation=HouseholdMember.Relation.SELF)


class UnionChoice(forms.ModelChoiceField):
    """A union of the county, by its full name."""

    def label_from_instance(self, unit):
        return unit.name


class MoveForm(ChangeForm):
    new_unit = UnionChoice(
        Unit.objects.none(),
        label=_("新的所在工会"),
        empty_label=_("请选择"),
        help_text=_("只能选择本县区的工会;迁往其他县区的,请联系县级工会办理档案转移"),
    )

    def prepare(self):
        county = self.file.unit.county()
        within = Unit.objects.within(county) if county else Unit.objects.none()
        self.fields["new_unit"].queryset = within.exclude(pk__in=[county and county.pk, self.file.unit_id])


class NewCardForm(ChangeForm):
    member = MemberChoice(label=_("开户人"), help_text=_("救助金只打入家庭成员本人的银行卡"))
    card_no = Identifier(
        identifiers.bank_card,
        label=_("新的银行卡号"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    bank_name = forms.CharField(label=_("开户银行"), max_length=60, help_text=_("例如:徽商银行六安分行"))
    branch_code = forms.RegexField(
        r"^[0-9]{12}$",
        label=_("联行号(可不填)"),
        required=False,
        error_messages={"invalid": _("联行号应为 12 位数字;不知道可以不填。")},
    )

    def prepare(self):
        self.fields["member"].queryset = self.present()


class NumberForm(IdentityFields, ChangeForm):
    member = MemberChoice(label=_("家庭成员"))
    field_order = ("happened_on", "member", "id_kind", "id_no", "born_on", "paper", "note")

    def prepare(self):
        self.order_fields(self.field_order)
        self.fields["member"].queryset = self.present().exclude(relation=HouseholdMember.Relation.SELF)
        self.fields["happened_on"].label = _("发证或更正日期")
        self.fields["id_kind"].choices = [each for each in IdKind.choices if each[0] != IdKind.REGISTER]
        self.fields["id_no"].required = True

    def clean(self):
        answers = super().clean() or self.cleaned_data
        if (member := answers.get("member")) and not answers.get("born_on"):
            answers["born_on"] = member.born_on
        read_identity(self, answers)
        return answers


FORMS: dict[str, type[ChangeForm]] = {
    ChangeKind.BIRTH: ArrivalForm,
    ChangeKind.MARRIAGE: ArrivalForm,
    ChangeKind.JOINING: ArrivalForm,
    ChangeKind.DIVORCE: DepartureForm,
    ChangeKind.LEAVING: DepartureForm,
    ChangeKind.DEATH: DeathForm,
    ChangeKind.MOVE: MoveForm,
    ChangeKind.CARD: NewCardForm,
    ChangeKind.NUMBER: NumberForm,
}
"""What each kind of change asks for."""
