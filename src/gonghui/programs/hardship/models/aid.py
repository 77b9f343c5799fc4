"""Projects that give aid, and the grants they give (E-R8 to E-R11)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import AID, SEEN_BY, GrantState
from ..rulebook.grading import Grade
from ..rulebook.projects import PROJECT, WITHOUT_A_FILE, AidKind, ProjectState
from .file import LEVELS, HardshipArchive, recused_from
from .household import HouseholdMember
from .limits import PROJECT_LAWS
from .waiting import in_place_of_county, in_turn, turns


class AidProjectQuerySet(ScopedQuerySet):
    def serving(self, record):
        """Open projects of the unit of a record, or of a unit above it."""
        here = {"unit__position__lte": record.position, "unit__last__gte": record.position}
        return self.filter(state=ProjectState.OPEN, **here)

    def without_a_file(self):
        """Projects whose money may go to a person without a file (E-R8)."""
        return self.filter(needs_archive=False)

    def waiting_for(self, by):
        """Planned projects that this post may confirm: never the one who planned it (X-R1)."""
        states = turns(PROJECT, by, self.model(unit=by.unit, position=by.unit.position))
        return self.visible_to(by).filter(state__in=list(states)).exclude(planned_by=by.user_id)


class AidProject(Case, Scoped):
    """帮扶项目: a kind of aid in a year, out of one fund, up to a budget and a number of households (E, E-R8, E-R10).

    `standard` is what one household gets at most where the rule book has no cap of its own; `is_open` says in a column
    what the state says, so that every office sees what it may give from. Money is in fen; nothing written: no limit.
    """

    Kind = AidKind
    State = ProjectState

    number = None  # type: ignore[assignment]  # a project is known by its name and year
    days_left = None  # type: ignore[assignment]  # a plan is confirmed or withdrawn; it never pauses
    returned_from = None  # type: ignore[assignment]  # as above
    state = models.CharField(
        _("状态"), max_length=12, choices=ProjectState.choices, default=ProjectState.OPEN, editable=False
    )
    begun_on = models.DateField(_("提出日期"), null=True, editable=False)
    name = models.CharField(_("项目名称"), max_length=60)
    year = models.SmallIntegerField(_("年度"))
    kind = models.CharField(_("项目类型"), max_length=16, choices=AidKind.choices)
    fund = models.ForeignKey("funds.Fund", models.PROTECT, verbose_name=_("资金来源"))
    campaign = models.ForeignKey(
        "hardship.Campaign", models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("四季送")
    )
    standard = models.BigIntegerField(_("每户标准(分)"), null=True, blank=True)
    budget = models.BigIntegerField(_("预算(分)"), null=True, blank=True)
    quota = models.IntegerField(_("户数名额"), null=True, blank=True)
    needs_archive = models.BooleanField(_("须先建档"), default=True)
    planned_by = models.BigIntegerField(_("提出人"), null=True, editable=False)
    confirmed_by = models.BigIntegerField(_("确认人"), null=True, editable=False)
    closed_on = models.DateField(_("结束日期"), null=True, editable=False)
    is_open = models.BooleanField(_("开放"), default=True, editable=False)

    seen_by = Sight(roles=SEEN_BY, public="is_open")
    objects = AidProjectQuerySet.as_manager()
    laws = PROJECT_LAWS

    class Meta:
        verbose_name = _("帮扶项目")
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_archive=True) | Q(kind__in=WITHOUT_A_FILE),
                name="hardship_project_without_file_is_warmth",
                violation_error_message=_("只有应急和送温暖慰问项目可以不建档发放。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("planned_by")),
                name="hardship_project_confirmed_by_another",
                violation_error_message=_("提出项目的人不能确认同一个项目。"),
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state=ProjectState.OPEN) | (Q(is_open=False) & ~Q(state=ProjectState.OPEN)),
                name="hardship_project_open_is_open",
                violation_error_message=_("项目的开放标记须与状态一致。"),
            ),
            models.CheckConstraint(
                condition=(Q(budget__isnull=True) | Q(budget__gt=0))
                & (Q(quota__isnull=True) | Q(quota__gt=0))
                & (Q(standard__isnull=True) | Q(standard__gt=0)),
                name="hardship_project_limits_are_positive",
                violation_error_message=_("预算、名额和标准必须大于零。"),
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.name}"

    def get_absolute_url(self):
        return reverse("hardship:project", args=[self.pk])


class AidGrantQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """The grants this post may see: not those of a household whose kin she is (回避)."""
        return super().visible_to(by).exclude(recused_from(by, "file__"))

    def paid(self):
        """Grants the bank has paid."""
        return self.filter(state=GrantState.PAID)

    def counting(self):
        """Grants that use up a household's cap: all but those that came to nothing."""
        return self.exclude(state__in=(GrantState.REFUSED, GrantState.WITHDRAWN))

    def matching(self, text):
        """Grants by their number, or of the files that match."""
        return self.filter(Q(number=text.upper()) | Q(file__in=HardshipArchive.objects.matching(text)))

    def waiting_for(self, by):
        """Grants whose next step is the turn of this post: not by a hand that took part before (X-R1)."""
        me, here = by.user_id, {"unit": by.unit, "position": by.unit.position}
        probes = {name: self.model(file=HardshipArchive(archive_level=name, **here), **here) for name in LEVELS}
        raised = self.model(file=HardshipArchive(is_raised=True, **here), **here)
        turn = in_turn(AID, by, probes, "file__archive_level") | in_place_of_county(AID, by, raised, "file__")
        found = self.visible_to(by).filter(turn)
        found = found.exclude(file__applicant_user=me).exclude(state=GrantState.PROPOSED, proposed_by=me)
        return found.exclude(Q(state=GrantState.CHECKED) & (Q(proposed_by=me) | Q(checked_by=me)))


