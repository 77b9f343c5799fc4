"""The second wall alone: as the application role, by SQL, with the first wall off (R3)."""

from datetime import date

import pytest
from django.db import connection, transaction

from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.identifiers import a_test_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def people(tree):
    with sight.system("test"):
        for n, key in enumerate(("jinzhai_union", "huoshan_union", "huoshan_union"), start=1):
            ensure_person(name="张测试", id_no=a_test_number("349901", date(1980, 1, n), n), unit=tree[key])


class A:
    """Somebody at a unit, as far as sight asks."""

    sees_below, role, user_id = True, "county_reviewer", 0

    def __init__(self, unit, sees_below=True):
        self.unit, self.sees_below = unit, sees_below


def count_people() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM members_person")
        return cursor.fetchone()[0]


def test_wall_shows_nothing_without_any_sight(people):
    assert count_people() == 0


def test_wall_shows_nothing_after_a_sight_has_ended(people, tree):
    with sight.of(A(tree["huoshan"])):
        assert count_people() == 2

    assert count_people() == 0


@pytest.mark.parametrize(("key", "rows"), [("city", 3), ("jinzhai", 1), ("huoshan", 2), ("huoshan_town", 2)])
def test_wall_shows_what_stands_below_the_post(people, tree, key, rows):
    with sight.of(A(tree[key])):
        assert count_people() == rows


def test_wall_shows_nothing_to_a_role_that_works_on_no_case(people, tree):
    with sight.of(A(tree["city"], sees_below=False)):
        assert count_people() == 0


def test_wall_refuses_to_write_into_another_county(people, tree):
    with sight.of(A(tree["jinzhai"])), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Person.objects.create(unit=tree["huoshan_union"], name="外县", id_no="349901198001010099")


def test_position_follows_the_unit_whatever_is_written(people, tree):
    with sight.system("test"):
        person = Person.objects.filter(unit=tree["jinzhai_union"]).get()
        Person.objects.filter(pk=person.pk).update(position=1)
        person.refresh_from_db()

    assert person.position == tree["jinzhai_union"].position


def test_sight_nests_and_comes_back(people, tree):
    with sight.of(A(tree["jinzhai"])):
        with sight.system("test"):
            assert count_people() == 3
        assert count_people() == 1


def test_application_may_not_touch_what_only_grows():
    for statement in ("UPDATE journal_entry SET title = ''", "DELETE FROM journal_entry", "TRUNCATE journal_entry"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_application_is_a_plain_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,)


# Functions that see past the wall


def test_no_temporary_table_stands_in_for_ours_where_a_function_sees_everything(tree):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE policies_edition (policy text, value text, starts_on date, ends_on date, area_code text)"
        )
        cursor.execute("GRANT ALL ON pg_temp.policies_edition TO PUBLIC")
        cursor.execute("INSERT INTO pg_temp.policies_edition VALUES ('any', '999999', '2021-01-01', NULL, '')")
        cursor.execute("SELECT funds_policy_on('any', '2021-06-01', ARRAY[''], 1)")
        assert cursor.fetchone() == (1,)


def test_every_function_that_sees_everything_names_its_path(tree):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = current_schema()::regnamespace"
            " AND NOT coalesce(proconfig::text, '') LIKE '%search\\_path=%, pg\\_temp%'"
        )
        assert cursor.fetchall() == []
