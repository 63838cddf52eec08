# SPDX-License-Identifier: Apache-2.0
"""The tense of a day is that of its own clause; the verb of another clause tells nothing of it."""

from __future__ import annotations

import pytest

from sources.times_of_tests import times

WEDNESDAY = "2031-06-04"


def start(text: str, words: str) -> str:
    return next(one.start for one in times(text, WEDNESDAY) if one.words == words)


@pytest.mark.parametrize(
    "text",
    [
        "Voters who cast ballots on Friday will know soon.",
        "Voters who on Friday cast ballots will know soon.",
        "Those whose homes burnt on Friday will be paid.",
        "The army that quit the town on Friday will return.",
        "When troops quit on Friday, talks will resume.",
        "In the film, which opens on Friday, the army bombed the mill.",
        "The truce that lapses on Friday was signed in Karsk.",
        "The festival opens on Friday, Lund said.",
        "The court sits on Friday and the army withdrew.",
        "On Friday the festival opens, Lund said.",
        "On Friday the court sits and the army withdrew.",
        "In Karsk the court sits on Friday, Lund said.",
        "In the valley flights resume on Friday, Lund said.",
        "Talks that had been due on Friday were moved.",
        "The report was due on Friday.",
        "The envoy was expected to arrive on Friday.",
    ],
)
def test_the_verb_of_another_clause_does_not_tell(text: str) -> None:
    assert start(text, "Friday") == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Heavy fighting on Friday killed 40 people.", "2031-05-30"),
        ("Talks on Friday were put off.", "2031-05-30"),
        ("On Friday, the army shelled the mill.", "2031-05-30"),
        ("On Friday she left.", "2031-05-30"),
        ("On Friday the mayor, Petra Lund, left.", "2031-05-30"),
        ("On Friday the army and its allies shelled the mill.", "2031-05-30"),
        ("On Friday, Velin and Lowland troops met.", "2031-05-30"),
        ("At the fish market on Friday, Lund sold eels.", "2031-05-30"),
        ("The man who on Friday fled was found.", "2031-05-30"),
        ("The report is due on Friday.", "2031-06-06"),
        ("The mayor on Friday will ask for help.", "2031-06-06"),
        ("The film, which will open on Friday, showed the army.", "2031-06-06"),
    ],
)
def test_the_verb_of_its_own_clause_tells(text: str, day: str) -> None:
    assert start(text, "Friday") == day


@pytest.mark.parametrize(
    "frame",
    [
        "said Mayor Petra Lund, who had been told on Thursday.",
        "said Lund, who told reporters on Thursday that she was safe.",
        "said Lund after the army announced on Thursday that it would leave.",
        "said Lund, told on Thursday of the raid.",
        "said Lund, because she was warned on Thursday.",
        "said Lund, and the army announced on Thursday that it would leave.",
        "said Lund, whose brother wrote on Thursday.",
    ],
)
def test_the_day_of_another_clause_is_not_that_of_the_quotation(frame: str) -> None:
    assert start(f"“It fell yesterday,” {frame}", "yesterday") == ""


@pytest.mark.parametrize(
    "text",
    [
        "“It fell yesterday,” the mayor, Petra Lund, told reporters on Thursday.",
        "“It fell yesterday,” the court was told on Thursday.",
        "“It fell yesterday,” a man who fled said on Thursday.",
        "Lund, who leads the council, said on Thursday: “It fell yesterday.”",
        "Lund and Rein said on Thursday: “It fell yesterday.”",
        "“It fell yesterday,” she said in a statement issued on Thursday.",
    ],
)
def test_the_day_of_the_verb_of_saying_is_that_of_the_quotation(text: str) -> None:
    assert start(text, "yesterday") == "2031-05-28"
