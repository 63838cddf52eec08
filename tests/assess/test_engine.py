# SPDX-License-Identifier: Apache-2.0
"""Some provisions are assessed as among all, and areas are drawn only where a record names them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from shapely.geometry.base import BaseGeometry

from shared_data import ROOT
from truceline.assess import Assessment, all_provisions, regions, screen
from truceline.errors import TrucelineError
from truceline.records import Incidents, read_incidents
from truceline.terms import AreaForm, Terms, load_terms

FOLDER = ROOT / "examples" / "syria-2016"


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(FOLDER / "terms.yaml")


@pytest.fixture
def incidents(terms: Terms) -> Incidents:
    return read_incidents(FOLDER / "incidents.csv", terms, batch_rows=7)


def found(assessment: Assessment) -> pa.Table:
    return pa.Table.from_batches(list(assessment), assessment.schema).combine_chunks()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_some_provisions_have_the_findings_that_they_have_among_all(
    count: int, terms: Terms, incidents: Incidents
) -> None:
    only = list(terms.provisions)[:count]
    whole = found(Assessment(terms, incidents))
    some = Assessment(terms, incidents, only=only)

    rows = pc.is_in(whole.column("provision"), pa.array(only, pa.string()))
    assert found(some).equals(whole.filter(rows).combine_chunks(), check_metadata=True)
    assert list(some.summary.certain) == list(terms.provisions)


def test_batches_from_elsewhere_come_back_in_order_with_their_findings(
    terms: Terms, incidents: Incidents
) -> None:
    assessment = Assessment(terms, incidents, threads=3)
    expected = list(assessment.pairs())
    given = [batch for batch, _ in expected]

    for (batch, findings, counts), pair in zip(assessment.assessed(given), expected, strict=True):
        assert (batch, findings) == pair
        results = findings.column("result").to_pylist()
        assert sum(counts.certain.values()) == results.count("violation")


def test_an_area_is_drawn_when_a_record_names_it(
    terms: Terms, incidents: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[AreaForm] = []

    def outline(form: AreaForm, _: Terms) -> BaseGeometry | None:
        drawn.append(form)
        return None

    monkeypatch.setattr(regions, "outline", outline)
    shapes = regions.NamedShapes(terms, incidents.areas)
    name = next(iter(terms.areas))

    assert set(shapes) == set(terms.areas)
    assert not drawn
    assert shapes[name] is None
    assert shapes.get(name) is None
    assert drawn == [terms.areas[name].form]
    assert shapes.get("nowhere") is None


CHANGING = """
truceline: 1
id: changing
title: Terms whose parties change
timezone: Etc/UTC
citations: {text: {title: The text}}
parties:
  army: {name: Army}
  scouts: {name: Scouts}
  side: {name: Side, members: [army, {party: scouts, from: 2030-01-01}], complete: yes}
provisions:
  cease:
    title: Cease attacks
    prohibit: [attack]
    by: side
    standing: [{is: in force, from: 2015-01-01, cite: text}]
    cite: text
"""


@pytest.mark.parametrize("screened", [0, 1_000])
def test_a_record_without_a_time_is_held_to_parties_as_they_are_at_any_time(
    screened: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All dated records are of 2016; by 2030 the scouts belong to the side."""
    monkeypatch.setattr(screen, "_SCREENED_ROWS", screened)
    (tmp_path / "terms.yaml").write_text(CHANGING, encoding="utf-8")
    made = load_terms(tmp_path / "terms.yaml")
    rows: list[dict[str, str | None]] = [
        {"id": f"dated-{n}", "start": "2016-05-01", "act": "attack", "by": "scouts"} for n in range(9)
    ]
    rows.append({"id": "undated", "start": None, "act": "attack", "by": "scouts"})
    findings = found(Assessment(made, read_incidents(pa.Table.from_pylist(rows), made)))
    assert findings.select(["incident", "result"]).to_pylist() == [
        {"incident": "undated", "result": "possible"}
    ]


def test_terms_with_more_codes_than_kinds_have_room_for_are_refused(
    terms: Terms, incidents: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_provisions, "_CODE_BITS", 5)
    with pytest.raises(TrucelineError, match="more acts than can be assessed"):
        Assessment(terms, incidents)
