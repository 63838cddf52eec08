# SPDX-License-Identifier: Apache-2.0
"""Where reported speech begins and ends around its frame, and where the one who tells goes on himself."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, document_of_text, find_statements

DICTIONARIES = Dictionaries()

REPORTED = {
    "before the frame and behind 'and'": (
        "Repairs would be dear, Hess warned, and the council had no money.",
        ["Repairs would be dear, Hess warned, and the council had no money"],
    ),
    "no more behind 'and' where the verb is the narrator's": (
        "Repairs would be dear, Hess warned, and left the hall.",
        ["Repairs would be dear"],
    ),
    "no more behind 'but' where the tense is the narrator's": (
        "Repairs would be dear, Hess warned, but the council voted for them.",
        ["Repairs would be dear"],
    ),
    "broken behind its auxiliary": (
        "It was, she observed, 41 degrees in the port.",
        ["It was, she observed, 41 degrees in the port"],
    ),
    "broken before a verb without an ending": (
        "The wardens, Hess told me, come only when the quay is dry.",
        ["The wardens, Hess told me, come only when the quay is dry"],
    ),
    "broken behind when or where": (
        "In theory, Hess said, the cell meets on Mondays.",
        ["In theory, Hess said, the cell meets on Mondays"],
    ),
    "broken in a clause of its own": (
        "Nobody keeps the book, because the wardens, Hess told me, come only at noon.",
        ["the wardens, Hess told me, come only at noon"],
    ),
    "broken in a relative clause": (
        "They spoke on a line which, she said, “was as clear as glass”.",
        ["which, she said, “was as clear as glass”"],
    ),
    "broken behind one of whom": (
        "She thanked the wardens, one of whom, she said, had carried the flag.",
        ["one of whom, she said, had carried the flag"],
    ),
    "a verb of asking in a clause that a frame breaks": (
        "The port, Hess allowed, had asked for insulin.",
        ["The port, Hess allowed, had asked for insulin"],
    ),
    "a relative clause ends with its comma": (
        "Orla, who remarked that the quay was cold, died in May.",
        ["the quay was cold"],
    ),
    "a gerund between commas ends with its comma": (
        "The council, saying that the quay was unsafe, closed it.",
        ["the quay was unsafe"],
    ),
    "a gerund at the end takes all that follows": (
        "The council went, saying that the quay was unsafe, the crane was broken and the lamps were out.",
        ["the quay was unsafe, the crane was broken and the lamps were out"],
    ),
    "a clause at the head ends with its comma": (
        "Although the council said the quay was open, nobody came.",
        ["the quay was open"],
    ),
    "'when' tells what did happen": (
        "When Hess said that the quay was open, the women laughed.",
        ["the quay was open"],
    ),
    "'when' of what may happen": ("When Hess says that the quay is open, the women will laugh.", []),
    "between dashes": (
        "A boy—a man she still refuses to name—had seen the boats.",
        ["to name"],
    ),
    "a relative clause is no frame": ("Her opposite number, a man who laughed, left.", []),
    "an aside is no verb of saying": (
        "Hess said that the pact, concluded in August, was in force.",
        ["the pact, concluded in August, was in force"],
    ),
    "the narrator goes on in the past": (
        "Hess cautioned that 60 boats are still missing, and the wardens of Tarn stayed away.",
        ["60 boats are still missing"],
    ),
    "what was said goes on in the same tense": (
        "Hess cautioned that 60 boats were missing, and the wardens of Tarn had no lamps.",
        ["60 boats were missing, and the wardens of Tarn had no lamps"],
    ),
    "a second pluperfect is still what was said": (
        "Hess alleged that the boys had heard the order and had replied by lamp.",
        ["the boys had heard the order and had replied by lamp"],
    ),
    "things are no clause": ("Hess says a lot of things to crowds.", []),
    "people may be the subject of one": (
        "Hess said a lot of people were hurt.",
        ["a lot of people were hurt"],
    ),
    "a quotation that is no verb": ("Hess predicted a raid “no later than May”.", []),
    "a quotation that is one": ("Hess predicted the pact “will hold”.", ["the pact “will hold”"]),
    "asked for something to some end": ("Hess asked for lamps to light the quay.", []),
    "asked for something to be done": (
        "Hess asked for the lamps to be lit.",
        ["for the lamps to be lit"],
    ),
}


@pytest.mark.parametrize("name", REPORTED)
def test_reported_speech_begins_and_ends_around_its_frame(name: str) -> None:
    text, wanted = REPORTED[name]
    document = document_of_text(text)
    statements = find_statements(document, DICTIONARIES)
    assert [one.span.of(document.text) for one in statements if one.form == "indirect"] == wanted
