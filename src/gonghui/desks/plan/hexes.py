"""Where each county lies on the hexagon map: known places of 六安, for others rows of four in administrative order."""

from collections.abc import Iterable, Iterator

PLACES = {
    "341522": (1, 0),
    "341504": (0, 1),
    "341503": (1, 1),
    "341502": (2, 1),
    "341502400": (3, 1),
    "341524": (0, 2),
    "341525": (1, 2),
    "341523": (2, 2),
}
"""Column and row by area code: 霍邱 in the north, 叶集 in the west, 金寨, 霍山 and 舒城 in the south."""
IN_A_ROW = 4


def places_of(units: Iterable) -> Iterator[tuple]:
    """Each unit with its column and row."""
    units = list(units)
    known = all(unit.area.code in PLACES for unit in units)
    for number, unit in enumerate(units):
        yield unit, *(PLACES[unit.area.code] if known else (number % IN_A_ROW, number // IN_A_ROW))
