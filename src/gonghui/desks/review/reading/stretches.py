"""Which part of a year a sentence speaks of: 上半年, 一季度, 1—9月, 截至11月底, 7月13日 (X-R12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gonghui.kernel.periods import Period

QUARTERS = {sign: at for at, signs in enumerate(("一1首", "二2", "三3", "四4")) for sign in signs}
TO = r"\s*(?:[-—–~～]{1,2}|至|到)\s*"
N, HAN = r"(?<!\d)\d{1,2}", {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"十": 10}
WHOLE = re.compile("全年|一年来")
HALVES = re.compile("([上下])半年")
QUARTER = re.compile("第?([一二三四1-4首])季度")
QUARTERS_FROM_ONE = re.compile(rf"(?:前|(?:第?[一1]{TO}第?))([二两三四2-4])个?季度")
MONTHS = re.compile(rf"({N})(?:月份?)?{TO}({N})月(?:份|底|末)?(?!\d{{1,2}}日)")
UNTIL = re.compile(rf"截[至止]到?(?:(?:19|20)\d\d年|今年)?({N})月(?:份)?(?:({N})日|底|末|份)?")
FIRST_MONTHS = re.compile("前(十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])个月")
DAYS = re.compile(rf"({N})月({N})日(?:{TO}(?:({N})月)?({N})日)?")
MONTH = re.compile(rf"({N})月(?:份|底|末|初|中旬|[上下]旬)?(?!\d{{1,2}}日)")


@dataclass(frozen=True)
class Stretch:
    """Part of a year, from a month and day to a month and day, both included; day 0 is the last of its month."""

    first: tuple[int, int]
    last: tuple[int, int]

    def of(self, year: int) -> Period | None:
        """The days of this stretch in a year; None where there are no such days (30 February)."""
        try:
            start = date(year, *self.first)
            end = date(year, *self.last) + timedelta(days=1) if self.last[1] else Period.month(year, self.last[0]).end
        except ValueError:
            return None
        return Period(start, end) if start < end else None


YEAR = Stretch((1, 1), (12, 0))


def stretch(said: str) -> Stretch | None:
    """The part of a year that words name last; YEAR where they name the whole, None where they name none."""
    found: list[tuple[int, int, Stretch]] = []
    for pattern, part in READINGS:
        found += [(match.end(), -match.start(), part(*match.groups())) for match in pattern.finditer(said)]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _months(first: int | str, last: int | str) -> Stretch:
    return Stretch((int(first), 1), (int(last), 0))


def _days(month: str, day: str, last_month: str | None, last_day: str | None) -> Stretch:
    return Stretch((int(month), int(day)), (int(last_month or month), int(last_day or day)))


def _until(month: str, day: str | None) -> Stretch:
    return Stretch((1, 1), (int(month), int(day or 0)))


def _number(said: str) -> int:
    return int(said) if said.isdigit() else sum(HAN[sign] for sign in said)


READINGS = (
    (WHOLE, lambda: YEAR),
    (HALVES, lambda half: _months(1, 6) if half == "上" else _months(7, 12)),
    (QUARTERS_FROM_ONE, lambda last: _months(1, 3 * (QUARTERS.get(last, 1) + 1))),
    (QUARTER, lambda sign: _months(3 * QUARTERS[sign] + 1, 3 * QUARTERS[sign] + 3)),
    (MONTHS, _months),
    (UNTIL, _until),
    (FIRST_MONTHS, lambda last: _months(1, _number(last))),
    (DAYS, _days),
    (MONTH, lambda month: _months(month, month)),
)
"""Where two readings end at one place, the longer stands: 前三季度 is not 三季度, 截至11月 is not 11月."""
