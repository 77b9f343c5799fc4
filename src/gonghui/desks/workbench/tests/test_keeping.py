"""备份: the system administrator reads what is late, and nobody else does."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import a_post, come_in
from gonghui.foundation.organisations.tests.trees import a_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return a_tree()["city"]


def seen_by(post) -> str:
    return come_in(post).get("/workbench/").content.decode()


def kept(tmp_path, **ages):
    now = timezone.now()
    (tmp_path / "kept.json").write_text(json.dumps({name: (now - age).isoformat() for name, age in ages.items()}))


def test_home_says_that_nothing_was_ever_kept(city):
    shown = seen_by(a_post(city, Role.SYSADMIN))

    assert "还没有做过备份。" in shown
    assert "还没有做过恢复演练。" in shown


def test_home_says_how_late_it_is(city, tmp_path):
    kept(tmp_path, backup_at=timedelta(days=3), drill_at=timedelta(days=30))

    shown = seen_by(a_post(city, Role.SYSADMIN))

    assert "上次备份是 3 天前。" in shown
    assert "恢复演练" not in shown


def test_home_says_nothing_of_what_is_kept(city, tmp_path):
    kept(tmp_path, backup_at=timedelta(hours=30), drill_at=timedelta(days=9))

    assert "备份" not in seen_by(a_post(city, Role.SYSADMIN))


def test_home_says_it_to_nobody_else(city):
    assert "备份" not in seen_by(a_post(city, Role.CITY_APPROVER))
