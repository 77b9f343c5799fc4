"""Fixtures of the page tests: two counties with staff, and things made while everything is seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from . import factories


@pytest.fixture
def tree(db):
    return a_tree()


@pytest.fixture
def staff(tree):
    return factories.Staff(tree)


@pytest.fixture
def neighbours(tree):
    """The same offices of the next county."""
    return factories.Staff(tree, county="huoshan")


@pytest.fixture
def made():
    """Make something with everything seen, as the people of the factories do."""

    def make_it(how, *args, **traits):
        with sight.system("test"):
            return how(*args, **traits)

    return make_it


@pytest.fixture
def cost_of(db):
    """How many queries something asks."""

    def count(act) -> int:
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    return count
