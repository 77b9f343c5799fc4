"""Policies and working days looked up once by one who works through many records in one go; each thread apart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.apps import apps

_known: ContextVar[Callable | None] = ContextVar("policies.known", default=None)
_days: ContextVar[dict[int, dict[date, bool] | None] | None] = ContextVar("policies.days", default=None)


def known() -> Callable | None:
    """What answers from memory (policy, day, area) while `remembered` lasts, else None."""
    return _known.get()


def days_of(year: int) -> dict[date, bool] | None:
    """The office's own days of a year, from memory while that lasts."""
    of_year = apps.get_model("policies", "SpecialDay").objects.of_year
    if (days := _days.get()) is None:
        return of_year(year)
    if year not in days:
        days[year] = of_year(year)
    return days[year]


@contextmanager
def days_remembered():
    """Read each year's own days once: while one request is answered."""
    token = _days.set({})
    try:
        yield
    finally:
        _days.reset(token)


@contextmanager
def remembered():
    """Read all editions and each year's own days once; what is entered meanwhile counts afterwards."""
    from .models import codes_of, nearest

    editions = list(apps.get_model("policies", "Edition").objects.order_by("-starts_on"))

    def in_force(policy, day, area=None):
        running = (e for e in editions if e.starts_on <= day and (e.ends_on is None or day <= e.ends_on))
        return nearest(((e.area_code, e.value) for e in running if e.policy == policy), codes_of(area))

    token = _known.set(in_force)
    try:
        with days_remembered():
            yield
    finally:
        _known.reset(token)
