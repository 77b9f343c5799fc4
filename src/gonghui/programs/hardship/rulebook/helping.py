"""One-to-one help after the file: who visits, how often, and by which day (E-R15)."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.policies.rules import Policy

VISITS_A_YEAR = Policy("hardship.visits_a_year", 2, _("每年走访次数"), _("次/户年"), "E-R15 (gk)")
REMIND_BEFORE = Policy("hardship.visit_remind", 30, _("走访到期前提醒"), _("日"), "E-R15 (gk)")


def visit_due(times: int, made: int, since: date, year: int) -> date:
    """The last day for the next visit: the visits of a year are spread evenly over it (E-R15).

    `times` visits are owed a year (1 to 12), `made` were made in `year`; a household on file `since` a day owes none
    for the parts of the year that were over by then.
    """
    ends = [_end_of_part(each, times, year) for each in range(1, times + 1)]
    owed = [day for day in ends if day >= since]
    return owed[made] if made < len(owed) else _end_of_part(1, times, year + 1)


def _end_of_part(part: int, times: int, year: int) -> date:
    month = max(12 * part // times, 1)
    return date(year, month, monthrange(year, month)[1])
