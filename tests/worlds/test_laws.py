# SPDX-License-Identifier: Apache-2.0
"""Laws that need no reference: what may not change, and what more knowledge may not overturn."""

from __future__ import annotations

import csv
import dataclasses
import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from strategies import recorded_facts, rows, terms
from truceline import kernels
from truceline.assess import all_provisions, assess, screen
from truceline.assess.compiled import CONDITIONS
from truceline.records import RecordedFact, read_incidents
from truceline.terms import Area, AreaForm, Circle, Conditions, Exemption, Shape, Terms
from worlds.test_worlds import findings, incidents_of

GEOD = Geod(ellps="WGS84")
CERTAIN = ("violation", "exempt", "none")
Row = dict[str, Any]
few_rows = st.lists(rows(), min_size=1, max_size=8)


def numbered(records: list[Row]) -> list[Row]:
    return [{**row, "id": str(order)} for order, row in enumerate(records)]


@settings(max_examples=30)
@given(terms(), few_rows, st.randoms(use_true_random=False))
def test_every_order_of_rows_gives_the_same_findings(
    made: Terms, records: list[Row], chance: random.Random
) -> None:
    records = numbered(records)
    mixed = chance.sample(records, len(records))
    found, again = findings(made, records), findings(made, mixed)
    assert [row["incident"] for row in again[:: len(made.provisions)]] == [row["id"] for row in mixed]
    assert sorted(map(repr, found)) == sorted(map(repr, again))


@settings(max_examples=30)
@given(terms(), few_rows)
def test_every_size_of_batch_gives_the_same_findings(made: Terms, records: list[Row]) -> None:
    records = numbered(records)
    found = findings(made, records)
    assert findings(made, records, batch_rows=1) == found
    assert findings(made, records, batch_rows=7) == found
    assert [row for record in records for row in findings(made, [record])] == found


