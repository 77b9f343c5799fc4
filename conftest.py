"""Fixtures of every test; `GONGHUI_TEST_DAY=2027-01-04` lets them run as on another day."""

import os
from datetime import date

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.utils import timezone, translation

from gonghui.config import database, readiness
from gonghui.kernel import workdays
from tests import database as test_database

pytest_plugins = ["tests.browser", "tests.world"]


def pytest_configure():
    """The clock of the day asked for, if any, from before the tests are read; the database keeps its own."""
    if asked := os.environ.get("GONGHUI_TEST_DAY"):
        real, apart = timezone.now, date.fromisoformat(asked) - timezone.localdate()
        timezone.now = lambda: real() + apart


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A fresh database, made by the owner, used as the application."""
    with django_db_blocker.unblock():
        readiness.make_keys(database.home.room("keys"))
        template = test_database.template()
        test_database.copy(template)
        for connection in connections.all():
            connection.features.supports_transactions = True  # Django would make a table to find out
    with pytest.MonkeyPatch.context() as patch:
        # The application may not empty tables, and records that are only added to refuse it: copy the template again.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: test_database.copy(template))
        yield
    with django_db_blocker.unblock(), psycopg.connect(**database.administrator(), autocommit=True) as administrator:
        test_database.drop(administrator)


@pytest.fixture(autouse=True)
def chinese_again():
    """A page asked for in English leaves the thread speaking it: each test begins in the product's own language."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def days_of_this_year_and_next(monkeypatch):
    """Tests that begin with today reckon on, though the next year's holidays are published late in the year only."""
    real, this_year = workdays.exceptions, timezone.localdate().year

    def entered(year):
        found = real(year)
        return {} if found is None and year in (this_year, this_year + 1) else found

    monkeypatch.setattr(workdays, "exceptions", entered)
