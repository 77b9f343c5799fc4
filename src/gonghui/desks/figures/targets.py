"""Targets of figures: whoever plans gives them, figures only ask (N-R2, contracts §2)."""

from collections.abc import Callable

Source = Callable[..., int | float | None]
_sources: list[Source] = []


def provide(source: Source) -> None:
    """Let `source(code, unit, year)` give targets, in the figure's own base unit (yuan for money); None where none."""
    if source not in _sources:
        _sources.append(source)


def target_of(code: str, unit, year: int) -> int | float | None:
    """The target of a figure for a unit and a year; None where nobody has set one."""
    return next((found for source in _sources if (found := source(code, unit, year)) is not None), None)
