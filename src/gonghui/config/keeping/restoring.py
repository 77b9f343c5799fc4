"""Restoring a backup into an empty data folder and an empty database: the whole of it, or nothing that looks whole.

The backup is read through once before anything is touched. Then `restoring.json` stands in the data folder until all
is in place: every command refuses to work beside it, and the same restore can be started again over what it left.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from .. import database, home, readiness
from ..sentences import CannotRun
from . import archive, dumping, manifest, ring
from .backing_up import ANCHORS, KEY, PAPERS, identity_in, identity_of
from .manifest import Manifest

LENGTH_OF_UUID = 36
MARGIN = 300 * (1 << 20)  # bytes that a server needs beside its data
HARMLESS = {"keys", "static"}  # what an earlier try leaves that was refused
ROOM = 3  # a dump that was packed, and its indexes


@dataclass
class Restore:
    """What is restored, and into which folder; `keys` are a ring's by name, none when they lie there already."""

    source: Path
    into: Path
    keys: dict[str, bytes]
    identity: Path | None = None

    def run(self) -> Manifest:
        """Restore; what the backup held. Raises `CannotRun`; what has been begun is then seen as such."""
        was_begun = self._marker.exists()
        if not was_begun:
            self._check_folder()
        found = examined(self.source, [self._identity()])
        self._check_keys(found)
        self._check_disk(found)
        ring.hang_up(home.room("keys"), self.keys)  # before the settings are read, which would draw new ones
        self._check_version(found)
        self._marker.write_text(json.dumps({"from": self.source.name}) + "\n")
        try:
            self._make_ready(was_begun)
        except NotEmpty:
            self._marker.unlink()
            raise
        self._take_in(found)
        readiness.bring_up()
        with psycopg.connect(**database.owner_address(), autocommit=True) as owner:
            owner.execute("ANALYZE")
        self._marker.unlink()
        return found

    @property
    def _marker(self) -> Path:
        return self.into / readiness.UNFINISHED

    def _check_folder(self):
        others = {path.name for path in self.into.iterdir()} - HARMLESS if self.into.exists() else ()
        if others:
            raise CannotRun(
                f"{self.into} 不是空文件夹（有 {sorted(others)[0]}），不会覆盖；请换一个空文件夹。",
                f"{self.into} is not empty; nothing is written over. Name an empty folder.",
            )

    def _identity(self):
        if self.identity:
            return identity_in(self.identity)
        if KEY in self.keys:
            return identity_of(self.keys[KEY].decode(), KEY)
        return identity_in(self.into / "keys" / KEY)

    def _check_keys(self, found: Manifest):
        ours = {**manifest.fingerprints(self.into / "keys"), **manifest.fingerprints_of(self.keys)}
        known = set(ours.values())
        if missing := [name for name, mark in found.keys.items() if mark not in known]:
            raise CannotRun(
                f"密钥不对：这份备份还需要 {'、'.join(missing)}，给出的密钥中没有；请用制作备份之后另存的密钥文件。",
                f"The keys lack {', '.join(missing)}, under which records of this backup are; name a later ring.",
            )

    def _check_version(self, found: Manifest):
        known = readiness.known_migrations()
        if found.format > manifest.FORMAT or any(tuple(each) not in known for each in found.migrations):
            raise CannotRun(
                f"这份备份由更新的版本（{found.program}）制作，本程序不能恢复；请先安装那个版本。",
                f"This backup was made by a newer version ({found.program}); install that version first.",
            )

    def _check_disk(self, found: Manifest):
        place = next(path for path in (self.into, *self.into.absolute().parents) if path.exists())
        needed = found.size + ROOM * found.database_bytes // 2 + MARGIN
        if (free := shutil.disk_usage(place).free) < needed:
            raise CannotRun(
                f"{place} 所在磁盘剩余 {free >> 20} MB，恢复需要 {needed >> 20} MB；请腾出空间或换一个文件夹。",
                f"The disk of {place} has {free >> 20} MB free and {needed >> 20} MB are needed.",
            )

    def _make_ready(self, was_begun: bool):
        database.ensure()
        with psycopg.connect(**database.owner_address()) as owner:
            if was_begun:
                dumping.empty(owner)
                shutil.rmtree(self.into / PAPERS, ignore_errors=True)
            elif tables := list(dumping.counted(owner)):
                raise NotEmpty(tables[0])

    def _take_in(self, found: Manifest):
        home.room(PAPERS)
        home.made(self.into / PAPERS / "pending", 0o700)
        try:
            with dumping.loading() as loading:
                got = archive.checked(self.source, [self._identity()], _Taking(loading, self.into).take)
                check_files(self.source, found, got)
                loading.finish()
        except OSError as fault:
            raise CannotRun(
                f"无法写入 {self.into}：{fault.strerror}。恢复没有完成，请解决后再运行一次。",
                f"{self.into} cannot be written ({fault.strerror}); mend that and run the same restore again.",
            ) from fault
        check_rows(found)


