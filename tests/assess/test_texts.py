# SPDX-License-Identifier: Apache-2.0
"""Rival texts of one clause, and parties that answer for what others do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from truceline.assess import assess, explain, run_cases
from truceline.cli.program import run
from truceline.errors import TermsError
from truceline.records import INCIDENTS, read_incidents
from truceline.terms import Terms, load_terms, read_cases

TERMS = """\
truceline: 1
id: made
title: Made
timezone: UTC
citations: {english: {title: The English text}, arabic: {title: The Arabic text}}
parties:
  army: {name: The army}
  militia: {name: The militia}
  proxies: {name: The army's proxies, members: [militia], complete: no, not members: [army, rebels]}
  rebels: {name: The rebels}
areas:
  town: {circle: {center: [36.5, 34.5], radius: 5 km}}
  county: {circle: {center: [36.5, 34.5], radius: 25 km}}
provisions:
  zone:
    by: {any: [army, proxies]}
    rival texts:
      english: {prohibit: [attack], in: town, words: the town, language: en, cite: english}
      arabic: {prohibit: [attack.shelling], in: county, cite: arabic}
    answering: [{party: army, for: proxies, cite: english}]
    standing: [{is: in force, from: 2016-02-27}]
"""
IN_TOWN, IN_COUNTY, OUTSIDE = (36.5, 34.5), (36.5, 34.6), (37.5, 34.5)


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    return load_terms(path)


def incident(place: tuple[float, float], **cells: Any) -> pa.Table:
    row = {"id": "1", "start": "2016-03-01", "lon": place[0], "lat": place[1], "act": "attack.shelling"}
    return pa.Table.from_pylist([{**row, "by": "army", **cells}])


def finding(terms: Terms, table: pa.Table) -> dict[str, Any]:
    (row,) = [
        row for b in assess(terms, read_incidents(table, terms), all_rows=True) for row in b.to_pylist()
    ]
    return dict(row)


@pytest.mark.parametrize(
    ("place", "act", "result", "by_text"),
    [
        (IN_TOWN, "attack.shelling", "violation", ["violation", "violation"]),
        (IN_TOWN, "attack.ground", "possible", ["violation", "none"]),
        (IN_TOWN, "attack", "possible", ["violation", "possible"]),
        (IN_COUNTY, "attack.shelling", "possible", ["none", "violation"]),
        (IN_COUNTY, "attack.ground", "none", ["none", "none"]),
        (OUTSIDE, "attack.shelling", "none", ["none", "none"]),
    ],
)
def test_what_holds_under_all_texts_is_certain(
    terms: Terms, place: tuple[float, float], act: str, result: str, by_text: list[str]
) -> None:
    found = finding(terms, incident(place, act=act))
    assert found["result"] == result
    assert found["by_text"] == [f"english: {by_text[0]}", f"arabic: {by_text[1]}"]


def test_expert_examples_say_who_answers_and_what_each_text_gives(terms: Terms, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        "truceline cases: 1\n"
        "cases:\n"
        "- case: a militia in the county\n"
        "  incident: {start: 2016-03-01, lon: 36.5, lat: 34.6, act: attack.shelling, by: militia}\n"
        "  expect:\n"
        "    zone: {result: possible, answering: [army], texts: {english: none, arabic: violation}}\n"
        "- case: wrong\n"
        "  incident: {start: 2016-03-01, lon: 36.5, lat: 34.6, act: attack.shelling, by: militia}\n"
        "  expect: {zone: {result: possible, answering: [], texts: {english: exempt}}}\n",
        encoding="utf-8",
    )
    right, wrong = run_cases(terms, read_cases(path, terms, INCIDENTS.names))
    assert right.faults == ()
    assert wrong.faults == (
        "zone: expected answering nothing, found army",
        "zone: expected texts english: exempt, found arabic: violation, english: none",
    )


def test_the_summary_counts_what_each_text_gives(
    terms: Terms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "incidents.parquet"
    rows = [
        incident(IN_TOWN, id="1", act="attack.ground"),
        incident(IN_COUNTY, id="2"),
        incident(OUTSIDE, id="3"),
    ]
    pq.write_table(pa.concat_tables(rows), table)
    assert run(["assess", terms.path, str(table), "-o", str(tmp_path / "out.csv")]) == 0
    printed = capsys.readouterr().out
    assert "zone by the text english: 1 certain, 1 certain + possible\n" in printed
    assert "zone by the text arabic: 1 certain, 1 certain + possible\n" in printed


def test_an_explanation_shows_what_each_text_asks_and_finds(terms: Terms) -> None:
    table = incident(IN_COUNTY)
    (explanation,) = explain(terms, read_incidents(table, terms), "1")
    text = str(explanation)
    assert "By the text english: Was it in town? By the text arabic: Was it in county?" in text
    assert "  under the text english: none\n  under the text arabic: violation\n" in text
    assert (
        "    - the reading that binds in provisions.zone.rival texts: arabic (arabic) -> a violation" in text
    )


@pytest.mark.parametrize(
    ("by", "certain", "possible"),
    [
        ("army", [], []),
        ("militia", ["army"], []),
        ("militia|army", [], ["army"]),
        ("militia;army", ["army"], []),
        ("Nobody Knows", [], ["army"]),
        ("rebels", [], []),
    ],
)
def test_a_party_answers_for_its_proxies(
    terms: Terms, by: str, certain: list[str], possible: list[str]
) -> None:
    found = finding(terms, incident(IN_TOWN, by=by))
    assert (found["answering"], found["answering_possible"]) == (certain, possible)


def test_an_exception_that_one_text_lacks_does_not_hold_there(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    text = TERMS.replace("in: town, words", "in: town, unless: {air: {acts: [attack.air]}}, words")
    path.write_text(text, encoding="utf-8")
    terms = load_terms(path)
    assert finding(terms, incident(IN_TOWN))["unless"] == 0
    assert finding(terms, incident(IN_TOWN, act="attack"))["unless"] == 1


MANY = [f"f{n}" for n in range(13)]
"""As many facts as make more worlds than are gone through one by one."""


@pytest.mark.parametrize(
    ("unless", "result", "exceptions", "answering"),
    [
        (f"{{fire: {{acts: [fire], facts: {MANY}}}}}", "violation", [], ["army"]),
        (f"{{any: {{acts: [attack]}}, many: {{facts: {MANY}}}}}", "exempt", ["any", "many"], []),
        (f"{{many: {{facts: {MANY}}}}}", "possible", ["many"], []),
        (f"{{many: {{facts: {MANY}, unless: {{all: {{acts: [attack]}}}}}}}}", "violation", [], ["army"]),
    ],
)
def test_worlds_that_are_too_many_to_go_through_are_judged_alike(
    tmp_path: Path, unless: str, result: str, exceptions: list[str], answering: list[str]
) -> None:
    path = tmp_path / "terms.yaml"
    facts = "".join(f"  {name}: {{title: {name}}}\n" for name in MANY)
    text = TERMS.replace("provisions:", f"facts:\n{facts}provisions:").replace("'", "")
    text = text.replace("proxies: {name: The armys", "proxies: {name: The army's")
    text = text.replace(
        "    by: {any: [army, proxies]}",
        f"    by: {{any: [army, proxies]}}\n    unless: {unless}".replace("'", ""),
    )
    path.write_text(text, encoding="utf-8")
    found = finding(load_terms(path), incident(IN_TOWN, by="militia"))
    assert (found["result"], found["exceptions"]) == (result, exceptions)
    assert found["answering"] == answering
    assert found["answering_possible"] == (["army"] if result == "possible" else [])
    assert found["by_text"] == [f"english: {result}", f"arabic: {result}"]


def test_a_party_answers_for_certain_where_one_of_its_rules_holds_in_every_world(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    rules = "[{party: army, for: militia}, {party: army, for: rebels}]"
    text = TERMS.replace("[{party: army, for: proxies, cite: english}]", rules)
    path.write_text(text.replace("by: {any: [army, proxies]}", "by: any"), encoding="utf-8")
    found = finding(load_terms(path), incident(IN_TOWN, by="militia|rebels"))
    assert (found["result"], found["answering"], found["answering_possible"]) == ("violation", ["army"], [])


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("      arabic: {prohibit: [attack.shelling], in: county, cite: arabic}\n", "", "rival texts are two or more"),
        ("{prohibit: [attack.shelling], in: county, cite: arabic}", "{in: county, cite: arabic}", "or in the provision"),
        (", cite: arabic}", "}", 'the key "cite" is missing'),
        ("party: army", "party: armi", 'Did you mean "army"?'),
        ("for: proxies", "for: proxy", 'Did you mean "proxies"?'),
        ("party: army, for: proxies, cite: english", "party: army", 'the key "for" is missing'),
    ],
)  # fmt: skip
def test_broken_texts_and_rules_say_what_to_do(tmp_path: Path, good: str, bad: str, words: str) -> None:
    assert good in TERMS
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS.replace(good, bad), encoding="utf-8")
    with pytest.raises(TermsError) as caught:
        load_terms(path)
    assert words in str(caught.value)
