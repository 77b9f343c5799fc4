"""Taking away a world that was left half built; a finished one, and a real city, are never touched."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from gonghui.foundation.accounts.models import User
from gonghui.foundation.organisations.models import Unit

from .models import World


class NotADemo(Exception):
    """The database holds something that no demo has made."""


def standing_world() -> World | None:
    """The world this database holds, None for an empty database. Raises NotADemo."""
    world = World.objects.first()
    if world is None and (User.objects.exists() or Unit.objects.exists()):
        raise NotADemo
    return world


def clear_half_built(world: World) -> None:
    """Make the tables anew and put away what was kept beside them. Raises NotADemo for a finished world."""
    if world.finished_at is not None:
        raise NotADemo
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema()), quote_ident(%s)", [_application_role()])
        schema, role = cursor.fetchone()
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    connections["default"].close()
    Path(settings.JOURNAL_ANCHORS).unlink(missing_ok=True)
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "bank", ignore_errors=True)
    call_command("migrate", verbosity=0, interactive=False)


def _application_role() -> str:
    return connections["default"].settings_dict["USER"]
