# SPDX-License-Identifier: Apache-2.0
"""A made-up ceasefire and made-up incidents, the same for the same seed: input for the benchmarks.

Nothing here is a real place, party or event. ``python benchmarks/load.py FOLDER --incidents N`` writes
``terms.yaml``, ``areas.geojson``, ``sites.csv`` and ``incidents.parquet``. What the load is, in full:
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

SEED = 20161120
WEST, SOUTH, EAST, NORTH = 36.0, 32.0, 42.0, 37.0
TOWNS = 500
PARTIES = [f"party-{number:02}" for number in range(1, 31)]
SIDE_A, SIDE_B, OUTSIDE = PARTIES[:10], PARTIES[10:20], PARTIES[28:]
ACTS = [
    *("attack", "attack.air", "attack.air.strike", "attack.air.drone", "attack.shelling"),
    *("attack.shelling.mortar", "attack.shelling.rocket", "attack.ground", "fire", "movement"),
    *("movement.advance", "seize.territory"),
]
PROHIBITED = [["attack"], ["attack.air"], ["attack.shelling"], ["attack", "fire"], ["movement.advance"]]
SIDES = ["bound", "side-a", "side-b", "any", "excluded"]
BUFFER_M = 500
DAY_MS = 86_400_000
YEAR_START_MS = 1_451_606_400_000  # 2016-01-01T00:00Z
RADII_M = [np.nan, 500.0, 5_000.0, 25_000.0]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a load is."""

    incidents: int
    vertices: tuple[int, int]
    """Of the smallest and of the largest area."""
    sites: int
    provisions: int = 50

    def of(
        self, *, incidents: int | None = None, provisions: int | None = None, vertices: int | None = None
    ) -> Size:
        """The same with other numbers; ``vertices`` are those of each area."""
        return replace(
            self,
            incidents=incidents or self.incidents,
            provisions=provisions or self.provisions,
            vertices=(vertices, vertices) if vertices else self.vertices,
        )


