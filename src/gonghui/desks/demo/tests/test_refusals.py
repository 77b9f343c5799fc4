"""A demo is built in an empty database only."""

import pytest
from django.core.management import CommandError, call_command

from gonghui.desks.demo.clearing import standing_world
from gonghui.desks.demo.models import World
from gonghui.foundation.organisations.models import Unit
from gonghui.foundation.organisations.tests.trees import a_tree

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_demo_refuses_a_database_that_holds_a_real_city():
    a_tree()

    with pytest.raises(CommandError, match="已有正式数据") as refusal:
        call_command("demo")

    assert refusal.value.returncode == 2
    assert Unit.objects.exists()
    assert World.objects.count() == 0


def test_standing_world_of_an_empty_database_is_none():
    assert standing_world() is None


@pytest.mark.parametrize("scale", ["0", "-1", "1000", "nan", "viel"])
def test_demo_refuses_a_scale_that_is_none(scale):
    with pytest.raises(CommandError):
        call_command("demo", "--scale", scale)
