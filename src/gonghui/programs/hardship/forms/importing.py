"""How existing files are sent in, why they are not taken, and the rest of the national form (E, O.1)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.pages import RecordForm
from gonghui.kernel.sheets.columns import MEGABYTE, Limits
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from ..models import FileDetails, HardshipArchive
from ..models.details import MOST_CAUSES
from ..rulebook import codes
from ..sheets import receiving

LARGEST = Limits().file_size


class UploadForm(forms.Form):
    """The workbook; `instance` is not used: what is kept is the import that comes of it."""

    file = forms.FileField(
        label=_("填好的工作簿"),
        help_text=_("只接受 .xlsx,不超过 20 MB。先检查,不会马上导入;有错误的可下载标注了错误的副本。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            size = round(file.size / MEGABYTE, 1)
            said = _("《{name}》有 {size} MB,超过 20 MB 的上限。请分成几个文件上传。")
            raise forms.ValidationError(said.format(name=file.name[:60], size=size))
        return file

    def keep(self, *, by, on):
        """Read and check the workbook; gives the import. Raises what `receiving.receive` refuses."""
        file = self.cleaned_data["file"]
        return receiving.receive(file.read(LARGEST + 1), filename=file.name, by=by, on=on)


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())


class Nothing(forms.Form):
    """Nothing to say."""


class DetailsForm(RecordForm):
    """档案详情: every question may stay open."""

    health = forms.ChoiceField(label=_("健康状况"), required=False)
    disability = forms.ChoiceField(label=_("残疾类别"), required=False)
    disability_level = forms.ChoiceField(label=_("残疾等级"), required=False)
    address = forms.CharField(label=_("家庭住址"), max_length=200, required=False)
    other_causes = forms.MultipleChoiceField(
        label=_("其他致困原因(最多三项)"),
        choices=HardshipArchive.Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    SECRETS: Any = {
        "health": codes.HEALTH,
        "disability": codes.DISABILITIES,
        "disability_level": codes.DISABILITY_LEVELS,
    }
    WHETHER = ("is_single_parent", "can_help_itself", "nobody_employed")

    class Meta:
        model = FileDetails
        fields = (
            "health",
            "disability",
            "disability_level",
            "insurance",
            "marital",
            "register",
            "model_level",
            "housing",
            "housing_area",
            "address",
            "start_work_on",
            "industry",
            "employer",
            "employer_nature",
            "employer_state",
            "is_single_parent",
            "can_help_itself",
            "nobody_employed",
            "other_causes",
        )
        widgets = {"start_work_on": DayInput()}

    def __init__(self, *args, is_open: bool, **kwargs):
        """`is_open`: while the application is written its answers stand in the form; later they are masked (O.1)."""
        super().__init__(*args, **kwargs)
        for name, words in self.SECRETS.items():
            self.fields[name].choices = [("", _("未填写")), *codes.as_choices(words)]
        for name in (*self.SECRETS, "address"):
            secret = getattr(self.instance, name)
            self.initial[name] = secret.open() if secret and is_open else ""
            if secret and not is_open:
                self.fields[name].help_text = _("已登记,不修改请留空;需要查看的,在档案页面点“查看”。")
        for name in self.WHETHER:
            self.fields[name].widget.choices = [("unknown", _("未填写")), ("true", _("是")), ("false", _("否"))]
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [(key, title if key else _("未填写")) for key, title in field.choices]

    def clean_other_causes(self):
        causes = self.cleaned_data["other_causes"]
        if len(causes) > MOST_CAUSES:
            raise forms.ValidationError(_("最多选三项。"))
        return causes

    def clean(self):
        answers = super().clean()
        if answers.get("disability_level") and not (answers.get("disability") or self.instance.disability):
            self.add_error("disability", _("填了残疾等级,请补填残疾类别。"))
        return answers

    def changes(self) -> dict:
        """What was answered anew; of what is secret only that it was."""
        found = super().changes()
        return {name: "***" if name in (*self.SECRETS, "address") else change for name, change in found.items()}
