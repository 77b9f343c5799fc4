"""Serve pages and run jobs: one process keeps the web server, the job worker and the embedded database alive."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

import psycopg

from . import database, fonts, readiness
from .embedded.server import say
from .sentences import CannotRun

GRACE = 30  # seconds a child may take to finish what it is doing
SLOWEST_RESTART = 30  # seconds between restarts of a child that keeps dying
WEB_WORKERS = 2
BEFORE_NEXT_TRY = 2  # seconds, when the database does not start
THREADS = 4  # each holds one database connection
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def check_port(host: str, port: int):
    """Raise `CannotRun` when nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            trial.listen()
    except OSError as fault:
        raise CannotRun(
            f"无法使用端口 {host}:{port}（{fault.strerror}）；请用 --port 换一个。",
            f"Port {host}:{port} cannot be used ({fault.strerror}); choose another with --port.",
        ) from fault


def serve(host: str, port: int):
    """Serve until told to end by SIGTERM or SIGINT; then finish what is being answered."""
    check_port(host, port)
    readiness.make_pages_ready()
    if fonts.static_chinese_font() is None:
        say(fonts.MISSING, fonts.MISSING_IN_ENGLISH)
    ended = _Ended()
    started = children(host, port)
    say(f"请打开 http://localhost:{port}", "(Ctrl+C 结束 to end)")
    while not ended:
        keep_alive(started)
        time.sleep(0.5)
    for child in started:
        child.ask_to_end()
    for child in started:
        child.see_end()


def children(host: str, port: int) -> list["Child"]:
    """The processes that answer pages and run jobs; not started yet."""
    return [
        Child(
            "web",
            [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--no-ws",
                "--host",
                host,
                "--port",
                str(port),
                "--workers",
                str(WEB_WORKERS),
                "--blocking-threads",
                str(THREADS),
                "--respawn-failed-workers",
                "--workers-kill-timeout",
                str(GRACE),
                "--log-level",
                "error",
                "gonghui.config.wsgi:application",
            ],
        ),
        Child("jobs", [sys.executable, "-m", "gonghui.config.commands", "worker"]),
    ]


def keep_alive(started: list["Child"]):
    """Start again what has died, the embedded database first; where that cannot be yet, it is tried again."""
    try:
        if database.is_embedded():
            database.embedded_server().ensure_alive()
    except (CannotRun, psycopg.OperationalError) as fault:
        say(f"数据库还不能启动：{fault}", "The database cannot be started yet.")
        time.sleep(BEFORE_NEXT_TRY)
    for child in started:
        child.ensure_running()


@dataclass
class Child:
    """A process of ours that is started again when it dies, more slowly each time it dies young."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started_at: float = field(default=0.0)
    pause: float = field(default=0.0)

    def ensure_running(self):
        if self.process is None:
            self._start()
        elif self.process.poll() is not None and time.monotonic() > self.started_at + self.pause:
            say(f"{self.name} 进程已退出（{self.process.returncode}），正在重新启动。", f"Restarting {self.name}.")
            lived = time.monotonic() - self.started_at
            self.pause = 1.0 if lived > 2 * SLOWEST_RESTART else min(SLOWEST_RESTART, self.pause * 2 or 1.0)
            self._start()

    def _start(self):
        self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent, stdin=subprocess.DEVNULL)
        self.started_at = time.monotonic()

    def ask_to_end(self):
        if self.process is not None:
            self.process.terminate()

    def see_end(self):
        """Wait until it has finished what it is doing, but not for ever."""
        if self.process is None:
            return
        try:
            self.process.wait(GRACE + 5)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _die_with_parent():
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class _Ended:
    """True once somebody asked us to end."""

    def __init__(self):
        self._asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, *_):
        self._asked = True

    def __bool__(self):
        return self._asked
