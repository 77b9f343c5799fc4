"""Closed months: a grid of 12 months × 8 counties × 50 figures, with few and with many records behind it.

Ours: `desks.figures.cells.grid`, one statement over cells that were sealed by the product's own code. Floor: one
statement over all records, grouped by month, county and figure. The limit of a grid is 10 ms, and it must not grow with
the records; the ratio says what share of a scan it takes. Records lie in a table of their own, which this bench makes.
"""

from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from django.db import connections, models, transaction
from django.db.models import Sum

from gonghui.desks.figures import cells, reckoning, sealing
from gonghui.desks.figures.models import Cell, Counted, Definition, Seal, SealedMonth
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.indicators import Indicator
from gonghui.kernel.periods import Period

from . import ground
from .measuring import Line, beside

TITLE = "Closed months"
LIMIT = 0.010
"""Seconds for a grid, from cells."""
SIZES = (1_000_000, 10_000_000)
FIGURES = 50
YEAR = Period.year(2021)
TABLE = "bench_fact"
MAKE = f"""
CREATE TABLE {TABLE} (id bigint PRIMARY KEY, unit_id bigint NOT NULL, position int NOT NULL, figure smallint NOT NULL,
  "on" date NOT NULL, amount bigint NOT NULL);
GRANT SELECT ON {TABLE} TO {{application}}
"""
FILL = f"""
INSERT INTO {TABLE} SELECT n, (%(units)s::bigint[])[u], (%(positions)s::int[])[u], mod(n, {FIGURES}),
  date '2021-01-01' + mod(n / {FIGURES}, 365)::int, 100 + mod(n, 900)
FROM (SELECT n, 1 + mod(n * 7919, %(many)s)::int AS u FROM generate_series(1::bigint, %(rows)s) n) drawn
"""  # noqa: S608 - as above
SCAN = f"""
SELECT date_trunc('month', f."on"), county.id, f.figure, sum(f.amount), count(*) FROM {TABLE} f
JOIN organisations_unit county ON county.level = 'L3' AND f.position BETWEEN county.position AND county.last
GROUP BY 1, 2, 3
"""  # noqa: S608 - as above


class Fact(models.Model):
    """One record of the bench's table."""

    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, related_name="+")
    position = models.IntegerField()
    figure = models.SmallIntegerField()
    on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        app_label = "config"
        managed = False
        db_table = TABLE

    def __str__(self):
        return f"{self.pk}"


def _figure(number: int) -> Indicator:
    def records():
        return Fact.objects.filter(figure=number)

    return Indicator(f"B{number:02d}", f"B{number:02d}", records, "元", on="on", counts=Sum("amount"), meaning="bench")


def measure():
    """One line for each size, ours from cells that the product itself has sealed."""
    figures = [_figure(number) for number in range(FIGURES)]
    for size in SIZES:
        with ground.city():
            _fill(size)
            _seal(figures)
            yield _line(figures, size)


def _line(figures, size) -> Line:
    counties = [unit.pk for unit in reckoning.counties_of(reckoning.the_city())]
    codes, months = [figure.code for figure in figures], YEAR.months()

    def ours():
        with transaction.atomic(), sight.system("benchmark"):
            return cells.grid(codes, counties, months)

    def floor():
        with connections["owner"].cursor() as owner:
            owner.execute(SCAN)
            return {
                (f"B{figure:02d}", county, f"{month:%Y-%m}"): int(total)
                for month, county, figure, total, _n in owner.fetchall()
            }

    if ours() != floor():
        raise AssertionError("cells and records differ")
    taken, least = beside(floor, ours, repeats=3)
    told = f"limit {LIMIT * 1000:.0f} ms; {len(ours()):,} numbers, {Cell.objects.using('owner').count():,} cells"
    return Line(f"{size:,} records", taken, least, told)


def _fill(size):
    unions = list(Unit.objects.filter(level=Unit.Level.GRASSROOTS).order_by("pk").values_list("pk", "position"))
    application = f'"{connections["default"].settings_dict["USER"]}"'
    asked = {"units": [pk for pk, _at in unions], "positions": [at for _pk, at in unions]}
    with connections["owner"].cursor() as owner:
        owner.execute(MAKE.format(application=application))
        owner.execute(FILL, asked | {"many": len(unions), "rows": size})
        owner.execute(f'CREATE INDEX ON {TABLE} (figure, "on")')
        owner.execute(f"VACUUM (ANALYZE) {TABLE}")


def _seal(figures):
    """The year's months, by the product's own counting and cells; the steps of the persons are left out."""
    city = reckoning.the_city()
    with _only(figures), transaction.atomic(), sight.system("benchmark"):
        kept = {figure.code: Definition(figure=figure.code, version=1, name=figure.name) for figure in figures}
        for period in YEAR.months():
            month = SealedMonth.objects.create(number=period.name, unit=city, begun_on=period.end, **_locked(period))
            made = sealing.keep(sealing.rows_of(period, []), {period.start: month}, kept)
            sealing.add_seal(made, month=month)
    with connections["owner"].cursor() as owner:
        for model in (Cell, Counted, Seal):
            owner.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")


def _locked(period) -> dict:
    day: date = period.end
    return {"state": "locked", "submitted_by": 1, "submitted_on": day, "locked_by": 2, "locked_on": day}


@contextmanager
def _only(figures):
    """The bench's own figures are all there are while it seals."""
    with patch.object(sealing, "countable", lambda: figures):
        yield
