"""What a table looks like: its columns, and how much of a file is read at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from . import titles

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Column:
    """One column: `name` in code, `title` in the file, `kind` one of the readers in `values`.

    `choices` are the only texts allowed, `aliases` other titles under which the column is recognised; a value of a
    `unique` column may stand in the file once. `longest` counts characters of a text.
    """

    name: str
    title: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    unique: bool = False
    longest: int = 500


@dataclass(frozen=True)
class Limits:
    """How much a file may hold. Sizes in bytes, times in seconds, `characters` over all cells."""

    file_size: int = 20 * MEGABYTE
    entries: int = 200
    unpacked: int = 50 * MEGABYTE
    ratio: int = 100
    rows: int = 20_000
    columns: int = 200
    sheets: int = 20
    merges: int = 2_000
    names: int = 2_000
    cell: int = 5_000
    characters: int = 10_000_000
    memory: int = 1024 * MEGABYTE
    seconds: int = 30
    complaints: int = 20_000


def names_by_title(columns: tuple[Column, ...]) -> Mapping[str, str]:
    """Every title under which a column may stand in a file, tidied, with the column's name; full titles go first."""
    found: dict[str, str] = {}
    for tidied in (titles.tidy, titles.without_brackets):
        for column in columns:
            for title in (str(column.title), *column.aliases):
                found.setdefault(tidied(title), column.name)
    return MappingProxyType(found)
