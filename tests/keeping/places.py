"""A data folder of its own, commands in it, and kills."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gonghui.config.embedded import Place as DatabasePlace
from gonghui.config.embedded import Server

from . import landed

NOT_FOR_CHILDREN = ("DATABASE_URL", "GONGHUI_DATABASE_NAME", "DJANGO_SETTINGS_MODULE", "GONGHUI_BACKUP_TO")


class Place:
    """A folder with a data folder `home` and a folder for backups `store`."""

    def __init__(self, folder: Path):
        self.folder, self.home, self.store = folder, folder / "home", folder / "store"

    def run(self, *arguments, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            _command(*arguments), env=self._environment(home, environment), capture_output=True, text=True, check=False
        )

    def kill_after(self, seconds: float, *arguments, home: Path | None = None) -> bool:
        """Start a command and kill it and its children; whether it was still running."""
        process = subprocess.Popen(
            _command(*arguments), env=self._environment(home, {}), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        time.sleep(seconds)
        was_running = process.poll() is None
        if was_running:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return was_running

    def _environment(self, home, more) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if name not in NOT_FOR_CHILDREN}
        own = {"GONGHUI_HOME": str(home or self.home), "GONGHUI_PASSPHRASE": landed.PASSPHRASE}
        return plain | own | {"DJANGO_SETTINGS_MODULE": "gonghui.config.settings"} | more

    def taken_over(self, name: str) -> subprocess.CompletedProcess:
        """Restore the world of an earlier version here."""
        return self.run("restore", landed.backup_of(name), "--into", self.home, "--keys", landed.ring_of(name))

    def stop(self, home: Path):
        server = Server(DatabasePlace(home))
        server.stop()
        shutil.rmtree(server.place.folder, ignore_errors=True)


@contextmanager
def a_place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="gh-", dir="/tmp"))
    folder.chmod(0o755)
    place = Place(folder)
    try:
        yield place
    finally:
        for home in folder.glob("home*"):
            place.stop(home)
        shutil.rmtree(folder, ignore_errors=True)


def _command(*arguments) -> list[str]:
    return [sys.executable, "-m", "gonghui.config.commands", *map(str, arguments)]
