"""Files on disk: `papers/aa/bb/<uuid>`, written whole or not at all, never written over but by `renew`.

A file written for a transaction that has not ended has a second name under `pending/`; what a crash or a rollback
leaves there is swept up later.
"""

import fcntl
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.refusals import Refusal


class FileMissing(Refusal):
    sentence = _("材料《{document}》的文件不见了，无法打开。请联系系统管理员从备份中恢复。")


class FileAltered(Refusal):
    sentence = _("材料《{document}》的文件与存入时不一致，可能被人改动，不能打开。请联系系统管理员从备份中恢复。")


def path_of(name: uuid.UUID) -> Path:
    """Where the file of this stored name lies."""
    return root() / name.hex[:2] / name.hex[2:4] / str(name)


@contextmanager
def keeping(name: uuid.UUID, content: bytes) -> Iterator[None]:
    """Write the file durably; take it away again when the block fails."""
    _write(name, content)
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            remove(name)


def settle(name: uuid.UUID):
    """The transaction that wrote the file has ended well."""
    _pending(name).unlink(missing_ok=True)


def remove(name: uuid.UUID):
    """Take away a file that belongs to no record."""
    with _held():
        path_of(name).unlink(missing_ok=True)
    settle(name)


def renew(path: Path, renewed: Callable[[bytes], bytes]):
    """Put other bytes in the place of a file, at once; what is taken away meanwhile stays away."""
    with _held(), suppress(FileNotFoundError):
        content = renewed(path.read_bytes())
        draft = root() / "renewed"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        _make_durable(path.parent)


def waiting(*, since: float) -> list[uuid.UUID]:
    """Files written before the moment `since` (seconds) whose transaction was never said to have ended."""
    return [
        uuid.UUID(path.name)
        for path in sorted(root().glob("pending/*"))
        if path.stat(follow_symlinks=False).st_mtime < since
    ]


def root() -> Path:
    """The folder of the papers."""
    return Path(settings.MEDIA_ROOT)


@contextmanager
def _held() -> Iterator[None]:
    """Of those who take files away and those who renew them, one at a time."""
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(root(), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _pending(name: uuid.UUID) -> Path:
    return root() / "pending" / str(name)


def _write(name: uuid.UUID, content: bytes):
    draft, final = _pending(name), path_of(name)
    for folder in (draft.parent, final.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, final)
    except FileExistsError:
        draft.unlink()
        raise
    for folder in (draft.parent, final.parent, final.parent.parent):
        _make_durable(folder)


def _make_durable(folder: Path):
    with suppress(OSError):  # some file systems cannot sync a folder; the file itself is safe
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
