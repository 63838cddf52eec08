# SPDX-License-Identifier: Apache-2.0
"""What one would write by hand with NumPy and prepared shapely geometry, for records without gaps.

It answers the same question as Truceline for incidents with an exact point, an instant, an act, and one
party on each side: is each a violation of each provision of the load? It knows nothing of accuracy
radii, spans, alternatives, open lists or explanations.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from load import ACTS, BUFFER_M, OUTSIDE, PARTIES, SIDE_A, SIDE_B, Rule, Size, areas, rules, sites

Bools = NDArray[np.bool_]

NONE, POSSIBLE, VIOLATION, EXEMPT = range(4)
RESULTS = {"none": NONE, "possible": POSSIBLE, "violation": VIOLATION, "exempt": EXEMPT}

_GEOD = Geod(ellps="WGS84")
_SETS = {
    "any": set(PARTIES),
    "bound": {*SIDE_A, *SIDE_B},
    "side-a": set(SIDE_A),
    "side-b": set(SIDE_B),
    "excluded": set(OUTSIDE),
}


def plain_incidents(table: pa.Table) -> pa.Table:
    """The incidents without gaps: the only ones that the peer can judge."""
    is_plain = pc.and_(pc.is_valid(table["lon"]), pc.is_null(table["radius_m"]))
    is_plain = pc.and_(is_plain, pc.equal(table["start"], table["end"]))
    is_plain = pc.and_(is_plain, pc.equal(table["roles"], "known"))
    is_plain = pc.and_(is_plain, pc.is_valid(table["act"]))
    for side in ("by", "against"):
        is_single = pc.is_in(table[side], value_set=pa.array(PARTIES))
        is_plain = pc.and_(is_plain, is_single)
    return table.filter(is_plain)


class Peer:
    """The load's provisions, its geometry prepared, ready to judge incidents without gaps."""

    def __init__(self, size: Size) -> None:
        self._areas = [shapely.Polygon(ring) for ring in areas(size)]
        shapely.prepare(self._areas)
        self._sites = sites(size)
        self._site_tree = shapely.STRtree(shapely.points(self._sites))

    def _site_distances_m(self, points: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        point_index, site_index = self._site_tree.query(points, predicate="dwithin", distance=0.02)
        near, lonlat = self._sites[site_index], shapely.get_coordinates(points[point_index])
        _, _, distance_m = _GEOD.inv(lonlat[:, 0], lonlat[:, 1], near[:, 0], near[:, 1])
        return point_index, np.asarray(distance_m)

    def _inside(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[Bools]:
        inside = [shapely.intersects_xy(area, lon, lat) for area in self._areas]
        near_site = np.zeros(len(lon), dtype=bool)
        point_index, distance_m = self._site_distances_m(shapely.points(lon, lat))
        near_site[point_index[distance_m <= BUFFER_M]] = True
        return [*inside, near_site]

    def judge(self, table: pa.Table) -> NDArray[np.int8]:
        """The result of each incident under each provision, (n, 50)."""
        lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
        at_ms = table["start"].cast(pa.int64()).to_numpy()
        inside = self._inside(lon, lat)
        coded = {name: table[name].combine_chunks().dictionary_encode() for name in ("act", "by", "against")}
        made = np.zeros((len(lon), 50), dtype=np.int8)
        for column, rule in enumerate(rules()):
            made[:, column] = self._judge_rule(rule, at_ms, inside, coded)
        return made

    def _judge_rule(
        self, rule: Rule, at_ms: NDArray[np.int64], inside: list[Bools], coded: dict[str, pa.DictionaryArray]
    ) -> NDArray[np.int8]:
        def holds(name: str, wanted: set[str]) -> Bools:
            column = coded[name]
            member = np.array([value in wanted for value in column.dictionary.to_pylist()])
            return np.asarray(member[column.indices.to_numpy()])

        within = {act for act in ACTS if any(_covers(code, act) for code in rule.acts)}
        above = {act for act in ACTS if any(_covers(act, code) for code in rule.acts)}
        base = holds("by", _SETS[rule.by]) & holds("against", _SETS[rule.against]) & inside[rule.area]
        before_end = at_ms < rule.end_ms
        yes = base & holds("act", within) & before_end & (at_ms >= max(rule.starts_ms))
        may = base & holds("act", within | above) & before_end & (at_ms >= min(rule.starts_ms))
        if rule.exception == "facts":
            return np.where(may, POSSIBLE, NONE).astype(np.int8)
        exempt = inside[rule.exception_area] if rule.exception else np.zeros(len(at_ms), dtype=bool)
        result = np.where(yes & exempt, EXEMPT, NONE)
        result = np.where(may & ~exempt, POSSIBLE, result)
        return np.where(yes & ~exempt, VIOLATION, result).astype(np.int8)

    def near_an_edge(self, table: pa.Table) -> Bools:
        """Incidents within about two metres of an edge, where Truceline says unknown and rightly so."""
        points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
        near = np.zeros(len(points), dtype=bool)
        for area in self._areas:
            edge = area.boundary
            shapely.prepare(edge)
            near |= shapely.dwithin(edge, points, 2e-5)
        point_index, distance_m = self._site_distances_m(points)
        near[point_index[np.abs(distance_m - BUFFER_M) < 2]] = True
        return near


def _covers(code: str, act: str) -> bool:
    return act == code or act.startswith(f"{code}.")
