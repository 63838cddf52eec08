# SPDX-License-Identifier: Apache-2.0
"""Tables of every kind give the same incidents, whatever their types, files and batches."""

from __future__ import annotations

import csv
import errno
import gzip
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from shared_data import ROOT
from truceline.assess import FINDINGS
from truceline.errors import OutputError, RecordsError
from truceline.records import INCIDENTS, Incidents, read_incidents, tables
from truceline.records import lines as lines_of_files
from truceline.sources import REVIEW_COLUMNS
from truceline.terms import Terms, load_terms

HEADER = "id,start,lon,lat,radius_m,area,act,by,reports,text"


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


def rows_of(incidents: Incidents) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pa.Table.from_batches(list(incidents.batches()), INCIDENTS).to_pylist()
    return rows


def rejected(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def written(tmp_path: Path, text: str, name: str = "incidents.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


SAME = {
    "string": pa.array(["2016-05-01T12:00", None]),
    "large_string": pa.array(["2016-05-01T12:00", ""], pa.large_string()),
    "string_view": pa.array(["2016-05-01T12:00", None], pa.string_view()),
    "dictionary": pa.array(["2016-05-01T12:00", None]).dictionary_encode(),
    "binary": pa.array([b"2016-05-01T12:00", None], pa.binary()),
    "local timestamp": pa.array([datetime(2016, 5, 1, 12), None], pa.timestamp("us")),
    "timestamp": pa.array([datetime(2016, 5, 1, 9, tzinfo=UTC), None], pa.timestamp("ns", "UTC")),
}


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("ending", ["parquet", "arrow", "arrows"])
def test_a_time_is_the_same_in_every_type_and_file(
    tmp_path: Path, terms: Terms, kind: str, ending: str
) -> None:
    table = pa.table({"id": ["a", "b"], "start": SAME[kind]})
    path = tmp_path / f"incidents.{ending.removesuffix('s')}"
    if ending == "parquet":
        if kind == "string_view":
            table = table.cast(pa.schema([("id", pa.string()), ("start", pa.string())]))
        pq.write_table(table, path)
    else:
        make = pa.ipc.new_file if ending == "arrow" else pa.ipc.new_stream
        with make(path, table.schema) as writer:
            writer.write_table(table)
    first, second = rows_of(read_incidents(path, terms))
    assert first["start"] == first["end"] == datetime(2016, 5, 1, 9, tzinfo=UTC)
    assert (second["start"], second["end"]) == (None, None)


@pytest.mark.parametrize(
    ("column", "cells", "expected"),
    [
        ("id", pa.array([7], pa.int64()), "7"),
        ("id", pa.array([12345678.0]), "12345678"),
        ("id", pa.array([b"seven"], pa.binary(5)), "seven"),
        ("lon", pa.array([36], pa.int8()), 36.0),
        ("lon", pa.array([36.5], pa.float32()), 36.5),
        ("lon", pa.array([Decimal("36.25")]), 36.25),
        ("lon", pa.array(["+36.5e0"]), 36.5),
        ("fatalities", pa.array([3.0]), 3),
        ("fatalities", pa.array([2**39], pa.uint64()), 2**39),
        ("start", pa.array([date(2016, 5, 1)]), datetime(2016, 4, 30, 21, tzinfo=UTC)),
        ("start", pa.array([date(2016, 5, 1)], pa.date64()), datetime(2016, 4, 30, 21, tzinfo=UTC)),
        ("reports", pa.array([["one;two", None, " ", "three "]]), ["one;two", "three"]),
        ("reports", pa.array([[7]], pa.large_list(pa.int64())), ["7"]),
        ("reports", pa.array([[]], pa.list_(pa.string())), None),
        ("reports", pa.array(["one; two;;"]), ["one", "two"]),
        ("act", pa.nulls(1), None),
        ("act", pa.array([float("nan")]), None),
        ("text", pa.array([True]), "true"),
        ("geometry", pa.array([b""], pa.large_binary()), None),
        ("geometry", pa.array(["POLYGON((36 34,37 34,37 35,36 34))"]), "polygon"),
        ("geometry", pa.array([shapely.to_wkb(shapely.box(36, 34, 37, 35))]), "polygon"),
    ],
)
def test_a_cell_is_read_whatever_its_type(
    terms: Terms, column: str, cells: pa.Array, expected: object
) -> None:
    columns = {"id": pa.array(["a"]), column: cells}
    if column == "lon":
        columns["lat"] = pa.array([34])
    (row,) = rows_of(read_incidents(pa.table(columns), terms))
    if expected == "polygon":
        assert shapely.from_wkb(row["geometry"]).geom_type == "Polygon"
    else:
        assert row[column] == expected


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pa.table({"id": [{"a": 1}]}), "the column id of type struct<a: int64> cannot be read"),
        (pa.table({"id": ["a"], "by": [["x", "y"]]}), "the column by of type list"),
        (pa.table({"id": ["a"], "text": [b"\xff"]}), "the column text of type binary cannot be read"),
        (pa.Table.from_arrays([pa.array(["a"])] * 2, ["id", "id"]), "the column id stands twice"),
        (pa.table({"ID": ["a"]}), 'Rename "ID" to id'),
        (pa.table({"in": ["a"]}), "expected a column id. The columns are in docs/reference/incidents.md"),
        (
            pa.table({name: ["a"] for name in FINDINGS.names}),
            "a file of findings; expected a table of incidents. Name the table that",
        ),
        (
            pa.table({name: ["a"] for name in ("file", "line", "id", "column", "found", "reason")}),
            "a file of rejects; expected a table of incidents. Name the table that these rejects were made",
        ),
        (
            pa.table({name: ["a"] for name in REVIEW_COLUMNS}),
            "a file of claims; expected a table of incidents. Make incidents of those that people accepted:"
            " truceline read DOCUMENT... --reviewed THIS --incidents FILE.csv",
        ),
    ],
)
def test_a_column_that_cannot_be_read_is_an_error(terms: Terms, table: pa.Table, words: str) -> None:
    with pytest.raises(RecordsError) as caught:
        rows_of(read_incidents(table, terms))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("lon", "36,5", "decimal point, such as 36.5"),
        ("lon", "1e400", "finite"),
        ("lon", "1_000", "expected a number"),
        ("radius_m", "21000001", "beyond the whole earth"),
        ("count", "1e13", "of a size that can be"),
        ("fatalities", "2.5", "whole number"),
        ("fatalities", "99999999999999999999", "of a size that can be"),
        ("act", "attak.air", "did you mean attack.air"),
        ("roles", "both", "known or either"),
        ("geometry", "POINT(1 2)", "a point goes into lon and lat"),
        ("geometry", "nonsense", "not a shape"),
    ],
)
def test_a_bad_cell_is_a_reject_that_shows_it(
    tmp_path: Path, terms: Terms, column: str, cell: str, reason: str
) -> None:
    columns = {"id": ["good", "bad"], "lon": ["36", "36"], "lat": ["34", "34"]}
    if column == "geometry":
        columns = {"id": ["good", "bad"]}
    columns[column] = [columns.get(column, [""])[0], cell]
    incidents = read_incidents(pa.table(columns), terms, rejects=tmp_path / "r.csv")
    assert [row["id"] for row in rows_of(incidents)] == ["good"]
    (reject,) = rejected(tmp_path / "r.csv")
    assert (reject["line"], reject["id"], reject["column"]) == ("2", "bad", column)
    assert reject["found"] == cell
    assert reason in reject["reason"]


