"""Which figures a board may show: those of sealed months (N-R7)."""

from itertools import takewhile

from gonghui.desks.figures.models import SealedMonth
from gonghui.kernel.periods import Period


def period_of(year: int) -> Period | None:
    """From January to the last sealed month of a year; None where January is not sealed yet."""
    months = Period.year(year).months()
    locked = set(SealedMonth.objects.locked().of(months).values_list("number", flat=True))
    sealed = list(takewhile(lambda month: month.name in locked, months))
    return Period(sealed[0].start, sealed[-1].end) if sealed else None
