"""Runs the child process: few at a time, with a deadline, without the parent's environment; ends it in every case."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict

from .columns import Limits
from .unreadable import Unreadable

CHILD = (sys.executable, "-I", "-m", "gonghui.kernel.sheets.child")
PLACES = threading.BoundedSemaphore(4)
PATIENCE = 20
LONGEST_ANSWER = 8 * 1024 * 1024

log = logging.getLogger(__name__)


def answers(job: dict, limits: Limits, lines: Iterable[list | None] = ()) -> Iterator[dict]:
    """What the child answers to a job, one by one; `lines` are rows it is given after the job.

    Raises Unreadable with the child's reason, or with ours when it was too slow, died, or every place is taken.
    """
    if not PLACES.acquire(timeout=PATIENCE):
        raise Unreadable("busy")
    try:
        yield from _run(job | {"limits": asdict(limits)}, limits, lines)
    finally:
        PLACES.release()


def _run(job: dict, limits: Limits, lines: Iterable[list | None]) -> Iterator[dict]:
    with tempfile.TemporaryFile() as errors, _started(errors) as child:
        late = threading.Event()
        deadline = threading.Timer(limits.seconds, _end, (child, late))
        deadline.start()
        try:
            _tell(child, job, lines)
            if not (yield from _heard(child)):
                raise _why_it_ended(child, late, errors)
        finally:
            deadline.cancel()
            _end(child)


def _started(errors) -> subprocess.Popen:
    """The child, in a session of its own so that all it starts ends with it."""
    pipe = subprocess.PIPE
    return subprocess.Popen(CHILD, stdin=pipe, stdout=pipe, stderr=errors, start_new_session=True, env=_environment())


def _environment() -> dict[str, str]:
    """Nothing of the parent's: keys and passwords may stand there."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8"}


def _tell(child, job: dict, lines: Iterable[list | None]):
    """Gives the job and its rows; a child that has died already is noticed when it is heard."""
    with suppress(BrokenPipeError), child.stdin as mouth:
        mouth.write(json.dumps(job).encode() + b"\n")
        for line in lines:
            mouth.write(json.dumps(line).encode() + b"\n")


def _heard(child) -> Generator[dict, None, bool]:
    """The child's answers; true when it said all. Raises Unreadable when it says why it cannot go on."""
    while line := child.stdout.readline(LONGEST_ANSWER):
        try:
            answer = json.loads(line)
        except ValueError:
            break
        if "unreadable" in answer:
            raise Unreadable(answer["unreadable"], **answer["facts"])
        yield answer
        if answer.get("end"):
            return True
    return False


def _why_it_ended(child, late: threading.Event, errors) -> Unreadable:
    """Why the child fell silent before the end."""
    status = child.wait()
    if late.is_set() or status in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM):
        return Unreadable("too_slow")
    errors.seek(0)
    last = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
    log.warning("A workbook ended its child process: status %s, %s", status, last.partition(":")[0][:80])
    return Unreadable("child_died")


def _end(child, late: threading.Event | None = None):
    """Ends the child and whatever it started."""
    if child.poll() is None:
        if late:
            late.set()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
