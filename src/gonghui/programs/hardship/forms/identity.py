"""How a person's document is asked for: its kind, its number, and the birth date where the number tells none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.identifiers import InvalidIdentifier
from gonghui.kernel.ui.fields import DayInput

from ..rulebook.identity import AS_A_CITIZEN, LOOKS, MAY_LACK_A_NUMBER, IdKind, born_on, read

ASK = _("按证件上的写;没有号码的孩子不用填写。居民身份证 18 位,旧的 15 位号码也可以。")


class IdentityFields(forms.Form):
    """The three questions; a form mixes them in and calls `read_identity` from its `clean`."""

    id_kind = forms.ChoiceField(
        label=_("证件种类"),
        choices=IdKind.choices,
        initial=IdKind.RESIDENT,
        required=False,
        help_text=_("还没有身份证的孩子,选“出生医学证明”或“户口簿(暂无证件)”"),
    )
    id_no = forms.CharField(
        label=_("证件号码"),
        required=False,
        max_length=40,
        help_text=ASK,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    born_on = forms.DateField(
        label=_("出生日期"), required=False, widget=DayInput(), help_text=_("填了身份证号的不用填写")
    )

    def clean_id_kind(self):
        """Who says nothing means an identity card."""
        return self.cleaned_data["id_kind"] or IdKind.RESIDENT


def read_identity(form, answers: dict[str, Any], *, stored=None) -> None:
    """Put the number in its normal form and the birth date into `answers`, or say at the field what is wrong.

    An empty box leaves the number of `stored`, a member of the same kind, and its birth date as they are.
    """
    kind = answers.get("id_kind")
    if not kind or "id_no" not in answers:
        return
    number = "" if kind == IdKind.REGISTER else answers["id_no"]
    if number:
        number = _read(form, kind, number)
    elif kind not in MAY_LACK_A_NUMBER and stored is None:
        form.add_error("id_no", _("请填写证件号码:{looks}。").format(looks=LOOKS[kind]))
    if "id_no" not in form.errors:
        answers["id_no"] = number
        known = stored.born_on if stored and not number and kind in AS_A_CITIZEN else None
        answers["born_on"] = born_on(kind, number) or known or answers.get("born_on")
        if not answers["born_on"]:
            form.add_error("born_on", _("请填写出生日期。"))


def _read(form, kind, text) -> str:
    try:
        return read(kind, text)
    except InvalidIdentifier as wrong:
        form.add_error("id_no", str(wrong))
        return ""