AREAS = 12
SITES_AREA = AREAS
"""Position of the area of buffered sites, after the drawn ones."""
_VERTICES = (300, 10_000)
SIZES = {
    "small": Size(2_000, (100, 1_000), 500),
    "full": Size(1_000_000, _VERTICES, 5_000),
    "memory": Size(10_000_000, _VERTICES, 5_000),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One provision, for the terms and for the peer alike."""

    id: str
    acts: list[str]
    by: str
    against: str
    area: int
    """Position of the area; ``SITES_AREA`` is the one of buffered sites."""
    starts_ms: list[int]
    """One, or two that sources dispute."""
    end_ms: int
    exception: str
    """``facts``, ``area`` or nothing."""
    exception_area: int = 0


def rules(size: Size) -> list[Rule]:
    """The provisions: each area in turn, one start in five disputed, two exceptions in five.

    However many there are, they share five lists of acts, four and five kinds of parties, thirteen areas
    and 200 starts, as provisions of one text share their conditions.
    """
    made = []
    for number in range(size.provisions):
        start = YEAR_START_MS + (number * 7 % 200) * DAY_MS
        starts = [start, start + 3_600_000] if number % 5 == 0 else [start]
        order = number % 50
        exception = ("facts" if order % 4 == 0 else "area") if order % 2 == 0 and order < 40 else ""
        area, elsewhere = number % (AREAS + 1), (number * 5 + 1) % AREAS
        made.append(
            Rule(
                id=f"provision-{number:02}",
                acts=PROHIBITED[number % len(PROHIBITED)],
                by=SIDES[number % 4],
                against=SIDES[(number // 4) % len(SIDES)],
                area=area,
                starts_ms=starts,
                end_ms=start + (10 + order * 3) * DAY_MS,
                exception=exception,
                exception_area=(elsewhere + (elsewhere == area)) % AREAS,
            )
        )
    return made


def areas(size: Size) -> list[NDArray[np.float64]]:
    """The rings of 12 areas, each a star with a rough edge around some point of the box.

    Other numbers of vertices draw the same areas, finer or coarser.
    """
    random = np.random.default_rng(SEED)
    rings = []
    usual = np.geomspace(*_VERTICES, AREAS).astype(int).tolist()
    for order, vertices in enumerate(np.geomspace(*size.vertices, AREAS).astype(int).tolist()):
        lon, lat = random.uniform(WEST + 2.5, EAST - 2.5), random.uniform(SOUTH + 2, NORTH - 2)
        turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
        waves = sum(random.uniform(0, 0.3 / k) * np.sin(k * turn + random.uniform(0, 6)) for k in range(1, 9))
        rough = random.uniform(0.98, 1.02, usual[order])
        if vertices != usual[order]:
            rough = np.random.default_rng([SEED, order]).uniform(0.98, 1.02, vertices)
        radius = (0.4 + 0.1 * order) * (1 + waves) * rough
        ring = np.column_stack((lon + radius * np.cos(turn), lat + 0.8 * radius * np.sin(turn))).round(6)
        rings.append(np.vstack((ring, ring[:1])))
    return rings


def sites(size: Size) -> NDArray[np.float64]:
    """(n, 2) longitude and latitude of the buffered sites."""
    random = np.random.default_rng(SEED + 1)
    return random.uniform((WEST, SOUTH), (EAST, NORTH), (size.sites, 2)).round(6)


def _instant(at_ms: int) -> str:
    return f"{np.datetime64(at_ms, 'ms')}"[:16] + "Z"


def _terms(size: Size) -> str:
    lines = ["truceline: 1", "id: made-up", "title: A made-up ceasefire", "timezone: Etc/UTC", "citations:"]
    lines += ["  one: {title: One source}", "  other: {title: Another source}", "parties:"]
    lines += [f"  {party}: {{name: Party {party[-2:]}}}" for party in PARTIES]
    lines += [
        f"  side-a: {{name: Side A, members: [{', '.join(SIDE_A)}], complete: yes}}",
        f"  side-b: {{name: Side B, members: [{', '.join(SIDE_B)}], complete: yes}}",
        "standing:",
        "  - {parties: [side-a, side-b], is: bound, from: 2016-01-01, cite: one}",
        f"  - {{parties: [{', '.join(OUTSIDE)}], is: excluded, cite: one}}",
        "areas:",
    ]
    lines += [f"  area-{i}: {{file: areas.geojson, feature: area-{i}}}" for i in range(AREAS)]
    lines += [f"  area-{SITES_AREA}: {{buffer: {{file: sites.csv}}, by: {BUFFER_M} m}}", "facts:"]
    lines += ["  answered: {title: the party answered an attack, cite: one}", "provisions:"]
    for rule in rules(size):
        start = _instant(rule.starts_ms[0])
        if len(rule.starts_ms) > 1:
            start = f"{{one of: [{{{start}: one}}, {{{_instant(rule.starts_ms[1])}: other}}]}}"
        lines += [
            f"  {rule.id}:",
            f"    title: Provision {rule.id.rpartition('-')[2]}",
            f"    prohibit: [{', '.join(rule.acts)}]",
            f"    by: {rule.by}",
            f"    against: {rule.against}",
            f"    in: area-{rule.area}",
            f"    during: {{from: {start}, until: {_instant(rule.end_ms)}}}",
            "    standing: [{is: in force, from: 2015-12-01, cite: one}]",
            "    cite: [one, other]",
        ]
        if rule.exception == "facts":
            lines.append("    unless: {self-defence: {facts: [answered]}}")
        elif rule.exception:
            lines.append(f"    unless: {{elsewhere: {{in: area-{rule.exception_area}}}}}")
    return "\n".join(lines) + "\n"


def _pick(random: np.random.Generator, values: list[str], n: int, missing: float) -> pa.Array:
    taken = pa.array(random.integers(0, len(values), n), mask=random.random(n) < missing)
    return pa.array(values, pa.string()).take(taken)


def _parties(random: np.random.Generator) -> list[str]:
    """Cells of one side: single parties, and some of alternatives and of parties together."""
    cells = list(PARTIES) * 6
    for joint in "|;":
        for _ in range(15):
            cells.append(joint.join(sorted(random.choice(PARTIES, 2, replace=False))))
    return cells


def incident_batches(size: Size, batch_rows: int = 65_536) -> Iterator[pa.RecordBatch]:
    """Incidents around towns, with every kind of gap, batch by batch."""
    random = np.random.default_rng(SEED + 2)
    towns = random.uniform((WEST, SOUTH), (EAST, NORTH), (TOWNS, 2)).round(5)
    cells = _parties(random)
    for first in range(0, size.incidents, batch_rows):
        n = min(batch_rows, size.incidents - first)
        place = towns[random.integers(0, TOWNS, n)]
        is_near = random.random(n) < 0.5
        place = np.where(is_near[:, None], (place + random.normal(0, 0.15, (n, 2))).round(5), place)
        is_missing = random.random(n) < 0.05
        radius = random.choice(RADII_M, n, p=[0.45, 0.25, 0.2, 0.1])
        start = YEAR_START_MS + random.integers(0, 366 * 1440, n) * 60_000
        kind = random.choice(3, n, p=[0.5, 0.4, 0.1])
        start = np.where(kind == 0, start, start - start % DAY_MS)
        end = start + np.array([0, DAY_MS, 7 * DAY_MS])[kind]
        timestamp = pa.timestamp("ms", tz="UTC")
        yield pa.RecordBatch.from_pydict(
            {
                "id": pa.array([f"i{number}" for number in range(first, first + n)]),
                "start": pa.array(start).cast(timestamp),
                "end": pa.array(end).cast(timestamp),
                "lon": pa.array(place[:, 0], mask=is_missing),
                "lat": pa.array(place[:, 1], mask=is_missing),
                "radius_m": pa.array(radius, mask=is_missing | np.isnan(radius)),
                "act": _pick(random, ACTS, n, 0.05),
                "by": _pick(random, cells, n, 0.1),
                "against": _pick(random, cells, n, 0.1),
                "roles": pa.array(np.where(random.random(n) < 0.2, "either", "known")),
            }
        )


def write_load(folder: Path, size: Size) -> None:
    """Writes terms, areas, sites and incidents into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    features = [
        {
            "type": "Feature",
            "id": f"area-{order}",
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]},
        }
        for order, ring in enumerate(areas(size))
    ]
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "areas.geojson").write_text(collection, encoding="utf-8")
    rows = "".join(f"{lon},{lat}\n" for lon, lat in sites(size).tolist())
    (folder / "sites.csv").write_text("lon,lat\n" + rows, encoding="utf-8")
    (folder / "terms.yaml").write_text(_terms(size), encoding="utf-8")
    batches = incident_batches(size)
    head = next(batches)
    with pq.ParquetWriter(folder / "incidents.parquet", head.schema) as writer:
        writer.write_batch(head)
        for batch in batches:
            writer.write_batch(batch)


def write_load_apart(folder: Path, name: str, **numbers: int | None) -> Size:
    """Writes a load in another process, so that its memory is not counted in this one."""
    command = [sys.executable, __file__, str(folder), "--size", name]
    for option, number in numbers.items():
        command += [f"--{option}", str(number)] if number else []
    subprocess.run(command, check=True)
    return SIZES[name].of(**numbers)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a made-up load for the benchmarks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--incidents", type=int, help="another number of incidents")
    parser.add_argument("--provisions", type=int, help="another number of provisions")
    parser.add_argument("--vertices", type=int, help="so many vertices in each area")
    given = parser.parse_args()
    numbers = {name: getattr(given, name) for name in ("incidents", "provisions", "vertices")}
    write_load(given.folder, SIZES[given.size].of(**numbers))


if __name__ == "__main__":
    main()
