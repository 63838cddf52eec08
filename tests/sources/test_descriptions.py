# SPDX-License-Identifier: Apache-2.0
"""Whom "the minister", "the general" or "the trader" stands for, and which words are no part of a name."""

from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, Statement, document_of_text, find_statements

DICTIONARIES = Dictionaries()

WHO = {
    "who has the office": (
        "Foreign Minister Ana Brisk denied the claim. Otto Hess denied the attack. “We wait,” the minister added.",
        ["Ana Brisk", "Otto Hess", "Ana Brisk"],
    ),
    "who has the office, by another word for the country": (
        "“We wait,” Defence Minister Otto Hess said.\n\nHess met the mayor. “We wait,” the Tolvian minister said.",
        ["Otto Hess", "Otto Hess"],
    ),
    "who has a rank that the word covers": (
        "Colonel Ivo Marn receives us. “I wait,” the officer said.",
        ["Ivo Marn"],
    ),
    "the last one named, of whom nothing is told": (
        "“I sell to all,” said Odile Tam.\n\n“And I sell well,” the trader added.",
        ["Odile Tam", "Odile Tam"],
    ),
    "not one of another office": (
        "“I sell to all,” said Judge Odile Tam.\n\n“I sell well,” the trader added.",
        ["Odile Tam", "the trader"],
    ),
    "not one of another sex": (
        "“I sell to all,” said Anna Tam.\n\n“I sell well,” the spokesman added.",
        ["Anna Tam", "the spokesman"],
    ),
    "not where another was named since": (
        "“I sell to all,” said Odile Tam. She had met Karl Hess.\n\n“I sell well,” the trader added.",
        ["Odile Tam", "the trader"],
    ),
    "two hold the office": (
        "Minister Ana Brisk met Minister Otto Hess. “We wait,” the minister said.",
        ["the minister"],
    ),
    "another field": (
        "Foreign Minister Ana Brisk denied the claim. The finance minister denied the attack.",
        ["Ana Brisk", "The finance minister"],
    ),
    "an unnamed one before": (
        "Ambassador Otto Hess left. A western diplomat denied the claim. “Nobody signs,” the diplomat said.",
        ["A western diplomat", "A western diplomat"],
    ),
    "the first one named, of a description at the beginning": (
        "The Tolvian prime minister has proposed a truce.\n\nOtto Hess told reporters that guns would rest.",
        ["Otto Hess", "Otto Hess"],
    ),
    "not one of another office at the beginning": (
        "The Tolvian prime minister has proposed a truce.\n\nJudge Otto Hess told reporters that guns would rest.",
        ["The Tolvian prime minister", "Otto Hess"],
    ),
    "not whoever rules over the place": (
        "The commander of Cardova denied the claim. General Otto Hess spoke of Cardova. He denied the attack.",
        ["The commander of Cardova", "Otto Hess"],
    ),
    "a weekday before a name": (
        "Otto Varga spoke. He said that from next Sunday Velin would act. Velin denied the claim.",
        ["Otto Varga", "Velin"],
    ),
    "a month before a name": (
        "In April Hess said the road was open. Otto Hess denied the claim.",
        ["Otto Hess", "Otto Hess"],
    ),
    "a small word before a name": ("Yesterday Velin denied the claim.", ["Velin"]),
    "how long after": ("Hours later the ministry denied the claim.", ["the ministry"]),
    "a place and a time before a subject": (
        "In a letter to the council, Anna Roe was blunt. She denied the claim.",
        ["Anna Roe"],
    ),
    "in which text": ("In the mission's report it is said that two shells fell.", ["the mission's report"]),
    "there is nobody": ("There were reports that the bridge had been hit.", [""]),
    "a place before a body": (
        "In a post on Wireline at noon its press desk said the road was open.",
        ["its press desk"],
    ),
    "somebody of whom a clause tells": (
        "Otto Hess left. The words were those of Anna Brisk, who came at noon. She denied the claim.",
        ["Anna Brisk"],
    ),
    "two who were named together": (
        "Foreign Minister Karl Hess and his counterpart of Tosk, Anna Roe, denied the claim. The two ministers urged calm.",
        ["Karl Hess and Anna Roe", "Karl Hess and Anna Roe"],
    ),
    "the one body of the name": (
        "The Defence Ministry denied the claim. Anna Roe denied the attack. The ministry urged restraint.",
        ["The Defence Ministry", "Anna Roe", "The Defence Ministry"],
    ),
    "two bodies of the name": (
        "The Defence Ministry met the Health Ministry. The ministry denied the claim.",
        ["The ministry"],
    ),
    "an age, and a relation": (
        "Karl Hess said the road was open. “It is,” the 40-year-old said. “It is,” the man said. “No,” the woman said.",
        ["Karl Hess", "Karl Hess", "Karl Hess", "the woman"],
    ),
    "a first name": (
        "Admiral Sir John Pell spoke. “The sea is calm,” Sir John said.",
        ["John Pell"],
    ),
    "a family name that stands first": (
        "“Maybe,” said Kim Dae-jung, a professor. Prof. Kim said he was old.",
        ["Kim Dae-jung", "Kim Dae-jung"],
    ),
    "a clause without commas": ("Two drivers who crossed on Friday said the road was open.", ["Two drivers"]),
    "the one of two whom the text has named so far": (
        "Minister Ana Brisk denied the claim. “We wait,” the minister said. Minister Otto Hess denied the claim.",
        ["Ana Brisk", "Ana Brisk", "Otto Hess"],
    ),
    "another rank of the office": (
        "Foreign Minister Otto Rein left. “No,” the prime minister said. “Yes,” the minister said.",
        ["the prime minister", "Otto Rein"],
    ),
    "not the vice president": ("Vice President Rein left. “No,” the president said.", ["the president"]),
    "not a former one": ("Former Mayor Rein left. “No,” the mayor said.", ["the mayor"]),
    "not a candidate": ("Ana Brisk, a candidate for mayor, left. “No,” the mayor said.", ["the mayor"]),
    "not one who was killed": ("Mayor Otto Rein was killed on Sunday. “No,” the mayor said.", ["the mayor"]),
    "not one of whom no office is told": ("Petra Lund left. “No,” the governor said.", ["the governor"]),
    "not whoever holds it elsewhere": (
        "“No,” the minister of Lissel said. “Yes,” said Minister Varga. “No,” the minister said.",
        ["the minister of Lissel", "Varga", "Varga"],
    ),
    "nobody out of a quotation": (
        "“Captain Dorn rang me and he said, ‘Go,’” said Karl Hess. He denied the claim.",
        ["Karl Hess", "Dorn", "Karl Hess"],
    ),
}


def _found(text: str) -> tuple[Statement, ...]:
    return find_statements(document_of_text(text), DICTIONARIES)


@pytest.mark.parametrize("name", WHO)
def test_a_description_is_the_one_whom_the_document_lets_it_be(name: str) -> None:
    text, expected = WHO[name]
    assert [found.speaker.name if found.speaker else "" for found in _found(text)] == expected


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (WHO["who has the office"][0], "the minister: the one who has this office"),
        (
            WHO["the last one named, of whom nothing is told"][0],
            "the trader: the last one named whose office does not contradict it",
        ),
    ],
)
def test_why_a_description_is_somebody_is_said(text: str, how: str) -> None:
    last = _found(text)[-1]
    assert last.speaker is not None
    assert last.speaker.how == how
