# SPDX-License-Identifier: Apache-2.0
"""Gaps and contradictions in terms that can be read; what the example must not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared_data import ROOT
from truceline.terms import check_terms

GOOD = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
citations: {text: {title: A text, clauses: [one]}}
parties: {army: {name: Army}, rebels: {name: Rebels}}
standing: [{parties: [army, rebels], is: bound, from: 2016-02-27}]
areas:
  square: {polygon: [[36, 34], [37, 34], [37, 35], [36, 35], [36, 34]]}
  corner: {polygon: [[36, 34], [36.2, 34], [36.2, 34.2], [36, 34]]}
  zone: {at least: corner, at most: square}
facts: {ordered: {title: it was ordered}}
provisions:
  cease:
    prohibit: [attack]
    by: bound
    in: zone
    during: {from: 2016-02-27, for: 14 days}
    unless: {told: {acts: [attack.air], facts: ordered}}
    standing: [{is: in force, from: 2016-02-27}]
    cite: {text: one}
"""

WARNINGS = [
    ("{name: Rebels}}", "{name: Rebels}, idle: {name: Idle}}", "parties.idle", "nobody names this party"),
    (
        "facts: {ordered",
        "facts: {never: {title: never asked}, ordered",
        "facts.never",
        "no provision depends on this",
    ),
    (
        "citations: {text",
        "citations: {other: {title: Other}, text",
        "citations.other",
        "nothing cites this source",
    ),
    ("clauses: [one]", "clauses: [one, two]", "citations.text", "two"),
    ("for: 14 days}", "for: 0 days}", "provisions.cease.during", "the period is empty whatever binds"),
    (
        "during: {from: 2016-02-27, for: 14 days}",
        "during: {from: 2016-02-27, until: {one of: [2016-02-26, 2016-03-01]}}",
        "provisions.cease.during",
        "the period is empty under some",
    ),
    ("is: in force", "is: ended", "provisions.cease.standing", "the provision is never in force"),
    (
        "acts: [attack.air]",
        "acts: [movement]",
        "provisions.cease.unless.told",
        "its acts are none of those prohibited",
    ),
    (
        "facts: ordered}",
        "facts: ordered, during: {from: 2017-01-01, for: 2 days}}",
        "provisions.cease.unless.told",
        "its period lies outside the provision's",
    ),
    (
        "facts: ordered}",
        "facts: ordered, in: {circle: {center: [40, 30], radius: 5 km}}}",
        "provisions.cease.unless.told",
        "its area lies outside the provision's",
    ),
    ("[36.2, 34.2]", "[36.2, 33.8]", "areas.zone", "lies outside what it is at most"),
    (
        "from: 2016-02-27, for: 14 days",
        "from: 2016-03-25, for: 14 days",
        "provisions.cease.during.from",
        "has no 00:00",
    ),
]
ERRORS = [
    (
        "is: bound, from: 2016-02-27}]",
        "is: bound, from: 2016-02-27}, {parties: army, is: excluded, from: 2016-03-01}]",
        "standing[1]",
        "army would be bound and excluded at once",
    ),
    (
        "[36, 34], [36.2, 34], [36.2, 34.2], [36, 34]",
        "[46, 34], [46.2, 34], [46.2, 34.2], [46, 34]",
        "areas.zone",
        "lies outside what it is at most",
    ),
]


def said(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return [(p.severity, p.address, str(p)) for p in check_terms(path)[1] if p.severity != "note"]


def test_good_terms_have_no_gap(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD) == []


def test_the_example_has_no_gap() -> None:
    _, problems = check_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")
    assert [str(problem) for problem in problems if problem.severity != "note"] == []


@pytest.mark.parametrize(("good", "bad", "address", "words"), WARNINGS, ids=[w[3] for w in WARNINGS])
def test_a_gap_is_a_warning(tmp_path: Path, good: str, bad: str, address: str, words: str) -> None:
    assert good in GOOD
    found = said(tmp_path, GOOD.replace(good, bad, 1))
    assert [severity for severity, _, _ in found] == ["warning"] * len(found)
    assert any(where.startswith(address) and words in text for _, where, text in found), found


@pytest.mark.parametrize(("good", "bad", "address", "words"), ERRORS, ids=[e[3] for e in ERRORS])
def test_a_contradiction_is_an_error(tmp_path: Path, good: str, bad: str, address: str, words: str) -> None:
    assert good in GOOD
    found = said(tmp_path, GOOD.replace(good, bad, 1))
    assert any((s, where) == ("error", address) and words in text for s, where, text in found), found
