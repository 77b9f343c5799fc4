"""Questions that forms of organising share: identifiers read strictly, the two sets of groups."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.rulebook import EightGroup, NewForm
from gonghui.kernel import identifiers


class Identifier(forms.CharField):
    """A text that is read as the identifier it should be; what is wrong stands at the field."""

    def __init__(self, *, read: Callable[[str], str], **kwargs):
        self.read = read
        super().__init__(**{"max_length": 60} | kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value):
        text = super().clean(value)
        try:
            return self.read(text) if text else ""
        except identifiers.InvalidIdentifier as wrong:
            raise ValidationError(str(wrong)) from None

    @classmethod
    def mobile(cls, **kwargs) -> "Identifier":
        return cls(read=identifiers.mobile, **kwargs)

    @classmethod
    def name_of_a_person(cls, **kwargs) -> "Identifier":
        return cls(read=identifiers.chinese_name, **kwargs)

    @classmethod
    def id_no(cls, **kwargs) -> "Identifier":
        return cls(read=lambda text: identifiers.identity_number(text, accept_15=True), **kwargs)


def eight_groups() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("八大群体(2018 年口径,可多选)"),
        choices=EightGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )


def four_new_forms() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("新就业形态(2021 年口径,可多选)"),
        choices=NewForm.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )


def is_migrant() -> forms.TypedChoiceField:
    """Yes, no, or as it follows from register and work (B-R6)."""
    return forms.TypedChoiceField(
        label=_("农民工"),
        choices=(("", _("按户籍和用工形式推定")), ("true", _("是")), ("false", _("否"))),
        coerce=lambda said: said == "true",
        empty_value=None,
        required=False,
    )
