"""What a seal holds: figures by unit and month, the records they counted, their definitions, and the chain of seals.

Rows only grow. A restatement adds rows that hold the difference, as a ledger does; the value is the sum of the rows.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.sight import Sight

from .months import SealedMonth
from .restatements import Restatement

NEVER_CHANGED = """
CREATE OR REPLACE FUNCTION figures_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_never_changed';
END $$
"""


def kept_as_written(table: str) -> tuple[str, ...]:
    """The law that rows of a table are neither changed nor deleted, by whomever."""
    return (
        NEVER_CHANGED,
        f"DROP TRIGGER IF EXISTS never_changed ON {table}",
        f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION figures_never_changed()",
    )


KEYS = """
CREATE OR REPLACE FUNCTION figures_keys(code text, months text[], units bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT unnest(k.keys) FROM figures_counted k JOIN figures_cell c ON c.id = k.cell_id
    JOIN figures_sealedmonth m ON m.id = c.month_id
    WHERE c.figure = code AND m.number = ANY(months) AND (units IS NULL OR c.unit_id = ANY(units))
  EXCEPT ALL
  SELECT unnest(k.gone) FROM figures_counted k JOIN figures_cell c ON c.id = k.cell_id
    JOIN figures_sealedmonth m ON m.id = c.month_id
    WHERE c.figure = code AND m.number = ANY(months) AND (units IS NULL OR c.unit_id = ANY(units))
$$
"""
"""Which records sealed months count; their keys alone, for a list that is then read under the reader's own sight."""


class Kept(models.Model):
    """A row that stays as it was written, and that only the system reads."""

    append_only = True
    seen_by: ClassVar[Sight] = Sight()

    class Meta:
        abstract = True


class Definition(Kept):
    """指标口径: what a figure meant from a day on; a new version whenever the declaration says something else."""

    figure = models.CharField(_("指标"), max_length=40)
    version = models.SmallIntegerField(_("版本"))
    since = models.DateField(_("起用日期"))
    name = models.CharField(_("名称"), max_length=100)
    text = models.TextField(_("统计口径"))
    kind = models.CharField(_("时期类型"), max_length=10)
    unit_word = models.CharField(_("计量单位"), max_length=10)
    dated_by = models.CharField(_("计入日期"), max_length=60, blank=True)
    distinct = models.CharField(_("去重依据"), max_length=60, blank=True)
    cites = models.CharField(_("依据"), max_length=60, blank=True)
    words = ArrayField(models.CharField(max_length=60), verbose_name=_("常用说法"), default=list)

    is_witnessed = True
    laws = kept_as_written("figures_definition")

    class Meta:
        verbose_name = _("指标口径")
        ordering = ["figure", "version"]
        constraints = [models.UniqueConstraint(fields=["figure", "version"], name="figures_definition_one_a_version")]

    def __str__(self):
        return f"{self.figure} v{self.version}"


class Seal(Kept):
    """封条: the digest over the rows of a month or of a restatement, chained to the seal before."""

    month = models.OneToOneField(SealedMonth, models.PROTECT, null=True, related_name="seal", verbose_name=_("月份"))
    restatement = models.OneToOneField(
        Restatement, models.PROTECT, null=True, related_name="seal", verbose_name=_("更正")
    )
    rows = models.IntegerField(_("行数"))
    previous = models.CharField(_("前一摘要"), max_length=64, unique=True)
    digest = models.CharField(_("摘要"), max_length=64)

    laws = kept_as_written("figures_seal")

    class Meta:
        verbose_name = _("封条")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__isnull=False, restatement__isnull=True)
                | models.Q(month__isnull=True, restatement__isnull=False),
                name="figures_seal_of_one",
            )
        ]

    def __str__(self):
        return self.digest


class Cell(Kept):
    """封存数: one figure of one unit in one month: what the unit itself holds, and what it holds with all below it.

    Whole numbers in the figure's raw unit (fen for money); a row of a restatement holds differences, and the digests of
    the records as they are since. `total` stands under the tree of the month's last day.
    """

    month = models.ForeignKey(SealedMonth, models.PROTECT, related_name="cells", verbose_name=_("月份"))
    figure = models.CharField(_("指标"), max_length=40)
    version = models.SmallIntegerField(_("口径版本"))
    unit_word = models.CharField(_("计量单位"), max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("工会"))
    own = models.BigIntegerField(_("本级数"))
    total = models.BigIntegerField(_("合计数"))
    own_records = models.IntegerField(_("本级记录数"))
    total_records = models.IntegerField(_("合计记录数"))
    own_digest = models.CharField(_("本级记录摘要"), max_length=64)
    total_digest = models.CharField(_("合计记录摘要"), max_length=64)
    restatement = models.ForeignKey(
        Restatement, models.PROTECT, null=True, related_name="cells", verbose_name=_("更正")
    )
    digest = models.CharField(_("行摘要"), max_length=64)

    laws = kept_as_written("figures_cell")

    class Meta:
        verbose_name = _("封存数")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "unit", "figure", "restatement"],
                include=["total"],
                nulls_distinct=False,
                name="figures_cell_once",
            )
        ]

    def __str__(self):
        return f"{self.month_id} {self.figure} {self.unit_id}"


class Counted(Kept):
    """计入的记录: the primary keys that the own part of a flow's cell counts; of a restatement, what came and went."""

    cell = models.OneToOneField(Cell, models.PROTECT, related_name="counted", verbose_name=_("封存数"))
    keys = ArrayField(models.BigIntegerField(), verbose_name=_("计入"))
    gone = ArrayField(models.BigIntegerField(), verbose_name=_("不再计入"), default=list)

    laws = (*kept_as_written("figures_counted"), KEYS)

    class Meta:
        verbose_name = _("计入的记录")

    def __str__(self):
        return f"{self.cell_id}"
