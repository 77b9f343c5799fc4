"""The people of a household and what they earn and must spend (E-R1, E-R2, E-R6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_identity_number, mask_name

from .file import HardshipArchive


class HouseholdMember(models.Model):
    """家庭成员: one person living in the household; the applicant is one of them."""

    class Relation(models.TextChoices):
        SELF = "self", _("本人")
        SPOUSE = "spouse", _("配偶")
        CHILD = "child", _("子女")
        PARENT = "parent", _("父母")
        OTHER = "other", _("其他")

    class Identity(models.TextChoices):
        EMPLOYED = "employed", _("在职")
        STUDENT = "student", _("学生")
        UNEMPLOYED = "unemployed", _("失业")
        RETIRED = "retired", _("退休")
        FARMING = "farming", _("务农")
        INFANT = "infant", _("学龄前")
        OTHER = "other", _("其他")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(HardshipArchive, models.CASCADE, related_name="members")
    name = models.CharField(_("姓名"), max_length=50)
    relation = models.CharField(_("与申请人关系"), max_length=8, choices=Relation.choices)
    id_index = BlindIndex(of="id_no")
    id_no = EncryptedText(_("身份证号"), mask=mask_identity_number)
    born_on = models.DateField(_("出生日期"), editable=False)
    identity = models.CharField(_("身份"), max_length=10, choices=Identity.choices)
    health = EncryptedText(_("健康状况"), null=True, blank=True)
    school = models.CharField(_("就读学校"), max_length=60, blank=True)
    is_active = models.BooleanField(_("计入在档"), default=False, editable=False)

    may_be_deleted = True  # while the application is still a draft
    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("家庭成员")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "id_index"],
                name="hardship_member_once_a_file",
                violation_error_message=_("同一身份证号在本档案中已填写。"),
            ),
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(is_active=True),
                name="hardship_member_one_active_file",
                violation_error_message=_("家庭成员信息需由市总工会核对后才能建档。"),
            ),
        ]

    def __str__(self):
        return mask_name(self.name)


class IncomeLine(models.Model):
    """收支: one income or cost of a household in a year, in fen."""

    class Kind(models.TextChoices):
        WAGE = "wage", _("工资性收入")
        BUSINESS = "business", _("经营性收入")
        PROPERTY = "property", _("财产性收入")
        TRANSFER = "transfer", _("转移性收入")
        OTHER = "other", _("其他收入")
        ILLNESS = "cost_illness", _("刚性支出:医疗自付")
        SCHOOLING = "cost_schooling", _("刚性支出:教育")
        DISABILITY = "cost_disability", _("刚性支出:残疾")
        EMPLOYMENT = "cost_employment", _("必要就业成本")
        SUDDEN = "cost_sudden", _("突发事件支出")

    INCOMES = (Kind.WAGE, Kind.BUSINESS, Kind.PROPERTY, Kind.TRANSFER, Kind.OTHER)
    RIGID = (Kind.ILLNESS, Kind.SCHOOLING, Kind.DISABILITY)

    file = models.ForeignKey(HardshipArchive, models.CASCADE, related_name="lines")
    kind = models.CharField(_("项目"), max_length=16, choices=Kind.choices)
    amount = models.BigIntegerField(_("全年金额(分)"))
    reimbursed = models.BigIntegerField(_("其中已报销(分)"), default=0)
    note = models.CharField(_("说明"), max_length=60, blank=True)

    may_be_deleted = True  # while the application is still a draft
    seen_by = Sight(through="file")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("收支")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(reimbursed__gte=0) & Q(reimbursed__lte=models.F("amount")),
                name="hardship_line_amounts_hold",
                violation_error_message=_("金额不能为负,已报销金额不能大于全年金额。"),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}"

    @property
    def borne(self) -> int:
        """What the household itself bears, in fen."""
        return self.amount - self.reimbursed
