"""Frames of a year's plan: “42101” is 4 个年, 2 项工程, 10 件实事, 1 个品牌 (N-R1); a code names its part."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Frame(TextChoices):
    """The key-work frame of a year; the provincial vocabulary of other years may differ (T1)."""

    F42101 = "42101", _("“42101”(四个年、两项工程、十件实事、一个品牌)")
    FREE = "free", _("不用框架")


@dataclass(frozen=True)
class Part:
    """One part of a frame: the number its items' codes begin with, its name, and how many headings it has."""

    stem: str
    title: Any
    count: int

    def headings(self) -> list[str]:
        return [f"{self.stem}.{n}" for n in range(1, self.count + 1)]


FREE_PART = Part("", _("重点工作"), 0)
PARTS = {
    Frame.F42101: (
        Part("4", _("四个年"), 4),
        Part("2", _("两项工程"), 2),
        Part("10", _("十件实事"), 10),
        Part("1", _("一个品牌"), 1),
    ),
    Frame.FREE: (),
}
CODE = re.compile(r"[1-9]\d?\.[1-9]\d?(\.[1-9]\d?)?")
"""4.2 is a heading; 4.2.1 is the first of several measures under it."""


def heading_of(code: str) -> str:
    """4.1.2 stands under 4.1."""
    return ".".join(code.split(".")[:2])


def part_of(frame: str, code: str) -> Part | None:
    """The part of a frame to which a code belongs; None where the frame has no such heading."""
    parts = PARTS[Frame(frame)]
    if not parts:
        return FREE_PART
    return next((part for part in parts if heading_of(code) in part.headings()), None)


def missing(frame: str, codes: Iterable[str]) -> list[str]:
    """The headings of a frame under which nothing stands yet."""
    there = {heading_of(code) for code in codes}
    return [heading for part in PARTS[Frame(frame)] for heading in part.headings() if heading not in there]


def place_of(frame: str, code: str) -> int:
    """Where a code stands in its plan: by part as the frame names them, then by number."""
    stems = [part.stem for part in PARTS[Frame(frame)]]
    first, *rest = code.split(".")
    leading = stems.index(first) if first in stems else int(first)
    second, third = (*map(int, rest), 0)[:2]
    return leading * 10_000 + second * 100 + third
