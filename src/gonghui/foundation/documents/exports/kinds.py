"""What may be asked for: a program registers how many rows it has and how they are written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A workbook that may be taken away.

    `roles` may ask for it; `count(by, scope)` says how many rows the post `by` would get, `write(path, by=, scope=,
    watermark=, trace=)` writes them and gives their number; `scope` is the query of the list, as a dict of lists.
    `is_plain` says that personal data stand in it unmasked.
    """

    name: str
    title: Any
    roles: tuple[str, ...]
    count: Callable
    write: Callable
    is_plain: bool = False


known: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Let this workbook be asked for."""
    known[kind.name] = kind
    return kind
