"""Fixtures of every test."""

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from gonghui.config import database, readiness
from tests import database as test_database

pytest_plugins = ["tests.browser", "tests.world"]


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
