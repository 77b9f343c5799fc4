"""What `selfcheck` finds: each bad configuration is named, and a good one is content (contracts §1, reliability §3)."""

import json
import os
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone

from gonghui.config import fonts, health
from gonghui.config.installation.confirming import to_be_confirmed
from gonghui.config.selfcheck import CHECKS, Level, findings
from gonghui.config.selfcheck.finding import well
from gonghui.desks.demo.models import World
from gonghui.foundation.accounts import actions as accounts
from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post
from gonghui.foundation.journal import sealing
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.foundation.policies.models import Edition, SpecialDay
from gonghui.kernel.announcing import announce

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
Usage = namedtuple("Usage", "total used free")


def a_port(mobile, text):
    """A message port of a city."""


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    """A data folder in good order."""
    folder, now = tmp_path / "var", timezone.now()
    (folder / "keys").mkdir(parents=True)
    folder.chmod(0o711)
    (folder / "keys").chmod(0o700)
    for name in ("data-1.key", "index.key", "secret.key"):
        shutil.copy(settings.KEYS_FOLDER / name, folder / "keys" / name)
        (folder / "keys" / name).chmod(0o600)
    (folder / "journal-anchors.txt").write_text("")
    (folder / "journal-anchors.copied").write_text("")
    (folder / "kept.json").write_text(json.dumps({"backup_at": now.isoformat(), "drill_at": now.isoformat()}))
    settings.DATA_FOLDER, settings.KEYS_FOLDER = folder, folder / "keys"
    settings.JOURNAL_ANCHORS = folder / "journal-anchors.txt"
    settings.DEBUG, settings.ORIGIN = False, "https://union.example.cn"
    settings.MESSAGE_PORT = f"{__name__}.a_port"
    monkeypatch.setattr(fonts, "static_chinese_font", lambda: Path("wqy.ttc"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 50, 50))
    return folder


@pytest.fixture
def healthy(home):
    """A city in good order: three who can reset, jobs alive, a sealed journal, days and policies entered."""
    tree, today = a_tree(), timezone.localdate()
    for role in (Role.SYSADMIN, Role.SYSADMIN, Role.CITY_APPROVER):
        accounts.enrol_totp(a_post(tree["city"], role).user)
    beat(timezone.now())
    for year in (today.year, today.year + 1):
        SpecialDay.objects.create(day=f"{year}-05-05", is_worked=False, source="测试")
    facts = {"starts_on": today, "source": "测试"}
    policies = to_be_confirmed(today)
    Edition.objects.bulk_create(Edition(policy=p.name, value=str(p.value), **facts) for p in policies)
    announce_something()
    sealing.seal()
    return home


def beat(at):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [at])


def announce_something():
    by = accounts.system_post("test")
    announce("edit", by, by=by, on=timezone.localdate(), name="test", title="测试")


def wrong_now(skipped=("walls",)) -> dict:
    """The checks that are not content, with their level; the walls have a test of their own."""
    now = timezone.now()
    found = {name: check(now) for name, check in CHECKS.items() if name not in skipped}
    return {name: finding.level for name, finding in found.items() if finding.level != Level.WELL}


def test_good_order_is_found_good(healthy):
    assert wrong_now() == {}


def set_(name, value):
    def change(home, settings, monkeypatch):
        setattr(settings, name, value)

    return change


def in_home(change):
    return lambda home, settings, monkeypatch: change(home)


def in_records(change):
    return lambda home, settings, monkeypatch: change()


def patched(target, name, value):
    return lambda home, settings, monkeypatch: monkeypatch.setattr(target, name, value)


def kept(**facts):
    return in_home(lambda home: (home / "kept.json").write_text(json.dumps(facts)))


def days_ago(days):
    return (timezone.now() - timedelta(days=days)).isoformat()


def sql(statement):
    def change():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return in_records(change)


def long_unsealed():
    announce_something()
    return timezone.now() + timedelta(minutes=6)


