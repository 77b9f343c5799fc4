"""What finance is asked: which payments, a file of the bank, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from .models import Payment


class PaymentsForm(forms.Form):
    """Which of the pending payments stand in the batch."""

    payments = forms.ModelMultipleChoiceField(
        Payment.objects.none(), label=_("待付款"), error_messages={"required": _("请至少选择一笔。")}
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        payments: Any = self.fields["payments"]
        payments.queryset = rows


class ReturnForm(forms.Form):
    """The bank's answer to a batch."""

    file = forms.FileField(
        label=_("银行回单"),
        help_text=_("CSV 文件,最大 5 MB。各列:批次号、序号、账号、户名、金额、处理结果、失败原因、交易日期。"),
        error_messages={"empty": _("文件是空的,请重新选择。")},
    )


class GroundsForm(forms.Form):
    """Why a batch goes back or is given up."""

    opinion = forms.CharField(label=_("理由"), min_length=4, max_length=500, widget=OpinionInput())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), min_length=4, max_length=200, widget=OpinionInput())
