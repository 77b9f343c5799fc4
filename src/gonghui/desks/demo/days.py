"""Working days as a row that can be counted along."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta

from gonghui.kernel.workdays import is_workday


class Workdays:
    """The working days from one day to another, both included; `own` is the office's days above the published ones."""

    def __init__(self, first: date, last: date, own: Callable = lambda year: None):
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self.days = [day for day in days if is_workday(day, own)]

    def place(self, day: date) -> int:
        """The place in the row of a day, or of the next working day."""
        return bisect_left(self.days, day)

    def last_until(self, day: date) -> int:
        """The place in the row of the last working day up to and including a day."""
        return bisect_right(self.days, day) - 1

    def __getitem__(self, place: int) -> date:
        if place < 0:
            raise IndexError(place)
        return self.days[place]