def test_a_column_of_no_ids_rejects_every_row(tmp_path: Path, terms: Terms) -> None:
    table = pa.table({"id": pa.nulls(3), "start": ["2016-05-01"] * 3})
    incidents = read_incidents(table, terms, rejects=tmp_path / "r.csv")
    assert rows_of(incidents) == []
    assert (incidents.read, incidents.rejected) == (3, 3)
    assert {reject["reason"] for reject in rejected(tmp_path / "r.csv")} == {"the record has no id"}


def test_an_id_of_an_earlier_table_is_a_reject(tmp_path: Path, terms: Terms) -> None:
    one, two = (written(tmp_path, f"id\na\n{name}\n", f"{name}.csv") for name in "bc")
    incidents = read_incidents([one, two], terms, rejects=tmp_path / "r.csv")
    assert [row["id"] for row in rows_of(incidents)] == ["a", "b", "c"]
    (reject,) = rejected(tmp_path / "r.csv")
    assert (reject["file"], reject["line"], reject["id"]) == (str(two), "2", "a")


@pytest.mark.parametrize(
    "text",
    ["id,text\na," + "x" * 101 + "\n", 'id,text\na,"' + ("x" * 60 + "\n") * 3 + '"\n'],
    ids=["line", "cell"],
)
def test_a_line_or_cell_beyond_measure_is_an_error(
    tmp_path: Path, terms: Terms, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    assert tables.MOST_CELL_CHARACTERS == 16 * 2**20
    monkeypatch.setattr(tables, "MOST_CELL_CHARACTERS", 100)
    with pytest.raises(RecordsError, match=r"more than 100 characters|larger than field limit"):
        rows_of(read_incidents(written(tmp_path, text), terms))


def test_a_quote_never_swallows_records_in_silence(tmp_path: Path, terms: Terms) -> None:
    text = 'id,text\n1,one\n2,"he said\n3,three\n4,"four" and more\n5,five\n6,"never closed\n7,seven\n'
    incidents = read_incidents(written(tmp_path, text), terms, rejects=tmp_path / "r.csv")
    assert [row["id"] for row in rows_of(incidents)] == ["1", "5"]
    found = [(reject["line"], reject["found"]) for reject in rejected(tmp_path / "r.csv")]
    assert found == [("3", "lines 3 to 5"), ("7", "lines 7 to 8")]
    assert incidents.read == 2 + incidents.rejected


def test_lines_are_counted_over_cells_of_many_lines_and_blank_lines(tmp_path: Path, terms: Terms) -> None:
    text = 'id,text\r\n1,"a\r\nb\r\nc"\r\n\r\n2\r\n3,x,y\r\n"4","say ""x"""\r\n,none\r\n'
    incidents = read_incidents(
        written(tmp_path, "\ufeff" + text), terms, rejects=tmp_path / "r.csv", batch_rows=2
    )
    assert [(row["id"], row["text"]) for row in rows_of(incidents)] == [
        ("1", "a\r\nb\r\nc"),
        ("4", 'say "x"'),
    ]
    found = [(reject["line"], reject["id"], reject["found"]) for reject in rejected(tmp_path / "r.csv")]
    assert found == [("6", "2", "1 cells"), ("7", "3", "3 cells"), ("9", "", "")]


def test_windows_1252_is_read_where_it_is_not_utf_8(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress("id,text\na,Mare\u2019 caf\u00e9\n".encode("cp1252")))
    assert rows_of(read_incidents(path, terms))[0]["text"] == "Mare\u2019 caf\u00e9"


def test_swapped_points_are_taken_and_a_warning_counts_them(tmp_path: Path, terms: Terms) -> None:
    path = written(tmp_path, "id,lon,lat\na,33.2,37.0\nb,36.5,34.5\nc,2.3,48.8\nd,33.5,36.3\n")
    incidents = read_incidents(path, terms)
    for _ in range(2):
        assert len(rows_of(incidents)) == 4
        (warning,) = incidents.warnings
        assert "lon and lat swapped: 2;" in str(warning)
        assert str(warning).startswith(f"{path}: warning: lon: points far from all areas of the terms")


def test_a_full_disk_is_an_error_and_leaves_nothing(
    tmp_path: Path, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, _: str) -> NoReturn:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            pass

    monkeypatch.setattr("os.fdopen", lambda *_, **__: Full())
    target = tmp_path / "r.csv"
    with pytest.raises(OutputError, match="No space left on device; name another place with --rejects"):
        rows_of(read_incidents(written(tmp_path, "id,text\n,x\n"), terms, rejects=target))
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.csv"]


def test_a_disk_that_fills_as_the_file_is_closed_is_an_error(
    tmp_path: Path, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    target = tmp_path / "r.csv"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("os.fdopen", lambda *_, **__: full)
        with pytest.raises(OutputError, match="No space left on device"):
            rows_of(read_incidents(written(tmp_path, "id,text\n,x\n"), terms, rejects=target))
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.csv"]


def test_rejects_of_an_earlier_run_do_not_stay(tmp_path: Path, terms: Terms) -> None:
    target = tmp_path / "r.csv"
    rows_of(read_incidents(written(tmp_path, "id\n=1\n=1\n"), terms, rejects=target))
    assert [reject["id"] for reject in rejected(target)] == ["'=1"]
    rows_of(read_incidents(written(tmp_path, "id\n1\n"), terms, rejects=target))
    assert not target.exists()


ids = st.sampled_from(["a", "b", "c", "d", ""]) | st.uuids().map(str)
lines = st.tuples(
    ids,
    st.sampled_from(["2016-05-01", "2016-05-01T10:00", "2016-03-25T00:30", "never", ""]),
    st.sampled_from(["36.5", "361", "nan", "x", ""]),
    st.sampled_from(["34.5", "34", "91"]),
    st.sampled_from(["", "500", "-1"]),
    st.sampled_from(["", "", "", "syria", "atlantis"]),
    st.sampled_from(["attack", "attack.air", "", "atack"]),
    st.sampled_from(["", "russia", "Who Knows|russia", "unidentified", "No One;Who Knows"]),
    st.sampled_from(["", "one;two"]),
    st.sampled_from(["", '"two\nlines"', "plain", "one,too many", '"a"b', '"open']),
).map(",".join)


@given(st.lists(lines, max_size=30), st.sampled_from([1, 2, 3, 7]))
def test_every_size_of_batch_gives_the_same(
    tmp_path_factory: pytest.TempPathFactory, terms: Terms, lines: list[str], batch_rows: int
) -> None:
    folder = tmp_path_factory.mktemp("batches")
    path = written(folder, "\n".join([HEADER, *lines]) + "\n")
    seen = []
    for size in (batch_rows, 65_536):
        incidents = read_incidents(path, terms, rejects=folder / "r.csv", batch_rows=size)
        rows = rows_of(incidents)
        assert incidents.read == len(rows) + incidents.rejected
        faults = rejected(folder / "r.csv")
        assert len(faults) == incidents.rejected
        seen.append((rows, faults, incidents.read, incidents.unmapped, incidents.warnings))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "parquet"])
