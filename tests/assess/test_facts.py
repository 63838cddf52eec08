# SPDX-License-Identifier: Apache-2.0
"""What recorded facts make of findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from truceline.assess import assess, explain
from truceline.records import RecordedFact, facts_of, read_incidents
from truceline.terms import AreaHistory, Span, Terms, Time, Union, load_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: UTC
citations: {text: {title: A text}}
parties:
  army: {name: Army}
  navy: {name: Navy}
  coalition: {name: Coalition, members: [army], complete: yes}
  front: {name: Front, members: undefined}
  rebels: {name: Rebels, could be: [navy, front]}
areas: {town: {circle: {center: [36.5, 34.5], radius: 5 km}}}
facts:
  answered: {title: it answered an attack, PRESUME about: incident}
  ordered: {title: it was ordered, about: party}
  closed: {title: the crossing was closed, about: area}
  called: {title: the centre was called, about: period}
provisions:
  cease:
    prohibit: [attack]
    unless: {allowed: {facts: [FACT]}}
    standing: [{is: in force, from: 2016-02-27}]
    cite: text
"""
DAY_MS = 86_400_000
MARCH_MS = 1_456_790_400_000
"""2016-03-01T00:00Z."""


def made(tmp_path: Path, fact: str, presume: str = "") -> Terms:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS.replace("FACT", fact).replace("PRESUME", presume), encoding="utf-8")
    return load_terms(path)


def result(terms: Terms, *facts: RecordedFact, **cells: object) -> str:
    row = {"id": "i1", "act": "attack", "start": "2016-03-05T12:00", **cells}
    incidents = read_incidents(pa.Table.from_pylist([row]), terms)
    (found,) = [
        r for batch in assess(terms, incidents, facts=facts, all_rows=True) for r in batch.to_pylist()
    ]
    return str(found["result"])


@pytest.mark.parametrize(
    ("values", "presume", "expected"),
    [
        ([], "", "possible"),
        ([], "presume: no, cite: text,", "violation"),
        ([], "presume: yes, cite: text,", "exempt"),
        ([True], "", "exempt"),
        ([False], "", "violation"),
        ([True, False], "", "possible"),
        ([True, True], "", "exempt"),
        ([None], "", "possible"),
        ([None], "presume: no, cite: text,", "possible"),
        ([True], "presume: no, cite: text,", "exempt"),
    ],
)
def test_a_fact_about_an_incident(
    tmp_path: Path, values: list[bool | None], presume: str, expected: str
) -> None:
    terms = made(tmp_path, "answered", presume)
    facts = [RecordedFact("answered", "", value, incident="i1") for value in values]
    others = [
        RecordedFact("answered", "", True, incident="i2"),
        RecordedFact("answered", "", False, incident="i3"),
    ]
    assert result(terms, *facts, *others) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        # The incident is at 12:00 on 5 March; notice was due at 12:00 on 3 March.
        ("2016-03-02", "exempt"),
        ("2016-03-03", "possible"),  # before noon, or after it
        ("2016-03-03T12:00", "exempt"),
        ("2016-03-04", "violation"),
    ],
)
def test_a_notice_of_a_day_came_at_some_hour_of_it(tmp_path: Path, since: str, expected: str) -> None:
    terms = made(tmp_path, "{fact: answered, before: 48 h}")
    rows = [{"fact": "answered", "about": "i1", "value": "yes", "from": since}]
    assert result(terms, *facts_of(rows, terms)) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        # The incident is at 12:00 on 5 March; notice was due at 12:00 on 3 March.
        ({"value": True, "start_ms": MARCH_MS + 2 * DAY_MS + DAY_MS // 2}, "exempt"),
        ({"value": True, "start_ms": MARCH_MS + 2 * DAY_MS + DAY_MS // 2 + 1}, "violation"),
        ({"value": True}, "possible"),
        ({"value": False}, "violation"),
        ({"value": None, "start_ms": MARCH_MS}, "possible"),
    ],
)
def test_a_notice_counts_only_if_it_came_in_time(tmp_path: Path, fact: dict[str, Any], expected: str) -> None:
    terms = made(tmp_path, "{fact: answered, before: 48 h}")
    assert result(terms, RecordedFact("answered", "", incident="i1", **fact)) == expected


@pytest.mark.parametrize("days", [0, 30])
def test_what_could_not_be_told_is_not_presumed_whenever_it_was_looked_into(
    tmp_path: Path, days: int
) -> None:
    looked_ms = MARCH_MS + days * DAY_MS
    for presume in ("", "presume: no, cite: text,", "presume: yes, cite: text,"):
        terms = made(tmp_path, "answered", presume)
        assert result(terms, RecordedFact("answered", "", None, looked_ms, incident="i1")) == "possible"


def test_a_fact_about_a_vague_label_may_be_about_another_party_of_that_name(tmp_path: Path) -> None:
    terms = made(tmp_path, "ordered")
    assert result(terms, RecordedFact("ordered", "rebels", True), by="rebels") == "possible"
    assert result(terms, RecordedFact("ordered", "army", True), by="army") == "exempt"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"by": "army"}, "exempt"),
        ({"by": "navy"}, "possible"),
        ({"by": "coalition"}, "possible"),
        ({"by": "front"}, "possible"),
        ({"by": "army;navy"}, "possible"),
        ({"by": "army|navy"}, "possible"),
        ({"by": "army|army"}, "exempt"),
        ({"by": "army", "against": "navy", "roles": "either"}, "possible"),
        ({}, "possible"),
        ({"by": "army", "start": "2016-03-20"}, "possible"),
        ({"by": "army", "start": None}, "possible"),
    ],
)
def test_a_fact_about_a_party(tmp_path: Path, cells: dict[str, object], expected: str) -> None:
    fact = RecordedFact("ordered", "army", True, MARCH_MS, MARCH_MS + 10 * DAY_MS)
    assert result(made(tmp_path, "ordered"), fact, **cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"lon": 36.5, "lat": 34.5}, "exempt"),
        ({"area": "town"}, "exempt"),
        ({"lon": 36.5, "lat": 34.5, "radius_m": 9000.0}, "possible"),
        ({"lon": 39.5, "lat": 34.5}, "possible"),
    ],
)
def test_a_fact_about_an_area(tmp_path: Path, cells: dict[str, object], expected: str) -> None:
    assert result(made(tmp_path, "closed"), RecordedFact("closed", "town", True), **cells) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2016-03-01", "exempt"),
        ("2016-03-02T00:00", "possible"),
        ("2016-02-29", "possible"),
        (None, "possible"),
    ],
)
def test_a_fact_about_a_period(tmp_path: Path, start: str | None, expected: str) -> None:
    fact = RecordedFact("called", "", True, MARCH_MS, MARCH_MS + DAY_MS)
    assert result(made(tmp_path, "called"), fact, start=start) == expected


