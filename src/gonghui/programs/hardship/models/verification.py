"""What the union and the county found: visits, comparisons, assessments (E-R1, E-R7)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import EncryptedText

from ..rulebook.grading import Grade
from .file import HardshipArchive


class HomeVisit(models.Model):
    """入户核查: two of the union see how the household lives (E-R7)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("入户日期"))
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("核查人"), related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("同行核查人"), related_name="+")
    findings = EncryptedText(_("核查情况"))

    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("入户核查")
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="hardship_visit_by_two",
                violation_error_message=_("入户核查须由两名不同的工作人员进行。"),
            )
        ]

    def __str__(self):
        return f"{self.file} {self.visited_on}"


class InfoComparison(models.Model):
    """信息比对: what other departments' data say, on the household's written authority (E-R7)."""

    class Result(models.TextChoices):
        CLEAN = "clean", _("比对无异常")
        EXPLAINED = "explained", _("有差异,已核实说明")

    SOURCES = (
        ("civil_affairs", _("民政低保")),
        ("social_security", _("人社社保")),
        ("housing_fund", _("公积金")),
        ("vehicles", _("车辆")),
        ("real_estate", _("不动产")),
        ("companies", _("工商注册")),
        ("bank", _("银行")),
        ("funeral", _("殡葬")),
        ("medical_insurance", _("医保")),
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="comparisons")
    sources = models.JSONField(_("比对来源"))
    result = models.CharField(_("比对结果"), max_length=10, choices=Result.choices)
    issue = EncryptedText(_("差异与核实情况"), null=True, blank=True)
    exclusions = models.JSONField(_("排除情形"), default=list)
    authorised_on = models.DateField(_("授权日期"))
    compared_on = models.DateField(_("比对日期"))
    compared_by = models.BigIntegerField(_("比对人"))

    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("信息比对")
        constraints = [
            models.CheckConstraint(
                condition=Q(authorised_on__lte=F("compared_on")),
                name="hardship_comparison_after_authority",
                violation_error_message=_("信息比对须在家庭签署授权书之后进行。"),
            )
        ]

    def __str__(self):
        return f"{self.file} {self.get_result_display()}"

    @property
    def sources_shown(self) -> str:
        """The offices whose data were looked up, in words."""
        titles: dict = dict(self.SOURCES)
        return "、".join(str(titles.get(source, source)) for source in self.sources)


class Assessment(models.Model):
    """认定测算: the grade as computed, with clause and inputs, and an override with its reason and second person."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="assessments")
    on = models.DateField(_("测算日期"))
    grade = models.CharField(_("测算类别"), max_length=24, choices=Grade.choices, blank=True)
    clause = models.CharField(_("依据条款"), max_length=120, blank=True)
    inputs = models.JSONField(_("测算依据"))
    missing = models.JSONField(_("缺少"), default=list)
    would_change = models.JSONField(_("什么会改变结果"), default=list)
    is_borderline = models.BooleanField(_("临界"), default=False)
    other_grade = models.CharField(_("改定类别"), max_length=24, choices=Grade.choices, blank=True)
    other_reason = models.CharField(_("改定理由"), max_length=500, blank=True)
    proposed_by = models.BigIntegerField(_("提出人"), null=True)
    confirmed_by = models.BigIntegerField(_("确认人"), null=True)

    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("认定测算")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | (~Q(confirmed_by=F("proposed_by")) & ~Q(other_reason="")),
                name="hardship_assessment_override_by_two",
                violation_error_message=_("改定困难类别须写明理由,并由另一人确认。"),
            )
        ]

    def __str__(self):
        return f"{self.file} {self.get_grade_display()}"

    @property
    def settled_grade(self) -> str:
        """The grade that counts: the override once a second person has confirmed it, else the computed one."""
        return self.other_grade if self.confirmed_by else self.grade

    @property
    def settled_grade_title(self) -> str:
        return str(Grade(self.settled_grade).label) if self.settled_grade else ""
