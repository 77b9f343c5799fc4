"""Two files with the same persons, before the city (E-R6, T03)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..rulebook import Role
from ..rulebook.conflicts import CONFLICT, ConflictState, Verdict
from .changes import HouseholdChange
from .file import HardshipArchive
from .household import HouseholdMember
from .waiting import turns


class FileConflictQuerySet(ScopedQuerySet):
    def open(self):
        """Those that the city has not decided."""
        return self.filter(state=ConflictState.FOUND)

    def settled(self):
        return self.filter(state=ConflictState.SETTLED)

    def waiting_for(self, by):
        """Those that wait for this post."""
        here = {"unit": by.unit, "position": by.unit.position}
        return self.visible_to(by).filter(state__in=list(turns(CONFLICT, by, self.model(**here))))


class FileConflict(Case, Scoped):
    """档案冲突: people of this household, or about to join it, stand in another active file; the city decides (E-R6).

    `persons`, blind indexes, are whom the decision was about.
    """

    State = ConflictState

    state = models.CharField(
        _("状态"), max_length=20, choices=ConflictState.choices, default=ConflictState.FOUND, editable=False
    )
    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="+", verbose_name=_("待办理的档案"))
    other_file_id = models.BigIntegerField(_("另一档案"))
    persons = ArrayField(models.CharField(max_length=64), verbose_name=_("相同的人"), default=list, editable=False)
    verdict = models.CharField(_("决定"), max_length=8, choices=Verdict.choices, blank=True, editable=False)
    reason = models.CharField(_("理由"), max_length=500, blank=True, editable=False)
    settled_by = models.BigIntegerField(_("决定人"), null=True, editable=False)
    settled_on = models.DateField(_("决定日期"), null=True, editable=False)

    seen_by = Sight(roles=(Role.CITY_OPERATOR, Role.CITY_REVIEWER, Role.CITY_APPROVER))
    objects = FileConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("档案冲突")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "other_file_id"],
                condition=Q(state=ConflictState.FOUND),
                name="hardship_conflict_once",
                violation_error_message=_("这两份档案的冲突已在核对。"),
            ),
            models.CheckConstraint(
                condition=Q(state=ConflictState.FOUND)
                | Q(settled_by__isnull=False, settled_on__isnull=False, verdict__gt="", reason__gt=""),
                name="hardship_conflict_settled_has_reason",
                violation_error_message=_("已核对的档案冲突必须有决定、理由、决定人和日期。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("hardship:conflict", args=[self.number])

    @property
    def other(self) -> HardshipArchive:
        """The file that is on record."""
        return HardshipArchive.objects.select_related("unit").get(pk=self.other_file_id)

    def recused(self) -> set[int]:
        """Who stands aside from either household."""
        files = [self.file_id, self.other_file_id]
        with sight.system("hardship"):
            found = HardshipArchive.objects.filter(pk__in=files).values_list("recused", "applicant_user_id")
            return {hand for recused, applicant in found for hand in [*recused, applicant]} - {None}

    def shared(self):
        """The people of the other file who are, or are about to be, in this household too."""
        own = HouseholdMember.objects.present().filter(file=self.file_id).values("id_index")
        coming = HouseholdChange.objects.reported().filter(file=self.file_id).values("id_index")
        both = Q(id_index__in=own) | Q(id_index__in=coming)
        return HouseholdMember.objects.filter(both, file=self.other_file_id, is_active=True).order_by("pk")
