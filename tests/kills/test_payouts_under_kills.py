"""A thousand payouts by HTTP while web and worker are killed 30 times, and the database 20 times (R7, R8)."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from .people import Bank, Person, pay

pytestmark = pytest.mark.long
PAYOUTS, IN_A_BATCH, AT_ONCE = 1000, 10, 4
WEB_AND_WORKER, DATABASE = 30, 20
SEED = 20210601
BATCH_OF = "SELECT b.number FROM funds_payment p JOIN funds_paymentbatch b ON b.id = p.batch_id WHERE p.id = %s"
ROOT = Path(__file__).resolve().parents[2]


class House:
    """A `gonghui serve` in a data folder of its own, and the hand that kills its processes."""

    def __init__(self, home: Path, port: int):
        self.home, self.port = home, port
        self.environment = {
            **os.environ,
            "GONGHUI_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "gonghui.config.settings",
        }
        self.environment["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        for other in ("GONGHUI_DATABASE_NAME", "DATABASE_URL"):
            self.environment.pop(other, None)
        self.process: subprocess.Popen | None = None
        self.log = home / "server.log"

    def run(self, *command) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    def serve(self):
        command = [sys.executable, "-m", "tests.kills.serving", str(self.port)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)

    def end(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
        print(self.log.read_text()[-6000:] if self.log.exists() else "")  # shown when the test fails
        self.run("gonghui.config.commands", "stop")

    def victims(self, *words) -> list[int]:
        """The processes below the server whose command line has one of the words."""
        below, found = [self.process.pid], []
        while below:
            parent = below.pop()
            children = Path(f"/proc/{parent}/task/{parent}/children")
            try:
                below += map(int, children.read_text().split())
                line = Path(f"/proc/{parent}/cmdline").read_text()
            except OSError:
                continue
            if parent != self.process.pid and any(word in line for word in words):
                found.append(parent)
        return found

    def postmaster(self) -> list[int]:
        for path in self.home.rglob("postmaster.pid"):
            pid = int(path.read_text().split()[0])
            children = Path(f"/proc/{pid}/task/{pid}/children")
            try:
                return [pid, *map(int, children.read_text().split())]
            except OSError:
                return []
        return []


@pytest.fixture(scope="module")
def house():
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="gonghui-kills-") as folder, socket.socket() as free:
        os.chmod(folder, 0o755)  # noqa: S103 - the database runs as another user, who must reach it
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
        free.close()
        found = House(Path(folder), port)
        try:
            yield found
        finally:
            found.end()


def kill(pids) -> int:
    killed = 0
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        except ProcessLookupError:
            continue
    return killed


class Killer(threading.Thread):
    """Kills at drawn moments until all kills are done: web and worker by turns, the whole database among them."""

    def __init__(self, house, done: threading.Event):
        super().__init__(daemon=True)
        draw = random.Random(SEED)
        self.house, self.done, self.draw, self.killed = house, done, draw, {"process": 0, "database": 0}
        self.plan = ["process"] * WEB_AND_WORKER + ["database"] * DATABASE
        draw.shuffle(self.plan)

    def run(self):
        for kind in self.plan:
            self.done.wait(self.draw.uniform(0.3, 1.5))
            while not kill(self._victims(kind)):
                time.sleep(0.2)  # it is just being started again
            self.killed[kind] += 1

    def _victims(self, kind) -> list[int]:
        if kind == "database":
            return self.house.postmaster()
        return self.house.victims(self.draw.choice(["granian", "granian", "gonghui.config.commands"]))[-1:]


def test_none_double_none_lost_none_stuck(house, capsys):
    scene = json.loads(house.run("tests.kills.scene", "make", str(PAYOUTS)).splitlines()[-1])
    house.serve()
    people = {role: Person(house.port, key) for role, key in scene["sessions"].items()}
    bank, done, look = Bank(), threading.Event(), _batch_of(scene["address"])
    killer = Killer(house, done)
    _wait_for(people["maker"])
    killer.start()
    groups = [scene["payments"][n : n + IN_A_BATCH] for n in range(0, PAYOUTS, IN_A_BATCH)]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda group: pay(people, bank, scene["fund"], group, scene["today"], look), groups))
    took = time.monotonic() - began
    killer.join()
    _wait_for(people["maker"])
    time.sleep(5)
    told = json.loads(house.run("tests.kills.scene", "tell").splitlines()[-1])

    with capsys.disabled():
        print(f"\n{PAYOUTS} payouts in {took:.0f} s, seed {SEED}, killed {killer.killed}, balances {told['balances']}")
    assert killer.killed == {"process": WEB_AND_WORKER, "database": DATABASE}
    assert sorted(bank.paid.values()) == [1] * PAYOUTS
    assert [state for _pk, state, *_rest in told["payments"]] == ["paid"] * PAYOUTS
    assert set(told["batches"].values()) == {"settled"}
    assert told["balances"]["spent"] == sum(amount for *_rest, amount in told["payments"])
    assert told["balances"]["reserved"] == 0
    for proof in ("ledger_verify", "journal_verify", "jobs_sweep"):
        house.run("gonghui.config.commands", proof)


def _wait_for(person):
    for _ in range(600):
        try:
            if person.get("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("nobody answers")


def _batch_of(address: dict):
    """In which batch a payment stands: what the maker would look up in her list."""

    def look(payment):
        try:
            with psycopg.connect(**address, connect_timeout=5) as connection:
                row = connection.execute(BATCH_OF, [payment]).fetchone()
        except psycopg.OperationalError as fault:
            raise OSError("the database is away") from fault
        return row and row[0]

    return look
