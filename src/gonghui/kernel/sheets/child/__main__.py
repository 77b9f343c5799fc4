"""One job from standard input, answers as JSON lines on standard output, the last of them saying that all was said."""

import json
import resource
import signal
import sys

from ..unreadable import Unreadable

SPARE_SECONDS = 5


def main():
    job = json.loads(sys.stdin.buffer.readline())
    _limit(job["limits"])
    try:
        for answer in _work(job):
            _say(answer)
    except Unreadable as no:
        _say({"unreadable": no.code, "facts": no.facts})
    except MemoryError:
        _say({"unreadable": "too_hungry", "facts": {}})
    sys.stdout.flush()


def _limit(limits: dict):
    """No more memory, processor or wall-clock time than allowed, and no core dump of people's data."""
    seconds = limits["seconds"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    signal.alarm(seconds + SPARE_SECONDS)


def _work(job: dict):
    """The answers to a job; each kind of job loads only the libraries it needs."""
    if job["do"] == "read":
        from .reading import read

        return read(job)
    if job["do"] == "write":
        from .writing import write

        return write(job, sys.stdin.buffer)
    if job["do"] in ("survey", "fill"):
        from . import filling

        return filling.survey(job) if job["do"] == "survey" else filling.fill(job, sys.stdin.buffer)
    from .marking import mark

    return mark(job)


def _say(answer: dict):
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")) + "\n")


main()
