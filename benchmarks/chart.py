# SPDX-License-Identifier: Apache-2.0
"""Lines on doubly logarithmic paper, side by side, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, GAP = 250, 220, 62, 36, 28


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and what its points are numbers of."""

    name: str
    points: Sequence[tuple[float, float]]


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _panel(line: Line, left: float, rows: tuple[int, int]) -> list[str]:
    """One line in its frame; ``rows`` are the powers of ten from bottom to top."""
    columns = _decades([x for x, _ in line.points])

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - columns[0]) / (columns[1] - columns[0])
        up = (math.log10(y) - rows[0]) / (rows[1] - rows[0])
        return left + across * WIDTH, TOP + (1 - up) * HEIGHT

    drawn = [f'<rect x="{left}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" class="frame"/>']
    drawn.append(_text(left + WIDTH / 2, TOP - 12, line.name))
    for power in range(rows[0], rows[1] + 1):
        y = at(1, 10.0**power)[1]
        drawn.append(f'<path d="M{left} {y:.1f}h{WIDTH}" class="grid"/>')
        drawn.append(_text(left - 6, y + 4, _number(10.0**power), "end"))
    for power in range(columns[0], columns[1] + 1):
        x = at(10.0**power, 1)[0]
        drawn.append(f'<path d="M{x:.1f} {TOP}v{HEIGHT}" class="grid"/>')
        drawn.append(_text(x, TOP + HEIGHT + 18, _number(10.0**power)))
    places = [at(x, y) for x, y in line.points]
    drawn.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" class="line"/>')
    for (x, y), (_, value) in zip(places, line.points, strict=True):
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
        drawn.append(_text(x, y - 9, f"{value:.2g}"))
    return drawn


def picture(lines: Sequence[Line], unit: str) -> str:
    """All lines as one picture, with one scale upwards.

    >>> picture([Line("incidents", [(10, 0.5), (100, 5.0)])], "seconds").startswith("<svg")
    True
    """
    rows = _decades([y for line in lines for _, y in line.points])
    width = len(lines) * (LEFT + WIDTH) + GAP
    height = TOP + HEIGHT + 34
    names = " and ".join(line.name for line in lines)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{unit} against {names}</title>",
        "<style>svg{background:#fff;font:12px system-ui,sans-serif}text{fill:#222}",
        ".frame{fill:none;stroke:#888}.grid{stroke:#ddd}.line{fill:none;stroke:#1b5e9e;stroke-width:2}",
        "circle{fill:#1b5e9e}</style>",
        f'<text x="14" y="{TOP + HEIGHT / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {TOP + HEIGHT / 2})">{unit}</text>',
    ]
    for order, line in enumerate(lines):
        drawn += _panel(line, LEFT + order * (LEFT + WIDTH), rows)
    return "\n".join([*drawn, "</svg>", ""])
