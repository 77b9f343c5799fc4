"""Areas, employers, unions and where they stood in the tree (rules 1.1, 1.7, A)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from . import sight


class Area(models.Model):
    """行政区划: an area by its GB/T 2260 code, dated, with the area it came from (X-R16, X-R17)."""

    code = models.CharField(_("代码"), max_length=12)
    name = models.CharField(_("名称"), max_length=50)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    is_virtual_county = models.BooleanField(_("按县区下达目标"), default=False)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")

    class Meta:
        verbose_name = _("行政区划")
        constraints = [models.UniqueConstraint(fields=["code", "starts_on"], name="organisations_area_one_code_a_day")]

    def __str__(self):
        return self.name


class Employer(models.Model):
    """用人单位: an enterprise, institution, organ or organisation that employs."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业")
        INSTITUTION = "institution", _("事业单位")
        ORGAN = "organ", _("机关")
        SOCIAL_ORGANISATION = "social_organization", _("社会组织")

    name = models.CharField(_("名称"), max_length=100)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    kind = models.CharField(_("单位类型"), max_length=20, choices=Kind.choices)
    is_nonpublic = models.BooleanField(_("非公企业"), default=False)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        verbose_name = _("用人单位")

    def __str__(self):
        return self.name


class UnitQuerySet(models.QuerySet):
    def within(self, unit):
        """The unit itself and all below it, as the tree stands today."""
        return self.filter(position__range=(unit.position, unit.last))

    def counties(self):
        """What takes targets beside one another: counties, development zones, industry unions under the city."""
        return self.filter(level=Unit.Level.COUNTY).order_by("order", "position")

    def visible_to(self, by):
        """Units are no secret among staff: the tree is public (P0); a post works within its own part."""
        return self.within(by.unit)


class Unit(models.Model):
    """工会组织: a union or federation, placed in the tree by nested intervals (`position` to `last`, with gaps)."""

    class Level(models.TextChoices):
        CITY = "L2", _("市总工会")
        COUNTY = "L3", _("县区总工会")
        TOWNSHIP = "L4", _("乡镇街道(园区)工会")
        GRASSROOTS = "L5", _("基层工会")
        BRANCH = "L6", _("分工会、工会小组")

    name = models.CharField(_("全称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    level = models.CharField(_("层级"), max_length=2, choices=Level.choices)
    area = models.ForeignKey(Area, models.PROTECT)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.IntegerField(unique=True, editable=False)
    last = models.IntegerField(editable=False)
    order = models.SmallIntegerField(_("排列顺序"), default=0)
    established_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("工会组织")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("position")), name="organisations_unit_holds_itself"),
        ]

    def __str__(self):
        return self.short_name

    def holds(self, position: int) -> bool:
        """Whether a position lies at or below this unit."""
        return self.position <= position <= self.last

    def above(self):
        """The units above this one, from the city down, and itself."""
        return Unit.objects.filter(position__lte=self.position, last__gte=self.position).order_by("position")

    def county(self):
        """The county-level unit above this one, or the unit itself; None for the city."""
        return self.above().filter(level=self.Level.COUNTY).first()


class Affiliation(models.Model):
    """隶属关系: under which unit a unit stood, from a day to a day; the tree of any day follows from these."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="affiliations")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("隶属关系")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ends_on__isnull=True),
                name="organisations_affiliation_one_current_parent",
                violation_error_message=_("一个工会同一时间只能隶属于一个上级工会。"),
            )
        ]

    def __str__(self):
        return f"{self.unit} → {self.parent}"


class ScopedQuerySet(models.QuerySet):
    def visible_to(self, by):
        """The records this post may see: the first wall; row-level security repeats it."""
        sight_of_kind: sight.Sight = self.model.seen_by  # type: ignore[attr-defined]  # every Scoped and child declares it
        return sight_of_kind.narrow(self, by)

    def within(self, unit):
        return self.filter(position__range=(unit.position, unit.last))


class Scoped(models.Model):
    """A record that belongs to a unit. `position` is the unit's, kept by a trigger; `seen_by` says who sees it.

    Each kind names its own manager, of a ScopedQuerySet.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("所属工会"), related_name="+")
    position = models.IntegerField(editable=False, default=0, db_index=True)

    seen_by: ClassVar[sight.Sight] = sight.Sight()

    class Meta:
        abstract = True


class Assignment(models.Model):
    """指派: one user sees one record outside his post, from a day to a day (X-R2: former owner, judge, helper)."""

    user_id = models.BigIntegerField(_("人员"))
    record_type = models.CharField(_("记录种类"), max_length=60)
    record_id = models.BigIntegerField(_("记录"))
    reason = models.CharField(_("事由"), max_length=60)
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("指派")
        indexes = [models.Index(fields=["record_type", "user_id"], name="organisations_assignment_look")]

    def __str__(self):
        return f"{self.record_type} {self.record_id}"
