"""A small 2021 world for tests: fixture `world`. It is built once a session, beside the test database.

A module that asks for it works in that database; what its tests change is rolled back as usual.
"""

import datetime
from dataclasses import dataclass

import psycopg
import pytest

from gonghui.config import database as embedded
from gonghui.desks.demo import building, cast
from gonghui.foundation.accounts.models import Post

from . import database
from .settings import TEST_DATABASE

SEED = 2021
SCALE = 0.02
NOW = datetime.date(2026, 6, 18)
WORLD = f"{TEST_DATABASE}_world"


@pytest.fixture(scope="session")
def _built_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        database.copy(database.template(), WORLD)
        database.point_to(WORLD)
        building.build(SEED, SCALE, now=NOW, processes=1, say=lambda line: None)
        database.point_to(TEST_DATABASE)
        yield
        with psycopg.connect(**embedded.administrator(), autocommit=True) as administrator:
            database.drop(administrator, WORLD)


@pytest.fixture(scope="module")
def world(_built_world, django_db_blocker):
    """The connections lead to the built world while this module is tested."""
    with django_db_blocker.unblock():
        database.point_to(WORLD)
    yield World()
    with django_db_blocker.unblock():
        database.point_to(TEST_DATABASE)


@dataclass(frozen=True)
class World:
    """From what the world was built."""

    seed: int = SEED
    scale: float = SCALE
    now: datetime.date = NOW


def the_post(role, unit: str = cast.CITY) -> Post:
    """The post of the one of the cast who holds a role in a county or the city."""
    return post_of(cast.the(role, unit))


def post_of(figure: cast.Figure) -> Post:
    """The post of one of the cast."""
    posts = Post.objects.select_related("user", "unit__area")
    return posts.get(user__name=figure.name, role=figure.role, unit__short_name=figure.unit)
