"""Fixtures of organising: two counties with staff, and papers in a folder of their own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from . import factories


@pytest.fixture(autouse=True)
def papers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "papers"


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
def seen(db):
    """Everything is seen, as the people of the factories do."""
    with sight.system("test"):
        yield


@pytest.fixture
def cost_of(db):
    """How many queries something asks."""

    def count(act) -> int:
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    return count
