"""Every call may fail: an act is done again and again, its n-th statement or file operation failing each time (R9)."""

import errno
import functools
import importlib
import inspect
import os
import pkgutil
import sys
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from django.apps import apps
from django.db import OperationalError, connection, transaction

FILE_OPERATIONS = ("open", "fsync", "replace", "link", "unlink")
NEVER_FAILS = ("ROLLBACK TO SAVEPOINT", "RELEASE SAVEPOINT")
"""What undoes a failure must work for anything to be undone; a lost connection undoes the whole transaction itself."""
STATE = "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"


PROVEN: dict[str, str] = {}
"""Action → the test that does it with every call failing."""
_called: set[str] = set()


class Failed(OperationalError):
    """The connection broke at this statement."""


class Calls:
    """Counts SQL statements and file operations; the one in place `fatal` fails, when there is one."""

    def __init__(self, fatal: int | None = None):
        self.fatal, self.done = fatal, 0

    def _one(self, fault):
        self.done += 1
        if self.done == self.fatal:
            raise fault

    def statement(self, execute, sql, params, many, context):
        if not sql.startswith(NEVER_FAILS):
            self._one(Failed(sql[:60]))
        return execute(sql, params, many, context)

    def operation(self, name):
        """The file operation, counted; a nameless temporary file has another way when it cannot be had (tempfile)."""
        real = getattr(os, name)

        def done(*args, **kwargs):
            if not (name == "open" and args[1] & os.O_TMPFILE == os.O_TMPFILE):
                self._one(OSError(errno.ENOSPC, "no space left on device"))
            return real(*args, **kwargs)

        return done

    @contextmanager
    def watching(self):
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(self.statement))
            for name in FILE_OPERATIONS:
                stack.enter_context(patch.object(os, name, self.operation(name)))
            yield self


def proves(*actions):
    """The test does each of these actions inside `every_call`; it fails when one of them was not done there."""
    names = [name_of(action) for action in actions]

    def mark(test):
        PROVEN.update(dict.fromkeys(names, test.__name__))

        @functools.wraps(test)
        def run(*args, **kwargs):
            _called.clear()
            test(*args, **kwargs)
            assert [name for name in names if name not in _called] == [], "said to be proven, and never done"

        return run

    return mark


def name_of(action) -> str:
    """An action by its module and name, whatever is wrapped around it."""
    body = inspect.unwrap(action)
    return f"{body.__module__}.{body.__qualname__}"


def actions_of(package) -> list:
    """What people and the calendar do in all modules of a package."""
    names = [each.name for each in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]
    return [act for name in names for act in actions_in(importlib.import_module(name))]


def actions_in(module) -> list:
    """What people and the calendar do in a module: its own functions that say by whom and on which day."""
    found = [act for name, act in vars(module).items() if inspect.isfunction(act) and not name.startswith("_")]
    own = [act for act in found if name_of(act).rpartition(".")[0] == module.__name__]
    return [act for act in own if {"by", "on"} <= set(inspect.signature(act).parameters)]


def _remember(frame, event, _argument):
    if event == "call":
        _called.add(f"{frame.f_globals.get('__name__')}.{frame.f_code.co_qualname}")


@contextmanager
def _remembered():
    before = sys.getprofile()
    sys.setprofile(_remember)
    try:
        yield
    finally:
        sys.setprofile(before)


def every_call(act, *labels) -> int:
    """Do `act` once for each of its calls with that call failing, and once more whole; how many calls it has.

    Each time the records of the apps `labels` must be as before, and the act must then succeed. What fails and is
    not told, or leaves a trace, is an AssertionError. Runs inside a transaction; everything is undone.
    """
    calls = _once(act, Calls())
    before = state_of(*labels)
    for fatal in range(1, calls + 1):
        with _undone():
            try:
                with transaction.atomic(), Calls(fatal).watching():
                    act()
                raise AssertionError(f"call {fatal} of {calls} failed and nobody said so")
            except (Failed, OSError):
                assert state_of(*labels) == before, f"call {fatal} of {calls} left something behind"
            act()
            assert state_of(*labels) != before, f"after call {fatal} of {calls} the act does nothing"
            connection.check_constraints()
    return calls


def _once(act, calls) -> int:
    with _undone(), calls.watching(), _remembered():
        act()
    return calls.done


@contextmanager
def _undone():
    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def state_of(*labels) -> dict[str, str]:
    """A digest of each table of these apps, as this transaction sees it."""
    tables = [model._meta.db_table for label in labels for model in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(STATE.format(table=table))
            found[table] = cursor.fetchone()[0]
        return found
