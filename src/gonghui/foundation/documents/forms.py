"""How a paper is asked for: which kind, which file, a word about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import actions
from .rulebook import ACCEPTED


class PaperForm(forms.Form):
    """Attaches one paper to `instance`; for an EditPage. A program subclasses it with its `kinds`: (value, title)."""

    kinds: tuple[tuple[str, str], ...] = ()

    file = forms.FileField(
        label=_("文件"), help_text=_("JPG、PNG、PDF、DOCX 或 XLSX，不超过 10 MB；照片会自动缩小并去除拍摄信息。")
    )
    note = forms.CharField(label=_("说明"), max_length=100, required=False)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = instance
        self.fields["kind"] = forms.ChoiceField(label=_("材料种类"), choices=self.kinds)
        self.order_fields(["kind"])
        self.fields["file"].widget.attrs["accept"] = ACCEPTED

    def keep(self, *, by, on):
        """Attach the paper and give back the record. Raises what `actions.attach` refuses."""
        answers = self.cleaned_data
        actions.attach(self.record, answers["file"], kind=answers["kind"], note=answers["note"], by=by, on=on)
        return self.record
