# SPDX-License-Identifier: Apache-2.0
"""The page of an assessment says what the assessment and ``explain`` say."""

from __future__ import annotations

import pytest

from shared_data import ROOT
from truceline.assess import assess, explain
from truceline.records import read_incidents
from truceline.reports import Gathered
from truceline.terms import load_terms

EXAMPLE = ROOT / "examples" / "syria-2016"


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    terms = load_terms(EXAMPLE / "terms.yaml")
    made = Gathered(assess(terms, read_incidents(EXAMPLE / "incidents.csv", terms)))
    for _ in made:
        pass
    return made


def test_every_finding_has_the_settling_sets_of_its_explanation(gathered: Gathered) -> None:
    data, terms, incidents = gathered.data(), gathered.assessment.terms, gathered.assessment.incidents
    told = {}
    for finding in data.findings:
        told[data.incidents[finding.incident].id, data.provisions[finding.provision].id] = finding
    assert len(told) == 58
    for incident in data.incidents:
        for explained in explain(terms, incidents, incident.id):
            if explained.judgement.result == "none":
                assert (incident.id, explained.provision) not in told
                continue
            finding = told[incident.id, explained.provision]
            assert finding.result == explained.judgement.result
            assert finding.settling_left is not None
            assert len(finding.settling) + finding.settling_left == len(explained.settling)
            assert finding.settling == tuple(
                (settling.text, settling.gives) for settling in explained.settling[: len(finding.settling)]
            )


def test_a_provision_has_its_sources_and_its_exceptions_in_words(gathered: Gathered) -> None:
    attacks = next(p for p in gathered.data().provisions if p.id == "cease-attacks")
    assert attacks.cited["unless"] == ("statement, annex.force",)
    assert attacks.exceptions == {
        "self-defence": "it holds that the party answered an attack and the answer was proportionate"
    }
