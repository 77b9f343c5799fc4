"""Policies and working days looked up once, for one who works through many records in one go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps

from gonghui.kernel import workdays

_known: ContextVar[Callable | None] = ContextVar("policies.known", default=None)


def known() -> Callable | None:
    """What answers from memory (policy, day, area) while `remembered` lasts, else None."""
    return _known.get()


@contextmanager
def remembered():
    """Read all editions and each year's own days once; what is entered meanwhile counts afterwards. One thread only."""
    from .models import codes_of, nearest

    editions = list(apps.get_model("policies", "Edition").objects.order_by("-starts_on"))

    def in_force(policy, day, area=None):
        running = (e for e in editions if e.starts_on <= day and (e.ends_on is None or day <= e.ends_on))
        return nearest(((e.area_code, e.value) for e in running if e.policy == policy), codes_of(area))

    token, days = _known.set(in_force), workdays.exceptions
    workdays.use_exceptions(cache(days))
    try:
        yield
    finally:
        _known.reset(token)
        workdays.use_exceptions(days)
