"""Calendar months as the life of a file counts them: rechecks, months observed, months monitored (E-R12)."""

from __future__ import annotations

import calendar
from datetime import date


def later(day: date, months: int) -> date:
    """The same day of the month so many months later (or earlier), or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of(day: date) -> date:
    """The first day of the month in which `day` lies: how a month is written down."""
    return day.replace(day=1)


def whole_months_before(day: date, count: int) -> list[date]:
    """The first days of the last `count` months that were over before `day`, oldest first."""
    return [later(first_of(day), -back) for back in range(count, 0, -1)]