def test_the_share_that_is_read_grows_to_all_of_it(
    tmp_path: Path, terms: Terms, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_of_files, "_BLOCK_BYTES", 4096)
    ids = [f"{name}{number}" for name in "ab" for number in range(20_000)]
    paths = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for path, part in zip(paths, (ids[:20_000], ids[20_000:]), strict=True):
        if ending == "parquet":
            pq.write_table(pa.table({"id": part}), path)
        else:
            text = ("id\n" + "\n".join(part) + "\n").encode()
            path.write_bytes(gzip.compress(text) if ending == "csv.gz" else text)
    incidents = read_incidents(paths, terms, batch_rows=1000)
    shares = [incidents.share for _ in incidents.batches()]
    assert shares == sorted(shares)
    assert shares[len(shares) // 2] == pytest.approx(0.5, abs=0.15)
    assert shares[len(shares) // 8] < 0.45
    assert incidents.share == 1


cells = st.sampled_from(
    ["a", "b", "", " ", "é", "\ufeff", "\u2028", "x" * 30, '"a"', '""', '"a,b"', '"a""b"', '"""a"""', ' "a"']
)
odd = st.sampled_from(
    ['"a\nb"', '"a\r\nb"', 'a"b', '"', '"a"b', '"a', "a\0", "\r", "a\n", "a,b", "a\tb", '"a"""', "x" * 60]
)
two = st.tuples(cells, cells).map(",".join)
ends = st.sampled_from(["\n", "\n", "\r\n"])
pieces = st.tuples(two | two | st.tuples(cells, odd).map(",".join) | odd, ends).map("".join)


@given(
    st.lists(pieces, max_size=12).map("".join),
    st.sampled_from([1, 8, 40, 1000]),
    st.sampled_from([1, 3, 100]),
)
@example('"id","text"\n"1","a"\n"2","b ""c"""\n', 8, 100)
@example('id,text\n1,"\n2,"\n', 1000, 100)
@example('1,"a\nb"\n2,c\n', 1000, 100)
@example("1,a\n\ufeff2,b\n\ufeff3,b\n\ufeff4,c\n", 8, 100)
@example("1,b\0\n2,c\n", 1000, 100)
@example("1," + "x" * 60 + "\n2,c\n", 1000, 100)
@example("id,text\r\n1,a\r\n\ufeff2,b\r\n3,c", 8, 100)
def test_many_lines_at_once_give_what_they_give_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, text: str, block: int, batch_rows: int
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    made = []
    for body in (text, "id,text\n" + text):
        path = written(folder, body)
        for plainly, block_bytes in ((True, block), (False, 1 << 20)):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(lines_of_files, "_FIRST_BYTES", 8)
                patch.setattr(lines_of_files, "_BLOCK_BYTES", block_bytes)
                patch.setattr(tables, "MOST_CELL_CHARACTERS", 60)
                if not plainly:
                    patch.setattr(lines_of_files, "_is_plain", lambda *_: False)
                made.append(told(path, batch_rows))
        assert made[-1] == made[-2]


def told(path: Path, batch_rows: int) -> object:
    """The cells and rejects of a CSV file with their lines, or what is wrong with it."""
    found: list[object] = []
    try:
        for header, rows, rejects, _ in tables.csv_rows(path, batch_rows):
            names = [name for name in rows.columns if name]
            columns = [rows.columns[name].to_pylist() for name in names]
            cells = zip(rows.lines.tolist(), *columns, strict=True)
            found += [
                (header, names),
                *sorted([*cells, *((r.line, r.id, r.found, r.reason) for r in rejects)], key=str),
            ]
    except RecordsError as error:
        return str(error)
    return sorted(set(map(str, found)))


def test_times_in_a_type_without_a_zone_are_refused(tmp_path: Path, terms: Terms) -> None:
    """Spark means UTC by INT96, others the local time: the file does not say."""
    path = tmp_path / "old.parquet"
    table = pa.table(
        {"id": ["a"], "start": pa.array([datetime(2016, 5, 1, tzinfo=UTC)]), "seen": [datetime(2016, 5, 2)]}
    )
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    with pytest.raises(RecordsError, match='INT96 in the column "start"'):
        list(read_incidents(path, terms).batches())
    pq.write_table(table.drop_columns(["start"]), path, use_deprecated_int96_timestamps=True)
    assert [row["id"] for row in rows_of(read_incidents(path, terms))] == ["a"]


def test_rejects_may_be_read_by_who_may_read_other_files(tmp_path: Path, terms: Terms) -> None:
    path, rejects = tmp_path / "a.csv", tmp_path / "rejects.csv"
    path.write_text("id,lat\na,95\n", encoding="utf-8")
    list(read_incidents(path, terms, rejects=rejects).batches())
    assert rejects.stat().st_mode == path.stat().st_mode
