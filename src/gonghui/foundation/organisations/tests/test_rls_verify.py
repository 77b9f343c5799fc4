"""The proof of the second wall finds every harm that an owner can do to it."""

import pytest
from django.core.management import call_command
from django.db import connections

from gonghui.foundation.organisations import walls

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_every_scoped_table_has_a_forced_wall():
    tables = {model._meta.db_table for model in walls.scoped_models()}

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert tables <= {name for (name,) in cursor.fetchall()}


def test_rls_verify_is_content_when_the_wall_stands(capsys):
    call_command("rls_verify")

    assert "一致" in capsys.readouterr().out


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE members_person NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE members_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY sight ON members_person",
        "CREATE POLICY hole ON members_person USING (true)",
        "DROP TRIGGER position_of_unit ON members_person",
        "GRANT DELETE ON members_person TO PUBLIC",
        "GRANT UPDATE ON journal_entry TO PUBLIC",
    ],
)
def test_rls_verify_ends_with_1_after_each_harm(harm):
    with connections["owner"].cursor() as cursor:
        cursor.execute(harm)

    with pytest.raises(SystemExit) as ending:
        call_command("rls_verify")

    assert ending.value.code == 1


def test_walls_of_an_older_edition_are_raised_anew():
    with connections["owner"].cursor() as cursor:
        cursor.execute("COMMENT ON TABLE organisations_unit IS 'older'")
        cursor.execute("DROP POLICY sight ON members_person")

    walls.ensure_raised()

    assert walls.breaches() == []
