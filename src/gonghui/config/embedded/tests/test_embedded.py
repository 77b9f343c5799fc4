"""The embedded database, killed and started for real. Each test has a data folder of its own and separate processes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gonghui.config.embedded import Place, leftovers
from gonghui.config.embedded.place import LONGEST_SOCKET_PATH, SOCKET_NAME, is_open_to_others

IS_ROOT = os.geteuid() == 0
ENSURE = "from gonghui.config import commands, database\nwith commands._Ending(): database.ensure()"
SQL = """
import sys, psycopg
from gonghui.config import database
with psycopg.connect(**database.owner_address(), autocommit=True) as owner:
    rows = owner.execute(sys.argv[1])
    print(rows.fetchall() if rows.description else "")
"""
NOT_FOR_CHILDREN = ("DATABASE_URL", "GONGHUI_DATABASE_NAME")
NOBODY = 65534


def _a_python_for_all() -> Path | None:
    """This Python, else the system's of the same release line, that every user may run."""
    same = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    candidates = (Path(sys.executable).resolve(), same)
    return next((path for path in candidates if path.exists() and is_open_to_others(path)), None)


A_PYTHON_FOR_ALL = _a_python_for_all()

pytestmark = pytest.mark.long


@pytest.fixture
def home():
    """A short path every user may pass through; afterwards nothing runs there and nothing is left."""
    folder = Path(tempfile.mkdtemp(prefix="gh-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "var"
    place = Place(folder / "var")
    _stop(place)
    shutil.rmtree(folder)


def test_start_makes_a_database_that_answers_again(home):
    assert _ensure(home).returncode == 0
    _sql(home, "CREATE TABLE kept AS SELECT 7 AS number")

    assert _ensure(home).returncode == 0

    assert _sql(home, "SELECT number FROM kept") == "[(7,)]"


def test_start_after_the_server_was_killed_keeps_what_was_written(home):
    _ensure(home)
    _sql(home, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(leftovers.postmaster(Place(home).cluster), signal.SIGKILL)

    outcome = _ensure(home)

    assert (outcome.returncode, _sql(home, "SELECT number FROM kept")) == (0, "[(7,)]")


def test_start_while_children_of_a_killed_server_still_work(home):
    _ensure(home)
    with _python(home, SQL, "SELECT pg_sleep(3)") as busy:
        time.sleep(1)
        os.kill(leftovers.postmaster(Place(home).cluster), signal.SIGKILL)

        outcome = _ensure(home)
        busy.wait()

    assert (outcome.returncode, _sql(home, "SELECT 1")) == (0, "[(1,)]")


def test_start_ignores_a_pid_file_whose_number_another_program_has(home):
    _ensure(home)
    data = Place(home).cluster
    os.kill(leftovers.postmaster(data), signal.SIGKILL)
    _wait_until(lambda: leftovers.postmaster(data) is None)
    lines = (data / "postmaster.pid").read_text().splitlines()
    (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    outcome = _ensure(home)

    assert (outcome.returncode, _sql(home, "SELECT 1")) == (0, "[(1,)]")


def test_start_reaches_a_server_whose_socket_was_cleared_away(home):
    _ensure(home)
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (Place(home).sockets / name).unlink()

    outcome = _ensure(home)

    assert (outcome.returncode, _sql(home, "SELECT 1")) == (0, "[(1,)]")


def test_start_begins_again_after_an_interrupted_first_start(home):
    unfinished = home / "database" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    outcome = _ensure(home)

    assert (outcome.returncode, _sql(home, "SELECT 1")) == (0, "[(1,)]")


def test_four_starters_get_one_server(home):
    starters = [_python(home, ENSURE) for _ in range(4)]

    for starter in starters:
        starter.communicate()

    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert len(_servers_over(Place(home).cluster)) == 1


def test_start_says_that_the_data_are_of_another_version(home):
    _ensure(home)
    _stop(Place(home))
    (Place(home).cluster / "PG_VERSION").write_text("17\n")

    outcome = _ensure(home)

    assert outcome.returncode == 2
    assert "PostgreSQL 17" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_start_says_that_the_keys_are_missing(home):
    _ensure(home)
    shutil.rmtree(home / "keys")

    outcome = _ensure(home)

    assert outcome.returncode == 2
    assert "密钥" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("folder", ["/proc/gonghui", "/dev/null/gonghui", "/sys/gonghui"])
def test_start_says_that_the_folder_cannot_be_used(folder):
    outcome = _ensure(Path(folder))

    assert outcome.returncode == 2
    assert folder in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_start_under_a_path_too_long_for_a_socket(home):
    deep = home / ("deep" * 20) / ("deeper" * 10)

    outcome = _ensure(deep)

    assert (outcome.returncode, _sql(deep, "SELECT 1")) == (0, "[(1,)]")
    assert len(os.fsencode(Place(deep).sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    _stop(Place(deep))
    shutil.rmtree(Place(deep).sockets)


@pytest.mark.skipif(not IS_ROOT, reason="only root can mount a small disk")
def test_start_says_that_the_disk_is_full(home):
    home.mkdir(parents=True)
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=60m,mode=755", "tmpfs", home], check=True)
    try:
        outcome = _ensure(home)
    finally:
        subprocess.run(["/bin/umount", home], check=True)

    assert outcome.returncode == 2
    assert "200 MB" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.skipif(not IS_ROOT, reason="only root steps down")
def test_root_steps_down_to_another_user(home):
    _ensure(home)

    assert Path(f"/proc/{leftovers.postmaster(Place(home).cluster)}").stat().st_uid != 0


@pytest.mark.skipif(not IS_ROOT, reason="only root steps down")
def test_root_moves_the_database_out_of_a_closed_folder(home):
    home.parent.chmod(0o700)

    outcome = _ensure(home)

    place = Place(home)
    assert (outcome.returncode, place.folder.parent) == (0, Path("/var/lib"))
    assert str(place.folder) in outcome.stderr
    assert _sql(home, "SELECT 1") == "[(1,)]"
    _stop(place)
    shutil.rmtree(place.folder)


@pytest.mark.skipif(not IS_ROOT or not A_PYTHON_FOR_ALL, reason="needs a second user and a Python it may run")
def test_a_normal_user_runs_the_server_itself(home):
    os.chown(home.parent, NOBODY, -1)

    outcome = _ensure(home, user=NOBODY)

    assert (outcome.stderr.count("Traceback"), outcome.returncode) == (0, 0)
    assert Path(f"/proc/{leftovers.postmaster(Place(home).cluster)}").stat().st_uid == NOBODY


@pytest.mark.skipif(not IS_ROOT or not A_PYTHON_FOR_ALL, reason="needs a second user and a Python it may run")
def test_a_normal_user_is_told_that_the_folder_belongs_to_another(home):
    _ensure(home)

    outcome = _ensure(home, user=NOBODY)

    assert outcome.returncode == 2
    assert str(home) in outcome.stderr
    assert "Traceback" not in outcome.stderr


def _ensure(home: Path, user: int | None = None) -> subprocess.CompletedProcess:
    starter = _python(home, ENSURE, user=user)
    words, faults = starter.communicate()
    return subprocess.CompletedProcess(starter.args, starter.returncode, words, faults)


def _sql(home: Path, statement: str) -> str:
    words, faults = _python(home, SQL, statement).communicate()
    assert faults == ""
    return words.strip()


def _python(home: Path, program: str, *arguments: str, user: int | None = None) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_CHILDREN}
    environment |= {"GONGHUI_HOME": str(home), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    python = sys.executable if user is None else str(A_PYTHON_FOR_ALL)
    options = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    return subprocess.Popen(
        [python, "-c", program, *arguments], cwd="/", env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def _stop(place: Place):
    if number := leftovers.postmaster(place.cluster):
        os.kill(number, signal.SIGINT)
        _wait_until(lambda: leftovers.postmaster(place.cluster) is None)


def _servers_over(data: Path) -> list[int]:
    """The postmasters whose working folder is `data`: those that are no other server's child."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    ours = [number for number in numbers if _works_in(number, data)]
    return [number for number in ours if _parent(number) not in ours]


def _works_in(number: int, data: Path) -> bool:
    try:
        return Path(f"/proc/{number}/cwd").samefile(data)
    except OSError:
        return False


def _parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


def _wait_until(true, seconds: float = 15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
