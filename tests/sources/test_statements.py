# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, Statement, document_of_text, find_statements

DICTIONARIES = Dictionaries()


def _found(text: str) -> tuple[Statement, ...]:
    return find_statements(document_of_text(text), DICTIONARIES)


def _told(text: str, *forms: str) -> list[tuple[str, ...]]:
    """Of each statement the form's first letter, its words, its speaker, its verb and whom it was said to."""
    return [
        (
            found.form[0],
            " ".join(found.span.of(text).split()),
            found.speaker.name if found.speaker else "",
            found.verb.words if found.verb else "",
            found.addressee.words if found.addressee else "",
        )
        for found in _found(text)
        if not forms or found.form in forms
    ]


QUOTED = {
    # American
    "inverted": (
        "“The corridor is open,” said Eric Lund, a spokesman for the mission.",
        [("q", "The corridor is open", "Eric Lund", "said", "")],
    ),
    "after": (
        "“Nobody fired,” Col. Ana Brisk said on Friday.",
        [("q", "Nobody fired", "Ana Brisk", "said", "")],
    ),
    "before": (
        'General Ivo Marn told reporters: "We hold our fire."',
        [("q", "We hold our fire", "Ivo Marn", "told", "reporters")],
    ),
    "question mark": ("“Who fired first?” asked Mr. Dane.", [("q", "Who fired first?", "Dane", "asked", "")]),
    "exclamation": ("“Never!” the commander shouted.", [("q", "Never!", "the commander", "shouted", "")]),
    "no attribution beside it": (
        "Ana Brisk, the mayor, said the bridge was safe. “We crossed it today.”",
        [
            ("i", "the bridge was safe", "Ana Brisk", "said", ""),
            ("q", "We crossed it today", "Ana Brisk", "said", ""),
        ],
    ),
    "broken": (
        "“The guns,” said Ana Brisk, “are silent.”",
        [("q", "The guns", "Ana Brisk", "said", ""), ("q", "are silent", "Ana Brisk", "said", "")],
    ),
    "goes on": (
        "“We agreed,” Lund said. “We signed.”",
        [("q", "We agreed", "Lund", "said", ""), ("q", "We signed", "Lund", "said", "")],
    ),
    # British
    "single marks": (
        "‘It’s a silence,’ one of the captains’ wives said. ‘Silences end.’",
        [
            ("q", "It’s a silence", "one of the captains’ wives", "said", ""),
            ("q", "Silences end", "one of the captains’ wives", "said", ""),
        ],
    ),
    "single straight": (
        "'We don't know whose it was,' said Dr Maud Ellery. 'Nobody does.'",
        [
            ("q", "We don't know whose it was", "Maud Ellery", "said", ""),
            ("q", "Nobody does", "Maud Ellery", "said", ""),
        ],
    ),
    "partial": (
        "Lady Orme called the text ‘a piece of fiction’.",
        [("q", "a piece of fiction", "Orme", "called", "")],
    ),
    "what somebody called it": (
        "Mr Orme hailed what he called “a new spirit”.",
        [("q", "a new spirit", "Orme", "called", "")],
    ),
    "an age between": (
        "“We’re tired,” said one fighter, 19, who fled. “Everybody is.”",
        [
            ("q", "We’re tired", "one fighter", "said", ""),
            ("q", "Everybody is", "one fighter", "said", ""),
        ],
    ),
    "a statement that reads": (
        "“We regret it,” a ministry statement read.",
        [("q", "We regret it", "a ministry statement", "read", "")],
    ),
    "partial with as": (
        "The rebels dismissed the offer as “a trap”.",
        [("q", "a trap", "The rebels", "dismissed", "")],
    ),
    "partial in a clause": (
        "Mr Orme said the army had “no choice” but to answer.",
        [
            ("i", "the army had “no choice” but to answer", "Orme", "said", ""),
            ("q", "no choice", "Orme", "said", ""),
        ],
    ),
    "a quotation in a quotation": (
        "‘The driver told me, “They are coming back,”’ Ms Orme recalled.",
        [
            ("q", "The driver told me, “They are coming back,”", "Orme", "recalled", ""),
            ("q", "They are coming back", "The driver", "told", "me"),
        ],
    ),
    # other marks
    "guillemets": (
        "« Nous voulons la paix », said Marie Duval, the mediator.",
        [("q", "Nous voulons la paix", "Marie Duval", "said", "")],
    ),
    "low marks": (
        "„The road is mined“, said Karl Hess.",
        [("q", "The road is mined", "Karl Hess", "said", "")],
    ),
    "translated dash": (
        '"The weapon must be silent", - emphasized V. Dorn, the head of the council.',
        [("q", "The weapon must be silent", "V. Dorn", "emphasized", "")],
    ),
    "dialogue behind dashes": (
        "— It is a lie, — said Karl Hess. — I saw it.",
        [("q", "It is a lie", "Karl Hess", "said", ""), ("q", "I saw it", "Karl Hess", "said", "")],
    ),
    "the subject of the sentence before": (
        "Mr. Hess shrugs. “Let them come.”",
        [("q", "Let them come", "Hess", "", "")],
    ),
    "unnamed": (
        "“Don’t expect it,” another Tolvian official said.",
        [("q", "Don’t expect it", "another Tolvian official", "said", "")],
    ),
    "unnamed behind": (
        "“It is over,” said a person familiar with the talks.",
        [("q", "It is over", "a person familiar with the talks", "said", "")],
    ),
    "a body in writing": (
        "“All flights are halted,” the Ministry of Transport said in a statement.",
        [("q", "All flights are halted", "the Ministry of Transport", "said", "")],
    ),
    "colon without a verb of saying": (
        "Karl Hess was blunt about the offer: “It is a trick.”",
        [("q", "It is a trick", "Karl Hess", "", "")],
    ),
    "according to": (
        "“The truce is dead,” according to Karl Hess, a monitor.",
        [("q", "The truce is dead", "Karl Hess", "according to", "")],
    ),
    "over paragraphs": (
        "“We waited,” said Karl Hess. “Then we left.\n\n“Nobody stopped us.”\n\nThe road is closed.",
        [
            ("q", "We waited", "Karl Hess", "said", ""),
            ("q", "Then we left", "Karl Hess", "said", ""),
            ("q", "Nobody stopped us", "Karl Hess", "said", ""),
        ],
    ),
    "attribution in the next paragraph": (
        "“We waited for an hour,”\n\nHess said.",
        [("q", "We waited for an hour", "Hess", "said", "")],
    ),
}

