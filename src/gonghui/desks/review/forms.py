"""What is asked: a page, pasted or as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .reading import Unreadable, text_of
from .reading.intake import MOST_CHARACTERS


class PageForm(forms.Form):
    """A page to read: pasted text or a file, and the year to hold it against."""

    text = forms.CharField(
        label=_("文章"), required=False, max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 12})
    )
    file = forms.FileField(
        label=_("或上传文件"),
        required=False,
        help_text=_("文本、Markdown、Word(.docx)、网页或文字版 PDF,不超过 20 兆字节"),
    )
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=1949, max_value=9998, help_text=_("不填则从文中判断")
    )

    def clean(self):
        """The text of the page as `page`."""
        answers = super().clean()
        if answers.get("file"):
            try:
                answers["page"] = text_of(answers["file"])
            except Unreadable as refusal:
                self.add_error("file", str(refusal))
        elif answers.get("text", "").strip():
            answers["page"] = answers["text"]
        elif not self.errors:
            self.add_error("text", _("请粘贴文章,或上传文件。"))
        return answers
