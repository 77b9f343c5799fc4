"""Existing files that came in by workbook, what of them waits, and what was given before (X-R1, E-R6, E-R9)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import sealed
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import EncryptedText

from ..rulebook.importing import IMPORT, IMPORTS_SEEN_BY, ImportState
from .aid import AidProject
from .file import HardshipArchive
from .household import HouseholdMember
from .waiting import turns


class FileImportQuerySet(ScopedQuerySet):
    def waiting_for(self, by):
        """Imports that this post may confirm: never one's own (X-R1)."""
        states = list(turns(IMPORT, by, self.model(unit=by.unit, position=by.unit.position)))
        return self.visible_to(by).filter(state__in=states).exclude(uploaded_by=by.user_id)


@sealed.keeps
class FileImport(Case, Scoped):
    """档案导入: a workbook of existing files, checked when it is uploaded and taken in when another has confirmed it.

    The workbook itself lies encrypted under `stored_name`. `findings` holds what was found as JSON: a fault may quote
    a cell, so it is kept like one.
    """

    State = ImportState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=ImportState.choices, default=ImportState.UPLOADED, editable=False
    )
    original_name = models.CharField(_("文件名"), max_length=100)
    stored_name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("摘要"), max_length=64)
    files = models.IntegerField(_("户数"), default=0)
    people = models.IntegerField(_("成员数"), default=0)
    faults = models.IntegerField(_("错误数"), default=0)
    new = models.IntegerField(_("新档案"), default=0)
    unchanged = models.IntegerField(_("内容一致"), default=0)
    changed = models.IntegerField(_("内容不同"), default=0)
    to_city = models.IntegerField(_("转市总核对"), default=0)
    findings = EncryptedText(_("检查结果"), null=True, blank=True)
    uploaded_by = models.BigIntegerField(_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    confirmed_by = models.BigIntegerField(_("确认人"), null=True)
    confirmed_on = models.DateField(_("确认日期"), null=True)

    is_witnessed = True
    seen_by = Sight(roles=IMPORTS_SEEN_BY)
    objects = FileImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("档案导入")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("uploaded_by")),
                name="hardship_import_confirmed_by_another",
                violation_error_message=_("上传人不能确认同一次导入。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.CONFIRMED) | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="hardship_import_confirmed_has_a_person",
                violation_error_message=_("已导入的必须有确认人和日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ImportState.FAULTY, ImportState.WITHDRAWN)) | Q(faults=0),
                name="hardship_import_without_faults",
                violation_error_message=_("有错误的工作簿不能导入。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("hardship:import", args=[self.number])


class StagedFile(models.Model):
    """待导入档案: one household of a workbook as it was read; emptied once it is taken in or given up."""

    class Outcome(models.TextChoices):
        NEW = "new", _("新档案")
        UNCHANGED = "unchanged", _("内容一致")
        CHANGED = "changed", _("内容不同,未覆盖")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    importing = models.ForeignKey(FileImport, models.PROTECT, related_name="staged", verbose_name=_("档案导入"))
    row = models.IntegerField(_("行号"))
    outcome = models.CharField(_("比对结果"), max_length=10, choices=Outcome.choices)
    differs = models.JSONField(_("不同的列"), default=list)
    content = EncryptedText(_("内容"), null=True, blank=True)
    file = models.OneToOneField(
        HardshipArchive, models.PROTECT, null=True, blank=True, related_name="staged", verbose_name=_("档案")
    )
    is_for_city = models.BooleanField(_("转市总核对"), default=False)

    seen_by = Sight(through="importing")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("待导入档案")
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["importing", "row"], name="hardship_staged_once_a_row"),
        ]

    def __str__(self):
        return f"{self.importing} {self.row}"


class GivenBefore(models.Model):
    """以前发放: what a household was given in a year before its file came in; counts against the year's cap (E-R9)."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="given_before", verbose_name=_("档案"))
    beneficiary = models.ForeignKey(
        HouseholdMember, models.PROTECT, null=True, blank=True, verbose_name=_("受益人"), related_name="+"
    )
    year = models.SmallIntegerField(_("年度"))
    kind = models.CharField(_("项目类型"), max_length=16, choices=AidProject.Kind.choices)
    amount = models.BigIntegerField(_("金额(分)"))
    given_on = models.DateField(_("发放日期"), null=True, blank=True)

    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("以前发放")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="hardship_given_before_is_money",
                violation_error_message=_("以前发放的金额必须大于零。"),
            )
        ]

    def __str__(self):
        return f"{self.file} {self.year} {self.get_kind_display()}"
