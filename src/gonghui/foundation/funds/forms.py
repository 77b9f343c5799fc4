"""What finance is asked: which payments, a file of the bank, a reason."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import DayInput, OpinionInput, YuanField

from .models import BankLine, Fund, Payment, Posting
from .rulebook import Level, Source


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
    is_part = forms.BooleanField(
        label=_("这是部分回单"), required=False, help_text=_("银行分几次回复时勾选;没有列出的款项等下一份回单。")
    )


class GroundsForm(forms.Form):
    """Why a batch goes back or is given up."""

    opinion = forms.CharField(label=_("理由"), min_length=4, max_length=500, widget=OpinionInput())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), min_length=4, max_length=200, widget=OpinionInput())


class FundForm(forms.Form):
    """A fund with its rule (E-R10)."""

    source = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    name = forms.CharField(label=_("名称"), max_length=60)
    levels = forms.MultipleChoiceField(
        label=_("可支出的档案层级"),
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("不选则按该来源在资金年度执行的规定"),
        required=False,
    )
    purposes = forms.CharField(
        label=_("限定用途"), max_length=200, required=False, help_text=_("如:生活救助、医疗救助。不填则不限用途")
    )
    paper = forms.CharField(label=_("依据文号"), min_length=2, max_length=60)

    def clean_purposes(self):
        parts = self.cleaned_data["purposes"].replace(",", "、").split("、")
        return [part.strip()[:20] for part in parts if part.strip()]


class ReceiptForm(forms.Form):
    """Money that came into a fund."""

    amount = YuanField(label=_("金额(元)"), min_value=Decimal("0.01"))
    received_on = forms.DateField(label=_("到账日期"), widget=DayInput())
    paper = forms.CharField(label=_("凭据文号"), min_length=2, max_length=60)


class CarryForm(forms.Form):
    """What is carried over, and into which fund of the next year."""

    fund = forms.ModelChoiceField(Fund.objects.none(), label=_("转入资金"))
    amount = YuanField(label=_("金额(元)"), min_value=Decimal("0.01"))
    received_on = forms.DateField(label=_("结转日期"), widget=DayInput())
    paper = forms.CharField(label=_("凭据文号"), min_length=2, max_length=60)

    def __init__(self, *args, origin, **kwargs):
        super().__init__(*args, **kwargs)
        into: Any = self.fields["fund"]
        into.queryset = Fund.objects.filter(unit=origin.unit, source=origin.source, year=origin.year + 1)


class BalancesForm(forms.Form):
    """The balances of many funds in a workbook."""

    file = forms.FileField(
        label=_("期初余额表"), help_text=_("Excel 工作簿。各列:资金名称、年度、期初余额(元)、余额日期、凭据文号。")
    )


class StatementForm(forms.Form):
    """A month of the bank's account of a fund."""

    month = forms.DateField(
        label=_("月份"), input_formats=["%Y-%m"], widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    )
    file = forms.FileField(
        label=_("银行对账单"),
        help_text=_("CSV 文件,最大 5 MB。各列:交易日期、摘要、借方金额、贷方金额、余额、流水号、对方户名。"),
        error_messages={"empty": _("文件是空的,请重新选择。")},
    )


class MatchForm(forms.Form):
    """Lines of the bank and postings that are the same money."""

    lines = forms.ModelMultipleChoiceField(BankLine.objects.none(), label=_("银行流水"), required=False)
    postings = forms.ModelMultipleChoiceField(Posting.objects.none(), label=_("账面分录"), required=False)

    def __init__(self, *args, unmatched_lines, unmatched_postings, **kwargs):
        super().__init__(*args, **kwargs)
        lines, postings = self.fields["lines"], self.fields["postings"]
        lines.queryset, postings.queryset = unmatched_lines, unmatched_postings  # type: ignore[attr-defined]


class RecoveryForm(forms.Form):
    """What was paid too much, and why."""

    amount = YuanField(label=_("追回金额(元)"), min_value=Decimal("0.01"))
    reason = forms.CharField(label=_("追回原因"), min_length=4, max_length=200, widget=OpinionInput())


class RepaymentForm(forms.Form):
    """A part that came back at the bank."""

    amount = YuanField(label=_("入账金额(元)"), min_value=Decimal("0.01"))
    repaid_on = forms.DateField(label=_("到账日期"), widget=DayInput())
    paper = forms.CharField(label=_("银行流水号或凭据"), min_length=2, max_length=60)
