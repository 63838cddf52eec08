# SPDX-License-Identifier: Apache-2.0
"""Row groups that no provision can touch are left out, and every finding stays as it is."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_data import ROOT
from strategies import recorded_facts, rows, terms
from truceline.assess import Assessment, assess
from truceline.cli.program import run
from truceline.errors import TrucelineError
from truceline.records import INCIDENTS, RecordedFact, read_incidents
from truceline.terms import Terms, load_terms

DAY_MS = 86_400_000
TIMES = [
    pa.timestamp("ms", "UTC"), pa.timestamp("us", "UTC"), pa.timestamp("ns", "Asia/Damascus"), pa.timestamp("s", "UTC"),
    pa.timestamp("ms"), pa.timestamp("us"), pa.date32(), pa.date64(), pa.string(), pa.int64(),
]  # fmt: skip
ACT_TYPES = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.binary()]


@st.composite
def groups(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Rows in groups, some of which are long before or after, far away, or of another act."""
    made: list[list[dict[str, Any]]] = []
    for _ in range(draw(st.integers(1, 5))):
        group = draw(st.lists(rows(), min_size=1, max_size=3))
        days = draw(st.sampled_from([0, 0, -4_000, 2_000]))
        turn, widest = draw(
            st.sampled_from([(0.0, None), (0.0, None), (60.0, None), (-180.0, 900_000.0), (4.0, 5e6)])
        )
        act = ""
        if draw(st.integers(0, 3)) == 0:
            act = draw(
                st.sampled_from(["movement.crossing", " attack.air", "attack.air\u3000", " ", "no code"])
            )
        for order, row in enumerate(group):
            if row["start"] is not None:
                row["start"], row["end"] = row["start"] + days * DAY_MS, row["end"] + days * DAY_MS
            if row["lon"] is not None:
                row["lon"] += turn
                row["radius_m"] = draw(st.sampled_from([row["radius_m"], widest]))
            row["act"] = act or row["act"]
            row["id"] = f"{len(made)}-{order}"
            # What makes a reject, ids that facts are about, and ids that come twice.
            if draw(st.integers(0, 3)) == 0:
                row["id"] = draw(st.sampled_from([" 0 ", "0", "1", "2", "twice", "twice", "", None]))
            if draw(st.integers(0, 9)) == 0:
                fault = draw(st.sampled_from(["lon", "lat", "radius_m", "calibre_mm"]))
                row[fault] = draw(st.sampled_from([math.nan, -1.0, 1e9]))
        made.append(group)
    return made


def written(
    path: Path, made: list[list[dict[str, Any]]], types: dict[str, pa.DataType], **options: Any
) -> None:
    names = [name for name in INCIDENTS.names if any(name in row for group in made for row in group)]
    plain = pa.schema([INCIDENTS.field(name) for name in names])
    tables = []
    for group in made:
        table = pa.Table.from_pylist(group, plain)
        for name, kind in types.items():
            column = table.column(name)
            if pa.types.is_timestamp(column.type) and (pa.types.is_integer(kind) or pa.types.is_date(kind)):
                column = column.cast(pa.timestamp("ms"))
            if pa.types.is_date32(kind):
                column = column.cast(pa.date32(), safe=False)
            table = table.set_column(table.schema.get_field_index(name), name, column.cast(kind, safe=False))
        tables.append(table)
    with pq.ParquetWriter(path, tables[0].schema, **options) as writer:
        for table in tables:
            writer.write_table(table)


def found(assessment: Assessment) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.Table.from_batches(list(assessment), assessment.schema).to_pylist()
    return found


