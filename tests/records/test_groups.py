# SPDX-License-Identifier: Apache-2.0
"""The statistics of row groups are bounds: what they do not rule out may be there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from shared_data import ROOT
from truceline.errors import RecordsError
from truceline.records import Near, Reach, Way, read_incidents
from truceline.records.groups import GroupStatistics, least_m
from truceline.terms import Terms, load_terms, shipped_taxonomy

GEOD = Geod(ellps="WGS84")
DAY_MS = 86_400_000
NEVER = Reach(())
"""No provision that could touch anything."""
lons, lats = st.floats(-180, 180), st.floats(-90, 90)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    west, east = sorted([draw(lons), draw(lons)])
    south, north = sorted([draw(lats), draw(lats)])
    return west, south, east, north


@given(boxes(), boxes(), st.tuples(*[st.floats(0, 1)] * 4))
def test_every_point_of_a_box_is_as_far_from_another_as_is_said(
    one: tuple[float, float, float, float],
    other: tuple[float, float, float, float],
    at: tuple[float, float, float, float],
) -> None:
    x, y, u, v = at
    a = one[0] + x * (one[2] - one[0]), one[1] + y * (one[3] - one[1])
    b = other[0] + u * (other[2] - other[0]), other[1] + v * (other[3] - other[1])

    assert least_m(one, other) <= GEOD.inv(*a, *b)[2] + 1e-3


def test_boxes_on_either_side_of_the_antimeridian_are_near() -> None:
    assert least_m((179.0, 0.0, 179.9, 1.0), (-179.9, 0.0, -179.0, 1.0)) == pytest.approx(22_014, rel=0.01)


blanks = st.sampled_from(["", "", " ", "\t", "\n", "\x1c", "\x85", "\xa0", "\u1680", "\u2003", "\u3000"])
codes = st.sampled_from([*shipped_taxonomy("acts").definitions, "", "no code", "\u00e9"])
cells = st.none() | st.builds(lambda before, code, after: before + code + after, blanks, codes, blanks)


@settings(max_examples=300)
@given(st.lists(cells, min_size=1, max_size=4))
def test_every_act_in_a_group_is_one_that_it_may_have(acts: list[str | None]) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"act": pa.array(acts, pa.string())}), sink)
    statistics = GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))

    for act in acts:
        code = (act or "").strip()
        way = Way(((0, 1),), frozenset([code]) if code else frozenset(["attack"]), ())
        assert statistics.may_touch(0, Reach((way,)))


def test_a_group_of_another_act_is_not_touched() -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"act": ["movement.advance", "movement.crossing"]}), sink)
    statistics = GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))

    assert not statistics.may_touch(0, Reach((Way(((0, 1),), frozenset(["attack", "seize"]), ()),)))


def test_numbers_of_another_type_are_no_bounds_on_a_place() -> None:
    sink = pa.BufferOutputStream()
    lon, lat = pa.array([36], pa.uint32()), pa.array(["33.5"])
    pq.write_table(pa.table({"lon": lon, "lat": lat}), sink)
    statistics = GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))
    far = Reach((Way(((0, 1),), None, (Near((-80.0, 0.0, -79.0, 1.0), 0.0),)),))

    assert statistics.may_touch(0, far)


def day_group(days: list[int | None], **more: list[Any]) -> GroupStatistics:
    times = pa.array([None if day is None else day * DAY_MS for day in days], pa.timestamp("ms", "UTC"))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"start": times, **more}), sink)
    return GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))


TENTH_DAY = Reach((Way(((10 * DAY_MS, 11 * DAY_MS),), None, ()),))


@pytest.mark.parametrize(
    ("days", "touched"),
    [
        ([1, 9], False),
        ([1, 10], True),
        ([9, 12], True),
        ([12, 13], False),
        ([12, None], True),
        ([None], True),
    ],
)
def test_a_group_is_touched_by_what_happened_or_may_have_happened_then(
    days: list[int | None], touched: bool
) -> None:
    assert day_group(days).may_touch(0, TENTH_DAY) is touched


@pytest.mark.parametrize("kind", [pa.timestamp("us"), pa.timestamp("ns"), pa.date32()])
@pytest.mark.parametrize(("day", "touched"), [(6, False), (8, True), (12, True), (15, False)])
def test_a_local_time_may_be_another_day_in_utc(kind: pa.DataType, day: int, touched: bool) -> None:
    times = pa.array([day], pa.int32()).cast(pa.date32()).cast(kind)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"start": times}), sink)
    statistics = GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))

    assert statistics.may_touch(0, TENTH_DAY) is touched


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize(("day", "touched"), [(9, False), (10, True), (11, False)])
def test_the_unit_of_a_timestamp_changes_nothing(unit: str, day: int, touched: bool) -> None:
    noon = pa.array([day * DAY_MS + DAY_MS // 2], pa.timestamp("ms", "Asia/Damascus"))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"start": noon.cast(pa.timestamp(unit, "Asia/Damascus"))}), sink)
    statistics = GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))

    assert statistics.may_touch(0, TENTH_DAY) is touched


@pytest.mark.parametrize("kind", [pa.string(), pa.int64()])
def test_a_time_of_another_type_may_be_any(kind: pa.DataType) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"start": pa.array([2000], pa.int64()).cast(kind)}), sink)
    statistics = GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))

    assert statistics.may_touch(0, TENTH_DAY)


def test_an_interval_reaches_to_its_end() -> None:
    end = pa.array([9 * DAY_MS, None, 30 * DAY_MS], pa.timestamp("ms", "UTC"))

    assert day_group([1, 2, 3], end=end).may_touch(0, TENTH_DAY)


def place_group(lon: list[float | None], radius_m: list[float | None]) -> GroupStatistics:
    sink = pa.BufferOutputStream()
    columns = {"lon": lon, "lat": [30.0] * len(lon), "radius_m": pa.array(radius_m, pa.float64())}
    pq.write_table(pa.table(columns), sink)
    return GroupStatistics(pq.ParquetFile(pa.BufferReader(sink.getvalue())))


@pytest.mark.parametrize(
    ("lon", "radius_m", "touched"),
    [
        ([36.0, 37.0], [None, None], False),
        ([36.0, 39.5], [None, None], True),
        ([36.0, 37.0], [None, 300_000.0], True),
        ([36.0, 37.0], [None, 2e7], True),
        ([36.0, None], [None, None], True),
        ([-175.0, -160.0], [5.0, 5.0], False),
    ],
)
def test_a_group_is_touched_where_its_discs_come_near_the_box(
    lon: list[float | None], radius_m: list[float | None], touched: bool
) -> None:
    box = Reach((Way(((0, 1),), None, (Near((39.6, 29.0, 41.0, 31.0), 0.0),)),))

    assert place_group(lon, radius_m).may_touch(0, box) is touched


def written(path: Path, *groups: dict[str, list[Any]]) -> Path:
    tables = [pa.table(group) for group in groups]
    with pq.ParquetWriter(path, tables[0].schema) as writer:
        for table in tables:
            writer.write_table(table)
    return path


def test_what_is_left_out_is_counted(terms: Terms, tmp_path: Path) -> None:
    path = written(tmp_path / "t.parquet", {"id": ["a", "b"]}, {"id": ["c"]})
    records = read_incidents(path, terms)

    assert list(records.batches(NEVER)) == []
    assert (records.read, records.left_out, records.left_out_groups) == (0, 3, 2)
    assert sum(batch.num_rows for batch in records.batches()) == 3
    assert (records.read, records.left_out, records.left_out_groups) == (3, 0, 0)


def test_rows_after_what_is_left_out_keep_their_numbers(terms: Terms, tmp_path: Path) -> None:
    path = written(
        tmp_path / "t.parquet",
        {"id": ["a", "b"], "act": ["fire", "fire"]},
        {"id": ["c", "d"], "act": ["attack", "no code"]},
    )
    records = read_incidents(path, terms)
    reach = Reach((Way(((0, 1),), frozenset(["attack"]), ()),))

    assert [batch.column("id").to_pylist() for batch in records.batches(reach)] == [["c"]]
    assert [(reject.line, reject.id) for reject in records.first_rejects] == [(4, "d")]


def test_an_id_that_a_record_left_out_has_is_taken_unless_that_is_a_reject(
    terms: Terms, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "t.parquet",
        {"id": ["twice", "faulty", "faulty"], "act": ["fire", "fire", "fire"], "lat": [1.0, 95.0, 96.0], "lon": [1.0] * 3},
        {"id": ["twice", "faulty"], "act": ["attack", "attack"], "lat": [1.0, 1.0], "lon": [1.0] * 2},
    )  # fmt: skip
    records = read_incidents(path, terms)
    reach = Reach((Way(((0, 1),), frozenset(["attack"]), ()),))

    assert [batch.column("id").to_pylist() for batch in records.batches(reach)] == [["faulty"]]
    assert [reject.id for reject in records.first_rejects] == ["twice"]


def test_a_record_that_facts_are_about_is_read(terms: Terms, tmp_path: Path) -> None:
    path = written(tmp_path / "t.parquet", {"id": [1, 2]}, {"id": [3, 4]})
    records = read_incidents(path, terms)

    found = [batch.column("id").to_pylist() for batch in records.batches(Reach((), frozenset(["3"])))]

    assert found == [["3", "4"]]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"name": ["a"]}, "expected a column id"),
        ({"id": ["a"], "start": [{"year": 2016}]}, "the column start of type struct"),
    ],
)
def test_a_table_that_is_none_is_refused_though_nothing_of_it_is_read(
    columns: dict[str, list[Any]], words: str, terms: Terms, tmp_path: Path
) -> None:
    records = read_incidents(written(tmp_path / "t.parquet", columns), terms)

    with pytest.raises(RecordsError, match=words):
        list(records.batches(NEVER))


def test_a_column_that_incidents_do_not_have_is_named_though_nothing_is_read(
    terms: Terms, tmp_path: Path
) -> None:
    records = read_incidents(written(tmp_path / "t.parquet", {"id": ["a"], "colour": ["red"]}), terms)

    assert list(records.batches(NEVER)) == []
    assert [problem.address for problem in records.warnings] == ["colour"]


@pytest.mark.parametrize(("within_m", "touched"), [(50_000.0, False), (250_000.0, True)])
def test_a_buffer_reaches_beyond_its_box(within_m: float, touched: bool) -> None:
    reach = Reach((Way(((0, 1),), None, (Near((39.6, 30.0, 39.6, 30.0), within_m),)),))

    assert place_group([36.0, 37.0], [None, None]).may_touch(0, reach) is touched
