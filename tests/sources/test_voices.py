# SPDX-License-Identifier: Apache-2.0
"""Who says each quotation of a short text, in the many ways in which newsrooms show it; and where nobody can be told."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, document_of_text, find_statements

TOLD = [
    # the one whose sentence comes right before
    ("A diplomat said no. A second diplomat disagreed. “Miles,” he said.", ["A second diplomat"]),
    ("Zane Orn, a teacher, said no. His wife nods. “Nobody,” she says.", ["His wife"]),
    ("For Mirna Holt, a nurse, the silence is worse. “You wait,” she says.", ["Mirna Holt"]),
    ("“It holds,” Mr Roe said. Mr Hale shook his head. “It does not,” he said.", ["Roe", "Hale"]),
    ("Not so, replied the minister, Ann Rook. “We kept our word.”", ["Ann Rook"]),
    # a name that somebody gives
    (
        "“They sleep,” said a mother of three, who gave her name only as Hana. “At last,” she said.",
        ["Hana", "Hana"],
    ),
    (
        "“They sleep,” said a mother who asked to be identified only as Hana. Hana said: “Yes.”",
        ["Hana", "Hana"],
    ),
    ("“They sleep,” said a man who gave only his first name, Idris.", ["Idris"]),
    # relative clauses without commas
    ("“We had no warning,” a farmer who lives near the crossing said.", ["a farmer"]),
    ("“We had no warning,” two farmers who live near the crossing said.", ["two farmers"]),
    # passives, and what somebody calls something
    ("The army's claim was rejected by Mr Brann as “pure invention”.", ["Brann"]),
    ("Described by Mr Brann as “pure invention”, the story spread.", ["Brann"]),
    ("Minister Rook, accused by Mr Falk of “selling the valley”, shrugged it off.", ["Falk"]),
    (
        "Mr Brann said the guns were “moved” — a claim the army called “pure invention”.",
        ["Brann", "the army"],
    ),
    ("The agreement, which Colonel Dass once called “a piece of paper”, holds.", ["Dass"]),
]


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_a_quotation_has_the_speaker_that_its_text_shows(text: str, wanted: list[str]) -> None:
    assert _speakers(text) == wanted


UNKNOWN = [
    # of neither is told whether "he" or "she" fits
    "General Vane met Minister Rook on Monday. “The guns are quiet,” he told her.",
    "General Vane met Minister Rook on Monday. “The guns are quiet,” she told him.",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_nobody_is_named_where_two_may_be_meant(text: str) -> None:
    assert _speakers(text) == [""]


NAMES = [
    "A militia that locals call “Sons of the Bay” came.",
    "A militia which the locals call “Sons of the Bay” came.",
]


@pytest.mark.parametrize("text", NAMES)
def test_what_something_is_called_is_no_quotation(text: str) -> None:
    assert _speakers(text) == []


def test_to_ask_for_a_name_is_no_statement() -> None:
    found = find_statements(
        document_of_text("A mother who asked to be identified only as Hana left."), Dictionaries()
    )
    assert found == ()


def _speakers(text: str) -> list[str]:
    found = find_statements(document_of_text(text), Dictionaries())
    return [
        statement.speaker.name if statement.speaker else ""
        for statement in found
        if statement.form == "quoted"
    ]
