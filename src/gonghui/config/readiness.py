"""What must be in place before a command may work: server, roles, keys, tables."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
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
    with _alone(), _told_plainly():
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
        wait_no_longer_than(cursor)
        yield
        cursor.execute("SELECT pg_advisory_unlock(20210103)")


def wait_no_longer_than(cursor, seconds: int = LONGEST_LOCK):
    """Let a change of tables give up rather than hold up who works with them."""
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])


@contextmanager
def _told_plainly():
    """A step of an upgrade that fails leaves nothing half done: the database says why, we say what now."""
    try:
        yield
    except DatabaseError as fault:
        if isinstance(fault.__cause__, psycopg.errors.LockNotAvailable):
            raise CannotRun(
                f"升级没有完成：有人正在使用的表 {LONGEST_LOCK} 秒内没有空出来。做完的步骤有效，没做的没有留下半步，"
                "原来的版本可以继续运行；请停止其他进程后再启动。",
                f"The upgrade did not end: a table was in use for more than {LONGEST_LOCK} s. No step is half done and "
                "the version before still runs; stop other processes, then start again.",
            ) from fault
        raise CannotRun(
            f"升级没有完成：{str(fault).strip()[:500]}\n这一步已全部撤回，原来的版本可以继续运行；请把上面的话告诉开发者。",
            "The upgrade did not end; its failing step was rolled back whole and the version before still runs.",
        ) from fault
