"""Backup, restore and rotation under `kill -9`, and a drill: never half of anything that looks whole (R16, T05)."""

import json
import time

import pytest

from . import landed
from .places import a_place

pytestmark = pytest.mark.long
MOMENTS = (0.6, 0.9, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0)


@pytest.fixture(scope="module")
def place():
    with a_place() as found:
        outcome = found.taken_over(landed.names()[-1])
        assert outcome.returncode == 0, outcome.stderr
        outcome = found.run("backup", "--keys", found.folder / "ring")
        assert outcome.returncode == 0, outcome.stderr
        yield found


def backups(place):
    return sorted(place.store.glob("gonghui-*.tar.age"))


def test_a_killed_backup_leaves_nothing_that_looks_like_one(place):
    kills = sum(place.kill_after(seconds, "backup", "--to", place.store) for seconds in MOMENTS)
    whole = len(backups(place))

    outcome = place.run("backup", "--to", place.store)

    assert outcome.returncode == 0, outcome.stderr
    assert kills >= 3
    assert len(backups(place)) == whole + 1
    assert list(place.store.glob(".*.partial")) == []
    for path in {backups(place)[0], backups(place)[-1]}:
        assert place.run("restore_drill", path).returncode == 0


def test_a_killed_restore_is_seen_as_such_and_can_be_started_again(place):
    place.run("backup", "--to", place.store)
    home = place.folder / "home-2"
    arguments = ("restore", backups(place)[-1], "--into", home, "--keys", place.folder / "ring")

    for seconds in (1.5, 3.0, 4.5, 6.0, 7.5):
        was_running = place.kill_after(seconds, *arguments, home=home)
        if was_running and (home / "restoring.json").exists():
            refused = place.run("journal_verify", home=home)
            assert (refused.returncode, "恢复没有完成" in refused.stderr) == (2, True)
    outcome = place.run(*arguments, home=home)

    assert outcome.returncode == 0 or "不是空文件夹" in outcome.stderr  # the last kill may have come too late
    assert not (home / "restoring.json").exists()
    for proof in ("journal_verify", "ledger_verify", "rls_verify"):
        assert place.run(proof, home=home).returncode == 0


def test_a_killed_rotation_goes_on_where_it_was(place):
    kills = 0
    for seconds in (1.2, 1.6, 2.0, 2.4, 2.8):
        kills += place.kill_after(seconds, "rotate_keys", "--resume" if kills else "--verbosity=1")
        assert place.run("journal_verify").returncode == 0

    outcome = place.run("rotate_keys", "--resume")

    assert outcome.returncode == 0, outcome.stdout
    newest = max(int(path.stem.partition("-")[2]) for path in place.home.glob("keys/data-*.key"))
    for key in range(1, newest):
        retired = place.run("rotate_keys", "--retire", key)
        assert retired.returncode == 0, retired.stderr
    for proof in ("journal_verify", "ledger_verify", "rls_verify"):
        assert place.run(proof).returncode == 0


def test_a_killed_change_of_the_index_key_is_whole_or_nothing(place):
    for seconds in (1.5, 2.0, 2.5, 3.0, 3.5):
        place.kill_after(seconds, "rotate_keys", "--index")
        assert place.run("journal_verify").returncode == 0
        assert list(place.home.glob("keys/*.pending")) == []
    outcome = place.run("rotate_keys", "--index")

    assert outcome.returncode == 0, outcome.stderr
    for proof in ("journal_verify", "ledger_verify", "rls_verify"):
        assert place.run(proof).returncode == 0


def test_a_drill_tells_rpo_and_rto_and_is_remembered(place):
    place.run("backup", "--to", place.store)

    outcome = place.run("restore_drill", "--from", place.store)

    assert outcome.returncode == 0, outcome.stdout
    assert "RPO" in outcome.stdout
    assert "RTO" in outcome.stdout
    assert {"backup_at", "drill_at"} <= set(json.loads((place.home / "kept.json").read_text()))


def test_a_drill_finds_what_the_backup_took_over(place):
    paper = next(path for path in place.home.glob("papers/??/??/*") if path.is_file())
    kept = paper.read_bytes()
    paper.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    time.sleep(1)
    place.run("backup", "--to", place.folder / "spoilt")

    outcome = place.run("restore_drill", "--from", place.folder / "spoilt")
    paper.write_bytes(kept)

    assert outcome.returncode == 1
    assert "不一致" in outcome.stdout
