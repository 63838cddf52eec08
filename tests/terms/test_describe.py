# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from truceline.terms import describe, load_terms

TERMS = """\
truceline: 1
id: made
title: A made truce
timezone: Asia/Damascus
citations: {text: {title: A text, publisher: Somebody, date: 2016-02-22, clauses: [one, two]}}
parties:
  army: {name: The army}
  rebels: {name: The rebels, members: [{party: brigade, from: 2016-03-01}], complete: no}
  brigade: {name: The brigade}
standing: [{parties: [army, rebels], is: bound, from: 2016-02-27, cite: text}]
areas:
  town: {name: The town, circle: {center: [36.5, 34.5], radius: 5 km}}
facts: {attacked-first: {title: the party had been attacked first, presume: no}}
provisions:
  cease:
    title: No attacks
    prohibit: [attack]
    by: bound
    in: town
    during: {from: {one of: [{2016-02-27T00:00: text}, {2016-02-27T12:00: text}]}, until: 2016-03-12}
    unless: {self-defence: {facts: [attacked-first], cite: {text: two}}}
    standing:
      - {is: proposed, from: 2016-02-22, cite: text}
      - {is: in force, from: 2016-02-27, cite: text}
    cite: {text: one}
"""


def test_terms_are_read_back_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    told = describe(load_terms(path))
    assert told.startswith("A made truce\n============\n")
    for words in (
        "[text] A text (Somebody, 2016-02-22).",
        "The rebels: The brigade from 00:00 on 1 March 2016 (22:00 on 29 February UTC).",
        "The list is open: whoever is not on it may belong all the same.",
        "The army and The rebels are bound from 00:00 on 27 February 2016 (22:00 on 26 February UTC). [text]",
        "The town: within 5 km of 36.5, 34.5.",
        "1. No attacks (cease)",
        "where it is done by any party that is bound, it happens in The town and it happens from",
        "Except (self-defence) where it holds that the party had been attacked first. [text, two]",
    ):
        assert words in " ".join(told.split()), told


def test_the_time_line_has_one_line_for_each_change(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    told = describe(load_terms(path))
    line = told[told.index("Time line") :].splitlines()
    assert line[1:5] == [
        "  2016-02-22 00:00  cease: proposed",
        "  2016-02-27 00:00  cease: may be in force from here",
        "  2016-02-27 12:00  cease: certainly in force from here",
        "  2016-03-13 00:00  cease: no longer in force",
    ]


def test_an_empty_set_of_parties_is_called_nobody(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    rival = "by: {one of: [{is: bound, cite: text}, {is: {any: []}, cite: text}]}"
    path.write_text(TERMS.replace("by: bound", rival), encoding="utf-8")
    told = " ".join(describe(load_terms(path)).split())
    assert "done by any party that is bound or, as sources differ, nobody" in told
