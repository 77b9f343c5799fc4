"""What must be in place before a command may work: server, roles, keys, tables."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from . import assets, catalogues, database
from .embedded.server import say


def ensure():
    """Have the database, the keys and all tables of this version. Raises `CannotRun`."""
    database.ensure()
    django.setup()
    from gonghui.foundation.organisations import walls  # its records need Django to be set up

    from .keeping import layering  # as above

    make_keys(settings.KEYS_FOLDER)
    with _alone():
        if _is_behind():
            say("正在建立数据表……", "Making the tables …")
            call_command("migrate", verbosity=0, interactive=False)
        walls.ensure_raised()
        layering.ensure_settled()
    connections.close_all()


def make_keys(folder: Path) -> None:
    """Make the first data key and the index key where there are none; never replace one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("data-1.key", "index.key"):
        if (folder / name).exists():
            continue
        with NamedTemporaryFile(dir=folder) as draft, suppress(FileExistsError):
            draft.write(os.urandom(32))
            draft.flush()
            os.fsync(draft.fileno())
            os.link(draft.name, folder / name)  # whole or not at all; of two at once the first stays


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
