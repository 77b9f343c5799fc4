"""Form fields and widgets that several programs ask with."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

FEN = 100


class YuanField(forms.DecimalField):
    """Asks for yuan with at most two decimals; gives whole fen (X-R15)."""

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", Decimal(0))
        kwargs.setdefault("help_text", _("单位:元,最多两位小数"))
        super().__init__(decimal_places=2, max_digits=14, **kwargs)
        self.widget.attrs.update(inputmode="decimal")

    def clean(self, value):
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * FEN)

    def prepare_value(self, value):
        return f"{Decimal(value) / FEN:.2f}" if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return super().has_changed(None if initial is None else Decimal(initial) / FEN, data)


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class OpinionInput(forms.Textarea):
    """A text box with ready phrases that one touch writes (X-R4: at most 500 characters)."""

    def __init__(self, phrases=(), **kwargs):
        attrs = {"rows": 3, "maxlength": 500, **kwargs.pop("attrs", {})}
        if phrases:
            attrs["data-phrases"] = "|".join(map(str, phrases))
        super().__init__(attrs=attrs, **kwargs)
