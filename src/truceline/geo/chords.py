# SPDX-License-Identifier: Apache-2.0
"""Bounds on geodesic distances from straight lines through the Earth, with no plane and no seam.

A point on the ellipsoid is a point in space. Between two such points the geodesic distance *s* and the
length *c* of the straight line (the chord) bound each other:

    c <= s <= 2 R asin(c / 2 R),    R = b^2 / a = 6,335,439 m, the least radius of curvature.

The left holds because nothing is shorter than the straight line. The right is Schur's comparison theorem:
a shortest way on the ellipsoid bends as a curve in space by at most 1 / R. At 100 km the two sides differ
by one part in 100,000. This holds at the poles and across the antimeridian as anywhere.

An edge that is straight in longitude and latitude is a curve in space. It stays within

    sag = max |f''| / 8 <= 1.02 a (|dlon| + |dlat|)^2 / 8    (radians)

of the straight line between its ends, by the error of linear interpolation; *f* is the point in space as
the edge is gone along evenly. 1.02 covers the flattening: the second derivative is at most
1.004 a (|dlon| + |dlat|)^2, by evaluation over all latitudes and directions. An edge that spans 0.02 degrees
both ways has a sag of 0.4 m.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from truceline.geo.extents import Floats

A_M = 6_378_137.0
E2 = 0.006_694_379_990_141_316
LEAST_RADIUS_M = A_M * (1 - E2)
ROUNDING_M = 1e-4
"""Far above what rounding adds to a chord: coordinates of 6,400 km are kept to a nanometre."""
_PIECE_DEG = 0.02
_MOST_PIECES = 60_000


def in_space(lon: Floats, lat: Floats) -> tuple[Floats, Floats, Floats]:
    """Points of the ellipsoid in space, metres from its centre."""
    x, y = np.radians(lon), np.radians(lat)
    sin = np.sin(y)
    normal = A_M / np.sqrt(1 - E2 * sin * sin)
    ring = normal * np.cos(y)
    return ring * np.cos(x), ring * np.sin(x), normal * (1 - E2) * sin


def geodesic_m(chord_m: Floats) -> Floats:
    """The most that the geodesic distance between the ends of a chord can be; not told beyond R."""
    half = np.minimum(chord_m / (2 * LEAST_RADIUS_M), 0.5)
    return np.where(half < 0.5, 2 * LEAST_RADIUS_M * np.arcsin(half), np.inf)


def chords(segments: Floats) -> tuple[Floats, float]:
    """Edges as straight lines in space.

    Args:
        segments: (k, 4) lon, lat of one end and of the other, degrees.

    Returns:
        (m, 7): one end, the way to the other, and one over the square of its length (0 for a point);
        and the sag in metres, by which an edge may differ from its line.
    """
    span = np.max(np.abs(segments[:, 2:] - segments[:, :2]), axis=1, initial=0.0)
    counts = np.maximum(1, np.ceil(span / _PIECE_DEG))
    if counts.sum() > _MOST_PIECES + len(segments):
        counts = np.maximum(1, np.ceil(counts * (_MOST_PIECES / counts.sum())))
    counts = counts.astype(np.int64)
    which = np.repeat(np.arange(len(segments)), counts)
    order = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    a, way = segments[which, :2], (segments[:, 2:] - segments[:, :2])[which]
    start = a + way * (order / counts[which])[:, None]
    end = a + way * ((order + 1) / counts[which])[:, None]
    lines, sag_m = straight(np.hstack([start, end]))
    return lines, float(np.max(sag_m, initial=0.0))


def straight(segments: Floats) -> tuple[Floats, Floats]:
    """Edges as they are, each as one straight line in space.

    Returns:
        (k, 7) as ``chords``, and the (k,) sags.
    """
    turned = np.sum(np.radians(np.abs(segments[:, 2:] - segments[:, :2])), axis=1)
    origin = np.column_stack(in_space(segments[:, 0], segments[:, 1]))
    along = np.column_stack(in_space(segments[:, 2], segments[:, 3])) - origin
    length2 = np.sum(along * along, axis=1)
    inverse = np.where(length2 > 0, 1 / np.where(length2 > 0, length2, 1.0), 0.0)
    return np.ascontiguousarray(np.column_stack([origin, along, inverse])), 1.02 * A_M * turned**2 / 8


def pair_chords_m(
    points: tuple[Floats, Floats, Floats],
    lines: Floats,
    first: NDArray[np.int64],
    counts: NDArray[np.int64],
    edges: NDArray[np.int32],
    shared: int = 1,
) -> Floats:
    """From each point to each of its lines; the lines of point i are ``edges[first[i]:][:counts[i]]``.

    Args:
        points: (n,) each.
        lines: (k, 7), see ``chords``.
        first: (n,).
        counts: (n,).
        edges: positions among the lines.
        shared: so many runs of points, one after the other, have the same lists.

    Returns:
        (m,) metres, point by point.
    """
    own = len(counts) // shared
    first, counts = first[:own], counts[:own]
    total = int(counts.sum())
    position = np.arange(total) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    line = np.take(lines, edges[position], axis=0)
    origin, way, inverse = line[:, :3].T.copy(), line[:, 3:6].T.copy(), line[:, 6].copy()
    which = np.repeat(np.arange(own), counts)
    found = np.empty(shared * total)
    for run in range(shared):
        w = [np.take(points[axis][run * own : (run + 1) * own], which) for axis in range(3)]
        for axis in range(3):
            w[axis] -= origin[axis]
        t = w[0] * way[0]
        t += w[1] * way[1]
        t += w[2] * way[2]
        t *= inverse
        np.clip(t, 0.0, 1.0, out=t)
        square = found[run * total : (run + 1) * total]
        square[:] = 0.0
        for axis in range(3):
            w[axis] -= t * way[axis]
            square += w[axis] * w[axis]
    return np.sqrt(found, out=found)
