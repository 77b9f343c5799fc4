"""A backup's file: whole or not at all, and every way in which it is not whole is told in a sentence (R16)."""

import errno
import fcntl
import hashlib
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyrage
import pytest

from gonghui.config import home
from gonghui.config.keeping import archive, backing_up, drilling, kept, manifest, restoring, ring
from gonghui.config.keeping.archive import Damaged, of_bytes
from gonghui.config.sentences import CannotRun

NOON = datetime(2026, 6, 18, 12, tzinfo=UTC)
FILES = {"database/000001.sql.gz": b"sql" * 1000, "papers/aa/bb/one": b"p" * 3000, "papers/aa/bb/two": b""}


@pytest.fixture
def identity():
    return pyrage.x25519.Identity.generate()


def a_manifest(**traits) -> manifest.Manifest:
    known = {"taken_at": NOON.isoformat(), "program": "0.1.0", "server": 180006, "migrations": [], "rows": {}}
    return manifest.Manifest(**known, database_bytes=1, seals=0, seal_head="", keys={}, **traits)


def written(path: Path, identity, files=FILES, left_out=(), found=None) -> Path:
    found = found or a_manifest()
    found.files = {name: [len(content), digest(content)] for name, content in files.items()}
    kept = [of_bytes(name, content) for name, content in files.items() if name not in left_out]
    archive.write(path, [*kept, of_bytes(archive.MANIFEST, found.as_bytes())], str(identity.to_public()))
    return path


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_write_and_examine_agree(tmp_path, identity):
    path = written(tmp_path / "a.tar.age", identity)

    found = restoring.examined(path, [identity])

    assert {name: size for name, (size, _digest) in found.files.items()} == {
        name: len(content) for name, content in FILES.items()
    }
    assert list(tmp_path.iterdir()) == [path]


