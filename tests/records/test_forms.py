# SPDX-License-Identifier: Apache-2.0
"""A table gives the same incidents and the same rejects in whatever form its columns come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_data import ROOT
from truceline.errors import RecordsError
from truceline.records import CODED_INCIDENTS, INCIDENTS, read_incidents
from truceline.terms import Terms, load_terms

Cells = list[str | None]


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


CELLS: dict[str, Cells] = {
    "id": [*map(str, range(40)), "", " x ", None, "\u00a0y"],
    "start": ["2016-05-01", "2016-05-01T10:00", "2016-03-25T00:30", "never", "", None],
    "end": [None, "", "2016-05-02", "2015-01-01"],
    "lon": ["36.5", "36.5", "361.5", "nan", "", None],
    "lat": ["34.5", "34.5", "91.5", None],
    "radius_m": [None, "500.5", "-1.5"],
    "area": [None, "", "", "syria", " syria", "atlantis"],
    "act": ["attack", " attack.air", "", None, "atack"],
    "weapon": [None, "artillery", "artilery"],
    "unit": [None, "shots ", "\u00a0", "bursts"],
    "by": ["", None, "russia", "Who Knows|russia", "unidentified", "No One;Who Knows", "SAA", "Syrian  army"],
    "against": ["russia", "Who Knows", None, ";|"],
    "roles": ["known", "either", " known", "both", "", None],
    "fatalities": [None, "3.0", "2.5"],
    "text": [None, "", " some text "],
}
NUMBERS = ("lon", "lat", "radius_m", "fatalities")


def as_dictionary(cells: Cells, index: pa.DataType) -> pa.Array:
    """A dictionary in no order with a null, words that no cell has and words that stand twice."""
    words: Cells = [*sorted({cell for cell in cells if cell is not None}), "nowhere", "", None]
    words += words[:2]
    places = [words.index(cell) if row % 2 or cell is not None else None for row, cell in enumerate(cells)]
    return pa.DictionaryArray.from_arrays(pa.array(places, index), pa.array(words, pa.string()))


def as_floats(name: str, cells: Cells) -> pa.Array:
    return pa.array([float(cell) if cell else None for cell in cells], pa.float64())


FORMS = {
    "dictionary": lambda name, cells: pa.array(cells, pa.string()).dictionary_encode(),
    "strange dictionary": lambda name, cells: as_dictionary(cells, pa.int16()),
    "large text": lambda name, cells: pa.array(cells, pa.large_string()),
    "float": lambda name, cells: (as_floats if name in NUMBERS else lambda _, c: pa.array(c, pa.string()))(
        name, cells
    ),
}


def outcome(source: Any, terms: Terms, rejects: Path, **options: int | bool) -> tuple[object, ...]:
    """Everything that reading gives."""
    coded = bool(options.pop("coded", False))
    incidents = read_incidents(source, terms, rejects=rejects, **options)  # type: ignore[arg-type]
    batches = list(incidents.batches(coded=coded))
    schema = CODED_INCIDENTS if coded else INCIDENTS
    for batch in batches:
        batch.validate(full=True)
        assert batch.schema == schema
    rows = [row for batch in batches for row in batch.to_pylist()]
    file = rejects.read_text(encoding="utf-8").splitlines() if rejects.exists() else []
    faults = [line.removeprefix(str(source) if isinstance(source, Path) else "table") for line in file]
    return rows, faults, incidents.read, incidents.rejected, incidents.unmapped, len(incidents.warnings)


@given(st.data())
def test_every_form_of_a_column_gives_the_same(
    tmp_path_factory: pytest.TempPathFactory, terms: Terms, data: st.DataObject
) -> None:
    names = ["id", *data.draw(st.lists(st.sampled_from(list(CELLS)[1:]), unique=True))]
    size = data.draw(st.integers(0, 30))
    cells = {name: [data.draw(st.sampled_from(CELLS[name])) for _ in range(size)] for name in names}
    plain = pa.table({name: pa.array(column, pa.string()) for name, column in cells.items()})
    forms = {name: data.draw(st.sampled_from(list(FORMS))) for name in names}
    table = pa.table({name: FORMS[forms[name]](name, column) for name, column in cells.items()})
    batch_rows, group_rows = data.draw(st.tuples(st.sampled_from([1, 3, 100]), st.sampled_from([1, 4, 100])))
    folder = tmp_path_factory.mktemp("forms")
    expected = outcome(plain, terms, folder / "r.csv")
    found = [
        outcome(table, terms, folder / "r.csv", batch_rows=batch_rows),
        outcome(table, terms, folder / "r.csv", batch_rows=batch_rows, coded=True),
    ]
    path = folder / "incidents.parquet"
    pq.write_table(plain.append_column("more", pa.nulls(size, pa.string())), path, row_group_size=group_rows)
    *read, warnings = outcome(path, terms, folder / "r.csv", batch_rows=batch_rows)
    found.append((*read, int(str(warnings)) - (size > 0)))  # of the column that incidents do not have
    for index, made in enumerate(found):
        assert made == expected, index


def test_of_parquet_only_the_columns_of_incidents_are_read(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "incidents.parquet"
    pq.write_table(pa.table({"id": ["a"], "picture": [{"width": 1}]}), path)
    incidents = read_incidents(path, terms)
    assert sum(batch.num_rows for batch in incidents.batches()) == 1
    assert [warning.address for warning in incidents.warnings] == ["picture"]


def test_bytes_that_are_no_text_are_told_of_by_the_type_in_the_file(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "incidents.parquet"
    wrong = pa.Array.from_buffers(pa.string(), 2, pa.array([b"attack", b"\xff"], pa.binary()).buffers())
    pq.write_table(pa.table({"id": ["a", "b"], "act": wrong}), path)
    with pytest.raises(RecordsError, match="the column act of type string cannot be read"):
        list(read_incidents(path, terms).batches())
