"""The second wall: triggers, row-level security, laws and grants, made from the same declarations as the first.

Raised by the owner after every migration; the application signs in as a role that is neither owner nor superuser.
"""

import hashlib

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

from gonghui.foundation.journal.sealing import MAKE_SEALER

TRIGGER = """
CREATE OR REPLACE FUNCTION position_of_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT position INTO STRICT NEW.position FROM organisations_unit WHERE id = NEW.unit_id;
  RETURN NEW;
END $$
"""
NUMBERS = """
CREATE OR REPLACE FUNCTION next_number(stem text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE name text := 'number_' || lower(regexp_replace(stem, '[^A-Za-z0-9]+', '_', 'g'));
BEGIN
  IF to_regclass(quote_ident(name)) IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext(name));
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
  END IF;
  RETURN nextval(quote_ident(name)::regclass);
END $$
"""
NO_POLICIES = """
DO $$ DECLARE old record; BEGIN
  FOR old IN SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = '{table}' LOOP
    EXECUTE format('DROP POLICY %I ON {table}', old.policyname);
  END LOOP;
END $$
"""
SEARCHED = "SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)"
"""Functions keep this path, so that no temporary table of whoever calls stands before ours: unnamed, it would."""
LOW = "(SELECT nullif(current_setting('gonghui.low', true), '')::int)"
HIGH = "(SELECT nullif(current_setting('gonghui.high', true), '')::int)"
USER = "(SELECT nullif(current_setting('gonghui.user', true), '')::bigint)"
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
MINE_TODAY = f"a.user_id = {USER} AND a.starts_on <= {TODAY} AND (a.ends_on IS NULL OR a.ends_on >= {TODAY})"
ALL_SEEN = "(SELECT nullif(current_setting('gonghui.low', true), '') = '0')"


def scoped_models():
    """Every model that declares who sees it."""
    return [model for model in our_models() if hasattr(model, "seen_by")]


def our_models():
    """The models of this house whose tables have been made."""
    made = set(connections["owner"].introspection.table_names())
    ours = [model for model in apps.get_models() if model.__module__.startswith("gonghui.") and not model._meta.proxy]
    return [model for model in ours if model._meta.db_table in made]


def raise_after_migrating(sender, using, **kwargs):
    """Raise the walls once, when the last app has been migrated as the owner."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender is last and using == "owner":
        raise_walls()


def raise_walls(using="owner") -> None:
    """Make triggers, policies and grants fit the declarations; may be run again."""
    wanted = statements()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in wanted:
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON TABLE organisations_unit IS '{_edition(wanted)}'")


def ensure_raised(using="owner") -> None:
    """Raise the walls anew when the declarations are others than those they were raised from."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT obj_description('organisations_unit'::regclass)")
        if cursor.fetchone()[0] != _edition(statements()):
            raise_walls(using)


def _edition(wanted: list[str]) -> str:
    return hashlib.sha256("\n".join(wanted).encode()).hexdigest()


def statements() -> list[str]:
    """All that makes the second wall, in order."""
    wanted = [SEARCHED, TRIGGER, NUMBERS, MAKE_SEALER]
    for model in scoped_models():
        wanted += wall_of(model)
    return wanted + laws() + grants()


def laws() -> list[str]:
    """Functions and triggers that a record declares as its `laws`: truths that no constraint of one row can say."""
    return [law for model in our_models() for law in getattr(model, "laws", ())]


def wall_of(model) -> list[str]:
    """Trigger and policies of one table."""
    table = model._meta.db_table
    wall = []
    if _is_placed(model):
        wall += [
            f"DROP TRIGGER IF EXISTS position_of_unit ON {table}",
            f"CREATE TRIGGER position_of_unit BEFORE INSERT OR UPDATE OF unit_id, position ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION position_of_unit()",
        ]
    seen = expression(model, table)
    return [
        *wall,
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        NO_POLICIES.format(table=table),
        f"CREATE POLICY sight ON {table} TO {application_role()} USING ({seen}) WITH CHECK ({seen})",
        f"CREATE POLICY owner_proves ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
    ]


def expression(model, table: str) -> str:
    """Who sees a row of `model`, as SQL."""
    sight = model.seen_by
    if sight.through:
        parent = model._meta.get_field(sight.through)
        above = parent.related_model._meta.db_table
        shared = f"EXISTS (SELECT FROM {above} above WHERE above.id = {table}.{parent.column})"
        return f"{shared} OR {_is_about_me(model, sight.person.split('__'), table)}" if sight.person else shared
    ways = [f"{table}.position BETWEEN {LOW} AND {HIGH}" if _is_placed(model) else ALL_SEEN]
    if sight.person:
        ways.append(_is_about_me(model, sight.person.split("__"), table))
    if sight.assigned:
        ways.append(_is_assigned(model, table))
    if sight.assigned_owner:
        ways.append(_has_assigned_owner(table))
    if sight.public:
        ways.append(f"{table}.{sight.public}")
    return " OR ".join(ways)