NOT_QUOTED = {
    "so-called": "The so-called “Rose Accord” was signed in May.",
    "calls itself": "The group calls itself “Sons of the River”.",
    "a term": "It was the third “tea truce” of the war.",
    "a title": "The film “The Long Truce” opened on Friday.",
    "irony": "The “victory” cost nine lives.",
    "never closed": "“We agree, he wrote in a letter that nobody kept.",
    "a word of the narrator's": "One post had been ‘briefly’ denied access.",
    "a list": "— one road\n\n— two bridges",
    "feet and inches": "The shell left a hole 5' wide and 3\" deep.",
    "an apostrophe": "The rebels’ guns and the '90s trucks stood by the soldiers' camp.",
}

INDIRECT = {
    "with that": (
        "The envoy warned that the truce was about to collapse.",
        [("i", "the truce was about to collapse", "The envoy", "warned", "")],
    ),
    "without that": (
        "Karl Hess said the convoy had left.",
        [("i", "the convoy had left", "Karl Hess", "said", "")],
    ),
    "trailing": (
        "The convoy has left, Karl Hess said.",
        [("i", "The convoy has left", "Karl Hess", "said", "")],
    ),
    "trailing and inverted": (
        "The convoy has left, said Karl Hess, the mayor.",
        [("i", "The convoy has left", "Karl Hess", "said", "")],
    ),
    "in the midst": (
        "The aim, Hess said, is peace.",
        [("i", "The aim, Hess said, is peace", "Hess", "said", "")],
    ),
    "told": (
        "Hess told parliament on Monday that the army would withdraw.",
        [("i", "the army would withdraw", "Hess", "told", "parliament")],
    ),
    "told without that": (
        "She told him the road was mined.",
        [("i", "the road was mined", "", "told", "him")],
    ),
    "infinitive": (
        "Both sides agreed to withdraw from the bridge.",
        [("i", "to withdraw from the bridge", "Both sides", "agreed", "")],
    ),
    "urged": (
        "Tolvia urged the parties to return to the talks.",
        [("i", "to return to the talks", "Tolvia", "urged", "the parties")],
    ),
    "called on": (
        "The bloc called on Dareth to free the prisoners.",
        [("i", "to free the prisoners", "The bloc", "called on", "Dareth")],
    ),
    "gerund": (
        "He suggested meeting on a boat.",
        [("i", "meeting on a boat", "", "suggested", "")],
    ),
    "accused": (
        "The army accused the rebels of firing mortars.",
        [("i", "firing mortars", "The army", "accused", "")],
    ),
    "denied": ("The council denied the claim.", [("i", "the claim", "The council", "denied", "")]),
    "rejected": (
        "Moscow rejected the proposal outright.",
        [("i", "the proposal outright", "Moscow", "rejected", "")],
    ),
    "reserve": (
        "Dareth reserves the right to answer any attack.",
        [("i", "the right to answer any attack", "Dareth", "reserves", "")],
    ),
    "according to before": (
        "According to two medical workers, nine people died.",
        [("i", "nine people died", "two medical workers", "According to", "")],
    ),
    "according to behind": (
        "Nine people died, according to the ministry.",
        [("i", "Nine people died", "the ministry", "according to", "")],
    ),
    "as he said": (
        "As the envoy said, the talks are over.",
        [("i", "the talks are over", "the envoy", "said", "")],
    ),
    "two under one verb": (
        "Hess said that the road was open and that the bridge was safe.",
        [("i", "the road was open and that the bridge was safe", "Hess", "said", "")],
    ),
    "two verbs": (
        "Hess said the road was open and warned that mines were left.",
        [
            ("i", "the road was open", "Hess", "said", ""),
            ("i", "mines were left", "Hess", "warned", ""),
        ],
    ),
    "adding": (
        "The ministry said the road was open, adding that buses would run.",
        [
            ("i", "the road was open", "The ministry", "said", ""),
            ("i", "buses would run", "The ministry", "adding", ""),
        ],
    ),
    "in May": (
        "Hess in May told parliament that the army would leave.",
        [("i", "the army would leave", "Hess", "told", "parliament")],
    ),
    "warned against": (
        "The mayor warned against “false hopes” and said winter was near.",
        [
            ("i", "“false hopes”", "The mayor", "warned", ""),
            ("q", "false hopes", "The mayor", "warned", ""),
            ("i", "winter was near", "The mayor", "said", ""),
        ],
    ),
    "whether": (
        "A reporter asked whether the truce would hold.",
        [("i", "whether the truce would hold", "A reporter", "asked", "")],
    ),
    "passive": (
        "The villagers were told by soldiers to leave.",
        [("i", "to leave", "soldiers", "told", "The villagers")],
    ),
    "made clear": (
        "It was made clear that nobody would sign.",
        [("i", "nobody would sign", "", "made clear", "")],
    ),
    "reportedly": (
        "The two commanders reportedly met in secret.",
        [("i", "The two commanders reportedly met in secret", "", "reportedly", "")],
    ),
    "outlet": (
        "Radio Oder reported that three shells had hit the port.",
        [("i", "three shells had hit the port", "Radio Oder", "reported", "")],
    ),
    "a source to an outlet": (
        "A source told the Oder News agency that the base was busy.",
        [("i", "the base was busy", "A source", "told", "the Oder News agency")],
    ),
    "United Nations": (
        "The Special Coordinator welcomed the release of the prisoners and urged restraint.",
        [
            ("i", "the release of the prisoners", "The Special Coordinator", "welcomed", ""),
            ("i", "restraint", "The Special Coordinator", "urged", ""),
        ],
    ),
    "on a day": (
        "The ministry on Tuesday announced a curfew.",
        [("i", "a curfew", "The ministry", "announced", "")],
    ),
    "on a day behind": (
        "The president said on Tuesday the army would stay.",
        [("i", "the army would stay", "The president", "said", "")],
    ),
    "what was rejected, and what it was called": (
        "Col. Vane rejected reports that gas was used, calling them “fairy tales.”",
        [
            ("i", "reports that gas was used", "Vane", "rejected", ""),
            ("q", "fairy tales", "Vane", "calling", ""),
        ],
    ),
    "quoted without that": (
        "State media quoted an officer as saying the pilots were alive.",
        [("i", "the pilots were alive", "an officer", "saying", "")],
    ),
    "a noun of saying": (
        "Moscow rejected a claim by the rebels that nobody had fired.",
        [
            ("i", "a claim by the rebels that nobody had fired", "Moscow", "rejected", ""),
            ("i", "nobody had fired", "the rebels", "claim", ""),
        ],
    ),
    "amid reports": (
        "Amid reports that the road was closed, nobody came.",
        [("i", "the road was closed", "", "reports", "")],
    ),
    "an agency quotes somebody": (
        "Karl Hess was quoted by Radio Oder as saying that he would stay.",
        [("i", "he would stay", "Karl Hess", "saying", "")],
    ),
    "offered": (
        "The rebels have offered to free the pilot.",
        [("i", "to free the pilot", "The rebels", "offered", "")],
    ),
    "something put in": (
        "Russia would, however, reserve the right to strike.",
        [("i", "the right to strike", "Russia", "reserve", "")],
    ),
    "not to": (
        "Both sides promised not to fly drones.",
        [("i", "not to fly drones", "Both sides", "promised", "")],
    ),
    "headline": (
        "Tolvia Urges Dareth to Free Two Pilots",
        [("i", "to Free Two Pilots", "Tolvia", "Urges", "Dareth")],
    ),
    "the speaker of a quotation told it before": (
        "“We told them the bridge was mined,” said Ana Brisk.",
        [
            ("q", "We told them the bridge was mined", "Ana Brisk", "said", ""),
            ("i", "the bridge was mined", "Ana Brisk", "told", "them"),
        ],
    ),
    "relative clause": (
        "Rebel groups, which pledged to honour the truce, left the town.",
        [("i", "to honour the truce", "Rebel groups", "pledged", "")],
    ),
    "a name beside an office, behind a clause that ends with a day": (
        "Shells killed two people in Oder on Friday, the director of Al-Noor hospital, Karl Hess, said.",
        [("i", "Shells killed two people in Oder on Friday", "Karl Hess", "said", "")],
    ),
    "a name beside an office, behind a clause that ends with a name": (
        "The army had left Oder, the head of the clinic, Ana Roe, said.",
        [("i", "The army had left Oder", "Ana Roe", "said", "")],
    ),
    "what stands beside the name": (
        "Jeff Roth, a State Department spokesman, said talks continued.",
        [("i", "talks continued", "Jeff Roth", "said", "")],
    ),
    "a clause beside the name": (
        "A senior officer, who asked not to be named, said the guns were moved.",
        [
            ("i", "the guns were moved", "A senior officer", "said", ""),
        ],
    ),
    "a name that a list should not have": (
        "The front demanded not to be named in the list of armed groups.",
        [("i", "not to be named in the list of armed groups", "The front", "demanded", "")],
    ),
}

