# SPDX-License-Identifier: Apache-2.0
"""Forms in which newsrooms report speech: questions in their own order, nouns of saying, chains of verbs, passives."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, document_of_text, find_statements

DICTIONARIES = Dictionaries()

REPORTED = {
    # questions
    "asked in its own order": (
        "Parents had been ringing her to ask would the quay open.",
        [("would the quay open", "Parents")],
    ),
    "asked behind a colon": ("Hess asked: should the council move?", [("should the council move?", "Hess")]),
    "asked behind a comma": ("“Crowds ask me, is it over?” said Hess.", [("is it over?", "Crowds")]),
    "around the one who wants to know": (
        "Was it true, a pilot wanted to know, that the port had closed?",
        [("Was it true, a pilot wanted to know, that the port had closed?", "a pilot")],
    ),
    "before the one who wants to know": (
        "Would he have sailed, the pilot wanted to know.",
        [("Would he have sailed", "the pilot")],
    ),
    "somebody wants to know now": ("A pilot wants to know which quay it was.", []),
    "asked of somebody with a place": (
        "Hess asked people on both quays what had changed.",
        [("what had changed", "Hess")],
    ),
    "pressed on something": (
        "Pressed on whether the port would open, Hess laughed.",
        [("whether the port would open", "")],
    ),
    "pressed by somebody": ("Pressed by a pilot on how he knew, Hess laughed.", [("how he knew", "a pilot")]),
    "asked to do something": (
        "Asked to repeat what he had heard, Hess laughed.",
        [("to repeat what he had heard", "")],
    ),
    "a question with a relative clause": (
        "Asked who cut the rope, in which two boats were caught, Hess laughed.",
        [("who cut the rope, in which two boats were caught", "")],
    ),
    "pressed into something": ("Pressed flat, the reeds were sold.", []),
    "told how": (
        "Hess described how he came to be on the quay.",
        [("how he came to be on the quay", "Hess")],
    ),
    # nouns of saying
    "the claim that": (
        "Hess repeated the claim that the quay was mined.",
        [("the quay was mined", "")],
    ),
    "the claim that somebody made": ("Hess repeated the claim that the army made.", []),
    "the claim that somebody would make": ("Hess heard the claim that the army would make.", []),
    "her answer was that": (
        "The council's answer was that the pact was over.",
        [("the pact was over", "The council")],
    ),
    "the answer to something": ("The answer was that nobody came.", []),
    "a claim as the subject of its sentence": (
        "The claim that the quay would be mended by the end of May was repeated on Friday.",
        [("the quay would be mended by the end of May", "")],
    ),
    "reports somewhere": (
        "Reports in the press that a school had been looted proved unfounded.",
        [("a school had been looted", "")],
    ),
    "somebody's offer": (
        "Hess rejected the navy's offer to open the port.",
        [("the navy's offer to open the port", "Hess"), ("to open the port", "the navy")],
    ),
    "somebody's claim as the subject of its sentence": (
        "The army's claim that the bridge was mined was false.",
        [("the bridge was mined", "The army")],
    ),
    "an offer of nobody": ("There was an offer to open the port.", []),
    "somebody's call": ("The council reiterates its call for a hotline.", [("a hotline", "The council")]),
    "a call that is none": ("Hess waited at the port for a call for help.", []),
    # chains of verbs
    "went on to": ("Hess went on to stress that the port was safe.", [("the port was safe", "Hess")]),
    "liked to": ("Hess liked to say that the port was safe.", [("the port was safe", "Hess")]),
    "was forced to": ("Hess was forced to admit that the port was lost.", [("the port was lost", "Hess")]),
    "rose to ask": (
        "Hess rose on a point of order to ask whether the port was safe.",
        [("whether the port was safe", "Hess")],
    ),
    "would only say": ("Hess would only say that the port was safe.", [("the port was safe", "Hess")]),
    "was not forced to": ("Hess was not forced to admit that the port was lost.", []),
    "met to": ("Hess met the pilots to announce that the port was lost.", []),
    "may only": ("Hess may only say that the port was safe.", []),
    "did say": ("The navy did say that the port was safe.", [("the port was safe", "The navy")]),
    "did it say": ("Did the navy say that the port was safe?", []),
    # what is no saying of its own
    "a statement that is only posted": (
        "The navy said in a statement posted on Monday that the port was safe.",
        [("the port was safe", "The navy")],
    ),
    "a statement that was posted, as the subject": (
        "The statement posted on Monday was read in Oder.",
        [],
    ),
    "a report that is a noun": ("Regarding the Harbour Watch report: we are sad.", []),
    "what somebody said, as the subject": ("What the navy said is not true.", []),
    "what somebody said, behind a colon": ("I want to note: What the navy said is not true.", []),
    "something that makes something clear": ("The storm, a long one, made clear the need for a quay.", []),
    "as you noted, behind no clause": ("Well, first, as you noted there is a quay.", []),
    "that as a thing": ("Hess said that, and then left.", []),
    "in that speech": (
        "The navy made clear in that speech that there was more to do.",
        [("there was more to do", "The navy")],
    ),
    "to those that": (
        "Hess said to those that came that the port was safe.",
        [("the port was safe", "Hess")],
    ),
    "one thing and another": ("The navy says one thing and does another.", []),
    "in a relative clause that ends": (
        "The pact, which both sides say they respect, was due to end.",
        [("they respect", "both sides")],
    ),
    "around a clause with as": (
        "As far as the navy is concerned, Hess said, the case is closed.",
        [("As far as the navy is concerned, Hess said, the case is closed", "Hess")],
    ),
    # without "that"
    "conceded something had happened": ("Hess conceded the navy had left.", [("the navy had left", "Hess")]),
    "acknowledged those who had done something": ("Hess acknowledged the men who had left.", []),
    "recalled when something had happened": ("Hess recalled the day the pact had failed.", []),
    "described doing something": ("Hess described hearing shots.", [("hearing shots", "Hess")]),
    # passives
    "told without that": (
        "He signed because he was told the guns would stop.",
        [("the guns would stop", "")],
    ),
    "told a story": ("He was told the story of a boy who was lost.", []),
    "I am told": ("This, I am told, was not planned.", [("This, I am told, was not planned", "")]),
    "it was claimed": (
        "Afterwards, it was claimed, he went to the port.",
        [("Afterwards, it was claimed, he went to the port", "")],
    ),
    "at the end, where somebody was told": (
        "A pilot left his boat because he was afraid, a court was told on Wednesday.",
        [("A pilot left his boat because he was afraid", "")],
    ),
    # whose words they are
    "which somebody says": (
        "He spoke of the levy, which Tarn says breaks the pact.",
        [("which Tarn says breaks the pact", "Tarn")],
    ),
    "which somebody said, and the sentence goes on": (
        "Three boats, which Tarn had earlier said were lost, came home.",
        [("which Tarn had earlier said were lost", "Tarn")],
    ),
    "what somebody said was something": (
        "She produced a copy of what she said was a voucher.",
        [("what she said was a voucher", "")],
    ),
    "by somebody's account": (
        "The town had four quays; now, by the priest's account, it has two.",
        [("now, by the priest's account, it has two", "the priest")],
    ),
    "by somebody's account with nothing said": ("He paid by the priest's account at the bank.", []),
    "as somebody put it": (
        "The storms, as Hess put it, had “done the rest”.",
        [("The storms, as Hess put it, had “done the rest”", "Hess")],
    ),
    "a verb that only brings in quotations, put in": (
        "He had, Hess went on, posted a guard there.",
        [("He had, Hess went on, posted a guard there", "Hess")],
    ),
    "with somebody saying": (
        "The talks failed, with envoy Lena Hess saying it “will not come again”.",
        [("it “will not come again”", "Lena Hess")],
    ),
    "told a meeting": (
        "Hess told a news conference the boats had been “hit from the shore”.",
        [("the boats had been “hit from the shore”", "Hess")],
    ),
    "let us know": (
        "The navy, through a pilot, let us know that cameras were gone.",
        [("cameras were gone", "The navy")],
    ),
    "ruled": ("Speaker Caleb Hess ruled that the paper was void.", [("the paper was void", "Caleb Hess")]),
    "no more than a rule": ("Hess ruled the town for years.", []),
}


@pytest.mark.parametrize("name", REPORTED)
def test_reported_speech_is_found_in_many_forms(name: str) -> None:
    text, wanted = REPORTED[name]
    document = document_of_text(text)
    found = [
        (one.span.of(document.text), one.speaker.name if one.speaker else "")
        for one in find_statements(document, DICTIONARIES)
        if one.form == "indirect"
    ]
    assert found == wanted
