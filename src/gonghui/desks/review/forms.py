"""What is asked: a page, pasted or as a file; which figure a wording means; why a choice is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from . import actions
from .reading import Unreadable, text_of
from .reading.limits import MOST_CHARACTERS
from .reading.verdicts import VERDICTS


class PageForm(forms.Form):
    """A page to read: pasted text or a file, and the year to hold it against."""

    text = forms.CharField(
        label=_("文章"),
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label=_("或上传文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("文本、Markdown、Word(.docx)、网页或文字版 PDF,不超过 20 兆字节"),
    )
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=1949, max_value=9998, help_text=_("不填则从文中判断")
    )
    verdict = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, name) for name in VERDICTS)], widget=forms.HiddenInput()
    )
    sheet = forms.IntegerField(required=False, min_value=1, max_value=10**6, widget=forms.HiddenInput())
    open = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput())

    def clean(self):
        """The text of the page as `page`; what an empty file lacks is told by the reading."""
        answers = super().clean()
        if answers.get("file") is not None:
            try:
                answers["page"] = text_of(answers["file"])
            except Unreadable as refusal:
                self.add_error("file", str(refusal))
        elif answers.get("text", "").strip():
            answers["page"] = answers["text"]
        elif not self.errors:
            self.add_error("text", _("请粘贴文章,或上传文件。"))
        return answers


class ChoiceForm(PageForm):
    """The page as it was read, and what one of its wordings means; an empty code says that it is none of ours."""

    choose = forms.IntegerField(min_value=1, max_value=10**6)
    wording = forms.CharField(max_length=140)
    code = forms.CharField(max_length=24, required=False)
    reason = forms.CharField(max_length=200, required=False)


class RevokeForm(forms.Form):
    """Why a choice is taken back."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=OpinionInput())

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice = instance

    def keep(self, *, by, on):
        """Take it back. Raises what `actions.revoke` refuses."""
        return actions.revoke(self.choice, reason=self.cleaned_data["reason"], by=by, on=on)
