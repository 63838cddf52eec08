# SPDX-License-Identifier: Apache-2.0
"""Each party of 2017 answers for its affiliates, and for nobody else's."""

from __future__ import annotations

import pyarrow as pa

from shared_data import ROOT
from truceline.assess import explain
from truceline.records import read_incidents
from truceline.terms import load_terms

TERMS = load_terms(ROOT / "examples" / "south-sudan-2017-2018" / "terms.yaml")


def judged(by: str) -> tuple[str, set[str], set[str]]:
    """The result of an act by somebody, who answers for certain besides, and who may."""
    record = {"id": "x", "start": "2018-03-01", "act": "abuse.sexual", "by": by, "against": "civilians"}
    incidents = read_incidents(pa.table({name: [value] for name, value in record.items()}), TERMS)
    (explanation,) = explain(TERMS, incidents, "x", provisions=["no-sexual-violence"])
    judgement = explanation.judgement
    return judgement.result, set(judgement.answering), set(judgement.answering_possible)


def test_the_government_answers_for_its_affiliates() -> None:
    assert judged("tgonu-affiliates")[:2] == ("violation", {"tgonu"})


def test_a_party_answers_for_no_act_of_its_own_besides_committing_it() -> None:
    result, answering, _ = judged("splm-io")
    assert (result, answering) == ("violation", set())


def test_who_answers_for_a_militia_that_nobody_mapped_stays_open() -> None:
    result, answering, possible = judged("Made-up Militia")
    assert (result, answering) == ("possible", set())
    assert possible >= {"tgonu", "splm-io", "nas"}
