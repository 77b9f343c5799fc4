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
from django.db.migrations.loader import MigrationLoader

from . import assets, catalogues, database, home
from .embedded.server import say
from .sentences import CannotRun


UNFINISHED = "restoring.json"
LONGEST_LOCK = 3  # seconds that changing a table may wait for, and so hold up, whoever uses it


def ensure():
    """Have the database, the keys and all tables of this version. Raises `CannotRun`."""
    if (home.folder() / UNFINISHED).exists():
        raise CannotRun(
            f"{home.folder()} 中的恢复没有完成，不能使用；请再运行一次同样的 gonghui restore。",
            f"The restore into {home.folder()} did not end; run the same gonghui restore again.",
        )
    bring_up()


def bring_up():
    """Bring keys and tables up to this version, as `ensure` does once nothing stands against it."""
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


def known_migrations() -> set[tuple[str, str]]:
    """The migrations this version has, those it has merged into one among them."""
    django.setup()
    loader = MigrationLoader(None)
    replaced = {each for migration in loader.disk_migrations.values() for each in migration.replaces}
    return {*loader.disk_migrations, *replaced}


def make_keys(folder: Path) -> None:
    """Make the first data key and the index key where there are none; never replace one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, kind in (("data-1.key", "data-*.key"), ("index.key", "index.key")):
        if any(folder.glob(kind)):
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
