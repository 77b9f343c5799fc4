"""Backups: database and papers of one instant in one encrypted file, while the system is used. Keys are never in it.

The database's snapshot is taken first: a paper lies on disk before the transaction that names it ends, so every paper
of the snapshot is there when papers are copied after it; one destroyed meanwhile was to be destroyed.
"""

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from django.utils import timezone

from .. import home
from ..sentences import CannotRun
from . import archive, dumping, kept, manifest, ring
from .archive import Member, pieces_of

KEY = "backup.key"
NAME = re.compile(r"gonghui-\d{8}T\d{6}Z\.tar\.age")
ANCHORS = "journal-anchors.txt"
PAPERS = "papers/"
DAYS = 14
ALL_OF = timedelta(days=2)
NIGHT = 2  # o'clock
HALF_AN_HOUR = timedelta(minutes=30)
FULL = (errno.ENOSPC, errno.EDQUOT)


def folder_by_environment() -> Path | None:
    """Where backups go by themselves: `GONGHUI_BACKUP_TO`."""
    named = os.environ.get("GONGHUI_BACKUP_TO")
    return Path(named) if named else None


def days_by_environment() -> int:
    """How many days backups are kept: `GONGHUI_BACKUP_DAYS`. Raises `CannotRun`."""
    text = os.environ.get("GONGHUI_BACKUP_DAYS") or str(DAYS)
    if not text.isdecimal() or not int(text):
        raise CannotRun("GONGHUI_BACKUP_DAYS 应为天数，例如 14。", "GONGHUI_BACKUP_DAYS is a number of days, as 14.")
    return int(text)


def recipient() -> str:
    """For whose key backups are made: the one named in `GONGHUI_BACKUP_RECIPIENT`, else our own backup key."""
    if named := os.environ.get("GONGHUI_BACKUP_RECIPIENT"):
        try:
            return str(pyrage.x25519.Recipient.from_str(named))
        except pyrage.RecipientError as fault:
            raise CannotRun(
                "GONGHUI_BACKUP_RECIPIENT 不是 age 公钥（应以 age1 开头）。",
                "GONGHUI_BACKUP_RECIPIENT is no public key of age (age1…).",
            ) from fault
    return str(identity_in(ensure_key(home.room("keys"))).to_public())


def ensure_key(keys: Path) -> Path:
    """The backup key, drawn at the first backup."""
    if not (keys / KEY).exists():
        with suppress(FileExistsError):  # another backup was first
            ring.add(keys, KEY, f"{pyrage.x25519.Identity.generate()}\n".encode())
    return keys / KEY


def identity_in(file: Path):
    """The private key in a file, ours or that of `age-keygen`. Raises `CannotRun`."""
    try:
        return identity_of(file.read_text(), file)
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotRun(f"无法读取备份密钥 {file}。", f"The backup key {file} cannot be read.") from fault


def identity_of(text: str, named):
    """The private key in a text. Raises `CannotRun`."""
    try:
        key = next(line for line in text.split() if line.startswith("AGE-SECRET-KEY-"))
        return pyrage.x25519.Identity.from_str(key)
    except (StopIteration, pyrage.IdentityError) as fault:
        raise CannotRun(f"{named} 中没有备份密钥。", f"There is no backup key in {named}.") from fault


def backup(target: Path, *, at: datetime, days: int) -> Path:
    """Write a backup into a folder and thin out the old ones; its path. Raises `CannotRun`."""
    _check_target(target)
    path = target / f"gonghui-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.age"
    with _only_one(target):
        for left in target.glob(".gonghui-*.partial"):
            left.unlink()
        try:
            with dumping.snapshot() as snapshot:
                archive.write(path, _members(snapshot), recipient())
        except OSError as fault:
            if fault.errno in FULL:
                raise CannotRun(
                    f"{target} 所在磁盘已满，备份没有写成；请腾出空间再运行一次。",
                    f"The disk of {target} is full and no backup was written; free some space and run it again.",
                ) from fault
            raise CannotRun(f"无法写入备份 {path}：{fault}", f"The backup {path} cannot be written.") from fault
        kept.tell(backup_at=at)
        thin_out(target, at=at, days=days)
    return path


