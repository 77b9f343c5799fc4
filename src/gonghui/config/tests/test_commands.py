"""The command line as an operator meets it: separate processes, a data folder of its own, real kills."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from gonghui.config.embedded import Place, leftovers

NOT_FOR_CHILDREN = ("DATABASE_URL", "GONGHUI_DATABASE_NAME", "DJANGO_SETTINGS_MODULE")
PATIENCE = 60  # seconds for a first start with all tables

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def home():
    folder = Path(tempfile.mkdtemp(prefix="gh-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    _run(folder, "stop")
    shutil.rmtree(folder)


@pytest.fixture
def served(home):
    """A process that serves, and its port."""
    port = _free_port()
    process = subprocess.Popen(_command("serve", "--port", str(port)), env=_environment(home), cwd=home)
    _wait_until(lambda: _answers(port))
    yield process, port
    process.terminate()
    process.wait(PATIENCE)


def test_help_lists_what_apps_bring(home):
    outcome = _run(home, "help")

    assert outcome.returncode == 0
    listed = set(re.findall(r"^  (\w+)", outcome.stdout, re.MULTILINE))
    assert {"serve", "worker", "stop", "manage", "rls_verify"} <= listed


def test_an_unknown_command_gets_a_sentence(home):
    outcome = _run(home, "undo")

    assert outcome.returncode == 2
    assert outcome.stderr.startswith("没有“undo”这个命令")


@pytest.mark.parametrize("port", ["0", "65536", "八千", "-1"])
def test_an_impossible_port_gets_a_sentence(home, port):
    outcome = _run(home, "serve", f"--port={port}")

    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr


def test_a_port_in_use_gets_a_sentence(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = _run(home, "serve", "--port", str(taken.getsockname()[1]))

    assert outcome.returncode == 2
    assert "--port" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_proof_leaves_its_own_exit_code(home):
    assert _run(home, "rls_verify").returncode == 0


def test_serving_ends_when_asked_and_leaves_nobody_behind(home):
    port = _free_port()
    process = subprocess.Popen(_command("serve", "--port", str(port)), env=_environment(home), cwd=home)
    _wait_until(lambda: _answers(port))
    children = _below(process.pid)

    process.terminate()

    assert process.wait(PATIENCE) == 0
    assert len(children) >= 3
    assert [number for number in children if _lives(number)] == []


def test_a_killed_job_worker_is_started_again(served):
    process, _port = served
    _wait_until(lambda: _named(process.pid, "worker"))
    killed = _named(process.pid, "worker")[0]

    os.kill(killed, signal.SIGKILL)

    _wait_until(lambda: [number for number in _named(process.pid, "worker") if number != killed])


def test_a_killed_web_server_is_started_again(served):
    process, port = served

    for number in _named(process.pid, "granian"):
        os.kill(number, signal.SIGKILL)

    _wait_until(lambda: _named(process.pid, "granian") and _answers(port))


def test_a_killed_database_is_started_again(home, served):
    _process, port = served

    os.kill(leftovers.postmaster(Place(home / "var").cluster), signal.SIGKILL)

    _wait_until(lambda: _answers(port, "/readyz"))


def test_nobody_is_left_when_the_serving_process_is_killed(home):
    port = _free_port()
    process = subprocess.Popen(_command("serve", "--port", str(port)), env=_environment(home), cwd=home)
    _wait_until(lambda: _answers(port))
    children = _below(process.pid)

    process.kill()
    process.wait()

    _wait_until(lambda: not any(_lives(number) for number in children))


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        _command(*arguments), env=_environment(home), cwd=home, capture_output=True, text=True, timeout=2 * PATIENCE
    )


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gonghui.config.commands", *arguments]


def _environment(home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_FOR_CHILDREN}
    return {**inherited, "GONGHUI_HOME": str(home / "var"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def _answers(port: int, page: str = "/healthz") -> bool:
    try:
        with urlopen(f"http://localhost:{port}{page}", timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def _below(number: int) -> list[int]:
    """All descendants of a process."""
    lists = [path.read_text() for path in Path(f"/proc/{number}/task").glob("*/children")]
    children = [int(child) for child in " ".join(lists).split()]
    return [*children, *(below for child in children for below in _below(child))]


def _named(number: int, word: str) -> list[int]:
    return [below for below in _below(number) if _lives(below) and word in _words(below)]


def _words(number: int) -> list[str]:
    try:
        return Path(f"/proc/{number}/cmdline").read_text().split("\0")
    except OSError:
        return []


def _lives(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _wait_until(true, seconds: float = PATIENCE):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)
