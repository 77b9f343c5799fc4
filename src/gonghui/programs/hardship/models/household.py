"""The people of a household and what they earn and must spend (E-R1, E-R2, E-R6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_identity_number, mask_name

from ..rulebook.identity import MAY_LACK_A_NUMBER, IdKind, space_of
from .file import HardshipArchive

YEAR_OF_FILE = """
CREATE OR REPLACE FUNCTION hardship_year_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT year INTO STRICT NEW.year FROM hardship_hardshiparchive WHERE id = NEW.file_id;
  RETURN NEW;
END $$
"""
FILL_YEAR = """
CREATE TRIGGER year_of_file BEFORE INSERT ON hardship_incomeline
FOR EACH ROW WHEN (NEW.year IS NULL) EXECUTE FUNCTION hardship_year_of_file()
"""


class HouseholdMemberQuerySet(ScopedQuerySet):
    def present(self):
        """Those who live in the household; who has died or left stays written but counts no more."""
        return self.filter(left_on__isnull=True)


class HouseholdMember(models.Model):
    """家庭成员: one person living in the household; the applicant is one of them.

    A person is known by a document and its number, a child who has none yet by name and birth date. Who leaves has a
    `left_on` and is free to stand in another file (E-R6).
    """

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
    id_kind = models.CharField(_("证件种类"), max_length=12, choices=IdKind.choices, default=IdKind.RESIDENT)
    id_index = BlindIndex(of="id_no", within="id_space")
    id_no = EncryptedText(_("证件号码"), mask=mask_identity_number, null=True, blank=True)
    born_on = models.DateField(_("出生日期"))
    identity = models.CharField(_("身份"), max_length=10, choices=Identity.choices)
    health = EncryptedText(_("健康状况"), null=True, blank=True)
    school = models.CharField(_("就读学校"), max_length=60, blank=True)
    is_active = models.BooleanField(_("计入在档"), default=False, editable=False)
    joined_on = models.DateField(_("加入日期"), null=True, blank=True, editable=False)
    left_on = models.DateField(_("离开日期"), null=True, blank=True, editable=False)

    may_be_deleted = True  # while the application is still a draft
    seen_by = Sight(through="file")
    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("家庭成员")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "id_index"],
                condition=Q(left_on__isnull=True),
                name="hardship_member_once_a_file",
                violation_error_message=_("同一证件号码在本档案中已填写。"),
            ),
            models.UniqueConstraint(
                fields=["file", "name", "born_on"],
                condition=Q(left_on__isnull=True, id_index__isnull=True),
                name="hardship_member_child_once_a_file",
                violation_error_message=_("同名、同一天出生的家庭成员在本档案中已填写。"),
            ),
            models.CheckConstraint(
                condition=Q(id_no__isnull=False, id_index__isnull=False)
                | Q(id_no__isnull=True, id_index__isnull=True, id_kind__in=MAY_LACK_A_NUMBER),
                name="hardship_member_has_a_number",
                violation_error_message=_("除暂无证件的孩子外,家庭成员须填写证件号码。"),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(is_active=False),
                name="hardship_member_who_left_counts_no_more",
                violation_error_message=_("已离开家庭的成员不再计入在档。"),
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

    @property
    def id_space(self) -> str:
        """What stands before the number in its blind index."""
        return space_of(self.id_kind, self.id_no.open()) if self.id_no else ""  # type: ignore[union-attr]


class IncomeLineQuerySet(ScopedQuerySet):
    def standing(self):
        """The lines that are computed with: of the newest year, and not entered afresh since."""
        return self.filter(year=models.F("file__year"), superseded_on__isnull=True)


class IncomeLine(models.Model):
    """收支: one income or cost of a household in a year, in fen; without a year of its own, in the year of the file.

    What a recheck enters afresh for the same year leaves the earlier lines written, with the day they ceased to count.
    """

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
    year = models.SmallIntegerField(_("收支年度"), editable=False)
    kind = models.CharField(_("项目"), max_length=16, choices=Kind.choices)
    amount = models.BigIntegerField(_("全年金额(分)"))
    reimbursed = models.BigIntegerField(_("其中已报销(分)"), default=0)
    note = models.CharField(_("说明"), max_length=60, blank=True)
    superseded_on = models.DateField(_("重新填报日期"), null=True, blank=True, editable=False)

    may_be_deleted = True  # while the application is still a draft
    seen_by = Sight(through="file")
    laws = (YEAR_OF_FILE, "DROP TRIGGER IF EXISTS year_of_file ON hardship_incomeline", FILL_YEAR)
    objects = IncomeLineQuerySet.as_manager()

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
