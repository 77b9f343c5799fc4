"""A house with its people, seen by the system."""

import pytest
from django.db import connection, transaction

from gonghui.foundation.organisations import sight

from .people import House


@pytest.fixture
def house(db):
    with transaction.atomic(), sight.system("tests"):
        yield House()


@pytest.fixture
def at_once():
    """Let the database look now at what it would look at when the transaction ends."""

    def look():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return look
