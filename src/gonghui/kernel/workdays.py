"""Working days: statutory holidays and make-up days (调休), a table of exceptions above them (X-R6).

Holidays are data with a horizon: a year whose make-up days are not known refuses with a sentence, it never guesses.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays
from django.utils.translation import gettext_lazy as _

from .refusals import Refusal

exceptions: Callable[[int], dict[date, bool] | None] = lambda year: None  # noqa: E731 - replaced by policies at start-up
"""A year's own rows: day -> is it worked; None when the office has entered nothing for that year."""


class NoCalendar(Refusal):
    """The holidays of a year are not known, neither from the State Council's notice nor from the table."""

    sentence = _("没有 {year} 年的节假日安排,不能推算期限。请系统管理员用命令 gonghui workdays 录入放假调休安排。")


def use_exceptions(source) -> None:
    """Let `source(year)` give the office's own days; called once by the app that keeps the table."""
    global exceptions
    exceptions = source


@lru_cache(maxsize=64)
def _official(year: int):
    calendar = holidays.China(years=year, observed=True)
    published = any(day.year == year for day in calendar.weekend_workdays)
    return calendar if published else None


def is_workday(day: date, own=None) -> bool:
    """Whether people work on `day`; `own` is the year's exceptions, if the caller has them. Raises NoCalendar."""
    entered = (own or exceptions)(day.year)
    if entered and day in entered:
        return entered[day]
    calendar = _official(day.year)
    if calendar is None and entered is None:
        raise NoCalendar(year=day.year)
    return calendar.is_working_day(day) if calendar else day.weekday() < 5


def add_workdays(start: date, days: int) -> date:
    """The day `days` working days after `start`; the start day itself is not counted."""
    day, own = start, cache(exceptions)
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day, own)
    return day


def count_workdays(after: date, until: date) -> int:
    """Working days after `after`, up to and including `until`."""
    own = cache(exceptions)
    return sum(is_workday(after + timedelta(days=n), own) for n in range(1, (until - after).days + 1))


def last_day_of_notice(start: date, days: int) -> date:
    """The last of `days` working days of a public notice; the start day counts when it is worked (X-R7)."""
    return add_workdays(start - timedelta(days=1), days)
