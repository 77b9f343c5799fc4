"""Periods: half-open stretches of days, as figures need them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to, but not including, `end`."""

    start: date
    end: date

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @classmethod
    def named(cls, name: str) -> Period:
        """Read "2021" or "2021-03"; raises ValueError otherwise."""
        found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", name)
        if not found:
            raise ValueError(f"no period: {name!r}")
        year, month = found.groups()
        return cls.month(int(year), int(month)) if month else cls.year(int(year))

    @property
    def name(self) -> str:
        return f"{self.start:%Y}" if self == Period.year(self.start.year) else f"{self.start:%Y-%m}"

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def months(self) -> list[Period]:
        """The calendar months that begin in this period."""
        months, at = [], date(self.start.year, self.start.month, 1)
        while at < self.end:
            months.append(Period.month(at.year, at.month))
            at = months[-1].end
        return months

    def is_within_a_year(self) -> bool:
        """Whether the period lies in one calendar year: the window in which distinct counts add up."""
        return self.end <= Period.year(self.start.year).end

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end
