"""What the national archive form asks beyond the computation: of the household, and of each of its people (E)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import EncryptedText

from ..rulebook import codes
from .file import HardshipArchive
from .household import HouseholdMember

MOST_CAUSES = 3


class FileDetails(models.Model):
    """档案详情: the rest of the national archive form; every answer may stay empty (O.1 minimisation)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.OneToOneField(HardshipArchive, models.CASCADE, related_name="details", verbose_name=_("档案"))
    paper_number = models.CharField(_("原档案编号"), max_length=32, blank=True, editable=False)
    health = EncryptedText(_("健康状况"), null=True, blank=True)
    disability = EncryptedText(_("残疾类别"), null=True, blank=True)
    disability_level = EncryptedText(_("残疾等级"), null=True, blank=True)
    insurance = models.CharField(_("医疗保险"), max_length=8, choices=codes.Insurance.choices, blank=True)
    model_level = models.CharField(_("劳模级别"), max_length=8, choices=codes.ModelLevel.choices, blank=True)
    marital = models.CharField(_("婚姻状况"), max_length=8, choices=codes.Marital.choices, blank=True)
    register = models.CharField(_("户籍类型"), max_length=9, choices=codes.HouseholdRegister.choices, blank=True)
    housing = models.CharField(_("住房类型"), max_length=12, choices=codes.Housing.choices, blank=True)
    housing_area = models.CharField(_("住房面积"), max_length=8, choices=codes.HousingArea.choices, blank=True)
    address = EncryptedText(_("家庭住址"), null=True, blank=True)
    start_work_on = models.DateField(_("参加工作时间"), null=True, blank=True)
    industry = models.CharField(_("所属行业"), max_length=40, blank=True)
    employer = models.CharField(_("工作单位"), max_length=100, blank=True)
    employer_nature = models.CharField(
        _("单位性质"), max_length=12, choices=codes.EmployerNature.choices, blank=True
    )
    employer_state = models.CharField(_("单位状况"), max_length=8, choices=codes.EmployerState.choices, blank=True)
    is_single_parent = models.BooleanField(_("单亲家庭"), null=True, blank=True)
    can_help_itself = models.BooleanField(_("有自救能力"), null=True, blank=True)
    nobody_employed = models.BooleanField(_("零就业家庭"), null=True, blank=True)
    other_causes = ArrayField(
        models.CharField(max_length=12, choices=HardshipArchive.Cause.choices),
        verbose_name=_("其他致困原因"),
        default=list,
        blank=True,
    )
    builder = models.CharField(_("建档人"), max_length=50, blank=True)
    reviewer = models.CharField(_("审核人"), max_length=50, blank=True)

    may_be_deleted = True  # with a draft
    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("档案详情")
        constraints = [
            models.CheckConstraint(
                condition=Q(other_causes__len__lte=MOST_CAUSES),
                name="hardship_details_few_causes",
                violation_error_message=_("其他致困原因最多三项。"),
            )
        ]

    def __str__(self):
        return f"{self.file}"

    def get_absolute_url(self):
        return self.file.get_absolute_url()

    def causes_shown(self) -> str:
        """The other causes in words."""
        return "、".join(str(HardshipArchive.Cause(cause).label) for cause in self.other_causes)


class MemberDetails(models.Model):
    """成员详情: what the national form asks of one person of the household beyond who she is; may stay empty."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.OneToOneField(HouseholdMember, models.CASCADE, related_name="details", verbose_name=_("成员"))
    insurance = models.CharField(_("医疗保险"), max_length=8, choices=codes.Insurance.choices, blank=True)
    monthly_income = EncryptedText(_("月收入(元)"), null=True, blank=True)
    education = models.CharField(_("在读学历"), max_length=12, choices=codes.Education.choices, blank=True)
    entry_year = models.SmallIntegerField(_("入学年份"), null=True, blank=True)
    school_years = models.SmallIntegerField(_("学制(年)"), null=True, blank=True)
    contract_end = models.DateField(_("合同到期日"), null=True, blank=True)

    may_be_deleted = True  # with a member of a draft
    seen_by = Sight(through="member")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("成员详情")

    def __str__(self):
        return f"{self.member}"
