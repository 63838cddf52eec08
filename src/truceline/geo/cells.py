# SPDX-License-Identifier: Apache-2.0
"""A grid of cells that knows the signed distance to a boundary: most discs are decided at one look.

The signed distance changes by at most a metre for each metre gone. So with the distance known at the
centre of a cell, and *e* metres at most from there to a point, the distance of the point is known to
within *e*. Where that does not decide, each cell also names the edges that can be nearest to any of
its points, and the distance to those is known to within the sag of an edge (``chords``), about 0.2 m.

Every bound is conservative:

- Distances to edges: ``chords``, widened by its sag, by ``ROUNDING_M``, and outward to 32 bits.
- Point to centre: the length of the way that is straight in longitude and latitude, with the longest
  degrees of the cell's row (a degree of longitude is longest where the row is nearest to the equator, one
  of latitude where the box is farthest from it). Nothing on the ellipsoid is farther than a way is long.
- Outside the box: a way of at most ``beyond_m`` from an edge stays within ``beyond_m`` / 110,570 degrees
  of latitude (no degree is shorter) and so, by the shortest degree of longitude there, inside the box.
- The side: no edge lies between a point and the centre where the distance at the centre is more than *e*.

What the exact way says of a distance *d* is again a bound: it may be off by ``margin_m(d)`` either way.
An answer is given here only where the exact way gives the same, whatever its error; see ``looks.settled``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truceline.geo.chords import ROUNDING_M, chords, geodesic_m, in_space, pair_chords_m
from truceline.geo.ellipsoid import metres_per_degree
from truceline.geo.extents import Floats
from truceline.geo.loops import pair_chords_loop

Bools = NDArray[np.bool_]

MOST_LAT = 80.0
"""An edge nearer to a pole: no index."""
_LEAST_DEGREE_M = 110_570.0
_CELLS = 1 << 16
_PAIRS, _PAIRS_OF_A_LINE = 400_000, 1_500
"""How many distances a level may cost, and as many more for each line; a level that costs more is not begun.
So the memory and the time to build follow the number of vertices, also of areas far smaller than a disc."""
_LISTED = 12_000_000
"""How many entries all lists may have: 48 MB. Cells beyond that have none."""
_AT_ONCE = 400_000


@dataclass(frozen=True, eq=False)
class Cells:
    """A grid over the box around a boundary, widened by ``beyond_m``; rows from south to north."""

    is_line: bool
    west: float
    south: float
    cell_lon: float
    """Degrees; so is the next."""
    cell_lat: float
    columns: int
    rows: int
    sag_m: float
    beyond_m: float
    side_south: int
    """+1 where what lies outside the box and south of its northern edge is outside, -1 inside."""
    side_north: int
    lon_m: Floats
    """(rows,) metres of a degree of longitude, at most."""
    lat_m: float
    bounds: NDArray[np.float32]
    """(cells, 2): at the centre the distance is at least the first and at most the second without its
    sign, which is - where the centre lies inside."""
    starts: NDArray[np.int32]
    """(cells + 1,): the lines that can be nearest in cell i are ``lines[listed[starts[i]:starts[i + 1]]]``;
    none are listed for cells far from the boundary."""
    listed: NDArray[np.int32]
    lines: Floats
    """(k, 7), see ``chords``."""

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return sum(a.nbytes for a in (self.lon_m, self.bounds, self.starts, self.listed, self.lines))


def build(
    segments: Floats,
    is_line: bool,
    holds: Callable[[Floats, Floats], Bools],
    beyond_m: float,
    is_compiled: bool,
) -> Cells | None:
    """The cells of a boundary; None where an index does not pay or is not trusted.

    Args:
        segments: (k, 4) edges, lon and lat of both ends.
        is_line: whether there is no inside.
        holds: the exact predicate.
        beyond_m: how far around the box the cells go.
        is_compiled: whether to use compiled loops.
    """
    top = float(np.max(np.abs(segments[:, [1, 3]]), initial=0.0))
    grown = beyond_m / _LEAST_DEGREE_M
    if len(segments) == 0 or top > MOST_LAT or top + grown > 85.0:
        return None
    south = float(np.min(segments[:, [1, 3]])) - grown
    height = float(np.max(segments[:, [1, 3]])) + grown - south
    west, width = _widths(segments)
    more = float(beyond_m / metres_per_degree(np.array(top + grown))[0])
    is_round = width + 2 * more >= 360
    # A little more than the circle, so that no longitude falls out of the last cell by rounding.
    west, width = (-180.0, 360.0 * (1 + 1e-12)) if is_round else (west - more, width + 2 * more)
    lines, sag_m = chords(segments)
    grid = _Grid(west, south, width, height, lines, sag_m, beyond_m, is_compiled)
    grid.refine()
    columns, rows = grid.columns, grid.rows
    lon, lat = grid.centres(np.arange(columns * rows))
    side = np.ones(columns * rows)
    outside = [1, 1]
    if not is_line:
        side = np.where(holds(_turned(lon), lat), -1.0, 1.0)
        if not is_round:
            gap = np.array([west + width + (360 - width) / 2])
            outside = [-1 if holds(_turned(gap), np.array([south + height / 2]))[0] else 1] * 2
        else:
            caps = np.array([(south - 90) / 2, (south + height + 90) / 2])
            outside = [-1 if inside else 1 for inside in holds(np.zeros(2), caps)]
    low = np.nextafter(np.maximum(grid.low, 0.0).astype(np.float32), np.float32(-1.0)).clip(0.0)
    high = np.nextafter(grid.high.astype(np.float32), np.float32(np.inf))
    edge = south + np.arange(rows + 1) * grid.cell_lat
    flattest = np.where(edge[:-1] * edge[1:] <= 0, 0.0, np.minimum(np.abs(edge[:-1]), np.abs(edge[1:])))
    starts, listed = grid.lists()
    return Cells(
        is_line=is_line,
        west=west,
        south=south,
        cell_lon=grid.cell_lon,
        cell_lat=grid.cell_lat,
        columns=columns,
        rows=rows,
        sag_m=sag_m + ROUNDING_M,
        beyond_m=beyond_m,
        side_south=outside[0],
        side_north=outside[1],
        lon_m=metres_per_degree(flattest)[0] * (1 + 1e-9),
        lat_m=float(metres_per_degree(np.max(np.abs(edge)))[1]) * (1 + 1e-9),
        bounds=np.ascontiguousarray(np.column_stack([low, high * side]).astype(np.float32)),
        starts=starts,
        listed=listed,
        lines=lines,
    )


def _turned(lon: Floats) -> Floats:
    """Longitudes within +-180."""
    return np.asarray((lon + 180.0) % 360.0 - 180.0, dtype=np.float64)


def _widths(segments: Floats) -> tuple[float, float]:
    """The west end and the width, in degrees, of the least span of longitudes that holds all edges."""
    low = np.minimum(segments[:, 0], segments[:, 2])
    high = np.maximum(segments[:, 0], segments[:, 2])
    order = np.argsort(low)
    reach = np.maximum.accumulate(high[order])
    gaps = low[order][1:] - reach[:-1]
    around = float(low[order][0] + 360 - reach[-1])
    if len(gaps) and float(np.max(gaps)) > max(around, 0.0):
        widest = int(np.argmax(gaps))
        west = float(low[order][widest + 1])
        return west, float(reach[widest]) + 360 - west
    return float(low[order][0]), float(reach[-1] - low[order][0])


class _Grid:
    """Cells that are cut in four again and again; each keeps only the lines that can be nearest in it."""

    def __init__(
        self,
        west: float,
        south: float,
        width: float,
        height: float,
        lines: Floats,
        sag_m: float,
        beyond_m: float,
        is_compiled: bool,
    ) -> None:
        self.west, self.south, self.width, self.height = west, south, width, height
        self.lines, self.sag_m, self.beyond_m, self.is_compiled = lines, sag_m, beyond_m, is_compiled
        lon_m, lat_m = metres_per_degree(np.array(south + height / 2))
        aspect = float(width * lon_m / (height * lat_m))
        self.columns, self.rows = max(1, round(aspect)), max(1, round(1 / aspect))
        cells = self.columns * self.rows
        self.low, self.high = np.zeros(cells), np.full(cells, np.inf)
        self.cell = np.arange(cells)
        self.counts = np.full(cells, len(lines), dtype=np.int64)
        self.edges = np.tile(np.arange(len(lines), dtype=np.int32), cells)
        self.first = np.arange(cells) * len(lines)
        self.parts = [slice(0, cells)]
        self.shared = 1

    @property
    def cell_lon(self) -> float:
        return self.width / self.columns

    @property
    def cell_lat(self) -> float:
        return self.height / self.rows

    def centres(self, cell: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Longitude (maybe beyond 180) and latitude."""
        column, row = np.asarray(cell % self.columns, float), np.asarray(cell // self.columns, float)
        return self.west + (column + 0.5) * self.cell_lon, self.south + (row + 0.5) * self.cell_lat

    def refine(self) -> None:
        """Down to the last level that is worth it."""
        self._measure()
        while self.columns * self.rows * 4 <= _CELLS and len(self.cell):
            if 4 * int(self.counts.sum()) > _PAIRS + _PAIRS_OF_A_LINE * len(self.lines):
                break
            self._cut()
            self._measure()

    def _cut(self) -> None:
        columns = self.columns
        row, column = self.cell // columns, self.cell % columns

        def spread(values: Floats) -> Floats:
            dense = values.reshape(self.rows, columns)
            return np.repeat(np.repeat(dense, 2, axis=0), 2, axis=1).ravel()

        self.low, self.high = spread(self.low), spread(self.high)
        # The four children of some cells come together, the first of each, then the second of each, and so
        # on: their lists are the same, and are gone through together.
        parts = list(self._parts(self.counts, _AT_ONCE // 4))
        order = np.concatenate([np.tile(np.arange(part.start, part.stop), 4) for part in parts])
        quarter = np.concatenate([np.repeat(np.arange(4), part.stop - part.start) for part in parts])
        self.cell = (2 * row[order] + quarter // 2) * (2 * columns) + 2 * column[order] + quarter % 2
        self.first, self.counts = self.first[order], self.counts[order]
        self.parts = [slice(4 * part.start, 4 * part.stop) for part in parts]
        self.columns, self.rows, self.shared = 2 * columns, 2 * self.rows, 4

    @staticmethod
    def _parts(counts: NDArray[np.int64], most: int) -> Iterator[slice]:
        """Runs of cells whose lists together have about ``most`` entries."""
        ends = np.cumsum(counts)
        begin = 0
        while begin < len(counts):
            done = ends[begin - 1] if begin else 0
            end = max(begin + 1, int(np.searchsorted(ends, done + most, "right")))
            yield slice(begin, end)
            begin = end

    def _measure(self) -> None:
        """Bounds at the centres of the cells with lists; keeps of each list what can be nearest in it."""
        lon, lat = self.centres(self.cell)
        half_lat = self.cell_lat / 2
        flattest = np.maximum(np.abs(lat) - half_lat, 0.0)
        steepest = np.minimum(np.abs(lat) + half_lat, 90.0)
        across = metres_per_degree(flattest)[0] * self.cell_lon / 2
        e = np.hypot(across, metres_per_degree(steepest)[1] * half_lat) * (1 + 1e-9)
        points = in_space(lon, lat)
        least = np.empty(len(self.cell))
        kept_counts = np.zeros(len(self.cell), dtype=np.int64)
        kept = []
        for part in self.parts:
            first, counts = self.first[part], self.counts[part]
            found = self._pairs((points[0][part], points[1][part], points[2][part]), first, counts)
            heads = np.cumsum(counts) - counts
            least[part] = np.minimum.reduceat(found, heads)
            limit = least[part] + 2 * e[part] + ROUNDING_M
            is_far = least[part] - e[part] - self.sag_m > self.beyond_m + 1_000.0
            keep = found <= np.repeat(np.where(is_far, -1.0, limit), counts)
            kept_counts[part] = np.add.reduceat(keep, heads, dtype=np.int64)
            position = np.flatnonzero(keep)
            kept.append(self.edges[position + np.repeat(first - heads, kept_counts[part])])
        has_list = kept_counts > 0
        spare = np.where(has_list, 0.0, e) + self.sag_m + ROUNDING_M
        # A cell without a list is not cut again: its bounds hold at each of its points, not at its centre alone.
        self.low[self.cell] = least - spare
        self.high[self.cell] = geodesic_m(least + spare)
        self.cell, self.counts = self.cell[has_list], kept_counts[has_list]
        self.edges = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int32)
        self.first = np.cumsum(self.counts) - self.counts

    def _pairs(
        self, points: tuple[Floats, Floats, Floats], first: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> Floats:
        if not self.is_compiled:
            return pair_chords_m(points, self.lines, first, counts, self.edges, self.shared)
        found = np.empty(int(counts.sum()))
        pair_chords_loop(*points, self.lines, first, counts, self.edges, found)
        return found

    def lists(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The lists of all cells, in the order of the cells."""
        counts = np.zeros(self.columns * self.rows, dtype=np.int64)
        order = np.argsort(self.cell)
        cell, lengths, first = self.cell[order], self.counts[order], self.first[order]
        is_short = np.cumsum(lengths) <= _LISTED
        cell, lengths, first = cell[is_short], lengths[is_short], first[is_short]
        counts[cell] = lengths
        position = np.arange(int(lengths.sum())) + np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        return starts, np.ascontiguousarray(self.edges[position])
