# SPDX-License-Identifier: Apache-2.0
"""Bad rows are rejects with a line and a reason; bad files are errors; nothing vanishes."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_data import ROOT, shared
from truceline.errors import OutputError, RecordsError
from truceline.records import INCIDENTS, Incidents, read_incidents, tables
from truceline.terms import Terms, load_terms


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


BAD_ROWS = [
    ("x,2016-05-01,,36,91,,,,attack,,,", "lat", "are the two swapped?"),
    ("x,2016-05-01,,nan,34,,,,attack,,,", "lon", "finite"),
    ("x,2016-05-01,,inf,34,,,,attack,,,", "lon", "finite"),
    ("x,2016-05-01,,181,34,,,,attack,,,", "lon", "not within +-180"),
    ("x,2016-05-01,,36,,,,,attack,,,", "lat", "both lon and lat"),
    ("x,2016-05-01,,36,34,-5,,,attack,,,", "radius_m", "not negative"),
    ("x,2016-05-01,,36,34,,syria,,attack,,,", "area", "one place"),
    ("x,2016-05-01,,,,,atlantis,,attack,,,", "area", "no area of the terms"),
    ("x,2016-05-02,2016-05-01,36,34,,,,attack,,,", "end", "before it starts"),
    ("x,0000-05-02,,36,34,,,,attack,,,", "start", "not a day of the calendar"),
    ("x,05/06/2016,,36,34,,,,attack,,,", "start", "is not a date or time"),
    ("x,2016-03-25T00:30,,36,34,,,,attack,,,", "start", "does not exist"),
    ("x,2016-05-01,,36,34,,,,atack,,,", "act", "no act has this code"),
    ('x,2016-05-01,,,,,,"POLYGON((36 34,37 35,37 34,36 35,36 34))",attack,,,', "geometry", "crosses itself"),
    (",2016-05-01,,36,34,,,,attack,,,", "id", "has no id"),
    ("good,2016-05-01,,36,34,,,,attack,,,", "id", "another record has this id"),
    ("x,2016-05-01", "", "the header has 12 columns"),
    ('x,2016-05-01,,"36,5",34,,,,attack,,,', "lon", "with a decimal point, such as 36.5"),
    ("x,2016-05-01,,36,34,1e8,,,attack,,,", "radius_m", "beyond the whole earth"),
    ("x,2016-05-01,,36,34,1e400,,,attack,,,", "radius_m", "finite"),
    ("x,2016-05-01,,,,500,,,attack,,,", "radius_m", "without a point"),
    ("x,,2016-05-01,36,34,,,,attack,,,", "end", "without a start"),
    ("x,2016-05-01T25:00,,36,34,,,,attack,,,", "start", "impossible time of day"),
    ("x,2016-05-01,,36,34,,,,attack,,,maybe", "roles", "expected known or either"),
    ('x,2016-05-01,,,,,,"POINT(36 34)",attack,,,', "geometry", "a point goes into lon and lat"),
    ('x,2016-05-01,,,,,,"not a shape",attack,,,', "geometry", "not a shape as WKT"),
]
HEADER = "id,start,end,lon,lat,radius_m,area,geometry,act,by,against,roles"
GOOD_ROW = "good,2016-05-01T24:00,,36.5,34.5,500,,,attack,Syrian army|Who Knows,unidentified gunmen,either"


@pytest.mark.parametrize(("row", "column", "reason"), BAD_ROWS, ids=[reason for _, _, reason in BAD_ROWS])
def test_a_bad_row_is_a_reject_with_its_line_and_reason(
    tmp_path: Path, terms: Terms, row: str, column: str, reason: str
) -> None:
    path, rejects = tmp_path / "incidents.csv", tmp_path / "rejects.csv"
    path.write_text(f"{HEADER}\n{GOOD_ROW}\n{row}\n", encoding="utf-8")
    incidents = read_incidents(path, terms, rejects=rejects)
    ids = [i for batch in incidents.batches() for i in batch.column("id").to_pylist()]
    assert (ids, incidents.read, incidents.rejected) == (["good"], 2, 1)
    (reject,) = csv.DictReader(rejects.read_text(encoding="utf-8").splitlines())
    assert reject["line"] == "3"
    assert reject["column"] == column
    assert reason in reject["reason"]


def test_names_become_parties_and_the_rest_is_counted(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(f"{HEADER}\n{GOOD_ROW}\n", encoding="utf-8")
    incidents = read_incidents(path, terms)
    (batch,) = incidents.batches()
    assert batch.column("by").to_pylist() == ["syria-government|Who Knows"]
    assert batch.column("against").to_pylist() == [None]
    assert incidents.unmapped == {"Who Knows": 1}


def test_a_table_with_tabs_is_told_by_its_name(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("id\ttext\n1\ta, b\n")
    (batch,) = read_incidents(path, terms).batches()
    assert batch.column("text").to_pylist() == ["a, b"]


def test_a_header_alone_is_no_record(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(HEADER + "\n", encoding="utf-8")
    incidents = read_incidents(path, terms)
    assert list(incidents.batches()) == []
    assert (incidents.read, incidents.rejected) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"PK\x00\x01,\x00", "a byte 0"),
        ("a.csv", b"name,when\nx,y\n", "expected a column id"),
        ("a.csv", b"id,id\n1,2\n", "stands twice"),
        ("a.parquet", b"PAR1 but not really", "this is no table"),
        ("a.csv.gz", b"not packed", "cannot be unpacked"),
        ("a.csv", b"id;act\n1;attack\n", "Save the table with commas"),
        ("a.csv", b"id,act\n1,\x81\n", "the byte 0x81, which neither UTF-8 nor Windows-1252 has"),
        ("a.csv", b'id,text\n1,x\n2,"open\n3,y\n', "a.csv:3: error: a record with its quotes out of order"),
        ("a.csv", b'id,text\n1,"x"y\n', "a.csv:2: error: a record with its quotes out of order"),
    ],
)
def test_a_file_that_is_no_table_is_an_error(
    tmp_path: Path, terms: Terms, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RecordsError, match=words):
        list(read_incidents(path, terms).batches())


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        (("ucdp-ged-syria", "ged_syria_2016_2018.csv.gz"), 14_522),
        (("ucdp-ged-ukraine", "ged_ukraine_release_2018.csv.gz"), 993),
        (("ucdp-ged-ukraine", "ged_ukraine_release_2021.csv.gz"), 2_989),
        (("ucdp-ged-ukraine", "ged_ukraine_cp1252_sample.csv"), 150),
        (("ucdp-ged-global-sample", "ged_v25_1_sample_mideast_europe_americas.csv.gz"), 4_719),
    ],
)
def test_every_record_of_the_real_files_is_read(terms: Terms, parts: tuple[str, ...], read: int) -> None:
    incidents = read_incidents(shared(*parts), terms)
    given = sum(batch.num_rows for batch in incidents.batches())
    assert given + incidents.rejected == incidents.read == read
    assert incidents.rejected == 0


def table(terms: Terms, columns: dict[str, pa.Array], **options: Any) -> tuple[Incidents, pa.Table]:
    incidents = read_incidents(pa.table(columns), terms, **options)
    batches = list(incidents.batches())
    return incidents, pa.Table.from_batches(batches, INCIDENTS)


def test_arrow_columns_of_other_types_are_read_for_what_they_say(terms: Terms) -> None:
    _, found = table(
        terms,
        {
            "id": pa.array([1, 2], pa.int16()),
            "start": pa.array([date(2016, 5, 1), None], pa.date32()),
            "lon": pa.array([36, 37], pa.int32()),
            "lat": pa.array(["34.5", "35"], pa.large_string()),
            "act": pa.array(["attack", "attack"]).dictionary_encode(),
            "by": pa.array([b"russia", None], pa.binary()),
            "reports": pa.array([["a", "b"], None], pa.list_(pa.string())),
            "fatalities": pa.array([2.0, None], pa.float32()),
        },
    )
    first, second = found.to_pylist()
    assert (first["id"], first["lon"], first["lat"], first["by"]) == ("1", 36.0, 34.5, "russia")
    assert (first["reports"], first["fatalities"]) == (["a", "b"], 2)
    assert first["start"].isoformat() == "2016-04-30T21:00:00+00:00"
    assert second["start"] is None
    assert second["by"] is None


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("act", pa.array([{"code": "attack"}])),
        ("by", pa.array([b"\xff\xfe"], pa.binary())),
        ("reports", pa.array([[["a"]]])),
    ],
)
def test_a_column_that_no_cell_can_be_is_an_error_that_names_it(
    terms: Terms, name: str, column: pa.Array
) -> None:
    with pytest.raises(RecordsError, match=f"(?s){name}.*expected"):
        table(terms, {"id": pa.array(["1"]), name: column})


def test_a_time_column_of_numbers_is_rejected_row_by_row(terms: Terms, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    columns = {"id": pa.array(["1", "2"]), "start": pa.array([20160501, None])}
    incidents, found = table(terms, columns, rejects=rejects)
    assert (incidents.rejected, found.column("id").to_pylist()) == (1, ["2"])
    assert "expected a date or a time" in rejects.read_text()


@pytest.mark.parametrize("ending", ["arrow", "parquet"])
def test_files_of_arrow_and_parquet_are_read(terms: Terms, tmp_path: Path, ending: str) -> None:
    made = pa.table({"id": ["1", "2"], "start": ["2016-05-01", ""], "act": ["attack", None]})
    path = tmp_path / f"incidents.{ending}"
    if ending == "parquet":
        pq.write_table(made, path)
    else:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, made.schema) as writer:
            writer.write_table(made)
    incidents = read_incidents(path, terms)
    assert [i for batch in incidents.batches() for i in batch.column("id").to_pylist()] == ["1", "2"]


def test_an_id_may_stand_once_in_all_sources_together(terms: Terms) -> None:
    one, two = pa.table({"id": ["a", "b"]}), pa.table({"id": ["c", "a"]})
    incidents = read_incidents([one, two], terms)
    assert [i for batch in incidents.batches() for i in batch.column("id").to_pylist()] == ["a", "b", "c"]
    assert incidents.rejected == 1


def test_points_that_seem_swapped_are_kept_with_a_warning(terms: Terms) -> None:
    incidents, found = table(terms, {"id": ["a", "b"], "lon": [33.5, 36.4], "lat": [36.4, 33.5]})
    assert found.num_rows == 2
    (warning,) = incidents.warnings
    assert "1 points far from all areas of the terms" in str(warning)
    list(incidents.batches())
    assert len(incidents.warnings) == 1


def test_a_line_too_long_is_an_error(terms: Terms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_CELL_CHARACTERS", 1000)
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"' + "x" * 5000)
    with pytest.raises(RecordsError, match="a line of more than 1,000 characters"):
        list(read_incidents(path, terms).batches())


def test_a_full_disk_stops_it_and_leaves_nothing(terms: Terms, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    path, rejects = tmp_path / "a.csv", tmp_path / "rejects.csv"
    path.write_text("id,lat\n" + "".join(f"{n},91\n" for n in range(5000)))
    real = os.fdopen

    def full(handle: int, *arguments: Any, **options: Any) -> Any:
        os.close(handle)
        return real(os.open("/dev/full", os.O_WRONLY), *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(OutputError, match="No space left"):
            list(read_incidents(path, terms, rejects=rejects).batches())
    assert list(tmp_path.iterdir()) == [path]


cell = st.sampled_from(
    ["", "36", "34.5", "x", "nan", "91", "2016-05-01", "attack", "SAA|groups", "a;b", "=1"]
)


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), *[cell] * 6), max_size=12),
    st.integers(1, 5),
)
def test_the_size_of_batches_changes_nothing(
    terms: Terms, tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, ...]], batch_rows: int
) -> None:
    folder = tmp_path_factory.mktemp("sizes")
    path = folder / "a.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "lon", "lat", "start", "act", "by", "fatalities"])
        writer.writerows(records)
    told = []
    for size in (batch_rows, 1000):
        rejects = folder / f"{size}.csv"
        incidents = read_incidents(path, terms, rejects=rejects, batch_rows=size)
        found = pa.Table.from_batches(list(incidents.batches()), INCIDENTS)
        assert found.num_rows + incidents.rejected == incidents.read == len(records)
        lines = rejects.read_text() if rejects.exists() else ""
        told.append((found.to_pylist(), lines, incidents.unmapped, incidents.rejected))
    assert told[0] == told[1]


def test_only_rejects_of_an_earlier_run_are_taken_away(terms: Terms, tmp_path: Path) -> None:
    path, rejects = tmp_path / "a.csv", tmp_path / "rejects.csv"
    for content, is_left in (("id,lat\n1,91\n", True), ("id\n1\n", False)):
        path.write_text(content)
        list(read_incidents(path, terms, rejects=rejects).batches())
        assert rejects.exists() == is_left
    rejects.write_text("somebody's notes\n")
    list(read_incidents(path, terms, rejects=rejects).batches())
    assert rejects.read_text() == "somebody's notes\n"
