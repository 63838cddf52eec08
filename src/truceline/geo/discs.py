# SPDX-License-Identifier: Apache-2.0
"""Whether discs lie in a region: the condition of place for points known to a radius.

Most are decided at one look into the cells of the shapes that the region is made of; the rest is measured.
The answers are those of measuring every one, whether there are cells or not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from truceline.geo.cells import Cells
from truceline.geo.extents import Floats
from truceline.geo.looks import Codes, Near, discs, discs_compiled, look, look_closely, margin_m
from truceline.geo.loops import BY_SIDE, MOST_CUT_M, OPEN, SLACK_M
from truceline.geo.regions import (
    ON_LINE_M,
    TINY_M,
    BetweenRegion,
    Bounds,
    BufferRegion,
    IntersectionRegion,
    NowhereRegion,
    OutsideRegion,
    Region,
    ShapeRegion,
    UnionRegion,
    decided,
    looked_at_m,
)
from truceline.kernels import is_compiled
from truceline.truth import NO, TRUTH, UNKNOWN, YES, Truths

MOST_REACH_M = 5_000_000.0
"""Discs beyond this are not measured: they lie in no region for certain, except the whole world."""
_POINTS_FOR_A_DISC = 20
"""So many exact points cost as much as one disc without an index."""


Known = dict[ShapeRegion, Cells]


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
    # For other arrays, those that cannot be written among them, each loop would be compiled once more.
    lon, lat, radius_m = (np.require(values, np.float64, ["C", "W"]) for values in (lon, lat, radius_m))
    count = np.count_nonzero(radius_m > 0)
    cost = count + (len(lon) - count) / _POINTS_FOR_A_DISC
    parts = {part: part.cells(cost, more_m) for part, more_m in region.shapes_within().items()}
    known = {part: cells for part, cells in parts.items() if cells is not None}
    if known:
        return _by_cells(region, known, lon, lat, radius_m)
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


def _by_cells(region: Region, known: Known, lon: Floats, lat: Floats, radius_m: Floats) -> Truths:
    answer = _codes(region, known, lon, lat, radius_m, True)
    if answer is None:
        answer = np.full(len(lon), OPEN, dtype=TRUTH)
    rest = np.flatnonzero(answer == OPEN)
    if len(rest):
        x, y, r = lon[rest], lat[rest], radius_m[rest]
        if _shape_of(region) is None:
            answer[rest] = _by_bounds(region, known, x, y, r)
        else:
            answer[rest] = measured_discs_in(region, x, y, r)
    return answer


def _shape_of(region: Region) -> tuple[ShapeRegion, float] | None:
    """The shape of a region that is one, or one with a buffer around it; and the width of that."""
    if isinstance(region, ShapeRegion):
        return region, 0.0
    if isinstance(region, BufferRegion) and isinstance(region.of, ShapeRegion) and region.by_m >= 0:
        return region.of, region.by_m
    return None


def _codes(
    region: Region, known: Known, lon: Floats, lat: Floats, radius_m: Floats, is_by_side: bool
) -> Codes | None:
    """What is sure of each disc: an answer, or ``OPEN``. None: all are open.

    A composed region's exact answer follows from those of its parts: of a union it is the highest, of an
    intersection the lowest. What is outside is decided a little otherwise: on the boundary, where no code
    is sure, and by distance for exact points too, so that these do not go by the side alone.
    """
    one = _shape_of(region)
    if one is not None:
        return _codes_of_shape(*one, known, lon, lat, radius_m, is_by_side)
    if isinstance(region, NowhereRegion):
        return np.where(np.isfinite(lon) & np.isfinite(lat), NO, UNKNOWN).astype(TRUTH)
    if isinstance(region, BetweenRegion):
        inner = _codes(region.at_least, known, lon, lat, radius_m, is_by_side)
        outer = _codes(region.at_most, known, lon, lat, radius_m, is_by_side)
        if inner is None or outer is None:
            return None
        # Where the one says yes the other cannot say no, unless the terms contradict themselves.
        is_open = (inner == OPEN) | (outer == OPEN) | ((inner == YES) & (outer == NO))
        within = np.where(outer == NO, NO, np.where(inner == YES, YES, UNKNOWN))
        return np.where(is_open, OPEN, within).astype(TRUTH)
    if isinstance(region, OutsideRegion):
        inner = _codes(region.of, known, lon, lat, radius_m, False)
        return None if inner is None else _TURNED[inner]
    if isinstance(region, UnionRegion | IntersectionRegion):
        order, back = (_UP, _UP_BACK) if isinstance(region, UnionRegion) else (_DOWN, _DOWN_BACK)
        found = [_codes(part, known, lon, lat, radius_m, is_by_side) for part in region.parts]
        ranks = [order[codes] for codes in found if codes is not None]
        if len(ranks) < len(found):
            return None
        pick = np.maximum if isinstance(region, UnionRegion) else np.minimum
        codes = back[reduce(pick, ranks)]
        if isinstance(region, UnionRegion) and region.whole is not None:
            # It can only make a yes of what is not decided: what lies outside all parts lies outside the whole.
            rows = np.flatnonzero((codes == UNKNOWN) | (codes == OPEN))
            whole = _codes_of_whole(region.whole, known, lon[rows], lat[rows], radius_m[rows])
            codes[rows] = OPEN if whole is None else back[np.maximum(order[codes[rows]], order[whole])]
        return codes
    return None


_TURNED = np.array([YES, UNKNOWN, NO, OPEN], dtype=TRUTH)
_UP, _UP_BACK = np.array([0, 1, 3, 2], dtype=TRUTH), np.array([0, 1, 3, 2], dtype=TRUTH)
"""What is open may be anything: in a union only a yes stands above it, in an intersection a no below it."""
_DOWN, _DOWN_BACK = np.array([0, 2, 3, 1], dtype=TRUTH), np.array([0, 3, 1, 2], dtype=TRUTH)


def _codes_of_shape(
    shape: ShapeRegion,
    by_m: float,
    known: Known,
    lon: Floats,
    lat: Floats,
    radius_m: Floats,
    is_by_side: bool,
) -> Codes | None:
    cells = known.get(shape)
    if cells is None:
        return None
    way = discs_compiled if is_compiled(int(shape.asked_discs)) else discs
    codes = way(cells, lon, lat, radius_m, by_m, is_by_side)
    if not cells.is_line:
        rows = np.flatnonzero(codes >= BY_SIDE)
        if len(rows):
            by_side = codes[rows] - BY_SIDE
            codes[rows] = np.where(shape.holds_points(lon[rows], lat[rows]), by_side // 3, by_side % 3)
    return codes


def _codes_of_whole(
    shape: ShapeRegion, known: Known, lon: Floats, lat: Floats, radius_m: Floats
) -> Codes | None:
    """The parts of a union as one shape: it says yes a metre further in than others, else nothing."""
    codes = _codes_of_shape(shape, -1.0, known, lon, lat, radius_m, False)
    if codes is None:
        return None
    codes[(codes == NO) | (codes == UNKNOWN)] = NO
    codes[(codes == YES) & ~(radius_m > 1.0)] = OPEN
    return codes


def _by_bounds(region: Region, parts: Known, lon: Floats, lat: Floats, radius_m: Floats) -> Truths:
    """By bounds on what the exact way would say of each shape.

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
