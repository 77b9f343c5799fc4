"""Officers who take no part in the case of a household whose kin they are (回避; rules 1.1, X-R1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook import SEEN_BY
from .file import HardshipArchive
from .laws_of_kin import LAWS


class RecusalQuerySet(ScopedQuerySet):
    def open(self):
        """Recusals that hold."""
        return self.filter(ended_on__isnull=True)


class Recusal(Scoped):
    """回避: an officer takes no step on a file, and sees nothing of it, from the day it is declared or ordered.

    So it is with a relief (应急慰问) without a file; one with a file follows the file too. `recused` of file and relief
    repeats who they are, kept by the database, so that no rule has to ask for them.
    """

    class Relation(models.TextChoices):
        HOUSEHOLD = "household", _("本户家庭成员")
        SPOUSE = "spouse", _("夫妻")
        LINEAL = "lineal", _("直系血亲")
        COLLATERAL = "collateral", _("三代以内旁系血亲")
        AFFINITY = "affinity", _("近姻亲")
        OTHER = "other", _("其他利害关系")

    class Source(models.TextChoices):
        OFFICER = "officer", _("本人声明")
        ORDER = "order", _("县级审核人要求")
        FOUND = "found", _("按证件号码查出")

    file = models.ForeignKey(
        HardshipArchive, models.PROTECT, null=True, related_name="recusals", verbose_name=_("档案")
    )
    relief = models.ForeignKey(
        "hardship.Relief", models.PROTECT, null=True, related_name="recusals", verbose_name=_("应急慰问")
    )
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("回避人员"))
    relation = models.CharField(_("与这户家庭的关系"), max_length=10, choices=Relation.choices)
    source = models.CharField(_("依据"), max_length=8, choices=Source.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    declared_on = models.DateField(_("回避日期"))
    declared_by = models.BigIntegerField(_("提出人"), editable=False)
    ended_on = models.DateField(_("解除日期"), null=True, editable=False)
    ended_by = models.BigIntegerField(_("解除人"), null=True, editable=False)

    seen_by = Sight(roles=SEEN_BY, person="officer")
    objects = RecusalQuerySet.as_manager()
    laws = LAWS

    class Meta:
        verbose_name = _("回避")
        ordering = ["-declared_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "officer"],
                condition=Q(ended_on__isnull=True),
                name="hardship_recusal_once_a_file",
                violation_error_message=_("此人已对这份档案回避。"),
            ),
            models.UniqueConstraint(
                fields=["relief", "officer"],
                condition=Q(ended_on__isnull=True),
                name="hardship_recusal_once_a_relief",
                violation_error_message=_("此人已对这笔应急慰问回避。"),
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True) ^ Q(relief__isnull=True),
                name="hardship_recusal_of_one_case",
                violation_error_message=_("回避只针对一份档案或一笔应急慰问。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_by=F("officer"))),
                name="hardship_recusal_lifted_by_another",
                violation_error_message=_("回避不能由本人解除。"),
            ),
        ]

    def __str__(self):
        return f"{self.officer} · {self.case}"

    @property
    def case(self):
        """The file or the relief on which the officer stands aside."""
        return self.file or self.relief
