"""The parts of an application (E-R1, E-R2, E-R7, E-R13), saved while the applicant types and until it is submitted."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel import identifiers
from gonghui.kernel.pages import RecordForm
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.fields import DayInput

from ..models import HardshipArchive, HouseholdMember
from ..rulebook import FileState
from ..rulebook.identity import MAY_LACK_A_NUMBER, index_of
from .fields import Identifier
from .identity import IdentityFields, read_identity

OTHERS = [each for each in HouseholdMember.Relation.choices if each[0] != HouseholdMember.Relation.SELF]
IDENTITY = ("id_kind", "id_no", "born_on")
"""What a person is known by: kept together."""
OPEN = (FileState.DRAFT, FileState.RETURNED)
"""While an application may be written in."""


class Closed(Refusal):
    sentence = _("申请已经提交,不能再直接修改。需要修改的,请联系工会退回或更正。")


class Twice(Refusal):
    sentence = _("同一证件号码(没有号码的孩子:同名、同一天出生)在本档案中已填写。")


def require_open(file) -> None:
    """Hold the file until the end of the transaction. Raises Closed when it has been submitted meanwhile."""
    held = HardshipArchive.objects.select_for_update().only("state").get(pk=file.pk)
    if held.state not in OPEN:
        raise Closed


class Part(RecordForm):
    """A part of an application: written only while it is open."""

    fields: dict[str, Any]
    needed: tuple[str, ...] = ()
    """What the next part asks to be there, though a draft may be without."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = field.required or name in self.needed
            if isinstance(field, forms.ChoiceField):
                choices: Any = field.choices
                field.choices = [(key, title if key else _("请选择")) for key, title in choices]

    def keep(self, *, by, on):
        with transaction.atomic():
            require_open(self.instance.file)
            return super().keep(by=by, on=on)

    def keep_valid(self, *, by, on):
        with transaction.atomic():
            require_open(self.instance.file)
            super().keep_valid(by=by, on=on)


class BeginForm(forms.Form):
    """Who applies: the worker herself, or whom her union enters."""

    name = Identifier(identifiers.chinese_name, label=_("姓名"))
    id_no = Identifier(
        identifiers.identity_number,
        label=_("身份证号"),
        help_text=_("18 位,末位可为 X;港澳台居民居住证、外国人永久居留身份证(18 位)也可以"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    mobile = Identifier(
        identifiers.mobile,
        label=_("手机号"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class WorkPart(Part):
    """本人与工作"""

    needed = ("work_status", "main_cause")

    class Meta:
        model = HardshipArchive
        fields = ("work_status", "is_migrant", "labour_since", "main_cause", "kin_note")
        widgets = {"labour_since": DayInput()}
        labels = {
            "is_migrant": _("我是农民工(农业户籍,在城镇务工)"),
            "kin_note": _("有近亲属在工会工作的,写明姓名和单位"),
        }
        help_texts = {
            "labour_since": _("农民工必填:与现在的单位从哪一天开始有劳动关系"),
            "kin_note": _("没有的不填;这名亲属不参与办理您的申请"),
        }


class MemberPart(IdentityFields, Part):
    """家庭成员"""

    name = Identifier(identifiers.chinese_name, label=_("姓名"))
    health = forms.CharField(
        label=_("健康状况"), required=False, max_length=100, help_text=_("例如:健康;二级肢体残疾;尿毒症")
    )

    class Meta:
        model = HouseholdMember
        fields = ("relation", "name", "id_kind", "id_no", "born_on", "identity", "health", "school")
        help_texts = {"school": _("在读的家庭成员填写学校名称")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self._meta.fields)
        for name in ("id_no", "health"):
            self.initial.pop(name, None)
        self.is_self = self.instance.relation == HouseholdMember.Relation.SELF
        if self.is_self:
            for name in ("relation", "name", *IDENTITY):
                del self.fields[name]
        else:
            self.fields["relation"].choices = [("", _("请选择")), *OTHERS]
        if not self.is_self and self.instance.id_no:
            masked = _("已登记 {mask},不修改请留空").format(mask=self.instance.id_no)
            self.fields["id_no"].help_text = masked
        if self.instance.health:
            self.fields["health"].initial = self.instance.health.open()

    def clean(self):
        answers = super().clean() or self.cleaned_data
        if self.is_self:
            return answers
        is_stored = bool(self.instance.pk and self.instance.id_no) and self.instance.id_kind == answers.get("id_kind")
        read_identity(self, answers, stored=self.instance if is_stored else None)
        if not {*IDENTITY} & set(self.errors) and self._is_known(answers):
            self.add_error("id_no", Twice.sentence)
        if {*IDENTITY} & set(self.errors):  # kind and number are kept together or not at all
            for name in IDENTITY:
                answers.pop(name, None)
        return answers

    def _is_known(self, answers) -> bool:
        kind, number = answers.get("id_kind"), answers.get("id_no")
        others = self.instance.file.members.present().exclude(pk=self.instance.pk)
        if number:
            return others.filter(id_index=index_of(kind, number)).exists()
        same = {"name": answers.get("name"), "born_on": answers.get("born_on"), "id_index__isnull": True}
        return kind in MAY_LACK_A_NUMBER and others.filter(**same).exists()

    def _post_clean(self):
        """A child that has no number any more keeps none of another document."""
        kind_before = self.instance.id_kind
        super()._post_clean()
        if self.instance.id_kind != kind_before and not self.cleaned_data["id_no"]:
            self.instance.id_no = None

    def keep(self, *, by, on):
        with transaction.atomic():
            require_open(self.instance.file)
            if not self.is_self and self._is_known(self.cleaned_data):
                raise Twice
            return super().keep(by=by, on=on)

    def keep_valid(self, *, by, on):
        """A person who is not there yet is kept only as a whole, by the button."""
        if self.instance.pk:
            super().keep_valid(by=by, on=on)
            self.instance.save(update_fields=[*IDENTITY, "id_index"])


class CardPart(Part):
    """银行卡: of a member of the household, for money goes nowhere else (E-R13)."""

    needed = ("bank_name",)
    account_name = forms.ChoiceField(label=_("开户人"), help_text=_("救助金只打入家庭成员本人的银行卡"))
    card_no = Identifier(
        identifiers.bank_card,
        label=_("银行卡号"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta:
        model = HardshipArchive
        fields = ("account_name", "card_no", "bank_name", "branch_code")
        help_texts = {
            "bank_name": _("例如:徽商银行六安分行"),
            "branch_code": _("12 位,不知道可以不填"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("card_no", None)
        names = [member.name for member in self.instance.members.present()]
        self.fields["account_name"].choices = [("", _("请选择")), *((name, name) for name in names)]
        self.fields["card_no"].required = not self.instance.card_no
        stored = _("已登记 {mask},不修改请留空").format(mask=self.instance.card_no) if self.instance.card_no else ""
        self.fields["card_no"].help_text = stored or _("16 至 19 位数字")

    def clean_branch_code(self):
        code = identifiers.tidy(self.cleaned_data["branch_code"])
        if code and not (code.isascii() and code.isdigit() and len(code) == 12):
            raise forms.ValidationError(_("联行号应为 12 位数字;不知道可以不填。"))
        return code