def _is_about_me(model, path, table):
    field = model._meta.get_field(path[0])
    if len(path) == 1:
        return f"{table}.{field.column} = {USER}"
    inner = field.related_model._meta.db_table
    about_me = _is_about_me(field.related_model, path[1:], inner)
    return f"{table}.{field.column} IN (SELECT id FROM {inner} WHERE {about_me})"


def _is_assigned(model, table):
    return (
        f"{table}.id IN (SELECT record_id FROM organisations_assignment a"
        f" WHERE a.record_type = '{model._meta.label_lower}' AND {MINE_TODAY})"
    )


def _has_assigned_owner(table):
    return (
        f"EXISTS (SELECT FROM organisations_assignment a WHERE a.record_type = {table}.record_type"
        f" AND a.record_id = {table}.record_id AND {MINE_TODAY})"
    )


def _is_placed(model) -> bool:
    return {"unit", "position"} <= {field.name for field in model._meta.concrete_fields}


def application_role() -> str:
    """The plain role the application signs in as."""
    return f'"{connections["default"].settings_dict["USER"]}"'


def grants() -> list[str]:
    """What the application may do with each table: records are never deleted, journals only grow."""
    role = application_role()
    wanted = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    ]
    for model in our_models():
        taken = "UPDATE, DELETE, TRUNCATE" if getattr(model, "append_only", False) else "DELETE, TRUNCATE"
        if not getattr(model, "may_be_deleted", False):
            wanted.append(f"REVOKE {taken} ON {model._meta.db_table} FROM {role}")
    return wanted


def breaches() -> list[str]:
    """Where the database differs from what the declarations say; empty when the wall stands."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        found = _catalogue(cursor)
        for statement in statements():
            cursor.execute(statement)
        wanted = _catalogue(cursor)
        transaction.set_rollback(True, using="owner")
    return sorted(str(fact) for fact in found ^ wanted) + _open_doors() + _misplaced()


def _catalogue(cursor) -> set:
    tables = [model._meta.db_table for model in scoped_models()]
    cursor.execute(
        "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies"
        " UNION ALL SELECT relname, 'row security', relrowsecurity::text, relforcerowsecurity::text, '', ''"
        " FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'"
        " UNION ALL SELECT event_object_table, trigger_name, action_timing, event_manipulation, action_statement, ''"
        " FROM information_schema.triggers"
        " UNION ALL SELECT table_name, 'grant', grantee, privilege_type, '', ''"
        " FROM information_schema.table_privileges WHERE table_schema = 'public'",
        [tables],
    )
    return set(cursor.fetchall())


def _open_doors() -> list[str]:
    """What the application role must not be, and rows it sees without any sight."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        doors = ["the application role is more than a plain role"] if any(cursor.fetchone()) else []
        for name in ("low", "high", "user"):
            cursor.execute("SELECT set_config(%s, '', true)", [f"gonghui.{name}"])
        for model in scoped_models():
            public = _public(model)
            cursor.execute(
                f"SELECT count(*) FROM {model._meta.db_table}" + (f" WHERE NOT ({public})" if public else "")
            )
            if seen := cursor.fetchone()[0]:
                doors.append(f"{model._meta.db_table}: {seen} rows are seen without any sight")
    return doors


def _public(model) -> str:
    """Which rows of `model` everyone may see, as SQL: its own public ones, or those of a public parent; or none."""
    sight = model.seen_by
    if not sight.through:
        return sight.public
    parent = model._meta.get_field(sight.through)
    shared = _public(parent.related_model)
    return shared and f"{parent.column} IN (SELECT id FROM {parent.related_model._meta.db_table} WHERE {shared})"


def _misplaced() -> list[str]:
    """Records whose position is not their unit's."""
    faults = []
    with connections["owner"].cursor() as cursor:
        for table in [model._meta.db_table for model in scoped_models() if _is_placed(model)]:
            cursor.execute(
                f"SELECT count(*) FROM {table} r JOIN organisations_unit u ON u.id = r.unit_id"
                " WHERE r.position <> u.position"
            )
            if wrong := cursor.fetchone()[0]:
                faults.append(f"{table}: {wrong} rows stand at another position than their unit")
    return faults
