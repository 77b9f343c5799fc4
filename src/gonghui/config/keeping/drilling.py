"""The drill: the latest backup restored into a second, throw-away cluster, and everything proven there (R16)."""

import fcntl
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.management import get_commands

from .. import home
from ..embedded import Place, Server
from ..sentences import CannotRun
from . import backing_up, kept

NOT_FOR_A_DRILL = ("DATABASE_URL", "GONGHUI_DATABASE_NAME", "GONGHUI_BACKUP_TO")
PREFIX = "gonghui-drill-"
JUST_MADE = 60  # seconds in which a drill takes hold of its folder
COULD_NOT_RUN = 2
EXTRA_PROOFS = ("pii_scan", "drill_checks")


@dataclass
class Drill:
    """What a drill found: `breaches` are proofs that did not hold, `seconds` how long the restore took (RTO)."""

    backup: Path
    seconds: float = 0.0
    age: float = 0.0
    bytes_kept: int = 0
    bytes_restored: int = 0
    breaches: list[str] = field(default_factory=list)


def latest(folder: Path | None) -> Path:
    """The newest backup of a folder. Raises `CannotRun`."""
    if folder is None:
        raise CannotRun("请用 --from 指定备份文件夹，或设置 GONGHUI_BACKUP_TO。", "Name the folder with --from.")
    if not (found := backing_up.backups_in(folder)):
        raise CannotRun(f"{folder} 中没有备份。", f"There is no backup in {folder}.")
    return found[-1]


def drill(backup: Path, *, at: datetime, keys: Path | None, identity: Path | None) -> Drill:
    """Restore and prove; the second cluster is gone afterwards. Raises `CannotRun` when the restore cannot be made."""
    found = Drill(backup, bytes_kept=backup.stat().st_size)
    found.age = at.timestamp() - backup.stat().st_mtime
    with _second_place() as place:
        began = time.monotonic()
        _restore(backup, place, keys, identity)
        found.seconds = time.monotonic() - began
        found.bytes_restored = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        for proof in proofs():
            found.breaches += _breaches(proof, place)
    if not found.breaches:
        kept.tell(drill_at=at)
    return found


def proofs() -> list[str]:
    """Every `*_verify` of our apps, whichever there are, and what only a restored copy can show."""
    ours = [name for name, app in get_commands().items() if app.startswith("gonghui.") and name.endswith("_verify")]
    return [*sorted(ours), *EXTRA_PROOFS]


@contextmanager
def _second_place() -> Iterator[Path]:
    """A data folder of its own, beside everything that is real; held, so that another drill leaves it alone."""
    above = Path(os.environ.get("GONGHUI_DRILL_IN") or "/var/tmp")  # noqa: S108 - what is made there has mode 0700
    _sweep(above)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=above))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder / "home"
    finally:
        _take_away(folder)
        os.close(held)


def _sweep(above: Path):
    """A drill that was killed has left a copy of everything, keys and all: it goes before another is made."""
    for left in above.glob(f"{PREFIX}*"):
        told = left.lstat()
        if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.geteuid() or time.time() - told.st_mtime < JUST_MADE:
            continue
        folder = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _take_away(left)
        except BlockingIOError:  # a drill is at work in it
            continue
        finally:
            os.close(folder)


def _take_away(folder: Path):
    server = Server(Place(folder / "home"))
    try:
        server.stop()
    finally:
        shutil.rmtree(server.place.folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _restore(backup: Path, place: Path, keys: Path | None, identity: Path | None):
    arguments = ["restore", str(backup.absolute()), "--into", str(place)]
    if keys:
        arguments += ["--keys", str(keys.absolute())]
    else:
        place.mkdir(0o711 if os.geteuid() == 0 else 0o700)
        shutil.copytree(home.room("keys"), place / "keys")
    if identity:
        arguments += ["--identity", str(identity.absolute())]
    outcome = _run(place, *arguments)
    if outcome.returncode:
        raise CannotRun(
            f"演练中恢复失败：{outcome.stderr.strip()[-500:]}", "The restore of the drill failed; see above."
        )


def _breaches(proof: str, place: Path) -> list[str]:
    outcome = _run(place, proof)
    if outcome.returncode == 0:
        return []
    said = (outcome.stdout or outcome.stderr).strip().splitlines() or [f"exit {outcome.returncode}"]
    return [f"{proof}: {line}" for line in said[:20]]


def _run(place: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_A_DRILL}
    command = [sys.executable, "-m", "gonghui.config.commands", *arguments]
    environment["GONGHUI_HOME"] = str(place)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
