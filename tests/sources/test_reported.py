# SPDX-License-Identifier: Apache-2.0
"""Reported speech that is put in, asked, told in the passive, or stands behind a noun of saying."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, document_of_text, find_statements

DICTIONARIES = Dictionaries()

REPORTED = {
    "around a condition": (
        "If the truce fails, Hess said, nobody will come.",
        [("If the truce fails, Hess said, nobody will come", "Hess")],
    ),
    "around what did not happen": (
        "Had the mayor known, one islander remarked, nobody would have left.",
        [("Had the mayor known, one islander remarked, nobody would have left", "one islander")],
    ),
    "put in behind a small word": (
        "The road was open, although, Hess cautioned, it might close.",
        [("it might close", "Hess")],
    ),
    "a verb that needs a person, put in": (
        "The truce, the prefect assures, is safe.",
        [("The truce, the prefect assures, is safe", "the prefect")],
    ),
    "announced somewhere": (
        "It was announced in Oder on Monday that the port would open.",
        [("the port would open", "")],
    ),
    "told on a day": ("Residents were told on Friday that they must leave.", [("they must leave", "")]),
    "said on a day": ("Hess said Monday that the truce was over.", [("the truce was over", "Hess")]),
    "asked at the beginning": ("Asked if he would resign, Hess laughed.", [("if he would resign", "")]),
    "when asked": (
        "When asked by reporters whether he would go, Hess said he would not.",
        [("whether he would go", "reporters"), ("he would not", "Hess")],
    ),
    "a pronoun before a verb that tells no past": (
        "The army said it hit a depot.",
        [("it hit a depot", "The army")],
    ),
    "heard asking": (
        "Villagers were heard asking when the light would return.",
        [("when the light would return", "Villagers")],
    ),
    "a noun of saying with its time": (
        "He has not forgotten her warning, made in May, that the truce would fail.",
        [("the truce would fail", "")],
    ),
    "a noun of saying with the one who says it": (
        "We took note of the warning by the director, Mr. Sven Arle, that the lake would freeze.",
        [("the lake would freeze", "Sven Arle")],
    ),
    "reports of which nobody tells whose": (
        "The army dismissed as “gossip” suggestions that posts would be kept.",
        [("posts would be kept", "")],
    ),
    "what somebody called something": (
        "The commander rejected what he called “lies”.",
        [("what he called “lies”", "The commander")],
    ),
    "a clause between according to and what is said": (
        "According to Hess, who gave no rank, the guns were cold.",
        [("the guns were cold", "Hess")],
    ),
    "a comment of the narrator behind it": (
        "Hess said the army had lost forty men, a figure that the army disputes.",
        [("the army had lost forty men", "Hess")],
    ),
    "a comment with a verb of saying": (
        "Hess said the army had taken the hill, a claim the rebels deny.",
        [("the army had taken the hill", "Hess")],
    ),
    "an announcement in a headline's words": (
        "The movement lets it be understood that its men had orders.",
        [("its men had orders", "The movement")],
    ),
}


@pytest.mark.parametrize("name", REPORTED)
def test_reported_speech_is_found_with_the_one_who_says_it(name: str) -> None:
    text, expected = REPORTED[name]
    found = find_statements(document_of_text(text), DICTIONARIES)
    told = [
        (one.span.of(text), one.speaker.name if one.speaker else "")
        for one in found
        if one.form == "indirect"
    ]
    assert told == expected
