# SPDX-License-Identifier: Apache-2.0
"""Times that the text around them settles, and those beside them that must stay empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from truceline.sources import Dictionaries, TimeSaid, Told, document_of_text, find_times

DICTIONARIES = Dictionaries()
THURSDAY = "2031-03-13"


def times(text: str, published: str = THURSDAY) -> list[TimeSaid]:
    document = replace(document_of_text(text), published=Told(published, "given"))
    found = find_times(document, DICTIONARIES)
    assert all(one.span.of(text) == one.words for one in found)
    return list(found)


def starts(text: str, published: str = THURSDAY) -> list[tuple[str, str]]:
    return [(one.words, one.start) for one in times(text, published)]


@pytest.mark.parametrize(
    "frame",
    [
        "The ministry said in a statement on Tuesday: “{}”",
        "“{}” the ministry said in a televised statement late on Tuesday.",
        "In a statement on Tuesday, the ministry said: “{}”",
        "At a news conference on Tuesday, Colonel Maro said that “{}”",
        "“{}” he told reporters at the airport on Tuesday.",
        "“{}” he told Lissel News by phone from Karsk on Tuesday.",
        "He told the rally on Tuesday: “{}”",
        "“{}” he wrote on Chirper on Tuesday.",
        "“{}” he said Tuesday in a statement.",
        "He gave a speech in Karsk on Tuesday: “{}”",
        "“{}” he told the council Tuesday, adding that it was late.",
    ],
)
def test_a_day_behind_whom_and_where_it_was_said_is_that_of_the_saying(frame: str) -> None:
    found = dict(starts(frame.format("It began yesterday.")))
    assert found == {"Tuesday": "2031-03-11", "yesterday": "2031-03-10"}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said the attack of 11 March was “planned yesterday”.",
        "“It began yesterday,” he said of the raid on Tuesday.",
        "“It began yesterday,” he said in response to the raid on Tuesday.",
        "“It began yesterday,” he said at the scene of the raid on Tuesday.",
        "“It began yesterday,” he told survivors of the raid on Tuesday.",
        "“It began yesterday,” he said after the talks on Tuesday.",
        "“It began yesterday,” he said in a report on Tuesday.",
        "He told the organisers of the march on Tuesday: “It began yesterday.”",
        "He told the men at the bridge hit on Tuesday: “It began yesterday.”",
        "He told families arriving on Tuesday: “It began yesterday.”",
        "He told the council Tuesday schools were “closed yesterday”.",
        "He told the council Tuesday's talks were “called off yesterday”.",
        "He announced a news conference on Tuesday: “It began yesterday.”",
        "At the bridge on Tuesday, the army said, “three men fell yesterday”.",
    ],
)
def test_a_day_that_may_be_that_of_something_else_tells_no_day_of_saying(text: str) -> None:
    assert dict(starts(text))["yesterday"] == ""


def test_quotations_of_two_days_in_a_sentence_are_kept_apart() -> None:
    text = "“They left yesterday,” he said on Monday, and on Tuesday he said: “They came today.”"
    found = dict(starts(text))
    assert (found["yesterday"], found["today"]) == ("2031-03-09", "")


def test_the_day_of_what_is_spoken_of_leaves_the_day_of_the_saying() -> None:
    text = "The army said on Monday that the attack on Sunday was “ordered yesterday”."
    assert starts(text)[-1] == ("yesterday", "2031-03-09")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Asked Tuesday about the paper, the spokesman laughed.", "2031-03-11"),
        ("The ministry said Tuesday in a statement that the road was open.", "2031-03-11"),
        ("The envoy told reporters Tuesday at the bridge that it was over.", "2031-03-11"),
        ("She told state television on Tuesday.", "2031-03-11"),
        ("They went, on Tuesday, to the bridge.", "2031-03-11"),
        ("They announced Tuesday talks.", ""),
        ("The council will have told the envoy on Tuesday.", ""),
        ("They told the council talks on Tuesday would fail.", ""),
        ("He said, on Tuesday, troops would leave.", ""),
        ("They would go, on Tuesday, to the bridge.", ""),
        ("The men captured, on Tuesday, will be freed.", "2031-03-18"),
        ("The two lapses on Tuesday were noted.", "2031-03-11"),
        ("It fell shortly before midday on Tuesday.", "2031-03-11T12:00"),
        ("Just after midday on Tuesday, it fell.", "2031-03-11T12:00"),
        ("It fell before midday on Tuesday.", ""),
        ("The hearing continues on Tuesday, when a guard is heard.", "2031-03-18"),
        ("Talks resume at noon on Tuesday.", "2031-03-18T12:00"),
        ("The mandate lapses on Tuesday.", "2031-03-18"),
        ("The fighting continues on Tuesday.", ""),
        ("He said the hearing continues on Tuesday.", ""),
    ],
)
def test_the_tense_of_a_day_is_that_of_the_verb_that_it_surely_belongs_to(text: str, start: str) -> None:
    assert [one.start for one in times(text)] == [start]