@settings(max_examples=25)
@given(terms(), few_rows, st.lists(recorded_facts(), max_size=4))
def test_every_way_of_working_gives_the_same_findings(
    made: Terms, records: list[Row], facts: list[RecordedFact]
) -> None:
    """Whether loops are compiled, how much is remembered, what is screened, how many threads work."""
    records = numbered(records)
    ids = {row["id"] for row in records}
    facts = [fact for fact in facts if not fact.incident or fact.incident in ids]
    found = findings(made, records, facts)
    judged_one_by_one(made, records, facts, found)
    speaking = [row for row in found if row["result"] != "none"]
    for module, name, value in (
        (screen, "_SCREENED_ROWS", 0),
        (all_provisions, "_MOST_KINDS", 0),
        (all_provisions, "_MOST_ENTRIES", 1),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, name, value)
            assert findings(made, records, facts, batch_rows=2) == found, name
            assert findings(made, records, facts, batch_rows=3, all_rows=False) == speaking, name
    for kernel in ("numpy", "numba"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(kernels.VARIABLE, kernel)
            assert findings(made, records, facts, batch_rows=4) == found, kernel


def judged_one_by_one(made: Terms, records: list[Row], facts: list[RecordedFact], found: list[Row]) -> None:
    """Holds findings to what the judge says of each pair by itself, with nothing shared."""
    assessment = assess(made, incidents_of(made, records), facts=facts, all_rows=True)
    expected = []
    for batch in incidents_of(made, records).batches():
        coded = assessment.coded(batch)
        by_provision = [
            [assessment.provision(name).judge.judge(c) for c in assessment.combinations(coded, name)]
            for name in made.provisions
        ]
        expected += [judgement for row in zip(*by_provision, strict=True) for judgement in row]
    for row, judgement in zip(found, expected, strict=True):
        assert row["result"] == judgement.result
        assert tuple(row[name] for name in CONDITIONS) == judgement.conditions
        for name in ("parties", "parties_possible", "presumed", "exceptions", "answering", "by_text"):
            assert tuple(row[name]) == getattr(judgement, name), name


def in_zone(at_ms: int | None, zone: timezone) -> str:
    if at_ms is None:
        return ""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    return at.astimezone(zone).isoformat(timespec="milliseconds")


def findings_of_csv(made: Terms, records: list[Row], zone: timezone, folder: Path) -> list[Row]:
    path = folder / f"{zone.utcoffset(None)}.csv".replace(":", "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(records[0]))
        writer.writeheader()
        for row in records:
            shape = shapely.from_wkb(row["geometry"]).wkt if row["geometry"] else ""
            times = {name: in_zone(row[name], zone) for name in ("start", "end")}
            writer.writerow({**row, "geometry": shape, **times})
    incidents = read_incidents(path, made)
    found = [row for batch in assess(made, incidents, all_rows=True) for row in batch.to_pylist()]
    assert incidents.rejected == 0
    return found


def test_every_zone_in_which_instants_are_written_gives_the_same_findings(tmp_path: Path) -> None:
    @settings(max_examples=25)
    @given(terms(), few_rows, st.integers(-47, 47))
    def law(made: Terms, records: list[Row], quarters: int) -> None:
        records = numbered(records)
        there = timezone(timedelta(minutes=15 * quarters))
        found = findings_of_csv(made, records, UTC, tmp_path)
        assert findings_of_csv(made, records, there, tmp_path) == found
        assert findings(made, records) == found

    law()


def moved_shape(shape: BaseGeometry, by_deg: float) -> BaseGeometry:
    return affinity.translate(shape, xoff=by_deg)


def moved(value: Any, by_deg: float) -> Any:
    """The same terms somewhere else: every longitude in them turned."""
    if isinstance(value, Shape):
        return Shape(moved_shape(value.geometry, by_deg), value.source)
    if isinstance(value, Circle):
        return dataclasses.replace(value, lon=value.lon + by_deg)
    if isinstance(value, tuple):
        return tuple(moved(part, by_deg) for part in value)
    if isinstance(value, dict):
        return {key: moved(part, by_deg) for key, part in value.items()}
    if isinstance(value, Terms):
        return dataclasses.replace(
            value, areas=moved(value.areas, by_deg), provisions=moved(value.provisions, by_deg)
        )
    if isinstance(value, AreaForm | Area | Conditions | Exemption) or hasattr(value, "conditions"):
        fields = {f.name: moved(getattr(value, f.name), by_deg) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    return value


def moved_row(row: Row, by_deg: float) -> Row:
    shape = row["geometry"] and shapely.to_wkb(moved_shape(shapely.from_wkb(row["geometry"]), by_deg))
    return {**row, "lon": None if row["lon"] is None else row["lon"] + by_deg, "geometry": shape}


@settings(max_examples=25)
@given(terms(), few_rows, st.sampled_from([-214.5, -90.0, -0.25, 32.0, 128.0, 140.0]))
def test_every_turn_of_the_whole_map_contradicts_no_finding(
    made: Terms, records: list[Row], by_deg: float
) -> None:
    records = numbered(records)
    there = findings(moved(made, by_deg), [moved_row(row, by_deg) for row in records])
    for here, turned in zip(findings(made, records), there, strict=True):
        both = {here["result"], turned["result"]}
        assert len(both) == 1 or "possible" in both, (here, turned)


def sharper(row: Row, made: Terms, chance: random.Random) -> Row:
    """The same record with one of its gaps made smaller."""
    row = dict(row)
    kind = chance.choice(["place", "time", "by", "against", "roles", "act", "weapon"])
    if kind == "place" and row["radius_m"] and row["lon"] is not None:
        share = chance.choice([0.0, 0.3, 0.9])
        away = row["radius_m"] * (1 - share) * 0.9999
        row["lon"], row["lat"], _ = GEOD.fwd(row["lon"], row["lat"], chance.uniform(0, 360), away)
        row["radius_m"] *= share * 0.9999
    elif kind == "place" and row["geometry"] and not row["radius_m"]:
        shape = shapely.from_wkb(row["geometry"])
        if shapely.get_dimensions(shape) == 2:
            west, south, east, north = shape.bounds
            middle = chance.uniform(west, east)
            part = shape.intersection(shapely.box(west, south, middle, north))
            row["geometry"] = shapely.to_wkb(part) if part.geom_type == "Polygon" else row["geometry"]
    elif kind == "time" and row["start"] is not None and row["end"] > row["start"]:
        row["start"] = chance.randrange(row["start"], row["end"])
        row["end"] = chance.choice([row["end"], row["start"]])
    elif kind in ("by", "against"):
        row[kind] = chance.choice((row[kind] or "army|shadow;brigade|coalition").split("|"))
    elif kind == "roles" and row["roles"] == "either":
        row["roles"] = "known"
        if chance.random() < 0.5:
            row["by"], row["against"] = row["against"], row["by"]
    elif kind in ("act", "weapon"):
        codes = (made.acts if kind == "act" else made.weapons).definitions
        below = [code for code in codes if not row[kind] or code.startswith(row[kind] + ".")]
        row[kind] = chance.choice([row[kind], *below])
    return row


@settings(max_examples=60)
@given(terms(), few_rows, st.randoms(use_true_random=False))
def test_every_gain_of_knowledge_leaves_a_certain_finding_as_it_is(
    made: Terms, records: list[Row], chance: random.Random
) -> None:
    records = numbered(records)
    for _ in range(4):
        sharp = [sharper(row, made, chance) for row in records]
        for before, after, old, new in zip(
            findings(made, records),
            findings(made, sharp),
            _each(records, made),
            _each(sharp, made),
            strict=True,
        ):
            assert before["result"] not in CERTAIN or after["result"] == before["result"], (
                before,
                after,
                old,
                new,
            )
        records = sharp


def _each(records: list[Row], made: Terms) -> list[Row]:
    return [row for row in records for _ in made.provisions]
