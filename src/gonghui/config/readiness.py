"""What must be in place before a command may work: server, roles, keys, tables."""

from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gonghui.kernel import encryption

from . import assets, catalogues, database
from .embedded.server import say


def ensure():
    """Have the database, the keys and all tables of this version. Raises `CannotRun`."""
    database.ensure()
    django.setup()
    encryption.make_keys(settings.KEYS_FOLDER)
    with _alone():
        if _is_behind():
            say("正在建立数据表……", "Making the tables …")
            call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def make_pages_ready():
    """Bring styles, scripts and icons into the data folder, under names that change with their content."""
    if assets.are_installed():
        assets.gather()
        catalogues.compile_changed()
    call_command("collectstatic", verbosity=0, interactive=False)


def _is_behind() -> bool:
    executor = MigrationExecutor(connections["owner"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _alone():
    """Of several that start at once, one makes the tables and the others wait."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20210103)")
        yield
        cursor.execute("SELECT pg_advisory_unlock(20210103)")
