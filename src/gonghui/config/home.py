"""The data folder: `$GONGHUI_HOME`, else `./var`. Keys, papers, static files and, unless told otherwise, the database.

keys/       one file per secret, readable by its owner only
papers/     uploaded documents
static/     styles and scripts, gathered when serving starts
database/   the embedded PostgreSQL (see `embedded/place.py`)
"""

import errno
import os
import secrets
import tempfile
from pathlib import Path

from .sentences import CannotRun


def folder() -> Path:
    """The data folder, as an absolute path; nothing is created."""
    return Path(os.environ.get("GONGHUI_HOME") or "var").absolute()


def room(name: str, mode: int = 0o700) -> Path:
    """A folder inside the data folder, created if absent with `mode`; raises `CannotRun` when it cannot be used."""
    # The database's user passes through the data folder when root starts it, but reads nothing in it.
    made(folder(), 0o711 if os.geteuid() == 0 else 0o700)
    return made(folder() / name, mode)


def made(path: Path, mode: int) -> Path:
    """Create a folder and check that it can be written; raises `CannotRun` with the cause."""
    try:
        if not path.exists():
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(mode)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as fault:
        raise unusable(path, fault) from fault


def unusable(path: Path, fault: OSError) -> CannotRun:
    """Word an operating system's refusal of a folder for the person who has to mend it."""
    causes = {
        errno.ENOSPC: ("磁盘已满，请腾出空间", "the disk is full; free some space"),
        errno.EDQUOT: ("磁盘配额已用尽，请腾出空间", "the disk quota is used up; free some space"),
        errno.EROFS: ("所在磁盘为只读，请换一个文件夹", "its disk is read-only; choose another folder"),
        errno.ENOTDIR: ("路径中有一段不是文件夹，请换一个路径", "a part of the path is not a folder; choose another"),
        errno.EEXIST: ("同名文件已存在，请换一个路径", "a file of that name exists; choose another"),
    }
    denied = ("当前用户无权使用，请换一个文件夹或更换所有者", "this user may not; choose another or change its owner")
    chinese, english = causes.get(fault.errno or 0, denied)
    return CannotRun(
        f"无法使用数据文件夹 {path}：{chinese}（可用环境变量 GONGHUI_HOME 指定）。",
        f"The data folder {path} cannot be used: {english} (GONGHUI_HOME names the folder).",
    )


def secret(name: str) -> str:
    """The secret kept under `keys/<name>`; drawn once (43 characters, 256 bits) and then kept for ever."""
    path = room("keys") / name
    if not path.exists():
        _keep(path, secrets.token_urlsafe(32))
    try:
        return path.read_text().strip()
    except OSError as fault:
        raise unusable(path, fault) from fault


def _keep(path: Path, text: str):
    """Write a secret whole or not at all; of two programs that start at once, the first one's stands."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError as fault:
        raise unusable(path, fault) from fault
    finally:
        draft.unlink(missing_ok=True)
