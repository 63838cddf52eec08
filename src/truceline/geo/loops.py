# SPDX-License-Identifier: Apache-2.0
"""The loops of this room that are compiled where numba is installed. Each has its NumPy way in ``chords``
or ``looks``, with equal answers. They stand in one file, since numba's cache goes by the file of a loop.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from truceline.geo.chords import A_M, E2, LEAST_RADIUS_M, ROUNDING_M
from truceline.geo.ellipsoid import MARGIN_M, MARGIN_SHARE
from truceline.geo.extents import Floats
from truceline.kernels import loop

OPEN = 3
"""Not decided: ask the exact way."""
BY_SIDE = 4
"""Codes from here on are ``BY_SIDE + 3 * (answer where inside) + (answer where outside)``."""
EXACT_POINT = BY_SIDE + 3 * 2 + 0
NEAR_M = 0.25
"""Nearer to the boundary than this the side is left to the exact predicate."""
SLACK_M = 0.01
"""More than all rounding of the exact way together."""
MOST_CUT_M = 4_000_000.0
"""Discs and buffers beyond this are left to the exact way."""


@loop
def _chord2(x: float, y: float, z: float, lines: Floats, line: int) -> float:
    """The square of the distance from a point to one line."""
    wx, wy, wz = x - lines[line, 0], y - lines[line, 1], z - lines[line, 2]
    dx, dy, dz = lines[line, 3], lines[line, 4], lines[line, 5]
    t = (wx * dx + wy * dy + wz * dz) * lines[line, 6]
    t = min(max(t, 0.0), 1.0)
    wx, wy, wz = wx - t * dx, wy - t * dy, wz - t * dz
    return float(wx * wx + wy * wy + wz * wz)


@loop
def pair_chords_loop(
    x: Floats,
    y: Floats,
    z: Floats,
    lines: Floats,
    first: NDArray[np.int64],
    counts: NDArray[np.int64],
    edges: NDArray[np.int32],
    found: Floats,
) -> None:
    """``pair_chords_m``, compiled."""
    at = 0
    for i in range(len(counts)):
        for k in range(first[i], first[i] + counts[i]):
            found[at] = np.sqrt(_chord2(x[i], y[i], z[i], lines, edges[k]))
            at += 1


@loop
def _settled(low: float, high: float, in_m: float, out_m: float) -> int:
    if high + 2.1 * max(MARGIN_M, abs(high) * MARGIN_SHARE) + SLACK_M <= in_m:
        return 2
    if low - SLACK_M <= in_m:
        return 3
    if low - 2.1 * max(MARGIN_M, abs(low) * MARGIN_SHARE) - SLACK_M > out_m:
        return 0
    if high + SLACK_M <= out_m:
        return 1
    return 3


@loop
def _answer(
    low: float, high: float, side: int, is_line: bool, is_by_side: bool, in_m: float, out_m: float
) -> int:
    least = max(low, 0.0)
    if is_line:
        return _settled(least, high, in_m, out_m)
    is_point = is_by_side and in_m == 0.0 and out_m == 0.0
    inside, outside = 3, 3
    if side <= 0:
        inside = 2 if is_point else _settled(-high, -least, in_m, out_m)
    if side >= 0:
        outside = 0 if is_point else _settled(least, high, in_m, out_m)
    if side < 0:
        return inside
    if side > 0 or inside == outside:
        return outside
    if inside == 3 or outside == 3:
        return 3
    return BY_SIDE + 3 * inside + outside


@loop
def _nearest_chord(
    lon: float, lat: float, lines: Floats, listed: NDArray[np.int32], first: int, last: int
) -> float:
    """The length of the chord from a point to the nearest of some lines."""
    lam, phi = np.radians(lon), np.radians(lat)
    sin = np.sin(phi)
    normal = A_M / np.sqrt(1 - E2 * sin * sin)
    ring = normal * np.cos(phi)
    x, y, z = ring * np.cos(lam), ring * np.sin(lam), normal * (1 - E2) * sin
    least = np.inf
    for k in range(first, last):
        least = min(least, _chord2(x, y, z, lines, listed[k]))
    return float(np.sqrt(least))


@loop
def discs_loop(
    lon: Floats,
    lat: Floats,
    radius_m: Floats,
    is_line: bool,
    is_by_side: bool,
    box: Floats,
    columns: int,
    rows: int,
    sides: NDArray[np.int64],
    lon_m: Floats,
    bounds: NDArray[np.float32],
    starts: NDArray[np.int32],
    listed: NDArray[np.int32],
    lines: Floats,
    found: NDArray[np.int8],
) -> None:
    """``looks.discs``, compiled."""
    west, south, cell_lon, cell_lat = box[0], box[1], box[2], box[3]
    sag_m, beyond_m, lat_m, by_m = box[4], box[5], box[6], box[7]
    column_by_lon, row_by_lat = 1.0 / cell_lon, 1.0 / cell_lat
    height = rows * cell_lat
    sure_m = beyond_m * (1 - 2.1 * MARGIN_SHARE) - 2.1 * MARGIN_M - SLACK_M
    for i in range(len(lon)):
        radius = radius_m[i]
        if not (
            abs(lon[i]) <= 180.0 and abs(lat[i]) <= 90.0 and radius >= 0.0 and radius + by_m <= MOST_CUT_M
        ):
            # Not a number, or none that the cells are for.
            if not (np.isfinite(lon[i]) and np.isfinite(lat[i])):
                found[i] = 1
                continue
            if not (np.isnan(radius) and abs(lon[i]) <= 180.0 and abs(lat[i]) <= 90.0):
                found[i] = OPEN
                continue
            radius = 0.0
        in_m, out_m = by_m - radius, by_m + radius
        u, v = lon[i] - west, lat[i] - south
        u = u + 360.0 if u < 0.0 else u
        u = u - 360.0 if u >= 360.0 else u
        column, row = int(u * column_by_lon), int(v * row_by_lat)
        if (v < 0.0) | (column >= columns) | (row >= rows):
            side = sides[1] if v > height else sides[0]
            if side > 0:
                found[i] = 0 if out_m < sure_m else OPEN
            else:
                found[i] = 2 if in_m > -sure_m else OPEN
            continue
        cell = row * columns + column
        x = (u - (column + 0.5) * cell_lon) * lon_m[row]
        y = (v - (row + 0.5) * cell_lat) * lat_m
        e = np.sqrt(x * x + y * y) + ROUNDING_M
        signed = float(bounds[cell, 1])
        low, high = float(bounds[cell, 0]) - e, abs(signed) + e
        side = 0
        if low > NEAR_M:
            side = 1 if signed > 0 else -1
            sure = low * (1 - 2.1 * MARGIN_SHARE) - 2.1 * MARGIN_M - SLACK_M
            if side > 0 and sure > out_m:
                found[i] = 0
                continue
            if side < 0 and -sure <= in_m:
                found[i] = 2
                continue
        code = _answer(low, high, side, is_line, is_by_side, in_m, out_m)
        first, last = starts[cell], starts[cell + 1]
        if code >= OPEN and code != EXACT_POINT and first < last:
            chord = _nearest_chord(lon[i], lat[i], lines, listed, first, last)
            low = max(low, chord - sag_m)
            half = (chord + sag_m) / (2 * LEAST_RADIUS_M)
            if half < 0.5:
                high = min(high, 2 * LEAST_RADIUS_M * np.arcsin(half))
            code = _answer(low, high, side, is_line, is_by_side, in_m, out_m)
        found[i] = code
