"""Worlds as earlier versions left them, each a backup and its ring: what every later version must be able to take over.

`make landed NAME=0.2.0` adds one of the version at hand; it is done once for each version that is given out.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
PASSPHRASE = "upgrade test only"
SCALE = "0.01"


def names() -> list[str]:
    """The versions there are, oldest first."""
    return sorted(path.name.removesuffix(".tar.age") for path in FOLDER.glob("*.tar.age"))


def backup_of(name: str) -> Path:
    return FOLDER / f"{name}.tar.age"


def ring_of(name: str) -> Path:
    return FOLDER / f"{name}.ring.age"


def add(name: str):
    """Build the small world with the version at hand and keep it under a name."""
    with tempfile.TemporaryDirectory(prefix="gh-") as folder:
        home, store = Path(folder) / "home", Path(folder) / "store"
        Path(folder).chmod(0o755)
        _run(home, "demo", "--no-serve", "--scale", SCALE)
        _run(home, "backup", "--to", str(store))
        _run(home, "backup", "--keys", str(store / "ring"))
        _run(home, "stop")
        backup_of(name).write_bytes(next(store.glob("*.tar.age")).read_bytes())
        ring_of(name).write_bytes((store / "ring").read_bytes())


def _run(home: Path, *arguments: str):
    environment = {**os.environ, "GONGHUI_HOME": str(home), "GONGHUI_PASSPHRASE": PASSPHRASE}
    subprocess.run([sys.executable, "-m", "gonghui.config.commands", *arguments], env=environment, check=True)