class AidGrant(Case, Scoped):
    """帮扶发放: one sum for one household from one project, computed under its cap (E-R8, E-R9)."""

    State = GrantState

    state = models.CharField(
        _("状态"), max_length=20, choices=GrantState.choices, default=GrantState.PROPOSED, editable=False
    )
    file = models.ForeignKey(HardshipArchive, models.PROTECT, verbose_name=_("档案"), related_name="grants")
    project = models.ForeignKey(AidProject, models.PROTECT, verbose_name=_("帮扶项目"))
    beneficiary = models.ForeignKey(HouseholdMember, models.PROTECT, null=True, blank=True, verbose_name=_("受益人"))
    year = models.SmallIntegerField(_("年度"))
    basis = models.JSONField(_("测算过程"))
    ceiling = models.BigIntegerField(_("上限(分)"))
    amount = models.BigIntegerField(_("金额(分)"))
    instalment = models.SmallIntegerField(_("发放次数"), default=1, editable=False)
    proposed_by = models.BigIntegerField(_("测算人"), editable=False)
    checked_by = models.BigIntegerField(_("复核人"), null=True, editable=False)
    granted_by = models.BigIntegerField(_("批准人"), null=True, editable=False)
    granted_on = models.DateField(_("批准日期"), null=True, editable=False)
    paid_on = models.DateField(_("发放日期"), null=True, editable=False, db_index=True)
    bounce_reason = models.CharField(_("退回原因"), max_length=100, blank=True, editable=False)
    grade_when_paid = models.CharField(
        _("发放时困难类别"), max_length=24, choices=Grade.choices, blank=True, editable=False
    )
    level_when_paid = models.CharField(_("发放时档案层级"), max_length=8, blank=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, person="file__applicant_user")
    objects = AidGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("帮扶发放")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=F("ceiling")),
                name="hardship_grant_under_its_cap",
                violation_error_message=_("发放金额必须大于零,且不超过上限。"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("proposed_by")),
                name="hardship_grant_checked_by_another",
                violation_error_message=_("测算人不能复核同一笔发放。"),
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True)
                | (~Q(granted_by=F("proposed_by")) & ~Q(granted_by=F("checked_by"))),
                name="hardship_grant_granted_by_another",
                violation_error_message=_("测算人、复核人不能批准同一笔发放。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=GrantState.PAID)
                | (Q(paid_on__isnull=False) & ~Q(grade_when_paid="") & ~Q(level_when_paid="")),
                name="hardship_grant_paid_is_dated",
                violation_error_message=_("已发放的必须有发放日期和当时的困难类别、档案层级。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("hardship:grant", args=[self.number])
