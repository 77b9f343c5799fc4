"""Backup and restore of a city's database.

Ours: the whole backup, counted, encrypted and with its manifest; the whole reading back, examined before and compared
after. Floor: `pg_dump` compressed into a plain file, and `psql` from it into an empty database.
"""

import gzip
import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.db import transaction
from psycopg import sql

from gonghui.config import database, home
from gonghui.config.keeping import archive, backing_up, dumping, restoring
from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.organisations import sight
from gonghui.kernel.identifiers import a_test_number

from . import ground
from .measuring import Line
from .settings import NAME
from .volume import copy_rows

TITLE = "Keeping"
PERSONS = 100_000
PLAIN = ("--enable-row-security", "--no-owner", "--no-privileges", "--no-comments", "--no-policies")
SECOND = f"{NAME}_restored"


def measure():
    """A city of many persons, backed up and read back once each way."""
    with ground.city() as staff, TemporaryDirectory() as folder:
        _populate(staff.union)
        store = Path(folder)
        floor = _timed(lambda: _dump_plainly(store / "plain.gz"))
        ours = _timed(lambda: backing_up.backup(store / "ours", at=datetime.now(UTC), days=1))
        (path,) = backing_up.backups_in(store / "ours")
        size = f"{path.stat().st_size >> 20} MB beside {(store / 'plain.gz').stat().st_size >> 20} MB"
        yield Line(f"Backup with {PERSONS:,} persons", ours, floor, size)
        floor = _timed(lambda: _into_second(lambda: _load_plainly(store / "plain.gz")))
        ours = _timed(lambda: _into_second(lambda: _restore(path)))
        yield Line(f"Restore of {PERSONS:,} persons", ours, floor, "read through twice, proven before it stands")


def _populate(union):
    with transaction.atomic(), sight.system("benchmark"):
        pattern = ensure_person(name="张测试", id_no=a_test_number("349901", datetime(1980, 5, 6), 1), unit=union)
    index = "md5(n::text) || md5((-n)::text)"
    copy_rows(pattern, PERSONS - 1, uid="gen_random_uuid()", id_index=index, user_id="NULL")


def _dump_plainly(path: Path):
    command = dumping.command("pg_dump", *PLAIN)
    with (
        gzip.open(path, "wb", compresslevel=1) as file,
        subprocess.Popen(command, stdout=subprocess.PIPE, env=dumping.environment()) as dump,
    ):
        for piece in archive.pieces_of(dump.stdout):
            file.write(piece)
    if dump.returncode:
        raise RuntimeError("pg_dump failed")


def _load_plainly(path: Path):
    command = dumping.command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1")
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=dumping.environment()) as psql,
        gzip.open(path) as file,
    ):
        for piece in archive.pieces_of(file):
            psql.stdin.write(piece)
    if psql.returncode:
        raise RuntimeError("psql failed")


def _restore(path: Path):
    identities = [backing_up.identity_in(home.folder() / "keys" / backing_up.KEY)]
    found = restoring.examined(path, identities)
    with dumping.loading() as loading:

        def take(name, pieces):
            if name.startswith(dumping.FOLDER):
                loading.take(b"".join(pieces))

        restoring.check_files(path, found, archive.checked(path, identities, take))
        loading.finish()
    restoring.check_rows(found)


def _into_second(act: Callable[[], None]):
    """Act with a second, empty database in place of the first."""
    with psycopg.connect(**database.administrator(), autocommit=True) as administrator:
        _drop(administrator)
        database.make_database(administrator, SECOND)
        os.environ["GONGHUI_DATABASE_NAME"] = SECOND
        try:
            act()
        finally:
            os.environ["GONGHUI_DATABASE_NAME"] = NAME
            _drop(administrator)


def _drop(administrator):
    administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(SECOND)))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
