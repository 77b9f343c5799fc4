"""Questions that forms of this program share: yuan as people type it, identifiers read strictly, colleagues."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import STAFF
from gonghui.kernel.identifiers import InvalidIdentifier, tidy
from gonghui.kernel.ui.fields import YuanField

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
PLAIN = re.compile(r"-?\d+(\.\d*)?")
MOST = Decimal(100_000_000)


class Yuan(YuanField):
    """元: an amount as it is typed (full-width digits, thousands, 元 behind it); gives whole fen."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("请填写数字,例如 3500 或 3500.50。"),
        "wan": _("请按“元”填写,不要按“万元”:例如 3.5 万元应填 35000。"),
        "negative": _("金额不能为负数。"),
        "too_fine": _("金额最多两位小数(精确到分)。"),
        "too_much": _("金额过大,请核对是否多写了几位。"),
    }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = tidy(value).removeprefix("¥").removesuffix("元")
        if "万" in text or "亿" in text:
            raise ValidationError(self.error_messages["wan"], code="wan")
        text = THOUSANDS.sub("", text)
        if not PLAIN.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        self._require_possible(Decimal(text), text.partition(".")[2])
        return Decimal(text)

    def _require_possible(self, yuan, decimals):
        wrong = {
            "negative": yuan < 0,
            "too_fine": len(decimals.rstrip("0")) > 2,
            "too_much": yuan > MOST,
        }
        for code in (code for code, is_wrong in wrong.items() if is_wrong):
            raise ValidationError(self.error_messages[code], code=code)

    def validate(self, value):
        forms.Field.validate(self, value)

    def run_validators(self, value):
        """Nothing more: what an amount must be has been asked in words above."""


class Identifier(forms.CharField):
    """A text that one of `kernel.identifiers` reads; its own sentence stands at the field."""

    def __init__(self, read, **kwargs):
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value):
        text = super().clean(value)
        try:
            return self.read(text) if text else text
        except InvalidIdentifier as wrong:
            raise ValidationError(str(wrong), code="invalid") from None


class Colleague(forms.ModelChoiceField):
    """A person of staff, chosen by her post; gives the user."""

    def __init__(self, **kwargs):
        super().__init__(Post.objects.none(), empty_label=_("请选择"), **kwargs)

    def offer(self, file, day, apart_from=None):
        """Offer who holds a post of staff on `day` at the file's union or above it, and is no kin of the household."""
        posts = Post.objects.held_on(day).filter(unit__in=file.unit.above(), role__in=STAFF)
        posts = posts.exclude(user_id=apart_from).exclude(user_id__in=file.recused).select_related("user", "unit")
        self.queryset = posts.order_by("-unit__position", "pk")

    def label_from_instance(self, post):
        return f"{post.user.name}({post})"

    def clean(self, value):
        post = super().clean(value)
        return post and post.user
