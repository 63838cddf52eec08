# SPDX-License-Identifier: Apache-2.0
"""Quotations beside verbs that only tell what somebody calls a thing, and words in marks that are none."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, document_of_text, find_statements

DICTIONARIES = Dictionaries()

QUOTED = {
    "slammed as": ("Hess slammed the pact as “a sham”.", [("a sham", "Hess")]),
    "slammed by somebody as": (
        "The pact was slammed by the council as “a gift to pirates”.",
        [("a gift to pirates", "the council")],
    ),
    "dubbed": (
        "A station in Tarn dubbed the crew “the lost boys”.",
        [("the lost boys", "A station in Tarn")],
    ),
    "for branding it": (
        "Hess was fined for branding it “a wedding without a bride”.",
        [("a wedding without a bride", "Hess")],
    ),
    "complained of": (
        "The council complained of “a tendency to treat pirates as neighbours”.",
        [("a tendency to treat pirates as neighbours", "The council")],
    ),
    "what they called": (
        "Both sides rejected what they called “gossip from idle quays”.",
        [("gossip from idle quays", "Both sides")],
    ),
    "what somebody called a term": ("They kept what the navy called a “silent period”.", []),
    "a noun group and a part in marks": (
        "Hess predicted a raid “by the end of May”.",
        [("by the end of May", "Hess")],
    ),
    "no saying but seeing": ("Hess observed a three-day “tea truce”.", []),
    "a title with a verb": ("The film “Tarn Is Asleep” was shown.", []),
    "the name of a group": ("The “Army of the Quay” was seen in Tarn.", []),
}


@pytest.mark.parametrize("name", QUOTED)
def test_a_quotation_is_found_beside_its_verb(name: str) -> None:
    text, wanted = QUOTED[name]
    document = document_of_text(text)
    found = [
        (one.span.of(document.text), one.speaker.name if one.speaker else "")
        for one in find_statements(document, DICTIONARIES)
        if one.form == "quoted"
    ]
    assert found == wanted
