# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from truceline.errors import RecordsError
from truceline.records import read_facts
from truceline.terms import ALWAYS_MS, Terms, load_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
citations: {text: {title: A text}}
parties: {army: {name: Army}}
areas: {town: {circle: {center: [36.5, 34.5], radius: 5 km}}}
facts:
  answered: {title: it answered an attack}
  ordered: {title: it was ordered, about: party}
  closed: {title: the crossing was closed, about: area}
  called: {title: the centre was called, about: period}
provisions:
  cease:
    prohibit: [attack]
    unless: {allowed: {facts: [answered, ordered, closed, called]}}
    standing: [{is: in force, from: 2016-02-27}]
    cite: text
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Terms:
    path = tmp_path_factory.mktemp("facts") / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    return load_terms(path)


def test_rows_are_read_with_their_times(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(
        "fact,about,value,from,until,cite\n"
        "answered,i1,yes,,,visit\nordered,army,no,,2016-03-01,a letter\ncalled,,unknown,2016-03-01T12:00,,\n"
    )
    first, second, third = read_facts(path, terms)
    assert (first.fact, first.incident, first.value, first.start_ms, first.cite) == (
        "answered", "i1", True, ALWAYS_MS, "visit",
    )  # fmt: skip
    assert (second.value, second.end_ms) == (False, 1_456_869_600_000)  # 2016-03-01T22:00Z, the day's end
    assert (third.about, third.value, third.start_ms) == ("", None, 1_456_826_400_000)


def test_parquet_is_read_too(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "facts.parquet"
    pq.write_table(pa.table({"fact": ["answered"], "about": ["i1"], "value": ["no"]}), path)
    (row,) = read_facts(path, terms)
    assert row.value is False


BAD = [
    ("none,i1,yes,,", "fact", "expected a fact of the terms: answered, ordered, closed, called"),
    ("answered,i1,perhaps,,", "value", "expected yes, no or unknown"),
    ("answered,,yes,,", "about", "expected the id of an incident"),
    ("answered,i1,yes,,2016-03-01", "until", "has no end"),
    ("ordered,navy,yes,,", "about", "expected the id of a party"),
    ("closed,sea,yes,,", "about", "expected the id of an area"),
    ("called,,yes,,", "about", "has from or until"),
    ("called,army,yes,2016-03-01,", "about", "is about nothing else"),
    ("called,,yes,2016-03-32,", "from", "not a day of the calendar"),
    ("called,,yes,2016-03-02,2016-03-01", "until", "it ends before it begins"),
    ("answered,i1", "", "the header has 5 columns"),
]


@pytest.mark.parametrize(("row", "column", "words"), BAD, ids=[words for _, _, words in BAD])
def test_a_bad_row_stops_the_reading_with_line_and_reason(
    tmp_path: Path, terms: Terms, row: str, column: str, words: str
) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(f"fact,about,value,from,until\n{row}\n")
    with pytest.raises(RecordsError) as caught:
        read_facts(path, terms)
    (problem,) = caught.value.problems
    assert (problem.line, problem.address) == (2, column)
    assert words in str(problem)


def test_other_columns_are_refused(tmp_path: Path, terms: Terms) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("fact,about,value,source\nanswered,i1,yes,x\n")
    with pytest.raises(RecordsError, match="expected fact, about, value, from, until, cite"):
        read_facts(path, terms)
