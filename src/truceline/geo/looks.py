# SPDX-License-Identifier: Apache-2.0
"""Looking discs up in cells, with NumPy: the reference of the compiled loops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truceline.geo.cells import Cells
from truceline.geo.chords import ROUNDING_M, geodesic_m, in_space, pair_chords_m
from truceline.geo.ellipsoid import MARGIN_M, MARGIN_SHARE
from truceline.geo.extents import Floats
from truceline.geo.loops import BY_SIDE, EXACT_POINT, MOST_CUT_M, NEAR_M, OPEN, SLACK_M, discs_loop
from truceline.truth import UNKNOWN

Codes = NDArray[np.int8]
_AT_ONCE = 400_000
_ROWS_AT_ONCE = 16_384
"""So few that what is worked out in between stays in the cache of the processor."""


def margin_m(distance_m: Floats) -> Floats:
    """How far the exact way takes a measured distance to be off."""
    return np.asarray(np.maximum(MARGIN_M, np.abs(distance_m) * MARGIN_SHARE), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Near:
    """What the cells say of n points."""

    low: Floats
    """(n,) metres: the distance to the boundary is at least this (below 0: nothing is known)."""
    high: Floats
    """(n,) metres: and at most this."""
    side: NDArray[np.int8]
    """(n,): -1 inside, +1 outside, 0 not known."""
    cell: NDArray[np.int64]
    """(n,): the cell, -1 outside the box."""


def look(cells: Cells, lon: Floats, lat: Floats) -> Near:
    """Bounds by the centre of the cell of each point."""
    u = lon - cells.west
    u[u < 0] += 360.0
    u[u >= 360] -= 360.0
    v = lat - cells.south
    column, row = (u / cells.cell_lon).astype(np.int64), np.floor(v / cells.cell_lat).astype(np.int64)
    is_out = (column >= cells.columns) | (row < 0) | (row >= cells.rows)
    is_any_out = bool(is_out.any())
    if is_any_out:
        column[is_out] = row[is_out] = 0
    cell = row * cells.columns + column
    bounds = cells.bounds[cell]
    x = (u - (column + 0.5) * cells.cell_lon) * cells.lon_m[row]
    y = (v - (row + 0.5) * cells.cell_lat) * cells.lat_m
    e = np.sqrt(x * x + y * y) + ROUNDING_M
    low = bounds[:, 0] - e
    high = np.abs(bounds[:, 1]) + e
    side = np.where(low > NEAR_M, np.sign(bounds[:, 1]), 0).astype(np.int8)
    if is_any_out:
        low[is_out], high[is_out], cell[is_out] = cells.beyond_m, np.inf, -1
        side[is_out] = np.where(v[is_out] > cells.rows * cells.cell_lat, cells.side_north, cells.side_south)
    return Near(low, high, side, cell)


def look_closely(cells: Cells, lon: Floats, lat: Floats, near: Near) -> Near:
    """Better bounds for points whose cell has a list, by the lines that it names."""
    low, high, side = near.low.copy(), near.high.copy(), near.side
    known = np.flatnonzero(near.cell >= 0)
    counts = cells.starts[near.cell[known] + 1] - cells.starts[near.cell[known]]
    known, counts = known[counts > 0], counts[counts > 0].astype(np.int64)
    ends = np.cumsum(counts)
    begin = 0
    while begin < len(known):
        end = max(
            begin + 1, int(np.searchsorted(ends, (ends[begin - 1] if begin else 0) + _AT_ONCE, "right"))
        )
        rows, lengths = known[begin:end], counts[begin:end]
        first = cells.starts[near.cell[rows]].astype(np.int64)
        points = in_space(lon[rows], lat[rows])
        found = pair_chords_m(points, cells.lines, first, lengths, cells.listed)
        least = np.minimum.reduceat(found, np.cumsum(lengths) - lengths)
        low[rows] = np.maximum(low[rows], least - cells.sag_m)
        high[rows] = np.minimum(high[rows], geodesic_m(least + cells.sag_m))
        begin = end
    return Near(low, high, side, near.cell)


def settled(low: Floats, high: Floats, in_m: Floats, out_m: Floats) -> Codes:
    """What the exact way surely answers, or ``OPEN``.

    The exact way says yes where its upper bound on the signed distance is at most ``in_m``, else no where
    its lower bound is more than ``out_m``, else unknown. It measures a distance as wrong by up to its
    margin and takes that margin off again, so that its bounds are within 2.1 margins of the distance.

    Args:
        low: (n,) metres, a lower bound on the signed distance (negative inside).
        high: (n,) metres, an upper bound on it.
        in_m: (n,) at most this is yes.
        out_m: (n,) more than this is no.
    """
    is_yes = high + 2.1 * margin_m(high) + SLACK_M <= in_m
    is_not_yes = low - SLACK_M > in_m
    is_no = low - 2.1 * margin_m(low) - SLACK_M > out_m
    is_not_no = high + SLACK_M <= out_m
    return np.where(
        is_yes, 2, np.where(is_not_yes & is_no, 0, np.where(is_not_yes & is_not_no, 1, OPEN))
    ).astype(np.int8)


def answers(near: Near, is_line: bool, is_by_side: bool, in_m: Floats, out_m: Floats) -> Codes:
    """The answers, or ``OPEN``, or how the answer follows from the side (``BY_SIDE``)."""
    least = np.maximum(near.low, 0.0)
    outside = settled(least, near.high, in_m, out_m)
    if is_line:
        return outside
    inside = settled(-near.high, -least, in_m, out_m)
    if is_by_side:
        is_point = (in_m == 0) & (out_m == 0)
        inside[is_point], outside[is_point] = 2, 0
    both = np.where(
        inside == outside,
        inside,
        np.where((inside == OPEN) | (outside == OPEN), OPEN, BY_SIDE + 3 * inside + outside),
    )
    return np.where(near.side < 0, inside, np.where(near.side > 0, outside, both)).astype(np.int8)


def discs(
    cells: Cells, lon: Floats, lat: Floats, radius_m: Floats, by_m: float, is_by_side: bool = True
) -> Codes:
    """Codes for n discs and the region within ``by_m`` of what has the cells.

    Args:
        cells: of a shape.
        lon: (n,) degrees.
        lat: (n,) degrees.
        radius_m: (n,) metres; NaN is 0.
        by_m: the width of the buffer.
        is_by_side: whether the exact way asks for exact points only on which side they are, so that
            the boundary has no margin.

    Returns:
        (n,) answers, ``OPEN``, or how the answer follows from the side (``BY_SIDE``).
    """
    found = np.empty(len(lon), dtype=np.int8)
    for begin in range(0, len(lon), _ROWS_AT_ONCE):
        part = slice(begin, begin + _ROWS_AT_ONCE)
        found[part] = _discs(cells, lon[part], lat[part], radius_m[part], by_m, is_by_side)
    return found


def _discs(cells: Cells, lon: Floats, lat: Floats, radius_m: Floats, by_m: float, is_by_side: bool) -> Codes:
    radius = np.where(np.isnan(radius_m), 0.0, radius_m)
    is_place = np.isfinite(lon) & np.isfinite(lat)
    is_plain = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & (radius >= 0) & (radius + by_m <= MOST_CUT_M)
    if not is_plain.all():
        found = np.where(is_place, OPEN, UNKNOWN).astype(np.int8)
        rows = np.flatnonzero(is_plain)
        if len(rows):
            found[rows] = _discs(cells, lon[rows], lat[rows], radius[rows], by_m, is_by_side)
        return found
    in_m, out_m = by_m - radius, by_m + radius
    near = look(cells, lon, lat)
    found = answers(near, cells.is_line, is_by_side, in_m, out_m)
    rows = np.flatnonzero((found >= OPEN) & (found != EXACT_POINT) & (near.cell >= 0))
    if len(rows):
        part = Near(near.low[rows], near.high[rows], near.side[rows], near.cell[rows])
        part = look_closely(cells, lon[rows], lat[rows], part)
        found[rows] = answers(part, cells.is_line, is_by_side, in_m[rows], out_m[rows])
    return found


def discs_compiled(
    cells: Cells, lon: Floats, lat: Floats, radius_m: Floats, by_m: float, is_by_side: bool = True
) -> Codes:
    """The same as ``discs``, in one compiled loop."""
    found = np.empty(len(lon), dtype=np.int8)
    place = (cells.west, cells.south, cells.cell_lon, cells.cell_lat)
    box = (*place, cells.sag_m, cells.beyond_m, cells.lat_m, by_m)
    discs_loop(
        lon,
        lat,
        radius_m,
        cells.is_line,
        is_by_side,
        np.array(box),
        cells.columns,
        cells.rows,
        np.array([cells.side_south, cells.side_north]),
        cells.lon_m,
        cells.bounds,
        cells.starts,
        cells.listed,
        cells.lines,
        found,
    )
    return found
