"""What each step of a file or a grant asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.kernel import identifiers
from gonghui.kernel.pages import OpinionForm
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from ..models import AidProject, HardshipArchive, HouseholdMember, InfoComparison
from ..rulebook.grading import Grade
from .fields import Colleague, Identifier, Yuan

EXCLUSIONS = (
    _("拥有两套及以上住房"),
    _("拥有非谋生用机动车"),
    _("有工商注册且有经营收入"),
    _("子女就读高收费民办学校或自费留学"),
    _("有高消费行为"),
    _("拒绝信息比对或入户核查"),
    _("有劳动能力而无正当理由不就业"),
)
"""E-R5; kept on the comparison as words, for the clause quotes them."""
PHRASES = (_("经核对,材料齐全,情况属实,同意。"), _("同意。"))


class StepForm(forms.Form):
    """The facts of a step; it knows the record, the post and the day, and asks what these leave open."""

    fields: dict[str, Any]

    def __init__(self, *args, record, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.by, self.on = record, by, on
        self.prepare()

    def prepare(self):
        """Fit the questions to the record."""


class Nothing(StepForm):
    """A step that needs no facts: the page shows what will happen."""


class Opinion(StepForm, OpinionForm):
    opinion = forms.CharField(label=_("意见"), max_length=500, required=False, widget=OpinionInput(PHRASES))


class Note(StepForm):
    note = forms.CharField(label=_("补正说明"), max_length=500, required=False, widget=OpinionInput())


class Reason(StepForm):
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=OpinionInput(), help_text=_("申请人会看到这里写的理由,请写清楚依据")
    )


class WithdrawalReason(StepForm):
    reason = forms.CharField(label=_("撤回原因(可不填)"), max_length=500, required=False, widget=OpinionInput())


class VisitForm(StepForm):
    visited_on = forms.DateField(label=_("入户日期"), widget=DayInput())
    second = Colleague(label=_("同行核查人"), help_text=_("本工会或上级工会的另一名工作人员"))
    findings = forms.CharField(
        label=_("核查情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 1000}),
        help_text=_("住房、家庭成员、收入、支出与申请是否一致;看到了什么"),
    )

    def prepare(self):
        self.fields["second"].offer(self.record, self.on, apart_from=self.by.user_id)
        self.fields["visited_on"].initial = self.on

    def clean_visited_on(self):
        day = self.cleaned_data["visited_on"]
        if day > self.on:
            raise forms.ValidationError(_("入户日期不能在将来。"))
        if day < self.record.begun_on:
            raise forms.ValidationError(_("入户日期不能早于申请日期。"))
        return day


class ComparisonForm(StepForm):
    sources = forms.MultipleChoiceField(
        label=_("已比对的部门"), choices=InfoComparison.SOURCES, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(
        label=_("比对结果"), choices=InfoComparison.Result.choices, widget=forms.RadioSelect
    )
    issue = forms.CharField(
        label=_("差异与核实情况"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    exclusions = forms.MultipleChoiceField(
        label=_("排除情形"),
        choices=[(str(words), words) for words in EXCLUSIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("核实属实的才勾选,须有证据附在材料中(E-R5)"),
    )

    def clean(self):
        answers = super().clean() or {}
        if answers.get("result") == InfoComparison.Result.EXPLAINED and not answers.get("issue"):
            self.add_error("issue", _("有差异的,请写明差异和核实情况。"))
        return answers


class ReviewForm(Opinion):
    level = forms.ChoiceField(
        label=_("档案层级"), choices=HardshipArchive.Level.choices, help_text=_("市级及以上的档案由市总工会批准")
    )
    field_order = ("level", "opinion")

    def prepare(self):
        self.fields["level"].initial = self.record.archive_level


class GradeProposalForm(StepForm):
    grade = forms.ChoiceField(label=_("改定为"), choices=[("", _("请选择")), *Grade.choices])
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=OpinionInput(), help_text=_("由另一人确认后才生效")
    )


class ReturnForm(StepForm):
    items = forms.CharField(
        label=_("需要补正的内容"),
        max_length=500,
        help_text=_("一行一项"),
        widget=OpinionInput(
            (
                _("请补交近三个月工资流水"),
                _("请补交医疗费用结算单"),
                _("请补交在读证明"),
                _("请补签核查授权书"),
                _("请核对银行卡号和开户人"),
            ),
            attrs={"rows": 5},
        ),
    )
    opinion = forms.CharField(label=_("补充说明"), max_length=300, required=False, widget=OpinionInput())

    def clean_items(self):
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class CorrectionForm(StepForm):
    """What was written wrongly (X-R4); an empty box stays as it is."""

    work_status = forms.ChoiceField(label=_("就业状况"), required=False)
    main_cause = forms.ChoiceField(label=_("主要致困原因"), required=False)
    account_name = forms.ChoiceField(label=_("开户人"), required=False)
    card_no = Identifier(
        identifiers.bank_card,
        label=_("银行卡号"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    bank_name = forms.CharField(label=_("开户银行"), max_length=60, required=False)
    branch_code = forms.RegexField(
        r"^\d{12}$", label=_("联行号"), required=False, error_messages={"invalid": _("联行号应为 12 位数字。")}
    )
    reason = forms.CharField(label=_("更正理由"), max_length=500, min_length=4, widget=OpinionInput())

    def prepare(self):
        unchanged = ("", _("不更正"))
        self.fields["work_status"].choices = [unchanged, *HardshipArchive.WorkStatus.choices]
        self.fields["main_cause"].choices = [unchanged, *HardshipArchive.Cause.choices]
        names = [member.name for member in self.record.members.present()]
        self.fields["account_name"].choices = [unchanged, *((name, name) for name in names)]
        self.fields["card_no"].help_text = _("现在登记:{mask}").format(mask=self.record.card_no or "—")


class HelperForm(StepForm):
    cadre = Colleague(label=_("帮扶干部"))

    def prepare(self):
        self.fields["cadre"].offer(self.record, self.on)


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("查看原因"), max_length=200, help_text=_("会记入日志,例如“核对银行退回的账号”"), widget=OpinionInput()
    )


class ProjectForm(forms.Form):
    """Out of which project, and for a schooling grant for which student."""

    fields: dict[str, Any]
    project: Any = forms.ModelChoiceField(AidProject.objects.none(), label=_("帮扶项目"), empty_label=_("请选择"))
    beneficiary: Any = forms.ModelChoiceField(
        HouseholdMember.objects.none(),
        label=_("受益人"),
        required=False,
        empty_label=_("全家"),
        help_text=_("子女助学须选择在读的家庭成员"),
    )

    def __init__(self, *args, file, projects, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects
        self.fields["beneficiary"].queryset = file.members.present().filter(identity=HouseholdMember.Identity.STUDENT)


class AmountForm(forms.Form):
    amount = Yuan(label=_("发放金额(元)"))


class GrantAmountForm(StepForm):
    amount = Yuan(label=_("更正后的金额(元)"))
    note = forms.CharField(label=_("补正说明"), max_length=500, required=False, widget=OpinionInput())

    def prepare(self):
        self.fields["amount"].initial = self.record.amount
