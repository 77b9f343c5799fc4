"""Charts drawn on the server as SVG: the same in page, Word and PDF, readable aloud, without inline styles."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEXAGON = 86
WIDTH, HEIGHT = 560, 310
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 16, 32


@dataclass(frozen=True)
class Hexagon:
    """One area of a hexagon map: where it lies (column, row), what it shows, its tone, and where a click leads."""

    name: str
    shown: str
    column: int
    row: int
    tone: str = "blue"
    href: str = ""


def hexagon_map(areas, title) -> SafeString:
    """A map of equal hexagons, one for each area; odd rows are shifted by half."""
    step = math.sqrt(3) * HEXAGON
    width = step * (max((a.column + a.row % 2 / 2 for a in areas), default=0) + 1) + 8
    height = HEXAGON * (1.5 * max((a.row for a in areas), default=0) + 2) + 8
    drawn = format_html_join("", "{}", ((_hexagon(area, step),) for area in areas))
    return _svg(width, height, title, drawn, role="group")


def _hexagon(area, step) -> SafeString:
    x = step * (area.column + 0.5 + area.row % 2 / 2) + 4
    y = HEXAGON * (1.5 * area.row + 1) + 4
    radius, sixth = HEXAGON * 0.965, math.pi / 3
    corners = [(x + radius * math.sin(k * sixth), y + radius * math.cos(k * sixth)) for k in range(6)]
    drawn = format_html(
        '<title>{} {}</title><polygon class="gh-tone-{}" points="{}"/>'
        '<text x="{}" y="{}" class="gh-chart-name">{}</text><text x="{}" y="{}" class="gh-chart-value">{}</text>',
        area.name,
        area.shown,
        area.tone,
        _points(corners),
        _n(x),
        _n(y - 8),
        area.name,
        _n(x),
        _n(y + 26),
        area.shown,
    )
    return format_html('<a href="{}">{}</a>', area.href, drawn) if area.href else format_html("<g>{}</g>", drawn)


def line_chart(points, title, *, unit="") -> SafeString:
    """A line over named points [(name, number), …]; each point says its number aloud."""
    points = list(points)
    across, up, grid = _axes([number for _, number in points])
    places = [(across(index), up(number)) for index, (_, number) in enumerate(points)]
    ground = [(places[0][0], up(0)), *places, (places[-1][0], up(0))] if places else []
    drawn = format_html(
        '{}<polygon class="gh-chart-area" points="{}"/><polyline class="gh-chart-line" points="{}"/>',
        grid,
        _points(ground),
        _points(places),
    )
    dots = format_html_join(
        "",
        '<circle class="gh-chart-point" cx="{}" cy="{}" r="4"><title>{} {}{}</title></circle>{}',
        (
            (_n(x), _n(y), name, f"{n:,}", unit, _under(x, name))
            for (x, y), (name, n) in zip(places, points, strict=True)
        ),
    )
    return _svg(WIDTH, HEIGHT, title, drawn + dots)


def bar_chart(points, title, *, unit="") -> SafeString:
    """Upright bars over named points [(name, number), …]."""
    points = list(points)
    across, up, grid = _axes([number for _, number in points], inset=True)
    width = (WIDTH - LEFT - RIGHT) / max(len(points), 1) * 0.6
    bars = format_html_join(
        "",
        '<rect class="gh-chart-bar" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{} {}{}</title></rect>{}',
        (
            (_n(x - width / 2), _n(up(n)), _n(width), _n(up(0) - up(n)), name, f"{n:,}", unit, _under(x, name))
            for x, (name, n) in ((across(index), point) for index, point in enumerate(points))
        ),
    )
    return _svg(WIDTH, HEIGHT, title, grid + bars)


def _axes(numbers, inset=False):
    """Two scales (index to x, number to y) and the drawn grid, with a round number on top."""
    top = _round_up(max(numbers, default=0))
    room, slots = WIDTH - LEFT - RIGHT, len(numbers)

    def across(index):
        return LEFT + (index + 0.5) * room / slots if inset else LEFT + index * room / max(slots - 1, 1)

    def up(number):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * number / top

    lines = format_html_join(
        "",
        '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" class="gh-chart-grid"/>'
        '<text x="{3}" y="{4}" text-anchor="end" class="gh-chart-axis">{5}</text>',
        (
            (LEFT, WIDTH - RIGHT, _n(up(n)), LEFT - 6, _n(up(n) + 5), f"{n:,g}")
            for n in (top * quarter / 4 for quarter in range(5))
        ),
    )
    return across, up, lines


def _round_up(number) -> float:
    """The next 1, 2, 4 or 8 followed by noughts, so that a quarter of it reads well."""
    if number <= 0:
        return 4
    power = 10 ** math.floor(math.log10(number))
    return max(next(step * power for step in (1, 2, 4, 8, 10) if step * power >= number), 4)


def _under(x, name) -> SafeString:
    drawn = '<text class="gh-chart-axis" x="{}" y="{}" text-anchor="middle">{}</text>'
    return format_html(drawn, _n(x), HEIGHT - 8, name)


def _points(places) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in places)


def _n(number) -> str:
    return f"{number:.1f}"


def _svg(width, height, title, drawn, role="img") -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="gh-chart" viewBox="0 0 {} {}"'
        ' role="{}" aria-label="{}">{}</svg>',
        _n(width),
        _n(height),
        role,
        title,
        drawn,
    )