class NotEmpty(CannotRun):
    """The database has tables."""

    def __init__(self, table: str):
        super().__init__(
            f"数据库不是空的（有表 {table}），不会覆盖；请另建一个空数据库。",
            f"The database is not empty (it has {table}); nothing is written over. Make an empty one.",
        )


class _Taking:
    """Puts each member where it belongs."""

    def __init__(self, loading: dumping.Loading, into: Path):
        self._loading, self._into = loading, into

    def take(self, name: str, pieces: Iterator[bytes]):
        if name.startswith(dumping.FOLDER):
            self._loading.take(b"".join(pieces))
        elif name == ANCHORS or name.startswith(PAPERS):
            self._write(name, pieces)

    def _write(self, name: str, pieces: Iterator[bytes]):
        path = self._into / name
        if ".." in path.parts:
            raise archive.Damaged(path, "文件名不合规", "a name leads elsewhere")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if _is_paper(path):  # one whose transaction had not ended by then is swept up later
            os.link(path, self._into / PAPERS / "pending" / path.name)


def _is_paper(path: Path) -> bool:
    return len(path.name) == LENGTH_OF_UUID and path.parent.parent.parent.name == PAPERS.rstrip("/")


def examined(source: Path, identities: list) -> Manifest:
    """Read a backup through and compare it with its manifest; nothing is written. Raises Damaged and `CannotRun`."""
    if not source.is_file():
        raise CannotRun(f"没有备份文件 {source}。", f"There is no backup {source}.")
    told: dict[str, bytes] = {}

    def take(name: str, pieces: Iterator[bytes]):
        if name == archive.MANIFEST:
            told[name] = b"".join(pieces)

    got = archive.checked(source, identities, take)
    if archive.MANIFEST not in told:
        raise archive.Damaged(source, "没有清单", "it has no manifest")
    found = manifest.read(source, told[archive.MANIFEST])
    check_files(source, found, got)
    return found


def check_files(source: Path, found: Manifest, got: dict[str, tuple[int, str]]):
    """Raises Damaged when a file is missing, too many or another than the manifest says."""
    wanted = {name: tuple(told) for name, told in found.files.items()}
    there = {name: told for name, told in got.items() if name != archive.MANIFEST}
    if missing := sorted(set(wanted) - set(there)):
        raise archive.Damaged(source, f"缺少文件 {missing[0]}", f"{missing[0]} is missing")
    if others := sorted(name for name, told in there.items() if wanted.get(name) != told):
        raise archive.Damaged(source, f"文件 {others[0]} 与清单不符", f"{others[0]} is not what the manifest says")


def check_rows(found: Manifest):
    """Raises `CannotRun` when a table has other rows than the manifest says; seen as the owner, past the walls."""
    with psycopg.connect(**database.owner_address()) as owner:
        for table in dumping.counted(owner):
            owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        now = dumping.counted(owner)
        owner.rollback()
    if others := sorted(table for table in {*now, *found.rows} if now.get(table) != found.rows.get(table)):
        raise CannotRun(
            f"恢复后的表 {others[0]} 与清单的行数不符；这次恢复不能使用。",
            f"{others[0]} has other rows than the manifest says; this restore is not to be used.",
        )
