"""Databases for tests: migrated once per state of the source into a template, copied whenever a test wants it fresh."""

import hashlib
import time

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from gonghui.config import database
from gonghui.config.settings import PACKAGE

from .settings import TEST_DATABASE

PREFIX = "template_gonghui_"
KEPT = 12  # templates of earlier states, for testers at work on several at once
ROOMS_WITHOUT_ROWS = {"tests", "views", "forms", "urls", "sheets", "indicators", "ui", "pages", "reading"}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def copy(template: str, name: str = TEST_DATABASE):
    """Put a copy of the template in place of the test database, or of another."""
    with psycopg.connect(**database.administrator(), autocommit=True) as administrator:
        drop(administrator, name)
        database.make_database(administrator, name, template=template)


def drop(administrator: psycopg.Connection, name: str = TEST_DATABASE):
    connections.close_all()
    # Only the embedded superuser may end others' connections; elsewhere DROP itself waits for those just closed.
    statement = "DROP DATABASE IF EXISTS {} WITH (FORCE)" if database.is_embedded() else "DROP DATABASE IF EXISTS {}"
    administrator.execute(sql.SQL(statement).format(sql.Identifier(name)))


def template() -> str:
    """Have a server, both roles and a database migrated to this source; its name."""
    if database.is_embedded():
        database.embedded_server(**UNSAFE).ensure_running()
    with psycopg.connect(**database.administrator(), autocommit=True) as administrator:
        database.ensure_roles(administrator)
        return _template(administrator)


def _template(administrator: psycopg.Connection) -> str:
    mark = _mark()
    administrator.execute("SELECT pg_advisory_lock(20210102)")  # parallel testers: one migrates, the others wait
    known = _templates(administrator)
    name = next((name for name in known if name.endswith(mark)), None)
    if name is None:
        name = f"{PREFIX}{time.time_ns() // 1_000_000}_{mark}"
        _migrate(administrator, name)
        for old in known[:-KEPT]:
            administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
    administrator.execute("SELECT pg_advisory_unlock(20210102)")
    return name


def _templates(administrator: psycopg.Connection) -> list[str]:
    found = administrator.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [PREFIX])
    return [name for (name,) in found]


def _mark() -> str:
    """A fingerprint of all source that may change tables, walls or seed rows."""
    mark = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {*path.relative_to(PACKAGE).parts, path.stem} & ROOMS_WITHOUT_ROWS:
            mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def _migrate(administrator: psycopg.Connection, name: str):
    draft = f"{TEST_DATABASE}_draft"
    drop(administrator, draft)
    database.make_database(administrator, draft)
    database.open_to_application(draft)
    try:
        point_to(draft)
        call_command("migrate", verbosity=0)
    finally:
        point_to(TEST_DATABASE)
    administrator.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (draft, name))))


def point_to(name: str):
    """Lead all connections to a database."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
