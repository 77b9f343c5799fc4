"""What the steps of a file on record ask for: recheck, observation and its months, exit, re-entry (E-R12)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.rulebook import Way
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from .. import actions
from ..models import IncomeLine
from ..rulebook import ExitReason, months
from .fields import Yuan
from .income import IncomeBoxes, by_kind
from .steps import PHRASES, ComparisonForm, Opinion, StepForm

NOT_OBSERVED = [each for each in ExitReason.choices if each[0] != ExitReason.OUT_OF_DIFFICULTY]


class YearBoxes(IncomeBoxes):
    """The incomes and costs of a year, asked afresh; what was told last time stands beside each box."""

    record: Any

    def prepare(self):
        super().prepare()  # type: ignore[misc]  # of the step's own form, which stands beside this one
        self.ask({})
        for name, amount in by_kind(self.record.lines.standing()).items():
            if name in self.fields:
                before = _("上次填报({year} 年):{n:,.2f} 元").format(year=self.record.year, n=amount / 100)
                self.fields[name].help_text = before

    def before(self) -> list:
        """The questions above the boxes."""
        return []

    def after(self) -> list:
        """The questions below the boxes."""
        return []

    def clean(self):
        return self._facts(super().clean())

    def _facts(self, answers) -> dict:
        """The answers as the action takes them: one line a kind, in fen with what was reimbursed."""
        asked = {**self.INCOMES, **self.COSTS}
        facts = {name: answer for name, answer in answers.items() if name not in asked}
        back = answers.get("reimbursed") or 0
        kinds = [kind for kind in IncomeLine.Kind.values if answers.get(kind) is not None]
        lines = {kind: (answers[kind], back if kind == IncomeLine.Kind.ILLNESS else 0) for kind in kinds}
        return facts | {"lines": lines}


class RecheckForm(YearBoxes, ComparisonForm):
    """动态复核"""

    year = forms.TypedChoiceField(label=_("收支年度"), coerce=int)

    def before(self):
        return [self["year"]]

    def prepare(self):
        super().prepare()
        years = range(self.on.year, self.record.year - 1, -1)
        self.fields["year"].choices = [(year, _("{year} 年").format(year=year)) for year in years]
        self.order_fields(["year", *self.INCOMES, *self.COSTS])

    def after(self):
        return [self[name] for name in ("sources", "result", "issue", "exclusions")]


class ReopenForm(YearBoxes, StepForm):
    """返困重新申请: entered by her union, with the authority signed anew."""

    reason = forms.CharField(
        label=_("返困原因"), max_length=500, min_length=4, widget=OpinionInput(), help_text=_("家里又发生了什么困难")
    )
    authorised_on = forms.DateField(
        label=_("重新签署核查授权书日期"), widget=DayInput(), help_text=_("不能早于退出日期,以前签的授权书不再有效")
    )

    def before(self):
        return [self["reason"], self["authorised_on"]]


class OwnReopenForm(YearBoxes, StepForm):
    """返困重新申请: by the worker on her phone, who agrees today."""

    reason = forms.CharField(
        label=_("又遇到了什么困难"),
        max_length=500,
        min_length=4,
        widget=OpinionInput(),
        help_text=_("用自己的话写就可以"),
    )
    agrees = forms.BooleanField(
        label=_("我和共同生活的家庭成员同意工会向有关部门重新核对家庭成员、收入、财产和支出情况")
    )

    def before(self):
        return [self["reason"]]

    def after(self):
        return [self["agrees"]]

    def _facts(self, answers):
        facts = super()._facts(answers)
        facts.pop("agrees", None)
        return facts | {"authorised_on": self.on, "way": Way.PHONE}


class ObservationForm(StepForm):
    causes_removed = forms.CharField(
        label=_("哪些致困原因已经消除"),
        max_length=500,
        min_length=4,
        widget=OpinionInput((_("主要劳动力已稳定就业"), _("患病成员已治愈,自付医疗费明显减少"), _("子女已毕业就业"))),
    )


class ExitForm(Opinion):
    causes_removed = forms.CharField(
        label=_("致困原因消除情况"), max_length=500, min_length=4, widget=OpinionInput(), help_text=_("写入脱困确认表")
    )
    field_order = ("causes_removed", "opinion")

    def prepare(self):
        proposal = self.record.exit_proposals.accepted().last()
        self.fields["causes_removed"].initial = proposal.grounds if proposal else ""


class ExitProposalForm(StepForm):
    reason = forms.ChoiceField(
        label=_("退出原因"),
        choices=[("", _("请选择")), *NOT_OBSERVED],
        help_text=_("家庭收入已经好转的,不要注销,请提议转入脱困观察"),
    )
    grounds = forms.CharField(label=_("情况说明"), max_length=500, min_length=4, widget=OpinionInput())


class DeclineForm(StepForm):
    reason = forms.CharField(label=_("不同意的理由"), max_length=500, min_length=4, widget=OpinionInput())


class FallBackForm(StepForm):
    reason = forms.CharField(
        label=_("恢复在档的理由"),
        max_length=500,
        min_length=4,
        widget=OpinionInput((_("收入不稳定,连续两月未达标"), _("家庭成员再次患病住院"))),
    )


class CancelForm(Opinion):
    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput(PHRASES))


class MonthForm(StepForm):
    month = forms.TypedChoiceField(label=_("月份"), coerce=date.fromisoformat)
    income = Yuan(label=_("全家当月收入(元)"))
    persons = forms.IntegerField(label=_("当月共同生活人口"), min_value=1, max_value=30)
    source = forms.CharField(
        label=_("依据"),
        max_length=100,
        widget=OpinionInput(
            (_("工资流水"), _("单位收入证明"), _("入户询问并签字")), attrs={"rows": 1, "maxlength": 100}
        ),
    )
    reason = forms.CharField(
        label=_("更正理由"),
        max_length=500,
        required=False,
        widget=OpinionInput(),
        help_text=_("只在更正已填报的月份时填写;原来的数字会保留"),
    )

    def prepare(self):
        since = months.first_of(actions.observed_since(self.record))
        known = set(self.record.months.standing().values_list("month", flat=True))
        wanted, last = [], months.first_of(self.on)
        while since <= last:
            wanted.append(since)
            since = months.later(since, 1)
        self.fields["month"].choices = [(each.isoformat(), self._name(each, each in known)) for each in wanted]
        missing = [each for each in wanted if each not in known]
        self.fields["month"].initial = missing[0].isoformat() if missing else None
        self.fields["persons"].initial = self.record.persons()

    def _name(self, month, is_known):
        name = date_format(month, "Y-m")
        return _("{month}(已填报)").format(month=name) if is_known else name
