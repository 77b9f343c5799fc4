"""What is asked when an officer stands aside, or no longer has to (回避)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.ui.fields import OpinionInput

from ..models import Recusal
from .fields import Colleague

RELATIONS = [("", _("请选择")), *Recusal.Relation.choices]


class DeclarationForm(forms.Form):
    relation = forms.ChoiceField(label=_("与这户家庭的关系"), choices=RELATIONS)
    note = forms.CharField(label=_("说明(可不填)"), max_length=200, required=False)


class OrderForm(forms.Form):
    officer = Colleague(label=_("需要回避的人员"))
    relation = forms.ChoiceField(label=_("与这户家庭的关系"), choices=RELATIONS)
    note = forms.CharField(label=_("依据"), max_length=200, min_length=4, widget=OpinionInput())


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("解除理由"), max_length=200, min_length=4, widget=OpinionInput())
