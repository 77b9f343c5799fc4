"""What is found of a household after it is on file: rechecks, proposals to leave, the months observed (E-R12)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook import ExitReason
from ..rulebook.grading import Grade
from .file import HardshipArchive
from .verification import Assessment, InfoComparison


class Recheck(models.Model):
    """动态复核: the incomes of a year entered afresh, compared and computed again (E, States)."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="rechecks", verbose_name=_("档案"))
    on = models.DateField(_("复核日期"))
    year = models.SmallIntegerField(_("收支年度"))
    grade_before = models.CharField(_("原类别"), max_length=24, choices=Grade.choices)
    comparison = models.OneToOneField(InfoComparison, models.PROTECT, related_name="+", verbose_name=_("信息比对"))
    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="+", verbose_name=_("认定测算"))
    rechecked_by = models.BigIntegerField(_("复核人"))

    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("动态复核")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "on"],
                name="hardship_recheck_once_a_day",
                violation_error_message=_("这份档案今天已经复核过。"),
            )
        ]

    def __str__(self):
        return f"{self.file} {self.on}"

    @property
    def is_changed(self) -> bool:
        """Whether the computation came to another grade than the household had."""
        return self.assessment.grade != self.grade_before


class ExitProposalQuerySet(ScopedQuerySet):
    def undecided(self):
        return self.filter(decided_on__isnull=True)

    def accepted(self):
        return self.filter(is_accepted=True)


class ExitProposal(models.Model):
    """退出提议: one person proposes that a household be observed or leave, another decides (E-R12, X-R1).

    An observation that ends well is approved by a third, who neither proposed nor decided it.
    """

    class Kind(models.TextChoices):
        OBSERVATION = "observation", _("转入脱困观察")
        CANCELLATION = "cancellation", _("注销")

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="exit_proposals", verbose_name=_("档案"))
    kind = models.CharField(_("提议"), max_length=12, choices=Kind.choices)
    reason = models.CharField(_("退出原因"), max_length=20, choices=ExitReason.choices)
    grounds = models.CharField(_("情况说明"), max_length=500)
    proposed_by = models.BigIntegerField(_("提议人"))
    proposed_on = models.DateField(_("提议日期"))
    decided_by = models.BigIntegerField(_("决定人"), null=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    is_accepted = models.BooleanField(_("同意"), null=True)
    exited_by = models.BigIntegerField(_("批准退出人"), null=True)

    seen_by = Sight(through="file")
    objects = ExitProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("退出提议")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(decided_on__isnull=True),
                name="hardship_exit_proposal_one_open",
                violation_error_message=_("这份档案已有待决定的退出提议。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="hardship_exit_proposal_decided_by_another",
                violation_error_message=_("提议人不能决定自己的提议。"),
            ),
            models.CheckConstraint(
                condition=Q(exited_by__isnull=True) | (~Q(exited_by=F("proposed_by")) & ~Q(exited_by=F("decided_by"))),
                name="hardship_exit_proposal_exited_by_a_third",
                violation_error_message=_("提议人、转入观察的决定人不能批准脱困退出。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_on__isnull=True, is_accepted__isnull=True)
                | Q(decided_by__isnull=False, decided_on__isnull=False, is_accepted__isnull=False),
                name="hardship_exit_proposal_decided_whole",
                violation_error_message=_("决定须有决定人、日期和结果。"),
            ),
            models.CheckConstraint(
                condition=Q(kind="observation", reason=ExitReason.OUT_OF_DIFFICULTY)
                | (Q(kind="cancellation") & ~Q(reason=ExitReason.OUT_OF_DIFFICULTY)),
                name="hardship_exit_proposal_reason_fits",
                violation_error_message=_("根本脱困须先转入观察;注销须选择其他原因。"),
            ),
        ]

    def __str__(self):
        return f"{self.file} {self.get_kind_display()}"


class MonthlyIncomeQuerySet(ScopedQuerySet):
    def standing(self):
        """What counts: not what was entered wrongly and entered again."""
        return self.filter(is_superseded=False)


class MonthlyIncome(models.Model):
    """月度收入: what a household under observation earned in a month, in fen; `month` is its first day (E-R12)."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="months", verbose_name=_("档案"))
    month = models.DateField(_("月份"))
    income = models.BigIntegerField(_("家庭月收入(分)"))
    persons = models.SmallIntegerField(_("当月共同生活人口"))
    per_head = models.GeneratedField(
        expression=F("income") / F("persons"), output_field=models.BigIntegerField(_("人均(分)")), db_persist=True
    )
    dibao = models.BigIntegerField(_("当月低保标准(分/人月)"))
    source = models.CharField(_("依据"), max_length=100)
    entered_by = models.BigIntegerField(_("填报人"))
    entered_on = models.DateField(_("填报日期"))
    is_superseded = models.BooleanField(_("已更正"), default=False, editable=False)

    seen_by = Sight(through="file")
    objects = MonthlyIncomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("月度收入")
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "month"],
                condition=Q(is_superseded=False),
                name="hardship_month_once_a_file",
                violation_error_message=_("这个月的收入已经填报。"),
            ),
            models.CheckConstraint(
                condition=Q(income__gte=0, persons__gt=0),
                name="hardship_month_amounts_hold",
                violation_error_message=_("收入不能为负,人口至少一人。"),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="hardship_month_is_a_first_day",
                violation_error_message=_("月份以该月第一天记。"),
            ),
            models.CheckConstraint(
                condition=Q(entered_on__gte=F("month")),
                name="hardship_month_not_in_the_future",
                violation_error_message=_("不能填报将来的月份。"),
            ),
        ]

    def __str__(self):
        return f"{self.file} {self.month:%Y-%m}"

    @property
    def is_above(self) -> bool:
        """Whether a head had more than the dibao of that month."""
        return self.per_head > self.dibao