def _check_target(target: Path):
    inside = home.folder().resolve()
    if target.resolve().is_relative_to(inside):
        raise CannotRun(
            f"备份不能放在数据文件夹 {inside} 里：同一块磁盘坏了会一起丢失。",
            f"A backup inside the data folder {inside} would be lost with it; name another folder.",
        )
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise CannotRun(f"无法使用备份文件夹 {target}：{fault.strerror}。", f"{target} cannot be used.") from fault


@contextmanager
def _only_one(target: Path):
    folder = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as fault:
        raise CannotRun(f"{target} 正在写另一份备份。", f"Another backup is being written to {target}.") from fault
    finally:
        os.close(folder)


def backups_in(target: Path) -> list[Path]:
    """The backups of a folder, oldest first."""
    return sorted(path for path in target.glob("gonghui-*.tar.age") if NAME.fullmatch(path.name))


def thin_out(target: Path, *, at: datetime, days: int) -> None:
    """Keep all of two days, then the last of each day, for `days`; the newest stays, however old."""
    found = backups_in(target)
    last_of_day = {_taken_at(path).date(): path for path in found}
    for path in found[:-1]:
        age = at - _taken_at(path)
        if age > timedelta(days=days) or (age > ALL_OF and path not in last_of_day.values()):
            path.unlink()


def _taken_at(path: Path) -> datetime:
    return datetime.strptime(path.name, "gonghui-%Y%m%dT%H%M%SZ.tar.age").replace(tzinfo=UTC)


def is_due(at: datetime) -> bool:
    """Whether a backup is to be made by itself now: at two in the night, or every `GONGHUI_BACKUP_HOURS` hours."""
    hours = os.environ.get("GONGHUI_BACKUP_HOURS")
    if not hours:
        return timezone.localtime(at).hour == NIGHT
    if not hours.isdecimal() or not int(hours):
        raise CannotRun("GONGHUI_BACKUP_HOURS 应为小时数，例如 1。", "GONGHUI_BACKUP_HOURS is a number of hours, as 1.")
    last = kept.told().get("backup_at")
    return last is None or at - last > timedelta(hours=int(hours)) - HALF_AN_HOUR


def _members(snapshot: dumping.Snapshot) -> Iterator[Member]:
    found = manifest.drawn_up(snapshot, home.folder() / "keys")
    yield from _counted(dumping.members(snapshot), found)
    yield from _counted(_files(found.seal_head), found)
    yield archive.of_bytes(archive.MANIFEST, found.as_bytes())


def _counted(members: Iterable[Member], found: manifest.Manifest) -> Iterator[Member]:
    """The members, each with its size and digest in the manifest once it is written."""
    for member in members:
        mark = hashlib.sha256()
        yield Member(member.name, member.size, _marked(member.pieces, mark))
        found.files[member.name] = [member.size, mark.hexdigest()]


def _marked(pieces, mark) -> Iterator[bytes]:
    for piece in pieces:
        mark.update(piece)
        yield piece


def _files(seal_head: str) -> Iterator[Member]:
    yield archive.of_bytes(ANCHORS, _anchors_until(seal_head))
    papers = home.folder() / PAPERS
    for place in ("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*", "bank/*/[!.]*"):
        for path in papers.glob(place):
            with suppress(FileNotFoundError), path.open("rb") as file:
                yield Member(f"{PAPERS}{path.relative_to(papers)}", os.fstat(file.fileno()).st_size, pieces_of(file))


def _anchors_until(seal_head: str) -> bytes:
    """The heads kept beside the database, without those of seals made after the snapshot."""
    try:
        heads = (home.folder() / ANCHORS).read_text().split()
    except FileNotFoundError:
        return b""
    until = heads.index(seal_head) + 1 if seal_head in heads else len(heads)
    return "".join(f"{head}\n" for head in heads[:until]).encode()