ANONYMOUS = (
    "A nurse, who asked not to be named, said that the ward was full.",
    "A nurse, asking not to be identified, said that the ward was full.",
    "A nurse asked not to be named and said that the ward was full.",
    "A nurse, who asked not to be named because she feared for her work, said that the ward was full.",
    "A nurse, who asked that her name not be used, said that the ward was full.",
    "A nurse agreed to speak on condition of anonymity. She said that the ward was full.",
    "A nurse said on condition of anonymity that the ward was full.",
    "A nurse, who spoke on condition of anonymity, said that the ward was full.",
    "A nurse asked to remain anonymous. She said that the ward was full.",
    "A nurse demanded anonymity. She said that the ward was full.",
)

NOT_INDIRECT = {
    "negated": "He did not say that the truce was over.",
    "a noun": "The report said nothing of the claims of the rebels.",
    "when asked": "The guns fell silent when asked to.",
    "an adjective": "The proposed truce and the alleged attack were discussed.",
    "a plan": "The envoy will say more on Monday.",
    "an infinitive": "They met to announce a truce.",
    "the speaker himself": "I say we should stay, and we urge calm.",
    "a question": "Did the army say that it would leave?",
    "a condition": "If the council says it agrees, the guns will stop.",
    "passive participle": "The map proposed by the envoy was lost.",
    "whose clause nobody can bound": "The army's claim that the bridge fell sank the talks.",
    "a report that somebody wrote": "The report that he wrote was lost.",
    "thinking": "The envoy believes that the truce will hold.",
}


@pytest.mark.parametrize("name", QUOTED)
def test_words_between_marks_are_given_to_the_one_who_says_them(name: str) -> None:
    text, expected = QUOTED[name]
    assert _told(text) == expected


@pytest.mark.parametrize("name", INDIRECT)
def test_reported_speech_is_found_without_its_frame(name: str) -> None:
    text, expected = INDIRECT[name]
    assert _told(text) == expected


@pytest.mark.parametrize("text", ANONYMOUS)
def test_what_a_source_asks_about_its_name_is_no_statement(text: str) -> None:
    assert [(words, who) for _, words, who, *_ in _told(text)] == [("the ward was full", "A nurse")]


@pytest.mark.parametrize("name", NOT_QUOTED)
def test_names_terms_and_apostrophes_are_no_quotations(name: str) -> None:
    assert _told(NOT_QUOTED[name], "quoted") == []


@pytest.mark.parametrize("name", NOT_INDIRECT)
def test_what_nobody_is_reported_to_say_is_none(name: str) -> None:
    assert _told(NOT_INDIRECT[name]) == []
