# SPDX-License-Identifier: Apache-2.0
"""DuckDB with its spatial extension, which a carrier package brings so that nothing is downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_spatial
import pyarrow as pa

from answers import Answers, of_rows
from load import SITES_AREA, Size, rules
from peers import queries, tables

_INSIDE = "select i.n, t.area, 2 as mark from spot i join tile t on ST_Intersects(t.g, i.p)"
_TOUCHING = """
    select n, area, 3 from (
        select i.n, t.area, t.g, i.p, i.r from (select * from spot where r > 0) i join piece t on ST_Intersects(t.g, i.box)
    ) near where ST_DWithin(g, p, r)
"""
_SITES = f"""
    select n, area, case when ST_DWithin(g, p, {tables.REACH_M} - r) then 2 else 1 end from (
        select i.n, s.area, s.g, i.p, i.r
        from (select * from spot where n in (select n from open where area = {SITES_AREA})) i
        join site s on ST_Intersects(s.g, i.grown)
    ) near where ST_DWithin(g, p, r + {tables.REACH_M})
"""


class DuckDb:
    """Incidents are read from Arrow; the spatial joins go by boxes, then by predicates."""

    name = "DuckDB spatial"
    untimed = "tables of terms, tiles and boundary pieces; incidents on the plane"

    def __init__(self, size: Size) -> None:
        self._shape = len(rules(size))
        self._rows = 0
        self._db = duckdb.connect()
        (carried,) = Path(duckdb_extension_spatial.__path__[0]).glob("extensions/*/*.duckdb_extension")
        self._run(f"load '{carried}'")
        for name, table in (
            ("provision", tables.provisions(size)),
            ("act", tables.acts()),
            ("member", tables.members()),
        ):
            self._run(f"create table {name} as select * from loaded", table)
        for name, table in (
            ("tile", tables.tile_table(size)),
            ("piece", tables.piece_table(size)),
            ("site", tables.site_table(size)),
        ):
            self._run(f"create table {name} as select area, ST_GeomFromWKB(wkb) as g from loaded", table)
        self._run(f"create table area as {queries.AREAS}")

    def _run(self, query: str, loaded: pa.Table | None = None) -> Any:
        if loaded is not None:
            self._db.register("loaded", loaded)
        return self._db.execute(query)

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Loads the incidents."""
        table = tables.incidents(batches)
        self._rows = table.num_rows
        self._run("create or replace table incident as select * from loaded", table)

    def judge(self) -> pa.Table:
        """Rows of incident, provision and code."""
        names = queries.NAMES.format(
            split_alternatives="unnest(string_split(cell, '|'))",
            split_names="unnest(string_split(alternative, ';'))",
        )
        places = queries.PLACES.format(inside=_INSIDE, touching=_TOUCHING, sites=_SITES)
        self._run(f"create or replace temp table cell_name as {names}")
        self._run(f"create or replace temp table cell as {queries.CELLS}")
        self._run(f"create or replace temp table open as {queries.OPEN}")
        self._run(f"""
            create or replace temp table spot as
            select n, r, ST_Point(x, y) as p, ST_MakeEnvelope(x - r, y - r, x + r, y + r) as box,
                ST_MakeEnvelope(x - s, y - s, x + s, y + s) as grown
            from (select *, r + {tables.REACH_M} as s from incident where x is not null) i
            where n in (select n from open)
        """)
        self._run(f"create or replace temp table place as {places}")
        return self._run(queries.RESULTS).to_arrow_table()

    def answers(self, judged: Any) -> Answers:
        """The rows as codes."""
        n, provision, code = (judged[name].to_numpy() for name in ("n", "provision", "code"))
        return of_rows(n, provision, code, (self._rows, self._shape))

    def close(self) -> None:
        """Lets the database go."""
        self._db.close()
