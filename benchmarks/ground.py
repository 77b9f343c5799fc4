"""Where it is measured: a server, and on it a fresh database with the unions of a whole city."""

from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql

from gonghui.config import database, readiness
from gonghui.desks.demo import cast, founding
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.models import Unit
from gonghui.programs.hardship.tests.factories import Staff

from .settings import KEYS_FOLDER, NAME

COUNTY = "金寨县总工会"


@contextmanager
def server():
    """The server that DATABASE_URL names, else an embedded one, with the product's settings, while it is measured."""
    if not database.is_embedded():
        yield
        return
    database.embedded_server().ensure_running()
    try:
        yield
    finally:
        database.embedded_server().stop()


@contextmanager
def city():
    """A fresh database with the unions of a city; gives the people through whose hands a case of one county goes."""
    readiness.make_keys(KEYS_FOLDER)
    with psycopg.connect(**database.administrator(), autocommit=True) as administrator:
        database.ensure_roles(administrator)
        _drop(administrator)
        database.make_database(administrator, NAME)
        database.open_to_application(NAME)
        try:
            call_command("migrate", verbosity=0)
            founding.found(seed=2021, years=[2021])
            yield _staff()
        finally:
            connections.close_all()
            _drop(administrator)


def _drop(administrator: psycopg.Connection):
    administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME)))


def _staff() -> Staff:
    units = {unit.short_name: unit for unit in Unit.objects.select_related("area")}
    town = cast.first_below(COUNTY)
    tree = {"county": units[COUNTY], "county_town": units[town], "city": units[cast.CITY]}
    tree["county_union"] = units[cast.first_below(town)]
    with transaction.atomic(), sight.system("benchmark"):
        return Staff(tree, county="county")
