"""The checks in the order in which a stranger mends what they find."""

from collections.abc import Callable, Iterator
from datetime import datetime

from . import configuration, machine, records
from .finding import Finding, Level

WITHOUT_TABLES: dict[str, Callable[[datetime], Finding]] = {
    "folder": machine.folder,
    "keys": machine.keys,
    "disk": machine.disk,
    "font": machine.font,
    "debug": configuration.debug,
    "origin": configuration.origin,
    "messages": configuration.messages,
    "version": records.version,
    "role": records.role,
    "clock": records.clock,
    "migrations": records.migrations,
}
WITH_TABLES: dict[str, Callable[[datetime], Finding]] = {
    "walls": records.walls,
    "city": records.city,
    "administrator": records.administrator,
    "resetters": records.resetters,
    "holidays": records.holidays,
    "jobs": records.jobs,
    "sealing": records.sealing,
    "anchors": machine.anchors,
    "backup": machine.backup,
    "drill": machine.drill,
    "policies": records.policies,
}
CHECKS = WITHOUT_TABLES | WITH_TABLES


def findings(at: datetime) -> Iterator[tuple[str, Finding]]:
    """What each check finds, by its name; where tables are behind, nothing is asked of them."""
    found = {name: check(at) for name, check in WITHOUT_TABLES.items()}
    yield from found.items()
    if found["migrations"].level == Level.WELL:
        yield from ((name, check(at)) for name, check in WITH_TABLES.items())
