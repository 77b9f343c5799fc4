"""Where the embedded database lives, and as which user it runs.

PostgreSQL refuses to run as root. Started by root, it runs as another user, who must be able to reach the folder;
where a parent folder is closed to others, the database moves to a system folder.
"""

import hashlib
import os
import pwd
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..sentences import CannotRun

LONGEST_SOCKET_PATH = 107  # bytes; the kernel's limit of sun_path, less the closing zero
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """The folders of one embedded database. Looking at it creates nothing."""

    home: Path

    @cached_property
    def folder(self) -> Path:
        """`<data folder>/database`, or a system folder when root's data folder is closed to other users."""
        beside = self.home / "database"
        if os.geteuid() != 0 or (beside / "data").exists():
            return beside
        elsewhere = Path(f"/var/lib/gonghui-{self._mark}")
        return elsewhere if elsewhere.exists() or not is_open_to_others(self.home) else beside

    @property
    def has_moved(self) -> bool:
        return self.folder != self.home / "database"

    @property
    def cluster(self) -> Path:
        return self.folder / "data"

    @property
    def is_initialised(self) -> bool:
        return (self.cluster / "PG_VERSION").exists()

    @cached_property
    def sockets(self) -> Path:
        """A folder whose socket path fits into 107 bytes."""
        beside = self.folder / "run"
        if len(os.fsencode(beside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return beside
        shared = Path("/run" if os.geteuid() == 0 else "/var/tmp")  # noqa: S108 - ours is made with 0700, its owner checked
        return shared / f"gonghui-{self._mark}"

    @property
    def runner(self) -> pwd.struct_passwd | None:
        """The user the server runs as when root starts it; None when we run it ourselves.

        Whose the data already are, stays. Raises `CannotRun` when there is nobody to step down to.
        """
        if os.geteuid() != 0:
            return None
        if self.cluster.exists() and (owner := self.cluster.stat().st_uid) != 0:
            return pwd.getpwuid(owner)
        return _someone_else()

    @property
    def _mark(self) -> str:
        return hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]


def is_open_to_others(path: Path) -> bool:
    """Can every user pass through `path` and the folders above it, as far as they exist?"""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.exists())


def _someone_else() -> pwd.struct_passwd:
    for name in filter(None, (os.environ.get("GONGHUI_RUN_AS"), "postgres", "nobody")):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotRun(
        "PostgreSQL 不能以 root 身份运行，且没有可用的普通用户；请改用普通用户，或用 GONGHUI_RUN_AS 指定一个。",
        "PostgreSQL does not run as root and there is no other user; "
        "run as a normal user or name one in GONGHUI_RUN_AS.",
    )
