"""Officers who take no part in the case of a household whose kin they are (回避; rules 1.1, X-R1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight

from ..rulebook import SEEN_BY
from .file import HardshipArchive

MIRROR = """
CREATE OR REPLACE FUNCTION hardship_mirror_recusals() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  NEW.recused := coalesce((
    SELECT array_agg(officer_id ORDER BY officer_id) FROM hardship_recusal
    WHERE file_id = NEW.id AND ended_on IS NULL), '{}');
  RETURN NEW;
END $$
"""
REFRESH = """
CREATE OR REPLACE FUNCTION hardship_refresh_recusals() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE hardship_hardshiparchive SET recused = recused WHERE id = NEW.file_id;
  RETURN NULL;
END $$
"""
REQUIRE_UNRELATED = """
CREATE OR REPLACE FUNCTION hardship_require_unrelated() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  now_is jsonb := to_jsonb(NEW);
  was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
  barred bigint[];
  hand bigint;
BEGIN
  SELECT array_remove(recused, coalesce(applicant_user_id, 0)) INTO barred
  FROM hardship_hardshiparchive WHERE id = (now_is ->> TG_ARGV[0])::bigint;
  FOR place IN 1 .. TG_NARGS - 1 LOOP
    hand := (now_is ->> TG_ARGV[place])::bigint;
    IF hand = ANY (barred) AND hand IS DISTINCT FROM (was ->> TG_ARGV[place])::bigint THEN
      RAISE EXCEPTION 'kin of the household takes a step' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'hardship_recusal_no_step_by_kin';
    END IF;
  END LOOP;
  RETURN NULL;
END $$
"""
HANDS = {
    "hardship_hardshiparchive": ("id", "submitted_by", "reviewed_by", "approved_by"),
    "hardship_aidgrant": ("file_id", "proposed_by", "checked_by", "granted_by"),
    "hardship_homevisit": ("file_id", "first_id", "second_id"),
    "hardship_householdchange": ("file_id", "reported_by", "checked_by"),
    "hardship_pairlink": ("file_id", "cadre_id"),
}
"""By table: the column of the file, then the columns in which somebody's hand is written."""


def _watch(table, columns) -> list[str]:
    named = ", ".join(f"'{column}'" for column in columns)
    return [
        f"DROP TRIGGER IF EXISTS unrelated ON {table}",
        f"CREATE CONSTRAINT TRIGGER unrelated AFTER INSERT OR UPDATE OF {', '.join(columns[1:])} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION hardship_require_unrelated({named})",
    ]


class RecusalQuerySet(ScopedQuerySet):
    def open(self):
        """Recusals that hold."""
        return self.filter(ended_on__isnull=True)


class Recusal(Scoped):
    """回避: an officer takes no step on a file, and sees nothing of it, from the day it is declared or ordered.

    The file's `recused` repeats who they are, kept by the database, so that no rule has to ask for them.
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

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="recusals", verbose_name=_("档案"))
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
    laws = (
        MIRROR,
        REFRESH,
        REQUIRE_UNRELATED,
        "DROP TRIGGER IF EXISTS mirror_recusals ON hardship_hardshiparchive",
        "CREATE TRIGGER mirror_recusals BEFORE INSERT OR UPDATE OF recused ON hardship_hardshiparchive"
        " FOR EACH ROW EXECUTE FUNCTION hardship_mirror_recusals()",
        "DROP TRIGGER IF EXISTS refresh_recusals ON hardship_recusal",
        "CREATE TRIGGER refresh_recusals AFTER INSERT OR UPDATE ON hardship_recusal"
        " FOR EACH ROW EXECUTE FUNCTION hardship_refresh_recusals()",
        *(law for table, columns in HANDS.items() for law in _watch(table, columns)),
    )

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
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_by=F("officer"))),
                name="hardship_recusal_lifted_by_another",
                violation_error_message=_("回避不能由本人解除。"),
            ),
        ]

    def __str__(self):
        return f"{self.officer} · {self.file}"
