"""The plan of a year, its items, and what of each item falls to a county (N-R1, N-R1a, N-R2)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.periods import Period

from ..frames import CODE, Frame, part_of
from ..rulebook import PLAN, SEEN_BY, PlanState, expected_share, frozen_on
from .laws import PLAN_LAWS

AMOUNT = {"max_digits": 16, "decimal_places": 2}
"""Targets stand in the figure's own unit word: households, persons, per cent, yuan."""


class PlanQuerySet(ScopedQuerySet):
    def issued(self):
        return self.filter(is_issued=True)

    def alive(self):
        """Plans that were not withdrawn."""
        return self.exclude(state=PlanState.WITHDRAWN)

    def of_year(self, year: int):
        return self.issued().filter(year=year)

    def waiting_for(self, by):
        """Plans that this post may issue: never who drafted or submitted them (X-R1)."""
        found = self.visible_to(by).filter(state=PlanState.SUBMITTED)
        if not PLAN["issue"].by(by, self.model(unit=by.unit, position=by.unit.position)):
            return found.none()
        return found.exclude(drafted_by=by.user_id).exclude(submitted_by=by.user_id)


class Plan(Case, Scoped):
    """年度工作目标: what a city sets itself for a year in a frame, drafted by one and issued by another (N-R2, X-R1).

    `is_issued` opens it to every office; `edition` counts up with each approved revision.
    """

    State = PlanState

    state = models.CharField(
        _("状态"), max_length=20, choices=PlanState.choices, default=PlanState.DRAFT, editable=False
    )
    year = models.SmallIntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=60)
    frame = models.CharField(_("框架"), max_length=10, choices=Frame.choices, default=Frame.F42101)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    edition = models.SmallIntegerField(_("版次"), default=1, editable=False)
    drafted_by = models.BigIntegerField(_("起草人"), editable=False)
    submitted_by = models.BigIntegerField(_("报请人"), null=True, editable=False)
    issued_by = models.BigIntegerField(_("下达人"), null=True, editable=False)
    issued_on = models.DateField(_("下达日期"), null=True, editable=False)
    is_issued = models.BooleanField(default=False, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, public="is_issued")
    objects = PlanQuerySet.as_manager()
    laws = PLAN_LAWS

    class Meta:
        verbose_name = _("年度工作目标")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state=PlanState.WITHDRAWN),
                name="plan_plan_one_a_year",
                violation_error_message=_("这一年度已有工作目标。"),
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | (~Q(issued_by=F("drafted_by")) & ~Q(issued_by=F("submitted_by"))),
                name="plan_plan_issued_by_another",
                violation_error_message=_("起草人、报请人不能下达同一份目标。"),
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.ISSUED, is_issued=True, issued_by__isnull=False, issued_on__isnull=False)
                | (Q(is_issued=False) & ~Q(state=PlanState.ISSUED)),
                name="plan_plan_issued_is_dated",
                violation_error_message=_("已下达的目标必须有下达人和日期。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("plan:plan", args=[self.number])

    @property
    def period(self) -> Period:
        return Period.year(self.year)

    @property
    def frozen_on(self):
        """The day from which its targets are frozen (N-R3)."""
        return frozen_on(self.year, self.unit.area)

    def is_open(self) -> bool:
        """Whether its items and targets may still be written."""
        return self.state == PlanState.DRAFT


class PlanItem(models.Model):
    """目标项目: one measure of a plan, with its owner, deadline, target of the city and the figure that counts it.

    `figure` is the code of an indicator, "" for work that is told in words; `adds_up` says whether counties' parts may
    be added; `provincial_no` and `provincial_title` name the item of the province it answers (N-R1a).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name=_("年度工作目标"))
    code = models.CharField(
        _("编码"), max_length=10, validators=[RegexValidator(f"^{CODE.pattern}$", _("编码应写成 4.2 或 4.2.1。"))]
    )
    place = models.IntegerField(editable=False)
    title = models.CharField(_("目标项目"), max_length=60)
    department = models.CharField(_("责任部门"), max_length=30)
    owner = models.ForeignKey(
        "accounts.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任岗位")
    )
    figure = models.CharField(_("数据来源(指标代码)"), max_length=24, blank=True)
    unit_word = models.CharField(_("单位"), max_length=8, blank=True)
    target = models.DecimalField(_("全市目标"), null=True, blank=True, **AMOUNT)
    deadline = models.DateField(_("完成期限"))
    first_month = models.SmallIntegerField(_("推进起始月"), default=1)
    last_month = models.SmallIntegerField(_("推进截止月"), default=12)
    adds_up = models.BooleanField(default=True, editable=False)
    is_shared_out = models.BooleanField(_("分解到县区"), default=True)
    is_on_board = models.BooleanField(_("上大屏"), default=False)
    provincial_no = models.SmallIntegerField(_("省总项目序号"), null=True, blank=True)
    provincial_title = models.CharField(_("对应省总项目"), max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=120, blank=True)

    is_witnessed = True
    may_be_deleted = True  # while the plan is still a draft
    seen_by = Sight(through="plan")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标项目")
        ordering = ["plan", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], name="plan_item_one_code", violation_error_message=_("这一编码已有项目。")
            ),
            models.UniqueConstraint(
                fields=["plan", "figure"],
                condition=~Q(figure=""),
                name="plan_item_one_target_a_figure",
                violation_error_message=_("这一指标在本年度目标中已有项目。"),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0),
                name="plan_item_target_is_positive",
                violation_error_message=_("目标必须大于零。"),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(figure="", unit_word=""),
                name="plan_item_target_has_a_measure",
                violation_error_message=_("有目标数的项目要写明数据来源和单位。"),
            ),
            models.CheckConstraint(
                condition=Q(first_month__gte=1, last_month__lte=12, first_month__lte=F("last_month")),
                name="plan_item_months_in_order",
                violation_error_message=_("推进月份应在 1 至 12 之间,起始月不晚于截止月。"),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("plan:item", args=[self.pk])

    @property
    def part(self):
        """The part of the frame it belongs to."""
        return part_of(self.plan.frame, self.code)

    @property
    def is_counted(self) -> bool:
        """Whether it is measured by a number."""
        return bool(self.figure)

    def expected(self, on) -> float:
        """Per cent of its target due by the end of a day."""
        return expected_share(self.first_month, self.last_month, self.plan.year, on)


class CountyTargetQuerySet(ScopedQuerySet):
    def in_order(self):
        """Of counties in administrative order."""
        return self.select_related("unit__area").order_by("unit__order", "unit__position")


class CountyTarget(Scoped):
    """县区目标: what of an item falls to one county; `edition` is that of the plan in which it was last set."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="county_targets", verbose_name=_("目标项目"))
    value = models.DecimalField(_("目标"), **AMOUNT)
    edition = models.SmallIntegerField(_("版次"), default=1, editable=False)

    is_witnessed = True
    may_be_deleted = True  # while the plan is still a draft
    seen_by = Sight(roles=SEEN_BY)
    objects = CountyTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("县区目标")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit"], name="plan_target_one_a_county", violation_error_message=_("县区目标重复。")
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="plan_target_not_negative",
                violation_error_message=_("县区目标不能为负数。"),
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.unit}"
