# SPDX-License-Identifier: Apache-2.0
"""The load as tables, for peers that are asked in SQL: what the terms say, and incidents on the plane.

Areas are cut into small tiles and their boundaries into short lines, so that an index over them has something to
find; without that the same queries take a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from conditions import ACT_TRUTHS, MEMBERS
from load import BUFFER_M, PROHIBITED, SIDES, SITES_AREA, Size, rules, sites
from plane import boundary_pieces, plane_areas, tiles, to_plane

TILE_POINTS, PIECE_POINTS = 64, 64
REACH_M = BUFFER_M
_LARGE = ("first_start", "last_start", "until")
NOT_KNOWN = "?"
"""Not the empty text, of which some databases say that it has no parts."""


def packed(truths: Sequence[int]) -> int:
    """Truths in one integer, two bits each."""
    return sum(truth << 2 * order for order, truth in enumerate(truths))


def provisions(size: Size) -> pa.Table:
    """A row for each provision; lists and kinds as the shift that finds them in packed truths."""
    return _small(
        [
            {
                "provision": order,
                "acts_shift": 2 * PROHIBITED.index(rule.acts),
                "by_shift": 2 * SIDES.index(rule.by),
                "against_shift": 2 * SIDES.index(rule.against),
                "area": rule.area,
                "first_start": min(rule.starts_ms),
                "last_start": max(rule.starts_ms),
                "until": rule.end_ms,
                "exempting": {"": 0, "facts": 1, "area": 2}[rule.exception],
                "exempting_shift": 2 * rule.exception_area,
            }
            for order, rule in enumerate(rules(size))
        ]
    )


def acts() -> pa.Table:
    """For each act, packed truths over ``PROHIBITED``; one that is not given may be any."""
    return _small([{"act": act or NOT_KNOWN, "acts": packed(truths)} for act, truths in ACT_TRUTHS.items()])


def members() -> pa.Table:
    """For each party and kind of parties, whether it is one of them."""
    return _small(
        [
            {"name": name, "shift": 2 * order, "truth": 2 * (name in MEMBERS[side])}
            for order, side in enumerate(SIDES)
            for name in sorted(MEMBERS["any"])
        ]
    )


def _small(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Rows as a table; integers of 32 bits where they fit, as some databases shift by no others."""
    table = pa.Table.from_pylist(list(rows))
    for order, field in enumerate(table.schema):
        if field.type == pa.int64() and field.name not in _LARGE:
            table = table.set_column(order, field.name, table[field.name].cast(pa.int32()))
    return table


def tile_table(size: Size) -> pa.Table:
    """The drawn areas in tiles, as WKB."""
    found = [
        (order, tile) for order, area in enumerate(plane_areas(size)) for tile in tiles(area, TILE_POINTS)
    ]
    return _shapes(found)


def piece_table(size: Size, points: int = PIECE_POINTS) -> pa.Table:
    """The boundaries of the drawn areas in short lines, as WKB."""
    found = [
        (order, piece)
        for order, area in enumerate(plane_areas(size))
        for piece in boundary_pieces(area, points)
    ]
    return _shapes(found)


def site_table(size: Size) -> pa.Table:
    """The sites, as WKB."""
    points = shapely.points(*to_plane(*sites(size).T))
    return _shapes([(SITES_AREA, point) for point in points])


def _shapes(found: Sequence[tuple[int, shapely.Geometry]]) -> pa.Table:
    order, shapes = zip(*found, strict=True)
    return pa.table({"area": pa.array(order, pa.int32()), "wkb": shapely.to_wkb(np.array(shapes))})


def incidents(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """Incidents as they are loaded into tables: numbered, on the plane, cells that are not given named ``NOT_KNOWN``."""
    table = pa.Table.from_batches(batches)
    lon, lat = (table[name].to_numpy() for name in ("lon", "lat"))
    is_known = np.isfinite(lon)
    x, y = to_plane(np.where(is_known, lon, 0.0), np.where(is_known, lat, 0.0))
    start, end = (table[name].cast(pa.int64()) for name in ("start", "end"))
    return pa.table(
        {
            "n": pa.array(np.arange(len(lon), dtype=np.int32)),
            "start_ms": start,
            "last_ms": pc.max_element_wise(start, pc.subtract(end, 1)),
            "x": pa.array(x, mask=~is_known),
            "y": pa.array(y, mask=~is_known),
            "r": pc.fill_null(table["radius_m"], 0.0),
            **{
                name: pc.fill_null(table[name].cast(pa.string()), NOT_KNOWN)
                for name in ("act", "by", "against")
            },
            "is_either": pc.equal(table["roles"].cast(pa.string()), "either"),
        }
    )
