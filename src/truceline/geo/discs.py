# SPDX-License-Identifier: Apache-2.0
"""Whether discs lie in a region: the condition of place for points known to a radius.

Most are decided at one look into the cells of the shapes that the region is made of; the rest is measured.
The answers are those of measuring every one, whether there are cells or not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from truceline.geo.cells import Cells
from truceline.geo.extents import Floats
from truceline.geo.looks import Near, discs, discs_compiled, look, look_closely, margin_m
from truceline.geo.loops import BY_SIDE, MOST_CUT_M, OPEN, SLACK_M
from truceline.geo.regions import (
    ON_LINE_M,
    TINY_M,
    Bounds,
    BufferRegion,
    NowhereRegion,
    Region,
    ShapeRegion,
    decided,
    looked_at_m,
)
from truceline.kernels import is_compiled
from truceline.truth import NO, TRUTH, UNKNOWN, Truths

MOST_REACH_M = 5_000_000.0
"""Discs beyond this are not measured: they lie in no region for certain, except the whole world."""
_POINTS_FOR_A_DISC = 50
"""So many exact points cost as much as one disc without an index."""


def discs_in(region: Region, lon: Floats, lat: Floats, radius_m: Floats) -> Truths:
    """Whether each disc lies in a region.

    Several threads may ask the same region.

    Args:
        region: a closed set.
        lon: (n,) degrees; not finite where the place is not known.
        lat: (n,) degrees; not finite where the place is not known.
        radius_m: (n,) geodesic metres; NaN or 0 where the point is exact.

    Returns:
        (n,) int8: yes where the whole disc lies in it, no where none of it does, else unknown; a
        missing place is unknown, except that nothing lies nowhere.
    """
    if isinstance(region, NowhereRegion):
        return np.full(len(lon), NO, dtype=TRUTH)
    count = np.count_nonzero(radius_m > 0)
    cost = count + (len(lon) - count) / _POINTS_FOR_A_DISC
    shape, by_m = _one_shape(region)
    if shape is not None:
        cells = shape.cells(cost, by_m)
        if cells is not None:
            return _by_cells(region, shape, cells, by_m, lon, lat, radius_m)
    else:
        parts = {part: part.cells(cost, more_m) for part, more_m in region.shapes_within().items()}
        known = {part: cells for part, cells in parts.items() if cells is not None}
        if known:
            return _by_parts(region, known, lon, lat, radius_m)
    answer = np.full(len(lon), UNKNOWN, dtype=TRUTH)
    rows = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if len(rows):
        answer[rows] = measured_discs_in(region, lon[rows], lat[rows], radius_m[rows])
    return answer


def measured_discs_in(region: Region, lon: Floats, lat: Floats, radius_m: Floats) -> Truths:
    """The same by measuring each disc, without an index: the reference. All places are known."""
    radius = np.nan_to_num(radius_m, nan=0.0)
    low, high = region.signed_m(lon, lat, np.minimum(radius, MOST_REACH_M))
    return decided(low, high, radius)


def _one_shape(region: Region) -> tuple[ShapeRegion | None, float]:
    """The shape of a region that is one, or one with a buffer around it; and the width of that."""
    if isinstance(region, ShapeRegion):
        return region, 0.0
    if isinstance(region, BufferRegion) and isinstance(region.of, ShapeRegion) and region.by_m >= 0:
        return region.of, region.by_m
    return None, 0.0


def _by_cells(
    region: Region, shape: ShapeRegion, cells: Cells, by_m: float, lon: Floats, lat: Floats, radius_m: Floats
) -> Truths:
    way = discs_compiled if is_compiled(int(shape.asked_discs)) else discs
    answer = way(cells, lon, lat, radius_m, by_m)
    open_rows = np.flatnonzero(answer >= OPEN)
    if len(open_rows):
        codes = answer[open_rows]
        rows, codes = open_rows[codes >= BY_SIDE], codes[codes >= BY_SIDE] - BY_SIDE
        is_in = shape.holds_points(lon[rows], lat[rows])
        rest = open_rows[answer[open_rows] == OPEN]
        answer[rows] = np.where(is_in, codes // 3, codes % 3)
        if len(rest):
            answer[rest] = measured_discs_in(region, lon[rest], lat[rest], radius_m[rest])
    return answer


def _by_parts(
    region: Region, parts: dict[ShapeRegion, Cells], lon: Floats, lat: Floats, radius_m: Floats
) -> Truths:
    """A composed region: by bounds on what the exact way would say of each shape.

    They are composed as the exact ones are, once as wide as they may be and once as narrow. Where both give
    the same answer, so does every value in between.
    """
    radius = np.where(np.isnan(radius_m), 0.0, radius_m)
    answer = np.full(len(lon), UNKNOWN, dtype=TRUTH)
    is_place = np.isfinite(lon) & np.isfinite(lat)
    is_plain = is_place & (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & (radius >= 0) & (radius <= MOST_CUT_M)
    rest = [np.flatnonzero(is_place & ~is_plain)]
    rows = np.flatnonzero(is_plain)
    for is_close in (False, True):
        if len(rows) == 0:
            break
        x, y, r = lon[rows], lat[rows], radius[rows]
        near = {shape: _nearness(shape, cells, x, y, is_close) for shape, cells in parts.items()}
        wide = decided(*region.composed_m(x, y, r, _bounds_of(near, True)), r)
        narrow = decided(*region.composed_m(x, y, r, _bounds_of(near, False)), r)
        is_sure = wide == narrow
        answer[rows[is_sure]] = wide[is_sure]
        rows = rows[~is_sure]
    rest.append(rows)
    left = np.concatenate(rest)
    if len(left):
        answer[left] = measured_discs_in(region, lon[left], lat[left], radius_m[left])
    return answer


def _nearness(shape: ShapeRegion, cells: Cells, lon: Floats, lat: Floats, is_close: bool) -> Near:
    near = look(cells, lon, lat)
    if not is_close:
        return near
    near = look_closely(cells, lon, lat, near)
    if not shape.is_line:
        rows = np.flatnonzero(near.side == 0)
        near.side[rows] = np.where(shape.holds_points(lon[rows], lat[rows]), -1, 1)
    return near


def _bounds_of(
    near: dict[ShapeRegion, Near], is_wide: bool
) -> Callable[[ShapeRegion, Floats, Floats, Floats], Bounds]:
    """Bounds on what ``ShapeRegion.measured_m`` says: the widest that it may, or the narrowest."""

    def of_shape(shape: ShapeRegion, lon: Floats, lat: Floats, reach_m: Floats) -> Bounds:
        if shape not in near:
            return shape.measured_m(lon, lat, reach_m)
        return _measured_within(near[shape], shape.is_line, reach_m, is_wide)

    return of_shape


def _measured_within(near: Near, is_line: bool, reach_m: Floats, is_wide: bool) -> Bounds:
    """One side of what the exact way may say; it goes through its steps, see ``ShapeRegion.measured_m``."""
    limit = looked_at_m(reach_m)
    is_measured = reach_m > 0
    least = np.maximum(near.low, 0.0)
    lowest = np.maximum(0.0, least - margin_m(least) - SLACK_M)
    # The distance that it takes off its margin from, and the one that it adds it to: (least, most) of each.
    near_m = [np.where(is_measured, np.minimum(limit, v), 0.0) for v in (lowest, near.high + SLACK_M)]
    most = np.where(near.high < 0.999 * limit, near.high + 2.1 * margin_m(near.high) + SLACK_M, np.inf)
    far_m = [np.where(is_measured, v, np.inf) for v in (least, most)]
    side = near.side
    out_low = [np.maximum(v, TINY_M) for v in near_m]
    if is_line:
        on_it = np.where(is_measured, ON_LINE_M, 0.0)
        is_off = side > 0
        low = [np.where(is_off, out_low[0], 0.0), out_low[1]]
        high = [np.where(is_off, far_m[0], 0.0), np.maximum(far_m[1], on_it)]
    else:
        low = [
            np.where(side > 0, out_low[0], -far_m[1]),
            np.where(side < 0, -far_m[0], out_low[1]),
        ]
        high = [
            np.where(side > 0, far_m[0], -near_m[1]),
            np.where(side < 0, -near_m[0], far_m[1]),
        ]
    return (low[0], high[1]) if is_wide else (low[1], high[0])