def test_examine_finds_a_changed_byte_anywhere(tmp_path, identity):
    path = written(tmp_path / "a.tar.age", identity)
    whole = path.read_bytes()

    for place in [*range(0, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(CannotRun):
            restoring.examined(path, [identity])


def test_examine_finds_a_backup_cut_off_anywhere(tmp_path, identity):
    path = written(tmp_path / "a.tar.age", identity)
    whole = path.read_bytes()

    for length in [*range(0, len(whole), 997), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(Damaged, match="已损坏"):
            restoring.examined(path, [identity])


def test_examine_finds_a_missing_file(tmp_path, identity):
    path = written(tmp_path / "a.tar.age", identity, left_out=["papers/aa/bb/one"])

    with pytest.raises(Damaged, match="缺少文件 papers/aa/bb/one"):
        restoring.examined(path, [identity])


def test_examine_finds_a_file_too_many(tmp_path, identity):
    path = tmp_path / "a.tar.age"
    found = a_manifest()
    members = [of_bytes("papers/aa/bb/one", b"1"), of_bytes(archive.MANIFEST, found.as_bytes())]
    archive.write(path, members, str(identity.to_public()))

    with pytest.raises(Damaged, match="与清单不符"):
        restoring.examined(path, [identity])


def test_examine_says_when_the_key_is_another(tmp_path, identity):
    path = written(tmp_path / "a.tar.age", identity)

    with pytest.raises(CannotRun, match="密钥不对"):
        restoring.examined(path, [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"format": manifest.FORMAT + 1}, "更新的版本"),
        ({"migrations": [["hardship", "9999_of_next_year"]]}, "更新的版本"),
        ({"keys": {"data-7.key": "0" * 32}}, "data-7.key"),
        ({"database_bytes": 1 << 60}, "请腾出空间"),
    ],
)
def test_restore_refuses_before_it_begins(tmp_path, identity, traits, sentence, monkeypatch):
    monkeypatch.setenv("GONGHUI_HOME", str(tmp_path / "new"))
    found = a_manifest()
    for name, value in traits.items():
        setattr(found, name, value)
    path = written(tmp_path / "a.tar.age", identity, found=found)
    restore = restoring.Restore(path, tmp_path / "new", {"backup.key": f"{identity}\n".encode()})

    with pytest.raises(CannotRun, match=sentence):
        restore.run()

    assert not (tmp_path / "new" / "restoring.json").exists()
    assert not (tmp_path / "new" / "database").exists()


def test_restore_refuses_a_folder_that_is_not_empty(tmp_path, identity):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter.txt").write_text("ours")

    with pytest.raises(CannotRun, match="不是空文件夹"):
        restoring.Restore(tmp_path / "a.tar.age", tmp_path / "new", {}).run()


def test_write_that_fails_leaves_nothing(tmp_path, identity):
    def failing():
        yield of_bytes("one", b"1")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        archive.write(tmp_path / "a.tar.age", failing(), str(identity.to_public()))

    assert list(tmp_path.iterdir()) == []


def test_write_refuses_a_file_that_changes_meanwhile(tmp_path, identity):
    with pytest.raises(OSError, match="changed while it was read"):
        archive.write(tmp_path / "a", [archive.Member("one", 5, [b"1234"])], str(identity.to_public()))


def test_thinning_keeps_the_days_asked_for_and_always_the_newest(tmp_path):
    for days in (40, 20, 15, 13, 1):
        (tmp_path / f"gonghui-{NOON - timedelta(days=days):%Y%m%dT%H%M%SZ}.tar.age").touch()
    (tmp_path / "gonghui-of-somebody.tar.age").touch()

    backing_up.thin_out(tmp_path, at=NOON, days=14)
    few = [path.name[8:16] for path in backing_up.backups_in(tmp_path)]
    backing_up.thin_out(tmp_path, at=NOON + timedelta(days=400), days=14)

    assert few == ["20260605", "20260617"]
    assert [path.name[8:16] for path in backing_up.backups_in(tmp_path)] == ["20260617"]
    assert (tmp_path / "gonghui-of-somebody.tar.age").exists()


def test_thinning_keeps_every_backup_of_two_days_and_then_one_a_day(tmp_path):
    for hours in (2, 30, 47, 70, 71, 72, 94, 96):
        (tmp_path / f"gonghui-{NOON - timedelta(hours=hours):%Y%m%dT%H%M%SZ}.tar.age").touch()

    backing_up.thin_out(tmp_path, at=NOON, days=14)

    ages = [(NOON - backing_up._taken_at(path)) // timedelta(hours=1) for path in backing_up.backups_in(tmp_path)]
    assert ages == [94, 70, 47, 30, 2]


@pytest.mark.parametrize(
    ("hours", "last", "hour", "is_due"),
    [
        (None, None, 2, True),
        (None, None, 3, False),
        ("1", None, 15, True),
        ("1", timedelta(minutes=59), 15, True),
        ("1", timedelta(minutes=20), 15, False),
        ("6", timedelta(hours=5), 15, False),
    ],
)
def test_a_backup_is_due_at_night_or_every_so_many_hours(monkeypatch, tmp_path, hours, last, hour, is_due):
    monkeypatch.setenv("GONGHUI_HOME", str(tmp_path))
    monkeypatch.setenv("GONGHUI_BACKUP_HOURS", hours or "")
    at = datetime(2026, 6, 18, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
    if last:
        kept.tell(backup_at=at - last)

    assert backing_up.is_due(at) is is_due


def test_ring_comes_back_by_its_passphrase_alone(tmp_path):
    keys = tmp_path / "home" / "keys"
    ring.add(keys, "data-1.key")
    ring.add(keys, "data-2.key")
    ring.put_aside(keys, "data-1.key")

    ring.write(keys, tmp_path / "ring", "correct horse battery")

    assert ring.read(tmp_path / "ring", "correct horse battery") == {
        "data-2.key": (keys / "data-2.key").read_bytes(),
        "retired/data-1.key": (keys / "retired" / "data-1.key").read_bytes(),
    }
    assert (keys / "data-2.key").read_bytes() not in (tmp_path / "ring").read_bytes()
    with pytest.raises(CannotRun, match="口令不对"):
        ring.read(tmp_path / "ring", "another passphrase")
    with pytest.raises(CannotRun, match="已存在"):
        ring.write(keys, tmp_path / "ring", "correct horse battery")
    with pytest.raises(CannotRun, match="太短"):
        ring.write(keys, tmp_path / "ring-2", "short")
    with pytest.raises(CannotRun, match="离开数据文件夹"):
        ring.write(keys, tmp_path / "home" / "ring", "correct horse battery")


def test_a_manifest_reads_back_as_it_was_written(tmp_path):
    found = a_manifest()

    assert asdict(manifest.read(tmp_path, found.as_bytes())) == asdict(found)
    with pytest.raises(Damaged):
        manifest.read(tmp_path, json.dumps({"unknown": 1}).encode())


def test_backup_refuses_the_data_folder_itself():
    with pytest.raises(CannotRun, match="数据文件夹"):
        backing_up.backup(home.folder() / "store", at=NOON, days=14)


# The drill


def test_a_drill_takes_away_what_a_killed_one_left(tmp_path, monkeypatch):
    monkeypatch.setenv("GONGHUI_DRILL_IN", str(tmp_path))
    left, at_work, new = (tmp_path / f"gonghui-drill-{name}" for name in ("left", "at_work", "new"))
    for folder in (left, at_work, new):
        (folder / "home" / "keys").mkdir(parents=True)
        (folder / "home" / "keys" / "data-1.key").write_bytes(b"secret")
    for folder in (left, at_work):
        os.utime(folder, (1, 1))
    held = os.open(at_work, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    with drilling._second_place() as place:
        assert place.parent.parent == tmp_path
        assert not left.exists()
    os.close(held)

    assert sorted(tmp_path.iterdir()) == [at_work, new]
