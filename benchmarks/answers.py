# SPDX-License-Identifier: Apache-2.0
"""Results as codes, one for each incident and provision, and whether two of them are equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from load import BUFFER_M, SITES_AREA, Size, rules, sites
from plane import plane_areas, to_plane

Answers = NDArray[np.int8]
"""(n incidents, m provisions) codes."""

NONE, POSSIBLE, VIOLATION, EXEMPT = range(4)
RESULTS = ("none", "possible", "violation", "exempt")

TOLERANCE_M = 2.0
TOLERANCE_SHARE = 0.005
"""A disc is left out of the comparison where moving its edge by the larger of 2 m and 0.5 % would let it
touch a boundary that it does not touch, or the reverse."""


def of_findings(batches: Iterable[pa.RecordBatch], ids: pa.Array, size: Size) -> Answers:
    """The results of findings; a pair without a finding is ``none``."""
    names = pa.array([rule.id for rule in rules(size)])
    made = np.zeros((len(ids), len(names)), dtype=np.int8)
    for batch in batches:
        row = pc.index_in(batch.column("incident"), value_set=ids).to_numpy(zero_copy_only=False)
        column = pc.index_in(batch.column("provision"), value_set=names).to_numpy(zero_copy_only=False)
        code = pc.index_in(batch.column("result"), value_set=pa.array(RESULTS))
        made[row, column] = code.to_numpy(zero_copy_only=False)
    return made


def of_rows(
    row: NDArray[np.integer],
    provision: NDArray[np.integer],
    code: NDArray[np.integer],
    shape: tuple[int, int],
) -> Answers:
    """The results of a peer that gives rows of incident, provision and code."""
    made = np.zeros(shape, dtype=np.int8)
    made[row, provision] = code
    return made


def too_near(batches: Iterable[pa.RecordBatch], size: Size) -> NDArray[np.bool_]:
    """(n, m) pairs in which a boundary that is asked about is within the tolerance of the disc's edge."""
    parts = []
    shapes = plane_areas(size)
    edges = [shape.boundary for shape in shapes]
    shapely.prepare(edges)
    tree = shapely.STRtree(shapely.points(*to_plane(*sites(size).T)))
    for batch in batches:
        lon, lat, radius = (
            batch.column(name).to_numpy(zero_copy_only=False) for name in ("lon", "lat", "radius_m")
        )
        rows = np.flatnonzero(np.isfinite(lon))
        points = shapely.points(*to_plane(lon[rows], lat[rows]))
        reach = np.nan_to_num(radius[rows], nan=0.0)
        near = np.zeros((batch.num_rows, SITES_AREA + 1), dtype=bool)
        more = np.maximum(TOLERANCE_M, TOLERANCE_SHARE * reach)
        for order, edge in enumerate(edges):
            touched = shapely.dwithin(edge, points, reach + more)
            touched[touched] = (reach <= more)[touched] | ~shapely.dwithin(
                edge, points[touched], (reach - more)[touched]
            )
            near[rows, order] = touched
        at, away = tree.query_nearest(points, return_distance=True, all_matches=False)
        gap = np.full(len(rows), np.inf)
        gap[at[0]] = away
        more = np.maximum(TOLERANCE_M, TOLERANCE_SHARE * (reach + BUFFER_M))
        near[rows, SITES_AREA] = (np.abs(gap - (BUFFER_M + reach)) <= more) | (
            np.abs(gap - (BUFFER_M - reach)) <= more
        )
        parts.append(near)
    near = np.concatenate(parts)
    made = rules(size)
    pairs = near[:, [rule.area for rule in made]]
    exempting = np.array([rule.exception == "area" for rule in made])
    asked: NDArray[np.bool_] = pairs | (near[:, [rule.exception_area for rule in made]] & exempting)
    return asked


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two sets of answers compare."""

    pairs: int
    left_out: int
    """Pairs within the tolerance of a boundary."""
    differ_near: int
    """Of those left out, the ones that differ."""


def compare(name: str, ours: Answers, theirs: Answers, near: NDArray[np.bool_], ids: pa.Array) -> Comparison:
    """Demands that all answers outside the tolerance are equal.

    Raises:
        SystemExit: some differ; names a few of them.
    """
    differs = ours != theirs
    wrong = np.argwhere(differs & ~near)
    if len(wrong):
        few = ", ".join(
            f"{ids[int(row)].as_py()} x {column}: {RESULTS[ours[row, column]]}, not {RESULTS[theirs[row, column]]}"
            for row, column in wrong[:5]
        )
        raise SystemExit(f"{name}: {len(wrong):,} answers differ, such as {few}")
    return Comparison(differs.size, int(near.sum()), int((differs & near).sum()))
