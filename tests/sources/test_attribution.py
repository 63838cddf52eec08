# SPDX-License-Identifier: Apache-2.0
"""Quotations that no plain verb of saying goes with, and those that are set off, joined, or go over paragraphs."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, document_of_text, find_statements

DICTIONARIES = Dictionaries()

QUOTED = {
    "what somebody does behind it": (
        "“It was loud here.” Ana Roe wipes the counter. “It was loud all night,” she adds.",
        [("It was loud here", "Ana Roe"), ("It was loud all night", "Ana Roe")],
    ),
    "whose words they were": (
        "“Nobody believes him.” The words were those of Mayor Ana Roe, who left at noon.",
        [("Nobody believes him", "Ana Roe")],
    ),
    "a question between": (
        "“We stay,” said Ana Roe. Is she afraid? “Never!”",
        [("We stay", "Ana Roe"), ("Never!", "Ana Roe")],
    ),
    "a sentence about nobody between": (
        "“It burned,” Ana Roe said of her shop. The roof fell in. “Nothing is left.”",
        [("It burned", "Ana Roe"), ("Nothing is left", "Ana Roe")],
    ),
    "a sentence about another between": (
        "“It burned,” Ana Roe said of her shop. Karl Hess shook his head. “Nothing is left.”",
        [("It burned", "Ana Roe"), ("Nothing is left", "Karl Hess")],
    ),
    "on both sides of the verb": (
        "Otto Hess met Roe. He was “glad to go”, he said, and “quite hopeful”.",
        [("glad to go", "Otto Hess"), ("quite hopeful", "Otto Hess")],
    ),
    "a question, and a new sentence": (
        "Ana Roe asked: “Who fired?” He shrugged.",
        [("Who fired?", "Ana Roe")],
    ),
    "whose answer it was": ("Ana Roe's answer was short: “No.”", [("No", "Ana Roe")]),
    "a colon behind a name alone": ("Ana Roe, from her seat: “Gladly.”", [("Gladly", "Ana Roe")]),
    "a colon behind a clause about somebody": (
        "We heard Ms. Ana Roe, of the harbour council, who was blunt: “No boats.”",
        [("No boats", "Ana Roe")],
    ),
    "an indented block behind a colon": (
        "The minister put it thus:\n\n    We never fired. We wait.\n\n    That is all.\n\nNobody answered.",
        [("We never fired. We wait", "The minister"), ("That is all", "The minister")],
    ),
    "an indented text is no block": ("    It rained:\n\n    It snowed.\n\n    It froze.", []),
    "two that are joined": (
        "The ministry described the raid as “foul” and “cowardly”.",
        [("foul", "The ministry"), ("cowardly", "The ministry")],
    ),
    "named only at the end": (
        "“We came in May.\n\n“We left in June,” said Ana Roe.",
        [("We came in May", "Ana Roe"), ("We left in June", "Ana Roe")],
    ),
    "one word behind a form of be": (
        "Ana Roe said the talks were ‘good’ for the town.",
        [("good", "Ana Roe")],
    ),
    "cited": ("The army cited “technical reasons” for the delay.", [("technical reasons", "The army")]),
    "spoken of": ("Ana Roe spoke of « old legends ».", [("old legends", "Ana Roe")]),
    "a verb that needs a person, before a name": (
        "— The line is quiet, — informed Mr Roe. — Nobody fired.",
        [("The line is quiet", "Roe"), ("Nobody fired", "Roe")],
    ),
    "blanks that do not break": ("«\u00a0We wait\u202f», said Ana Roe.", [("We wait", "Ana Roe")]),
    "apostrophes within": (
        "'It's the boats' owners' fault,' said Ana Roe. 'Don't ask me.'",
        [("It's the boats' owners' fault", "Ana Roe"), ("Don't ask me", "Ana Roe")],
    ),
    "a letter that is dated": (
        "The letter, dated 3 May, reads: “We accept this.”",
        [("We accept this", "The letter")],
    ),
    "a term stays one": ("Nobody knew the third ‘tea truce’ of the year.", []),
}


@pytest.mark.parametrize("name", QUOTED)
def test_a_quotation_is_found_and_given_to_the_one_whom_the_words_around_it_tell(name: str) -> None:
    text, expected = QUOTED[name]
    found = find_statements(document_of_text(text), DICTIONARIES)
    told = [
        (one.span.of(text), one.speaker.name if one.speaker else "") for one in found if one.form == "quoted"
    ]
    assert told == expected


def test_what_follows_the_end_of_a_statement_is_told_by_somebody_else() -> None:
    text = (
        "Statement by Foreign Minister Ana Brisk on the truce\n\nWe welcome the truce.\n\nDone at Oder.\n\n"
        "– END OF STATEMENT –\n\nKarl Hess said that the road was open."
    )
    first, second = find_statements(document_of_text(text), DICTIONARIES)
    assert (first.form, first.span.of(text)) == ("document", "We welcome the truce.")
    assert second.speaker is not None
    assert (second.speaker.name, second.inside) == ("Karl Hess", "")