BAD = {
    "folder open to others": ("folder", Level.WRONG, in_home(lambda home: home.chmod(0o777))),
    "folder gone": ("folder", Level.WRONG, set_("DATA_FOLDER", "/nowhere")),
    "key missing": ("keys", Level.WRONG, in_home(lambda home: (home / "keys/index.key").unlink())),
    "no data key": ("keys", Level.WRONG, in_home(lambda home: (home / "keys/data-1.key").unlink())),
    "key readable by others": ("keys", Level.WRONG, in_home(lambda home: (home / "keys/secret.key").chmod(0o644))),
    "key of another user": ("keys", Level.WRONG, patched(os, "geteuid", lambda: 4242)),
    "disk nearly full": ("disk", Level.WRONG, patched(shutil, "disk_usage", lambda path: Usage(100, 90, 10))),
    "no font": ("font", Level.NOTE, patched(fonts, "static_chinese_font", lambda: None)),
    "debugging": ("debug", Level.WRONG, set_("DEBUG", True)),
    "no https": ("origin", Level.WRONG, set_("ORIGIN", "http://union.example.cn")),
    "https of this machine": ("origin", Level.WRONG, set_("ORIGIN", "https://localhost:8000")),
    "messages to the log": ("messages", Level.WRONG, set_("MESSAGE_PORT", "gonghui.foundation.accounts.ports.console")),
    "no such message port": ("messages", Level.WRONG, set_("MESSAGE_PORT", "somewhere.else")),
    "demo": ("city", Level.WRONG, in_records(lambda: World.objects.create(seed=1, scale=1))),
    "no administrator": ("administrator", Level.WRONG, in_records(lambda: Post.objects.filter(role="sysadmin").update(
        withdrawn_on=timezone.localdate()))),
    "administrator without a second factor": ("administrator", Level.WRONG, sql("DELETE FROM mfa_authenticator")),
    "too few to reset": ("resetters", Level.NOTE, in_records(lambda: Post.objects.filter(role="city_approver").update(
        withdrawn_on=timezone.localdate()))),
    "no worker": ("jobs", Level.WRONG, sql("DELETE FROM procrastinate_workers")),
    "worker silent": ("jobs", Level.WRONG, in_records(lambda: beat(timezone.now() - timedelta(minutes=2)))),
    "no anchors": ("anchors", Level.WRONG, in_home(lambda home: (home / "journal-anchors.txt").unlink())),
    "anchors never copied": ("anchors", Level.WRONG, in_home(lambda home: (home / "journal-anchors.copied").unlink())),
    "anchors copied long ago": ("anchors", Level.WRONG, in_home(lambda home: os.utime(home / "journal-anchors.copied",
                                                                                       (0, 0)))),
    "no backup yet": ("backup", Level.NOTE, kept(drill_at=days_ago(0))),
    "old backup": ("backup", Level.WRONG, kept(backup_at=days_ago(3))),
    "unreadable marker": ("backup", Level.WRONG, in_home(lambda home: (home / "kept.json").write_text("{"))),
    "no drill yet": ("drill", Level.NOTE, in_home(lambda home: (home / "kept.json").unlink())),
    "old drill": ("drill", Level.WRONG, kept(backup_at=days_ago(0), drill_at=days_ago(40))),
    "policies unconfirmed": ("policies", Level.NOTE, sql("UPDATE policies_edition SET policy = 'x' || policy")),
}  # fmt: skip
"""Each by its name: the check that finds it, how bad that is, and how to bring it about."""


@pytest.mark.parametrize("name", BAD)
def test_each_bad_configuration_is_named(name, healthy, settings, monkeypatch):
    check, level, change = BAD[name]

    change(healthy, settings, monkeypatch)

    assert CHECKS[check](timezone.now()).level == level


def test_journal_that_waits_for_its_seal_is_named(healthy):
    later = long_unsealed()

    assert CHECKS["sealing"](later).level == Level.WRONG


def test_days_nobody_has_published_are_named(healthy):
    assert CHECKS["holidays"](timezone.now() + timedelta(days=50 * 365)).level == Level.WRONG


def test_clock_that_differs_is_named(healthy, monkeypatch):
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(seconds=90))

    assert CHECKS["clock"](real()).level == Level.WRONG


def test_application_that_owns_its_tables_is_named(healthy, monkeypatch):
    monkeypatch.setattr("gonghui.config.selfcheck.records.connection", connections["owner"])

    assert CHECKS["role"](timezone.now()).level == Level.WRONG


def test_nothing_is_asked_of_tables_that_are_behind(healthy):
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'staff'")

    found = dict(findings(timezone.now()))

    assert found["migrations"].level == Level.WRONG
    assert "walls" not in found


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_breached_wall_is_named(home):
    assert CHECKS["walls"](timezone.now()).level == Level.WELL
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE members_person NO FORCE ROW LEVEL SECURITY")

    assert CHECKS["walls"](timezone.now()).level == Level.WRONG


@pytest.mark.parametrize("is_wrong", [False, True])
def test_command_ends_with_1_where_something_is_wrong(healthy, settings, monkeypatch, capsys, is_wrong):
    monkeypatch.setitem(CHECKS, "walls", lambda at: well("", ""))
    monkeypatch.setattr("gonghui.config.selfcheck.run.WITH_TABLES", {"city": CHECKS["city"], "jobs": CHECKS["jobs"]})
    settings.DEBUG = is_wrong
    ending = 0
    try:
        call_command("selfcheck")
    except SystemExit as end:
        ending = end.code

    lines = capsys.readouterr().out.splitlines()
    assert ending == int(is_wrong)
    assert any(line.startswith("✗") for line in lines) == is_wrong


def test_command_speaks_json(healthy, monkeypatch, capsys):
    monkeypatch.setattr("gonghui.config.selfcheck.run.WITH_TABLES", {"city": CHECKS["city"]})

    call_command("selfcheck", json=True)

    said = json.loads(capsys.readouterr().out)
    assert {line["check"] for line in said} >= {"keys", "city"}
    assert {line["level"] for line in said} == {"well"}


# What watchers ask


def test_readyz_is_green_in_good_order_and_names_what_is_red(healthy):
    assert Client().get("/readyz").content == b"ok"

    beat(timezone.now() - timedelta(minutes=2))
    answer = Client().get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"jobs")


def test_readyz_and_healthz_answer_while_the_database_is_away(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(health.cache, "set", away)

    assert Client().get("/healthz").status_code == 200
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database")


def test_journal_entries_are_what_is_sealed(healthy):
    assert health.is_sealed(timezone.now())
    assert Entry.objects.exists()
