"""The run as a page: of which machine, what beside which floor, and what was not measured."""

import inspect
import os
import platform
import resource
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from types import ModuleType

import psycopg

from gonghui.config import database

from .measuring import Line

BUSY = 1.5  # load average of the last minute above which others were at work
INTRODUCTION = """\
# Benchmarks

Written by `make bench` from one run; run it again rather than edit it. Each measure stands beside its *floor*, the
least that this work would take here, measured by turns in the same run. Look at the ratios: milliseconds are of this
machine only. All are medians.
"""
NOT_MEASURED = """\
- Many people at once. One process asks one thing at a time; nothing is said of throughput or of waiting for locks.
- The network, the web server, styles and scripts, and the browser. A request here ends where Django answers it.
- Cold caches and the first request after a start: one run of each goes before and does not count.
- What grows over years: a journal of millions of entries, and files and grants beyond these sizes. Volume was copied
  by SQL from one real record, so all households are alike and have no journal, and the database plans by such rows.
- Papers and photos, exports, payment files, published pages read and judged, the calendar's jobs.
- Memory, apart from the peak above; the child that reads a workbook has a limit of its own, which tests prove.
"""


def load() -> str:
    """How busy the machine is now."""
    last_minute = os.getloadavg()[0]
    return f"{last_minute:.1f} when it began: measured on a {'busy' if last_minute > BUSY else 'quiet'} machine"


def machine() -> dict[str, str]:
    """On what it is measured."""
    with psycopg.connect(**database.administrator()) as server:
        found = server.execute("SELECT current_setting('server_version'), current_setting('fsync')").fetchone()
    postgres, fsync = found or ("", "")
    return {
        "Day": f"{date.today():%Y-%m-%d}",
        "Cores": f"{os.cpu_count()} of {platform.machine()}",
        "Python": f"{platform.python_version()}, Django {version('django')}",
        "PostgreSQL": f"{postgres.split()[0]}, fsync {fsync}, on the same machine",
    }


def peak() -> str:
    """The most memory this process has held."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in the measuring process"


def line_of_text(line: Line) -> str:
    ours, floor = line.ours * 1000, line.floor * 1000
    return f"  {line.what}: {ours:,.1f} ms, floor {floor:,.1f} ms, ratio {line.ratio:.1f}; {line.beside}"


def page(told: dict[str, str], measured: Iterable[tuple[ModuleType, list[Line]]]) -> str:
    """The page of a whole run, in Markdown."""
    rows = "\n".join(f"| {name} | {fact} |" for name, fact in told.items())
    sections = "\n\n".join(_section(bench, lines) for bench, lines in measured)
    table = f"| | |\n|---|---|\n{rows}"
    return f"{INTRODUCTION}\n{table}\n\n{sections}\n\n## Not measured\n\n{NOT_MEASURED}"


def _section(bench: ModuleType, lines: list[Line]) -> str:
    head = "| | ours, ms | floor, ms | ratio | beside |\n|---|--:|--:|--:|---|"
    rows = [
        f"| {line.what} | {line.ours * 1000:,.1f} | {line.floor * 1000:,.1f} | {line.ratio:.1f} | {line.beside} |"
        for line in lines
    ]
    return "\n".join([f"## {bench.TITLE}\n\n{inspect.getdoc(bench)}\n", head, *rows])
