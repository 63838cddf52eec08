# SPDX-License-Identifier: Apache-2.0
"""The example of Syria 2016: its terms are clean, its records are read, its boundary cases come out as said."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from shared_data import ROOT, shared
from truceline.assess import assess
from truceline.records import read_incidents
from truceline.terms import Terms, check_terms, geometry_fault, load_terms

EXAMPLE = ROOT / "examples" / "syria-2016"
ADOPTED = ("spare-civilians", "border-movements")
CESSATION = {"cease-attacks": "possible"}
"""What any attack by the government side comes to: nobody recorded whether it was in self-defence."""

EXPECTED: dict[str, dict[str, str]] = {
    "ghouta-0030": {**CESSATION, "silence-ghouta": "possible"},
    "ghouta-2-may": {**CESSATION, "silence-ghouta": "violation"},
    "ghouta-4-may": CESSATION,
    "beyond-ghouta": CESSATION,
    "edge-of-ghouta": {**CESSATION, "silence-ghouta": "possible"},
    "nusra-mortar": {"silence-ghouta": "possible"},
    "clash-excluded": {},
    "clash-accepting": CESSATION,
    "joined-later": CESSATION,
    "last-minute": {},
    "first-instant": {"access": "violation"},
    "near-the-outline": {"access": "possible"},
    "air-strike": CESSATION,
    "path-across": {},
    "path-near": {},
    "path-inside": {},
}


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(EXAMPLE / "terms.yaml")


def rows_of(terms: Terms, name: str, assume: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    incidents = read_incidents(EXAMPLE / name, terms)
    batches: list[pa.RecordBatch] = list(assess(terms, incidents, assume=assume))
    return [row for batch in batches for row in batch.to_pylist()]


def made_up(terms: Terms, assume: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    """For each invented record, the result under each provision that has one."""
    found: dict[str, dict[str, str]] = {case: {} for case in EXPECTED}
    for row in rows_of(terms, "illustrations.csv", assume):
        found[row["incident"].removeprefix("made-up-")][row["provision"]] = row["result"]
    return found


def test_the_terms_hold_no_error_and_no_warning() -> None:
    terms, problems = check_terms(EXAMPLE / "terms.yaml")
    assert [str(problem) for problem in problems if problem.severity != "note"] == []
    assert terms is not None


def test_every_clause_is_encoded_or_set_aside_with_a_reason(terms: Terms) -> None:
    # check_terms warns of the others; here: nothing is set aside without a reason
    assert all(entry.because for entry in terms.not_assessed)
    aside = {(cite.citation, cite.clause) for entry in terms.not_assessed for cite in entry.cite}
    encoded = {(c.citation, c.clause) for provision in terms.provisions.values() for c in provision.cite}
    assert not aside & encoded


def test_every_provision_states_its_source_and_every_doubtful_one_its_reading(terms: Terms) -> None:
    assert all(provision.cite for provision in terms.provisions.values())
    assert [provision.id for provision in terms.provisions.values() if not provision.reading] == []


def test_the_proposal_was_never_in_force(terms: Terms) -> None:
    for name in ADOPTED:
        states = [entry.standing for entry in terms.provisions[name].standing]
        assert states == ["proposed", "rejected"]


@pytest.mark.parametrize(("name", "count"), [("incidents.csv", 20), ("illustrations.csv", 16)])
def test_every_record_is_accepted(terms: Terms, name: str, count: int) -> None:
    incidents = read_incidents(EXAMPLE / name, terms)
    ids = [row_id for batch in incidents.batches() for row_id in batch.column("id").to_pylist()]
    assert (incidents.read, incidents.rejected, len(ids)) == (count, 0, count)
    assert all(row_id.startswith("made-up-") == (name == "illustrations.csv") for row_id in ids)
    assert incidents.unmapped == (Counter() if name == "incidents.csv" else {"Made-up Brigade": 1})


def test_every_record_of_the_articles_names_its_paragraph_and_every_invented_one_says_so(
    terms: Terms,
) -> None:
    for batch in read_incidents(EXAMPLE / "incidents.csv", terms).batches():
        assert all(batch.column("reports").to_pylist())
    for batch in read_incidents(EXAMPLE / "illustrations.csv", terms).batches():
        assert all(text.startswith("INVENTED. ") for text in batch.column("text").to_pylist())


def test_no_article_gives_a_certain_violation(terms: Terms) -> None:
    assert {row["result"] for row in rows_of(terms, "incidents.csv")} == {"possible"}


def test_what_lies_outside_the_cessation_gives_no_finding(terms: Terms) -> None:
    out_of_scope = {
        "bloomberg-ramadi",
        "bloomberg-palmyra",
        "bloomberg-coalition",
        "eir-base",
        "eir-crossing-arms",
    }
    assert not out_of_scope & {row["incident"] for row in rows_of(terms, "incidents.csv")}


def test_the_invented_records_come_out_as_said(terms: Terms) -> None:
    assert made_up(terms) == EXPECTED


def test_the_proposal_is_found_only_when_it_is_assumed_in_force(terms: Terms) -> None:
    changed = {
        case: results for case, results in made_up(terms, ADOPTED).items() if results != EXPECTED[case]
    }
    assert changed == {
        "air-strike": {**CESSATION, "spare-civilians": "violation"},
        "path-across": {"border-movements": "possible"},  # whether it was illegal nobody recorded
        "path-near": {"border-movements": "possible"},
    }


def test_half_past_midnight_in_ghouta_turns_on_the_start_alone(terms: Terms) -> None:
    (row,) = [
        row
        for row in rows_of(terms, "illustrations.csv")
        if row["incident"] == "made-up-ghouta-0030" and row["provision"] == "silence-ghouta"
    ]
    assert (row["by"], row["acts"], row["in"], row["during"], row["standing"]) == (2, 2, 2, 1, 2)


@pytest.mark.parametrize(("joined", "results"), [("2016-05-01", set()), ("2016-04-15", {"possible"})])
def test_a_group_is_bound_from_the_day_it_joined(tmp_path: Path, joined: str, results: set[str]) -> None:
    # given the example with complete lists, on which an invented group stands from a day on
    for file in EXAMPLE.iterdir():
        if file.suffix in (".yaml", ".geojson", ".csv"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "terms.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("parties:\n", "parties:\n  made-up-brigade: {name: Made-up Brigade}\n"),
        ("members: []\n    complete: no ", f"members: [{{party: made-up-brigade, from: {joined}}}]\n    complete: yes "),
        ("[syria-government, russia]\n    complete: no ", "[syria-government, russia]\n    complete: yes "),
        (", other-accepting-parties], is: bound", "], is: bound"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "terms.yaml").write_text(text, encoding="utf-8")
    terms = load_terms(tmp_path / "terms.yaml")

    # when it attacks on 15 April
    rows = [
        row
        for batch in assess(terms, read_incidents(tmp_path / "illustrations.csv", terms))
        for row in batch.to_pylist()
        if row["incident"] == "made-up-joined-later"
    ]

    # then it was bound only if it had joined
    assert {row["result"] for row in rows} == results


def test_the_map_holds_sound_shapes_with_their_origin() -> None:
    features = json.loads((EXAMPLE / "areas.geojson").read_text(encoding="utf-8"))["features"]
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert geometry_fault(shape) is None, feature["id"]
        assert shape.is_simple, feature["id"]
        assert "Natural Earth" in feature["properties"]["origin"] or "hand" in feature["properties"]["origin"]


def test_the_sketches_of_the_map_are_those_of_the_script() -> None:
    spec = importlib.util.spec_from_file_location("make_areas", EXAMPLE / "make_areas.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    features = json.loads((EXAMPLE / "areas.geojson").read_text(encoding="utf-8"))["features"]
    drawn = {feature["id"]: feature["geometry"]["coordinates"] for feature in features}
    assert {name: [[*map(list, corners), list(corners[0])]] for name, (_, corners) in script.SKETCHES.items()} == {
        name: coordinates for name, coordinates in drawn.items() if not name.startswith("SYR")
    }  # fmt: skip


def test_the_names_of_the_ucdp_file_are_mapped(terms: Terms) -> None:
    incidents = read_incidents(shared("ucdp-ged-syria", "ged_syria_2016_2018.csv.gz"), terms)
    rows = sum(batch.num_rows for batch in incidents.batches())
    assert (rows, incidents.rejected) == (14_522, 0)
    assert incidents.unmapped == {"NSA": 8}  # not said in the file whom it stands for


def test_the_page_about_ucdp_says_what_comes_out(terms: Terms) -> None:
    events = shared("ucdp-ged-syria", "ged_syria_2016_2018.csv.gz")
    page = (ROOT / "docs" / "how-to" / "ucdp.md").read_text("utf-8")
    incidents = read_incidents(events, terms)
    assessment = assess(terms, incidents)
    results = {
        (r["incident"], r["provision"]): r["result"] for batch in assessment for r in batch.to_pylist()
    }
    told = {
        name: (int(low), int(high.replace(",", "")))
        for name, low, high in re.findall(r"^\| ([a-z0-9-]+) \| (\d+) \| ([\d,]+) \|$", page, re.MULTILINE)
    }
    assert told == {name: assessment.summary.pair(name) for name in terms.provisions}
    assert f"{incidents.read:,} records were read and none rejected" in page
    assert (incidents.rejected, dict(incidents.unmapped)) == (0, {"NSA": 8})
    assert list(incidents.notes.values()) == [69]
    for incident, provision, result in re.findall(
        r"^\*\*(\d+) under ([a-z-]+): (\w+)\.\*\*", page, re.MULTILINE
    ):
        assert results.get((incident, provision), "none") == result
    outlines = shared("boundaries-syria", "sy_adm1_wof.geojson")
    closer = assess(terms, read_incidents(events, terms, areas=outlines))
    for _ in closer:
        pass
    counts = [closer.summary.pair(name)[1] for name in terms.provisions if name.startswith("silence")]
    assert f"have {', '.join(map(str, counts[:-1]))} and {counts[-1]} possible findings" in " ".join(
        page.split()
    )
    assert closer.summary.pair("cease-attacks") == assessment.summary.pair("cease-attacks")
