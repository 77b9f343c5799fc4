"""What is asked of who joins, on her phone and at the union's desk; what the steps of members ask (B)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.models import Person
from gonghui.foundation.members.rulebook import ConfirmWay, Employment, EndReason
from gonghui.kernel.sheets.columns import MEGABYTE, Limits
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from .fields import Identifier, eight_groups, four_new_forms, is_migrant

LARGEST = Limits().file_size


class MigrantAnswers(forms.Form):
    """Work, groups and whether she is a migrant: asked on joining, and when they are put right (B-R4 to B-R6)."""

    employment = forms.ChoiceField(label=_("用工形式"), choices=Employment.choices)
    job = forms.CharField(label=_("岗位"), max_length=50, required=False)
    groups = eight_groups()
    new_forms = four_new_forms()
    is_migrant_worker = is_migrant()
    migrant_reason = forms.CharField(
        label=_("农民工认定说明"), max_length=100, required=False, help_text=_("与推定不同的必须填写")
    )


class WhoJoins(forms.Form):
    name = Identifier.name_of_a_person(label=_("姓名"))
    id_no = Identifier.id_no(label=_("身份证号"))
    mobile = Identifier.mobile(label=_("手机号"))
    household_type = forms.ChoiceField(label=_("户籍"), choices=Person.HouseholdType.choices)


class OwnApplicationForm(MigrantAnswers, WhoJoins):
    """On the phone: what is known already is not asked again."""

    agrees = forms.BooleanField(label=_("我已阅读并同意上面的告知内容"))
    field_order = ("name", "id_no", "mobile", "household_type", "employment", "job")

    def __init__(self, *args, known: Person | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "id_no", "household_type") if known else ():
            del self.fields[name]


class DeskApplicationForm(MigrantAnswers, WhoJoins):
    """At the union's desk: how she has confirmed it (B-R10)."""

    confirm_way = forms.ChoiceField(label=_("确认方式"), choices=ConfirmWay.choices)
    field_order = ("name", "id_no", "mobile", "household_type", "employment", "job")


class LeaveForm(forms.Form):
    left_on = forms.DateField(label=_("离会日期"), widget=DayInput())
    end_reason = forms.ChoiceField(
        label=_("离会原因"), choices=[each for each in EndReason.choices if each[0] != EndReason.MOVED]
    )
    reason = forms.CharField(label=_("情况说明"), max_length=500, widget=OpinionInput())


class NumberForm(forms.Form):
    id_no = Identifier.id_no(label=_("身份证号"), help_text=_("完整的 18 位;每次查找都记入日志。"))


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("查看原因"), max_length=200, widget=OpinionInput())


class RosterForm(forms.Form):
    """The file of a roster."""

    file = forms.FileField(
        label=_("填好的名册"),
        help_text=_("接受 .xlsx 工作簿和 .csv 文本(UTF-8 或 GB18030),不超过 20 MB。先检查、比对,不会马上入册。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            size = round(file.size / MEGABYTE, 1)
            said = _("《{name}》有 {size} MB,超过 20 MB 的上限。请分成几个文件上传。")
            raise forms.ValidationError(said.format(name=file.name[:60], size=size))
        return file
