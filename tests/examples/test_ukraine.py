# SPDX-License-Identifier: Apache-2.0
"""Return fire under the measures of July 2020: what is missing is named, and no more than is needed."""

from __future__ import annotations

import pyarrow as pa

from shared_data import ROOT
from truceline.assess import explain
from truceline.records import RecordedFact, read_incidents
from truceline.terms import load_terms

TERMS = load_terms(ROOT / "examples" / "ukraine-2014-2020" / "terms.yaml")
ANSWERED, ORDERED, CALLED = (
    TERMS.facts[name].title for name in ("answers-offensive", "ordered", "mechanism-failed")
)


def settling(*recorded: str) -> set[tuple[frozenset[tuple[str, str]], str]]:
    """What would settle a shot in return, where some of the three conditions are recorded as met."""
    record = {"id": "x", "start": "2020-08-10T14:00", "act": "fire.return", "by": "ukraine"}
    incidents = read_incidents(pa.table({name: [value] for name, value in record.items()}), TERMS)
    facts = [
        RecordedFact(name, "ukraine" if TERMS.facts[name].about == "party" else "", True, incident="x")
        for name in recorded
    ]
    (explanation,) = explain(TERMS, incidents, "x", provisions=["no-fire-2020"], facts=facts)
    return {(frozenset(one.answers), one.gives) for one in explanation.settling}


def test_return_fire_without_an_order_or_a_call_names_the_two_missing_facts() -> None:
    assert settling("answers-offensive") == {
        (frozenset({(ORDERED, "no")}), "violation"),
        (frozenset({(CALLED, "no")}), "violation"),
        (frozenset({(ORDERED, "yes"), (CALLED, "yes")}), "none"),
    }


def test_return_fire_of_which_nothing_is_recorded_asks_for_all_three() -> None:
    assert settling() == {
        (frozenset({(ANSWERED, "no")}), "violation"),
        (frozenset({(ORDERED, "no")}), "violation"),
        (frozenset({(CALLED, "no")}), "violation"),
        (frozenset({(ANSWERED, "yes"), (ORDERED, "yes"), (CALLED, "yes")}), "none"),
    }
