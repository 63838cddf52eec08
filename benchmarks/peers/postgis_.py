# SPDX-License-Identifier: Apache-2.0
"""PostGIS in a cluster of its own, on a socket of its own, ended when done.

Its type ``geometry`` on a plane, not ``geography``, whose edges are geodesic and as much as kilometres away from
edges that are straight in longitude and latitude.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa

from answers import Answers, of_rows
from load import SITES_AREA, Size, rules
from peers import queries, tables
from peers.errors import NotHereError

_INSIDE = "select i.n, t.area, 2 as mark from spot i join tile t on ST_Intersects(t.g, i.p)"
_TOUCHING = "select i.n, t.area, 3 from spot i join piece t on ST_DWithin(t.g, i.p, i.r) where i.r > 0"
_SITES = f"""
    select i.n, s.area, case when ST_Distance(s.g, i.p) <= {tables.REACH_M} - i.r then 2 else 1 end
    from spot i join site s on ST_DWithin(s.g, i.p, i.r + {tables.REACH_M})
    where i.n in (select n from open where area = {SITES_AREA})
"""
_TYPES = {
    "int32": "integer",
    "int64": "bigint",
    "double": "float8",
    "string": "text",
    "bool": "boolean",
    "binary": "bytea",
}
_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "max_wal_size": "4GB",
    "jit": "off",
}


def _programs() -> Path:
    for extension in sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"), reverse=True):
        programs = Path("/usr/lib/postgresql") / extension.parts[-3] / "bin"
        if (programs / "initdb").exists():
            return programs
    raise NotHereError("PostGIS is not here; scripts/get_postgis.sh installs it on Debian, as root")


class Cluster:
    """A cluster of PostgreSQL in a folder that goes when it is closed."""

    def __init__(self) -> None:
        self._programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="truceline-postgis-"))
        self._as: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to be root
            self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            "initdb",
            "--pgdata",
            "data",
            "--username=truceline",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
        )
        told = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        atexit.register(self.close)
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(143)
        )  # or it would outlive a benchmark that is ended
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", f"{told} -k {self.folder}")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        # Into a file: the server goes on, and would hold a pipe open for as long.
        with (self.folder / "output").open("w+", encoding="utf-8") as output:
            done = subprocess.run(command, cwd=self.folder, stdout=output, stderr=output, check=False)
        if done.returncode:
            raise NotHereError(f"{program}: {(self.folder / 'output').read_text(encoding='utf-8').strip()}")

    def close(self) -> None:
        """Stops it and takes its folder away."""
        atexit.unregister(self.close)
        self._run("pg_ctl", "stop", "-D", "data", "-m", "immediate")
        shutil.rmtree(self.folder)


class PostGis:
    """Tables in a database; results into a table of it, as fetching them would only add to the time."""

    name = "PostGIS"
    untimed = "loading and indexing all tables; fetching the results"

    def __init__(self, size: Size) -> None:
        self._shape = len(rules(size))
        self._rows = 0
        self._cluster = Cluster()
        self._db = psycopg.connect(
            host=str(self._cluster.folder), user="truceline", dbname="postgres", autocommit=True
        )
        self._run("create extension postgis")
        for name, table in (
            ("provision", tables.provisions(size)),
            ("act", tables.acts()),
            ("member", tables.members()),
        ):
            self._load(name, table)
        for name, table in (
            ("tile", tables.tile_table(size)),
            ("piece", tables.piece_table(size)),
            ("site", tables.site_table(size)),
        ):
            self._load(f"{name}_wkb", table)
            self._run(f"create table {name} as select area, ST_GeomFromWKB(wkb) as g from {name}_wkb")
            self._run(f"create index on {name} using gist (g)")
        self._run(f"create table area as {queries.AREAS}")
        self._run("analyze")

    def _run(self, query: str) -> None:
        self._db.execute(query)

    def _load(self, name: str, table: pa.Table) -> None:
        columns = ", ".join(f'"{field.name}" {_TYPES[str(field.type)]}' for field in table.schema)
        self._run(f"drop table if exists {name}")
        self._run(f"create unlogged table {name} ({columns})")
        with self._db.cursor() as cursor, cursor.copy(f"copy {name} from stdin") as copy:
            for batch in table.to_batches(max_chunksize=65_536):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row(row)

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Loads the incidents."""
        table = tables.incidents(batches)
        self._rows = table.num_rows
        self._load("incident", table)
        self._run("analyze incident")

    def judge(self) -> None:
        """Rows of incident, provision and code, in a table."""
        names = queries.NAMES.format(
            split_alternatives="unnest(string_to_array(cell, '|'))",
            split_names="unnest(string_to_array(alternative, ';'))",
        )
        spots = """
            select n, r, ST_Point(x, y) as p from incident where x is not null and n in (select n from open)
        """
        for name, query in (
            ("cell_name", names),
            ("cell", queries.CELLS),
            ("open", queries.OPEN),
            ("spot", spots),
            ("place", queries.PLACES.format(inside=_INSIDE, touching=_TOUCHING, sites=_SITES)),
            ("result", queries.RESULTS),
        ):
            self._run(f"drop table if exists {name}")
            self._run(f"create unlogged table {name} as {query}")
            self._run(f"analyze {name}")

    def answers(self, judged: Any) -> Answers:
        """The rows as codes."""
        found = self._db.execute("select n, provision, code from result").fetchall()
        n, provision, code = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return of_rows(n, provision, code, (self._rows, self._shape))

    def close(self) -> None:
        """Ends the cluster."""
        self._db.close()
        self._cluster.close()
