"""Two figures of a year, split by month and by county: households aided (Y15) and aid paid (Y16).

Ours: `desks.figures.reckoning` from the figures' declarations, as the pages and the command ask. Floor: one GROUP BY
written by hand that gives month, county and both figures at once, by the owner; both have to come to the same numbers.
"""

from collections import Counter

from django.db import connections, transaction

from gonghui.desks.figures import reckoning
from gonghui.foundation.organisations import sight
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from gonghui.programs.hardship.tests import factories as make

from . import ground, volume
from .measuring import Line, beside

TITLE = "Figures"
YEAR = Period.year(2021)
HOUSEHOLDS, GRANTS = 10_000, 20_000
BY_HAND = """
SELECT county.short_name, to_char(paid_on, 'YYYY-MM'), count(*) FILTER (WHERE is_first), sum(amount)
FROM (SELECT *, row_number() OVER (PARTITION BY file_id ORDER BY paid_on, id) = 1 AS is_first
      FROM hardship_aidgrant WHERE state = 'paid' AND paid_on >= '2021-01-01' AND paid_on < '2022-01-01') paid
JOIN organisations_unit county ON level = 'L3' AND paid.position BETWEEN county.position AND county.last
GROUP BY 1, 2
"""


def measure():
    """Both figures by both splits, over all grants of the year."""
    with ground.city() as staff:
        _add_grants(staff)
        if (ours := _ours()) != (floor := _by_hand()):
            raise AssertionError(f"the figures differ: {ours} by declaration, {floor} by hand")
        ours, least = beside(_by_hand, _ours)
    yield Line(f"{GRANTS:,} grants to {HOUSEHOLDS:,} households", ours, least, "4 answers beside 1 statement")


def _add_grants(staff):
    with transaction.atomic(), sight.system("benchmark"):
        file = make.a_file_on_record(staff)
        pattern = make.a_proposed_grant(staff, file)
    volume.add_files(file, first=1, howmany=HOUSEHOLDS)
    files = f"FROM hardship_hardshiparchive WHERE number = 'V' || (1 + mod(n, {HOUSEHOLDS}))"
    volume.copy_rows(
        pattern,
        GRANTS,
        number="'VG' || n",
        file_id=f"(SELECT id {files})",
        unit_id=f"(SELECT unit_id {files})",
        state="'paid'",
        paid_on="date '2021-01-01' + mod(n * 7919, 365)",
        amount="100 * (100 + mod(n, 1000))",
        grade_when_paid="'deep_difficulty'",
        level_when_paid="'county'",
    )


def _ours() -> dict[tuple[str, str], int]:
    """Each figure by the name of a month or a county."""
    city = reckoning.the_city()
    found = {}
    with transaction.atomic():
        for figure in (figure for figure in all_figures() if figure.code in ("Y15", "Y16")):
            by_unit = reckoning.by_unit(figure, city, YEAR, reckoning.counties_of(city))
            for part in [*by_unit, *reckoning.by_month(figure, city, YEAR)]:
                found[figure.code, part.name] = part.value
    return found


def _by_hand() -> dict[tuple[str, str], int]:
    found: Counter = Counter()
    with connections["owner"].cursor() as owner:
        owner.execute(BY_HAND)
        for county, month, households, paid in owner:
            for name in (county, month):
                found["Y15", name] += households
                found["Y16", name] += paid / 100
    return found