def test_a_row_that_may_be_about_it_overturns_a_presumption(tmp_path: Path) -> None:
    terms = made(tmp_path, "ordered")
    presumed = terms.facts["ordered"]
    assert presumed.presume is None
    no = RecordedFact("ordered", "army", False)
    yes_later = RecordedFact("ordered", "army", True, MARCH_MS + 4 * DAY_MS)
    assert result(terms, no, by="army") == "violation"
    assert result(terms, no, yes_later, by="army", start="2016-03-01T12:00") == "violation"
    assert result(terms, no, yes_later, by="army") == "possible"


def test_an_explanation_names_what_is_recorded_and_what_is_missing(tmp_path: Path) -> None:
    terms = made(tmp_path, "answered, ordered")
    incidents = read_incidents(pa.table({"id": ["i1"], "act": ["attack"], "start": ["2016-03-05"]}), terms)
    (found,) = explain(
        terms, incidents, "i1", facts=[RecordedFact("answered", "", True, cite="a visit", incident="i1")]
    )
    told = str(found)
    assert "The facts: it answered an attack: yes (a visit); it was ordered: nothing is recorded." in told
    assert [str(settling) for settling in found.settling] == [
        "it was ordered: no -> a violation",
        "it was ordered: yes -> no violation",
    ]


@pytest.mark.parametrize("presume", [True, False])
@pytest.mark.parametrize(
    ("by", "may_be_army"),
    [
        ("navy", False),
        ("coalition", True),
        ("front", True),  # nobody knows who belongs to it
        ("rebels", True),  # may stand for the front
        ("army|navy", True),
        ("army;navy", True),
        ("Nobody Knows", True),
        (None, True),
    ],
)
def test_a_presumption_gives_way_where_a_row_may_be_about_who_did_it(
    tmp_path: Path, by: str | None, may_be_army: bool, presume: bool
) -> None:
    terms = made(tmp_path, "ordered")
    fact = replace(terms.facts["ordered"], presume=presume)
    terms = replace(terms, facts={**terms.facts, "ordered": fact})
    recorded = RecordedFact("ordered", "army", not presume)
    as_presumed = "exempt" if presume else "violation"
    assert result(terms, recorded, by=by) == ("possible" if may_be_army else as_presumed)


def test_where_an_area_was_at_the_time_is_not_settled_by_a_part_of_it(tmp_path: Path) -> None:
    terms = made(tmp_path, "closed")
    town = terms.areas["town"].form
    later = Span(Time((MARCH_MS + 30 * DAY_MS,)))
    moved = replace(terms.areas["town"], form=Union((town, AreaHistory(((later, town),)))))
    fact = replace(terms.facts["closed"], presume=False)
    terms = replace(terms, areas={"town": moved}, facts={**terms.facts, "closed": fact})
    there = {"lon": 36.5, "lat": 34.5}
    assert result(terms, RecordedFact("closed", "town", True), **there) == "possible"
    assert result(terms, **there) == "violation"


def test_a_row_of_another_time_takes_nothing_from_one_that_holds(tmp_path: Path) -> None:
    terms = made(tmp_path, "called")
    holds = RecordedFact("called", "", True, MARCH_MS, MARCH_MS + 10 * DAY_MS)
    later = RecordedFact("called", "", True, MARCH_MS + 20 * DAY_MS, MARCH_MS + 30 * DAY_MS)
    assert result(terms, holds, later) == result(terms, later, holds) == "exempt"


@pytest.mark.parametrize(("presume", "expected"), [("no", "violation"), ("yes", "exempt")])
def test_a_finding_names_the_fact_whose_presumption_it_rests_on(
    tmp_path: Path, presume: str, expected: str
) -> None:
    terms = made(tmp_path, "answered", f"presume: {presume}, cite: text,")
    row = {"id": "i1", "act": "attack", "start": "2016-03-05T12:00"}
    incidents = read_incidents(pa.Table.from_pylist([row]), terms)
    (found,) = [row for batch in assess(terms, incidents) for row in batch.to_pylist()]
    assert (found["result"], found["presumed"]) == (expected, ["answered"])
