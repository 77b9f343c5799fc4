"""Which figures a board may show: those of whole months that are over (N-R7)."""

from datetime import date

from gonghui.kernel.periods import Period


def period_of(unit, year: int, today: date) -> Period | None:
    """From January to the last approved month of a year; None where no month is approved yet."""
    months = [month for month in Period.year(year).months() if month.end <= today]
    return Period(months[0].start, months[-1].end) if months else None
