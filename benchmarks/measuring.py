"""Ours beside its floor: both are run by turns, so that a busy machine is busy for both; medians are compared."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

REPEATS = 9


@dataclass(frozen=True)
class Line:
    """One thing measured: medians in seconds, ours and the floor's, and what else was counted."""

    what: str
    ours: float
    floor: float
    beside: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def beside(floor: Callable, ours: Callable, repeats: int = REPEATS) -> tuple[float, float]:
    """Median seconds of ours and of the floor, by turns, after one of each that does not count."""
    times: dict[Callable, list[float]] = {ours: [], floor: []}
    for turn in range(repeats + 1):
        for act, taken in times.items():
            began = perf_counter()
            act()
            if turn:
                taken.append(perf_counter() - began)
    return median(times[ours]), median(times[floor])