@settings(max_examples=60)
@given(
    terms(),
    groups(),
    st.lists(recorded_facts(), max_size=2),
    st.sampled_from([(), ("one",)]),
    st.sampled_from(TIMES),
    st.sampled_from(ACT_TYPES),
    st.sampled_from([True, True, True, False, ["start", "end"], ["act"], ["lon", "lat"]]),
    st.sampled_from([1, 2, 65_536]),
    st.sampled_from([1, 1, 2]),
)
def test_every_finding_is_the_same_without_what_no_provision_can_touch(
    made_terms: Terms,
    made: list[list[dict[str, Any]]],
    facts: list[RecordedFact],
    assume: tuple[str, ...],
    time_type: pa.DataType,
    act_type: pa.DataType,
    statistics: bool | list[str],
    batch_rows: int,
    times: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.parquet"
        types = {"start": time_type, "end": time_type, "act": act_type}
        written(path, made, types, write_statistics=statistics)
        ways = []
        for skip_untouched in (False, True):
            # Given twice, every id of the file comes twice, across the groups that are left out.
            records = read_incidents([path] * times, made_terms, batch_rows=batch_rows)
            ways.append(
                assess(made_terms, records, facts=facts, assume=assume, skip_untouched=skip_untouched)
            )

        assert found(ways[1]) == found(ways[0])

    whole, part = ways[0].summary, ways[1].summary
    assert part.facts_about_nothing == whole.facts_about_nothing
    assert part.read + part.left_out == whole.read
    assert (part.certain, part.possible, part.exempt) == (whole.certain, whole.possible, whole.exempt)


SYRIA = ROOT / "examples" / "syria-2016" / "terms.yaml"


def in_years(path: Path, *years: int) -> Path:
    made = [
        [
            {
                "id": str(year),
                "start": (year - 1970) * 365 * DAY_MS + 200 * DAY_MS,
                "end": (year - 1970) * 365 * DAY_MS + 201 * DAY_MS,
                "lon": 36.3,
                "lat": 33.5,
                "act": "attack",
            }
        ]
        for year in years
    ]
    written(path, made, {})
    return path


def test_the_summary_tells_what_was_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = in_years(tmp_path / "incidents.parquet", 2010, 2011, 2016)
    options = ["assess", str(SYRIA), str(path), "-o"]
    report = tmp_path / "report.html"

    assert run([*options, str(tmp_path / "all.csv")]) == 0
    capsys.readouterr()
    assert run([*options, str(tmp_path / "some.csv"), "--skip-untouched", "--report", str(report)]) == 0

    told = "not read, since no provision can touch them: 2 records in 2 row groups"
    assert f"1 records read, 0 rejected\n{told}\n" in capsys.readouterr().out
    assert told in report.read_text(encoding="utf-8")
    assert (tmp_path / "some.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()


def test_rows_of_every_record_need_every_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = in_years(tmp_path / "incidents.parquet", 2010)
    out = str(tmp_path / "out.csv")

    assert run(["assess", str(SYRIA), str(path), "-o", out, "--all", "--skip-untouched"]) == 2
    assert "--all writes rows of every record" in capsys.readouterr().err
    loaded = load_terms(SYRIA)
    with pytest.raises(TrucelineError, match="cannot be given of records that are not read"):
        assess(loaded, read_incidents(path, loaded), all_rows=True, skip_untouched=True)


def test_a_provision_that_is_assumed_to_be_in_force_touches_all_times(tmp_path: Path) -> None:
    loaded = load_terms(SYRIA)
    path = in_years(tmp_path / "incidents.parquet", 2010)
    never = [provision.id for provision in loaded.provisions.values() if provision.conditions.during is None]

    assessment = assess(loaded, read_incidents(path, loaded), assume=never[:1], skip_untouched=True)

    assert list(assessment)
    assert assessment.summary.left_out == 0


def test_what_became_of_every_record_needs_every_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = in_years(tmp_path / "incidents.parquet", 2010)
    out = str(tmp_path / "out.parquet")

    assert run(["assess", str(SYRIA), str(path), "-o", out, "--earlier", out, "--skip-untouched"]) == 2
    assert "--earlier keeps what became of every record" in capsys.readouterr().err
