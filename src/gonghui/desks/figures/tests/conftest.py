import pytest
from django.db import transaction

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree

from .sealed import City


@pytest.fixture
def city(db):
    """A small city, seen as the system sees it until the test ends."""
    with transaction.atomic(), sight.system("tests"):
        yield City(a_tree())
