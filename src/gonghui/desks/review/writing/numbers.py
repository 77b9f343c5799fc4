"""A value in words; the qualifier follows from the value and the rounding, nobody chooses it (X-R14)."""

from decimal import Decimal

from gonghui.desks.figures import numerals

from .grammar import Asked

PLACE = "位"


class DoesNotFit(ValueError):
    """The form does not fit the figure: a rank in ten thousands, a sum of money as the first three."""


def put(asked: Asked, figure, value) -> str:
    """The value of a figure as it is printed: 852户, 548.88万元, 40余次, 近350万元, 超过60%. Raises DoesNotFit."""
    require_fit(asked, figure)
    if asked.word == "top":
        return f"前{numerals.in_han(int(value))}名"
    if asked.step:
        return _rounded(asked, Decimal(str(value)), figure.unit_word)
    shown_in = f"{asked.scale}{figure.unit_word}" if asked.scale else figure.shown_in
    return numerals.shown(value, figure.unit_word, shown_in or None)


def require_fit(asked: Asked, figure) -> None:
    """Raise DoesNotFit where a place in a list is asked for as an amount, or an amount as a place."""
    is_place = figure.unit_word == PLACE
    if (is_place and _is_amount(asked)) or (not is_place and asked.word == "top"):
        raise DoesNotFit(asked.written)


def _is_amount(asked: Asked) -> bool:
    return bool(asked.scale or asked.step)


def _rounded(asked: Asked, value: Decimal, unit_word: str) -> str:
    if asked.word not in ("over", "at_least"):
        return numerals.rounded(value, asked.step, unit_word, more=asked.word or "余")
    below = value // asked.step * asked.step
    if not below:
        return numerals.shown(value, unit_word)
    shown = numerals.rounded(below, asked.step, unit_word)
    if asked.word == "at_least":
        return f"{shown}以上"
    return f"超过{shown}" if value > below else f"达{shown}"
