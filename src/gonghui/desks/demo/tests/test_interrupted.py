"""Building that is killed: nobody goes on writing, and the next run begins anew."""

import os
import subprocess
import sys
import time

import psycopg
import pytest

from gonghui.config import database as embedded
from tests import database
from tests.settings import TEST_DATABASE

KILLED = f"{TEST_DATABASE}_killed"
COMMAND = [sys.executable, "-m", "gonghui.config.commands"]


@pytest.fixture
def empty(django_db_setup, django_db_blocker):
    """The environment of commands over an empty database of their own."""
    with django_db_blocker.unblock():
        database.copy(database.template(), KILLED)
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        yield {**environment, "GONGHUI_DATABASE_NAME": KILLED}
        with psycopg.connect(**embedded.administrator(), autocommit=True) as administrator:
            database.drop(administrator, KILLED)


def started_to_tell(environment):
    """A building that has begun with its households."""
    command = [*COMMAND, "demo", "--scale", "0.05", "--no-serve"]
    building = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    for line in building.stdout:
        if "困难档案" in line:
            return building
    raise AssertionError("the building ended before it began with the households")


def ran(environment, *arguments):
    return subprocess.run([*COMMAND, *arguments], env=environment, capture_output=True, text=True)


def connections_to(name) -> int:
    with psycopg.connect(**embedded.administrator()) as administrator:
        found = administrator.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
        return found.fetchone()[0]


@pytest.mark.long
def test_a_killed_building_is_begun_anew(empty):
    building = started_to_tell(empty)
    building.kill()
    building.communicate()
    time.sleep(2)
    left = connections_to(KILLED)

    again = ran(empty, "demo", "--scale", "0.05", "--no-serve")

    assert left == 0
    assert again.returncode == 0, again.stderr
    assert "上次没有建完" in again.stdout
    assert "42户" in ran(empty, "figures", "--year", "2021").stdout


@pytest.mark.long
def test_two_buildings_at_once_are_one(empty):
    building = started_to_tell(empty)

    other = ran(empty, "demo", "--no-serve")
    building.communicate()

    assert (building.returncode, other.returncode) == (0, 2)
    assert "另一个程序正在建立演示数据" in other.stderr
