"""What a check has found, in Chinese and English, with the cure where something is wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Well, worth knowing, or wrong."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


MARKS = {Level.WELL: "✓", Level.NOTE: "!", Level.WRONG: "✗"}


@dataclass(frozen=True)
class Finding:
    """One line of the self-check."""

    level: Level
    chinese: str
    english: str

    def __str__(self):
        return f"{MARKS[self.level]} {self.chinese} {self.english}"


def well(chinese: str, english: str) -> Finding:
    return Finding(Level.WELL, chinese, english)


def note(chinese: str, english: str) -> Finding:
    return Finding(Level.NOTE, chinese, english)


def wrong(chinese: str, english: str) -> Finding:
    return Finding(Level.WRONG, chinese, english)
