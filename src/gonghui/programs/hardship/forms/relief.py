"""What a relief asks: who, what happened, who went there, how much, to which card (E-R8, E-R11, E-R13)."""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # published without types
from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import STAFF
from gonghui.foundation.documents.forms import PaperForm
from gonghui.foundation.funds.actions import guard
from gonghui.foundation.funds.rulebook.limits import Strength
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel import identifiers
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from ..actions.relief_limits import foresee
from ..models import AidProject, Relief
from ..rulebook import GrantState
from ..rulebook.relief import Event
from .fields import Colleague, Identifier, Yuan
from .filters import WithinCounty
from .steps import Opinion, StepForm

HIDDEN = {"autocomplete": "off"}
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


class ReliefForm(forms.Form):
    """Everything at once: an emergency leaves no time for many pages."""

    fields: dict[str, Any]
    project: Any = forms.ModelChoiceField(AidProject.objects.none(), label=_("帮扶项目"), empty_label=_("请选择"))
    unit: Any = forms.ModelChoiceField(Unit.objects.none(), label=_("所在工会"), empty_label=_("请选择"))
    name = Identifier(identifiers.chinese_name, label=_("领款人姓名"), max_length=50)
    id_no = Identifier(identifiers.identity_number, label=_("身份证号"), widget=forms.TextInput(HIDDEN))
    mobile = Identifier(identifiers.mobile, label=_("手机号"), widget=forms.TextInput(NUMERIC))
    event = forms.ChoiceField(label=_("事由"), choices=[("", _("请选择")), *Event.choices])
    happened_on = forms.DateField(label=_("发生日期"), widget=DayInput())
    reason = forms.CharField(
        label=_("情况说明"),
        max_length=500,
        min_length=4,
        widget=OpinionInput(),
        help_text=_("加密保存;材料在下一页添加"),
    )
    is_urgent = forms.BooleanField(label=_("紧急:每一步在一个工作日内办理"), required=False)
    visitor: Any = Colleague(label=_("走访人"))
    visited_on = forms.DateField(label=_("走访日期"), widget=DayInput())
    amount = Yuan(label=_("金额(元)"))
    card_no = Identifier(
        identifiers.bank_card,
        label=_("本人银行卡号"),
        widget=forms.TextInput(NUMERIC),
        help_text=_("只打入领款人本人的卡,不发现金(E-R13)"),
    )
    bank_name = forms.CharField(label=_("开户银行"), max_length=60)
    branch_code = forms.RegexField(
        r"^\d{12}$", label=_("联行号"), required=False, error_messages={"invalid": _("联行号应为 12 位数字。")}
    )

    def __init__(self, *args, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        projects = AidProject.objects.visible_to(by).serving(by.unit).without_a_file()
        self.fields["project"].queryset = projects
        unions = Unit.objects.within(by.unit).filter(level__in=(Unit.Level.TOWNSHIP, Unit.Level.GRASSROOTS))
        self.fields["unit"].queryset = unions.filter(ended_on__isnull=True)
        here = {"unit__position__range": (by.unit.position, by.unit.last), "role__in": STAFF}
        posts = Post.objects.held_on(on).filter(**here).select_related("user", "unit")
        self.fields["visitor"].queryset = posts.order_by("unit__position", "pk")


class WarnedRelief(StepForm):
    """`warnings` stand above the form; why a soft limit is passed is asked where one would be (T09)."""

    warnings: list[str] = []
    acknowledged = forms.CharField(
        label=_("说明"),
        max_length=200,
        min_length=guard.LEAST_WORDS,
        widget=OpinionInput(),
        help_text=_("触及上面的提示,请写明核实情况和仍要发放的理由"),
    )

    def prepare(self):
        super().prepare()
        hits = foresee(self.record, on=self.on)
        self.warnings = guard.words(hits, self.by)
        if not any(hit.strength == Strength.SOFT for hit in hits):
            del self.fields["acknowledged"]


class ReliefOpinion(WarnedRelief, Opinion):
    field_order = ("acknowledged", "opinion")


class ReliefAmountForm(StepForm):
    amount = Yuan(label=_("更正后的金额(元)"))
    note = forms.CharField(label=_("补正说明"), max_length=500, required=False, widget=OpinionInput())

    def prepare(self):
        self.fields["amount"].initial = self.record.amount


class ReissueForm(WarnedRelief):
    """The account as it should be; an empty box stays as it is."""

    card_no = Identifier(
        identifiers.bank_card, label=_("本人新的银行卡号"), required=False, widget=forms.TextInput(NUMERIC)
    )
    bank_name = forms.CharField(label=_("开户银行"), max_length=60, required=False)
    branch_code = forms.RegexField(
        r"^\d{12}$", label=_("联行号"), required=False, error_messages={"invalid": _("联行号应为 12 位数字。")}
    )
    note = forms.CharField(label=_("补正说明"), max_length=500, required=False, widget=OpinionInput())

    def prepare(self):
        super().prepare()
        self.fields["card_no"].help_text = _("现在登记:{mask};不填就用原来的").format(mask=self.record.card_no)


class ReliefPaperForm(PaperForm):
    kinds: tuple = (
        ("event", _("事故、灾害、病情证明")),
        ("visit", _("走访照片")),
        ("identity", _("身份证明")),
        ("other", _("其他")),
    )


class ReliefFilters(WithinCounty):
    """What the list of reliefs is narrowed by."""

    state = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部状态"), choices=GrantState.choices)
    event = django_filters.ChoiceFilter(label=_("事由"), empty_label=_("全部事由"), choices=Event.choices)

    class Meta:
        model = Relief
        fields = ("state", "event", "county")
