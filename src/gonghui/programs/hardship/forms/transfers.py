"""What a transfer of a file asks for: to which union, why, and the answers of the two offices (X-R2)."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.ui.fields import OpinionInput

from ..models import Transfer
from .steps import StepForm

SHOWN = 5
"""Unions named when what was typed fits several."""


class UnionField(forms.CharField):
    """A union by its full or short name, or a part of it that fits one alone; gives the Unit."""

    among: Any = Unit.objects.none()

    def clean(self, value):
        text = super().clean(value).strip()
        exact = self.among.filter(Q(name=text) | Q(short_name=text))[:2]
        part = self.among.filter(Q(name__contains=text) | Q(short_name__contains=text))
        found = list(exact) or list(part[: SHOWN + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("没有找到这个工会,请填写全称或简称。接收工会应在另一个县区。"))
        names = "、".join(str(unit) for unit in found[:SHOWN])
        raise forms.ValidationError(_("有多个工会符合:{names}。请填写全称。").format(names=names))


class TransferForm(StepForm):
    to_unit = UnionField(
        label=_("接收工会"),
        max_length=100,
        help_text=_("家庭迁入地或新工作单位的工会,全称或简称;也可以填对方县区总工会"),
    )
    reason = forms.ChoiceField(label=_("转移原因"), choices=[("", _("请选择")), *Transfer.Reason.choices])
    grounds = forms.CharField(
        label=_("情况说明"),
        max_length=500,
        min_length=4,
        widget=OpinionInput(),
        help_text=_("对方县区会看到这里写的内容,请不要写身份证号、病情等敏感信息"),
    )

    def prepare(self):
        county = self.record.unit.county()
        others = Unit.objects.filter(ended_on__isnull=True).exclude(level=Unit.Level.CITY)
        within = Q(position__range=(county.position, county.last)) if county else Q()
        self.fields["to_unit"].among = others.exclude(within).order_by("position")


class TransferReason(StepForm):
    reason = forms.CharField(label=_("理由"), max_length=500, min_length=4, widget=OpinionInput())
