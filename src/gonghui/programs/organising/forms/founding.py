"""What each step of setting up a union asks for (A)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Employer, Unit
from gonghui.kernel.identifiers import InvalidIdentifier, credit_code
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from ..actions.founding import Works
from ..models import Election, Founding
from ..models.founding import TERMS
from ..rulebook.elections import Bar, Duty, Organ
from .fields import Identifier

PHRASES = (_("材料齐全,同意。"), _("符合规定,同意。"))
COUNTS = {"min_value": 0, "max_value": 1_000_000}


class LeadForm(forms.Form):
    """The employers of a lead, one a line, and the union that is to be."""

    parent = forms.ModelChoiceField(label=_("建在哪个工会下面"), queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("建会方式"), choices=Founding.Kind.choices)
    form = forms.ChoiceField(
        label=_("组织形式"),
        choices=Founding.Form.choices,
        help_text=_("会员 25 人以上的应当建立工会委员会;不足 25 人的,可以单独建、联合建,或选一名组织员"),
    )
    employers = forms.CharField(
        label=_("用人单位"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个:单位全称,统一社会信用代码,职工人数"),
    )
    name = forms.CharField(label=_("工会全称"), max_length=100, help_text=_("例如:六安某某有限公司工会委员会"))
    short_name = forms.CharField(label=_("工会简称"), max_length=40)
    source = forms.CharField(label=_("线索来源"), max_length=100, required=False)
    contact_name = forms.CharField(label=_("单位联系人"), max_length=50, required=False)
    contact_mobile = Identifier.mobile(label=_("联系电话"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        below = Unit.objects.within(by.unit).filter(ended_on__isnull=True)
        levels = (Unit.Level.CITY, Unit.Level.COUNTY, Unit.Level.TOWNSHIP)
        parent: Any = self.fields["parent"]
        parent.queryset = below.filter(level__in=levels).order_by("position")
        parent.initial = by.unit.pk

    def clean_employers(self) -> list[Works]:
        lines = [line.strip() for line in self.cleaned_data["employers"].splitlines() if line.strip()]
        return [self._works(number, line) for number, line in enumerate(lines, 1)]

    def _works(self, number: int, line: str) -> Works:
        parts = [part.strip() for part in line.replace("\uff0c", ",").split(",")]
        if len(parts) != 3 or not parts[2].isdecimal() or not 0 < int(parts[2]) < 1_000_000:
            said = _("第 {n} 行应写:单位全称,统一社会信用代码,职工人数。")
            raise forms.ValidationError(said.format(n=number))
        try:
            code = credit_code(parts[1])
        except InvalidIdentifier as wrong:
            raise forms.ValidationError(f"{parts[0][:40]}:{wrong}") from None
        return Works(parts[0][:100], code, int(parts[2]), Employer.Kind.ENTERPRISE)


class RequestForm(forms.Form):
    members = forms.IntegerField(label=_("拟发展会员人数"), min_value=1, max_value=1_000_000)
    women = forms.IntegerField(label=_("其中女会员"), **COUNTS)
    term_years = forms.TypedChoiceField(label=_("每届任期"), choices=TERMS, coerce=int, initial=5)
    address = forms.CharField(label=_("办公地址"), max_length=100, required=False)
    opinion = forms.CharField(label=_("请示说明"), max_length=500, required=False, widget=OpinionInput())


class OpinionForm(forms.Form):
    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput(PHRASES))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=OpinionInput())


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("撤回原因(可不填)"), max_length=500, required=False, widget=OpinionInput())


class ItemsForm(forms.Form):
    items = forms.CharField(
        label=_("需要补齐的内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("一行一项")
    )

    def clean_items(self) -> list[str]:
        return self.cleaned_data["items"].splitlines()


class NoteForm(forms.Form):
    note = forms.CharField(label=_("补正说明"), max_length=500, required=False, widget=OpinionInput())


class ElectionForm(forms.Form):
    """The numbers of the assembly, as they were counted (A-R5)."""

    assembly = forms.ChoiceField(label=_("会议形式"), choices=Election.Assembly.choices)
    held_on = forms.DateField(label=_("选举日期"), widget=DayInput())
    eligible = forms.IntegerField(label=_("应到会人数"), **COUNTS | {"min_value": 1})
    present = forms.IntegerField(label=_("实到会人数"), **COUNTS)
    issued = forms.IntegerField(label=_("发出选票"), **COUNTS)
    returned = forms.IntegerField(label=_("收回选票"), **COUNTS)
    valid = forms.IntegerField(label=_("有效票"), **COUNTS)
    seats = forms.IntegerField(label=_("委员会应选名额"), min_value=1, max_value=60)
    audit_seats = forms.IntegerField(label=_("经费审查委员会应选名额"), min_value=1, max_value=30)
    women_seats = forms.IntegerField(label=_("女职工委员会应选名额"), min_value=0, max_value=30, initial=0)


class CorrectionForm(ElectionForm):
    reason = forms.CharField(label=_("更正原因"), max_length=500, widget=OpinionInput())


class CandidateForm(forms.Form):
    """One who stood; who stands for chair says what she is not (A-R3)."""

    name = Identifier.name_of_a_person(label=_("姓名"))
    organ = forms.ChoiceField(label=_("选入"), choices=Organ.choices)
    duty = forms.ChoiceField(label=_("职务"), choices=Duty.choices)
    votes_for = forms.IntegerField(label=_("赞成票"), **COUNTS)
    votes_against = forms.IntegerField(label=_("反对票"), initial=0, **COUNTS)
    votes_abstained = forms.IntegerField(label=_("弃权票"), initial=0, **COUNTS)
    barred_as = forms.ChoiceField(
        label=_("本人申报:是否属于下列人员"),
        choices=Bar.choices,
        required=False,
        help_text=_("属于的不能作为主席候选人;行政负责人、合伙人的近亲属不能作为委员候选人"),
    )
    mobile = Identifier.mobile(label=_("手机号"), required=False, help_text=_("主席(或组织员)候选人必须填写"))


class StrikeForm(forms.Form):
    """Nothing to say: the entry was wrong."""
