# SPDX-License-Identifier: Apache-2.0
"""SedonaDB, which joins by distance and by predicate with an index of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import sedonadb

from answers import Answers, of_rows
from load import SITES_AREA, Size, rules
from peers import queries, tables

_INSIDE = "select i.n, t.area, 2 as mark from spot i join tile t on ST_Intersects(t.g, i.p)"
_TOUCHING = "select i.n, t.area, 3 as mark from far i join piece t on ST_DWithin(t.g, i.p, i.r)"
_SITES = f"""
    select i.n, s.area, case when ST_Distance(s.g, i.p) <= {tables.REACH_M} - i.r then 2 else 1 end as mark
    from asking i join site s on ST_DWithin(s.g, i.p, i.grown)
"""


class SedonaDb:
    """Incidents are read from Arrow; what is joined often is kept in memory."""

    name = "SedonaDB"
    untimed = "tables of terms, tiles and boundary pieces; incidents on the plane"

    def __init__(self, size: Size) -> None:
        self._shape = len(rules(size))
        self._rows = 0
        self._db = sedonadb.connect()
        # DataFusion takes a column for one that may be null after it planned that it may not, and stops.
        self._db.sql("set datafusion.execution.skip_physical_aggregate_schema_check = true").execute()
        for name, table in (
            ("provision", tables.provisions(size)),
            ("act", tables.acts()),
            ("member", tables.members()),
        ):
            self._db.create_data_frame(table).to_view(name)
        for name, table in (
            ("tile", tables.tile_table(size)),
            ("piece", tables.piece_table(size)),
            ("site", tables.site_table(size)),
        ):
            self._db.create_data_frame(table).to_view(f"{name}_wkb")
            self._keep(name, f"select area, ST_GeomFromWKB(wkb) as g from {name}_wkb")
        self._keep("area", queries.AREAS)

    def _keep(self, name: str, query: str) -> None:
        self._db.sql(query).to_memtable().to_view(name, overwrite=True)

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Loads the incidents."""
        table = tables.incidents(batches)
        self._rows = table.num_rows
        self._db.create_data_frame(table).to_view("incident", overwrite=True)

    def judge(self) -> pa.Table:
        """Rows of incident, provision and code."""
        names = queries.NAMES.format(
            split_alternatives="unnest(string_to_array(cell, '|'))",
            split_names="unnest(string_to_array(alternative, ';'))",
        )
        # Kept before it is grouped: grouped at once, its alternatives come out as one.
        self._keep("cell_name", names)
        self._keep("cell", queries.CELLS)
        self._keep("open", queries.OPEN)
        self._keep(
            "spot",
            f"""select n, r, r + {tables.REACH_M} as grown, ST_Point(x, y) as p from incident
                where x is not null and n in (select n from open)""",
        )
        self._keep("far", "select * from spot where r > 0")
        self._keep("asking", f"select * from spot where n in (select n from open where area = {SITES_AREA})")
        self._keep("place", queries.PLACES.format(inside=_INSIDE, touching=_TOUCHING, sites=_SITES))
        return pa.table(self._db.sql(queries.RESULTS))

    def answers(self, judged: Any) -> Answers:
        """The rows as codes."""
        n, provision, code = (judged[name].to_numpy() for name in ("n", "provision", "code"))
        return of_rows(n, provision, code, (self._rows, self._shape))

    def close(self) -> None:
        """Nothing was started."""
