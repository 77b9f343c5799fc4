"""What a killed server leaves behind, and what of it may be cleared away."""

import os
import shutil
from pathlib import Path

from .place import SOCKET_NAME, Place


def postmaster(data: Path) -> int | None:
    """The process number of the server that runs over `data`, or None.

    A pid file proves nothing: the number may since belong to another program, or to a dead process nobody collected.
    """
    try:
        number = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, ValueError):
        return None
    if state in "ZX":
        return None
    try:
        return number if os.path.samefile(f"/proc/{number}/cwd", data) else None
    except PermissionError:  # another user's process: not ours to judge, PostgreSQL's own check decides
        return number
    except OSError:
        return None


def remove_stale_locks(place: Place):
    """Remove the pid file and the socket's lock when their server is gone.

    Its children may live on: they hold the shared memory, which PostgreSQL checks by itself.
    """
    if postmaster(place.cluster) is None:
        for lock in (place.cluster / "postmaster.pid", place.sockets / f"{SOCKET_NAME}.lock"):
            lock.unlink(missing_ok=True)


def is_deaf(place: Place) -> bool:
    """A server runs, but somebody cleared its socket away: nobody can reach it any more."""
    is_running = postmaster(place.cluster) is not None and _is_ready(place.cluster)
    return is_running and not (place.sockets / SOCKET_NAME).exists()


def _is_ready(data: Path) -> bool:
    lines = (data / "postmaster.pid").read_text().splitlines()
    return len(lines) > 7 and lines[7].strip() == "ready"


def clear_unfinished(place: Place):
    """Remove what an interrupted `initdb` wrote: the cluster is renamed into place only when it is whole."""
    shutil.rmtree(place.folder / "data.unfinished", ignore_errors=True)
