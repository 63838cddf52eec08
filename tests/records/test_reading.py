# SPDX-License-Identifier: Apache-2.0
"""Bad rows are rejects with a line and a reason; bad files are errors; nothing vanishes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shared_data import ROOT, shared
from truceline.errors import RecordsError
from truceline.records import read_incidents
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
    (
        "x,1016-05-02,,36,34,,,,attack,,,",
        "start",
        "expected a time in the years 1800 to 2200; is a digit wrong?",
    ),
    ("x,2916-05-02,2016-05-03,36,34,,,,attack,,,", "start", "expected a time in the years 1800 to 2200"),
    ("x,2016-05-02,2916-05-03,36,34,,,,attack,,,", "end", "expected a time in the years 1800 to 2200"),
    ("x,05/06/2016,,36,34,,,,attack,,,", "start", "is not a date or time"),
    ("x,2016-03-25T00:30,,36,34,,,,attack,,,", "start", "does not exist"),
    ("x,2016-05-01,,36,34,,,,atack,,,", "act", "no act has this code"),
    ('x,2016-05-01,,,,,,"POLYGON((36 34,37 35,37 34,36 35,36 34))",attack,,,', "geometry", "crosses itself"),
    (",2016-05-01,,36,34,,,,attack,,,", "id", "has no id"),
    ("good,2016-05-01,,36,34,,,,attack,,,", "id", "another record has this id"),
    ("x,2016-05-01", "", "the header has 12 columns"),
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


def test_a_calibre_of_nought_is_no_calibre(tmp_path: Path, terms: Terms) -> None:
    """As a number it would lie below every threshold, for certain."""
    path = tmp_path / "incidents.csv"
    path.write_text(
        "id,act,weapon,calibre_mm\na,attack,artillery,0\nb,attack,artillery,12.7\n", encoding="utf-8"
    )
    incidents = read_incidents(path, terms)
    assert sum(batch.num_rows for batch in incidents.batches()) == 1
    (reject,) = incidents.first_rejects
    assert (reject.line, reject.column) == (2, "calibre_mm")
    assert "leave it empty where it is not known" in reject.reason


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


def test_names_are_found_whatever_their_capitals_and_spaces(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text("id,by,against\na, SYRIAN   army ,russia; Syrian Army\n", encoding="utf-8")
    incidents = read_incidents(path, terms)
    (batch,) = incidents.batches()
    assert batch.column("by").to_pylist() == ["syria-government"]
    assert batch.column("against").to_pylist() == ["russia;syria-government"]
    assert not incidents.unmapped


def test_a_table_with_tabs_is_told_by_its_name(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("id\ttext\n1\ta, b\n")
    (batch,) = read_incidents(path, terms).batches()
    assert batch.column("text").to_pylist() == ["a, b"]


def test_only_rejects_of_an_earlier_run_are_taken_away(terms: Terms, tmp_path: Path) -> None:
    path, rejects = tmp_path / "a.csv", tmp_path / "rejects.csv"
    for content, is_left in (("id,lat\n1,91\n", True), ("id\n1\n", False)):
        path.write_text(content)
        list(read_incidents(path, terms, rejects=rejects).batches())
        assert rejects.exists() == is_left
    rejects.write_text("somebody's notes\n")
    list(read_incidents(path, terms, rejects=rejects).batches())
    assert rejects.read_text() == "somebody's notes\n"
