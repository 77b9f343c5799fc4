"""The two roles over one database."""

import psycopg
import pytest
from django.db import ProgrammingError, connections

from gonghui.config import database


@pytest.mark.django_db
def test_application_is_a_plain_role():
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        rights = cursor.fetchone()

    assert rights == (False, False, False, False)


@pytest.mark.django_db
def test_application_may_not_make_tables():
    with connections["default"].cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("CREATE TABLE made_by_the_application (id int)")


@pytest.mark.django_db
def test_application_may_not_mark_migrations_as_done():
    with connections["default"].cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("DELETE FROM django_migrations")


@pytest.mark.django_db(transaction=True)
def test_a_committed_row_is_visible_to_another_connection():
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('committed', '', now())")

    with psycopg.connect(**database.owner_address()) as owner:
        assert owner.execute("SELECT count(*) FROM django_session").fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_committed_row_is_gone_in_the_next_test():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")

        assert cursor.fetchone() == (0,)
