# SPDX-License-Identifier: Apache-2.0
"""Statements of one speaker on other days: when they are one origin, and when two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hand_read import Said, read
from truceline.sources import (
    Claim,
    Dictionaries,
    Origins,
    Reading,
    Span,
    Told,
    Verb,
    document_of_text,
    find_origins,
)
from truceline.sources.readings import HowToRead
from truceline.sources.statements.find import find_statements
from truceline.sources.times.find import find_times

TRUCE = "The Union welcomes the 72-hour truce committed to by the two sides in the eastern valley of Dalen"
LATER = TRUCE.replace("72-hour", "two-week")
WATCH = "The Union will watch what all the armed bands of the valley do during the truce"
RETOLD = "the truce of 72 hours, to which two sides of the eastern valley have committed, is what the Union welcomes"


def told(
    words: str,
    outlet: str,
    published: str,
    form: str = "quoted",
    kind: str = "person",
    name: str = "Mara Oduya",
) -> Reading:
    text = f"{outlet} has it from {name} this way. {words}."
    reading = read(text, [Said(words, name, form, kind=kind)], outlet=outlet)
    document = replace(reading.document, published=Told(published, "given") if published else None)
    return replace(reading, document=document)


def origins_of(*readings: Reading) -> Origins:
    found = find_origins(readings)
    assert find_origins(readings[::-1]) == found
    return found


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("2031-03-12", "2031-03-13", 1),
        ("2031-03-12", "2031-04-02", 1),
        ("2031-03-12", "2031-04-03", 2),
        ("2031-03-12", "2031-11-12", 2),
        ("2031-03-12", "", 1),
        ("2031-03-12T20:10:00+01:00", "2031-11-12", 2),
    ],
)
def test_like_words_that_were_published_far_apart_are_of_two_occasions(
    first: str, second: str, count: int
) -> None:
    assert len(origins_of(told(TRUCE, "Post", first), told(LATER, "Star", second)).origins) == count
    assert (
        len(origins_of(told(TRUCE, "Post", first, "indirect"), told(RETOLD, "Star", second)).origins) == count
    )


@pytest.mark.parametrize("kind", ["person", "body"])
def test_nearly_the_same_words_far_apart_are_one_origin_that_says_so(kind: str) -> None:
    name = "Mara Oduya" if kind == "person" else "the Union"
    readings = [
        told(words, outlet, day, kind=kind, name=name)
        for words, outlet, day in ((WATCH, "Post", "2031-03-12"), (f"{WATCH} there", "Star", "2031-11-12"))
    ]
    (origin,) = origins_of(*readings).origins
    assert "it may be another occasion" in origin.how


def test_records_far_apart_are_one_where_they_have_nearly_all_words_in_common() -> None:
    for later, count in ((f"{LATER}. {WATCH}", 2), (f"{TRUCE}. {WATCH}", 1)):
        readings = [
            told(f"{TRUCE}. {WATCH}", "Post", "2031-03-12", "document"),
            told(later, "Star", "2031-11-12", "document"),
            told(WATCH, "Echo", "2031-11-13"),
        ]
        found = origins_of(*readings)
        assert len(found.origins) == count
        assert not any(point.differences for point in found.points)


@pytest.mark.parametrize(
    ("kind", "name"), [("person", "Mara Oduya"), ("body", "the Union"), ("unnamed", "an aide")]
)
def test_who_spoke_on_two_occasions_does_not_confirm_himself(kind: str, name: str) -> None:
    readings = []
    for words, outlet, day in ((TRUCE, "Post", "2031-03-12"), (LATER, "Star", "2031-11-12")):
        reading = told(words, outlet, day, kind=kind, name=name)
        (said,) = reading.statements
        claim = Claim(f"{reading.document.id}-c1", "acceptance", said.span, said.id, review="accepted")
        readings.append(replace(reading, claims=(claim,)))
    same = [[reading.claims[0].id for reading in readings]]
    found = find_origins(readings, same=same)
    assert len(found.origins) == 2
    assert kind != "person" or all("both count once" in origin.how for origin in found.origins)
    (weighing,) = found.weighings
    assert (weighing.independent, weighing.number) == (1, 6)


def from_text(text: str, published: str) -> Reading:
    """As the program reads it."""
    how = HowToRead(dictionaries=Dictionaries())
    document = replace(
        document_of_text(text), published=Told(published, "given"), outlet=Told("Post", "given")
    )
    statements = find_statements(document, how.dictionaries)
    return Reading(document, statements, find_times(document, how.dictionaries))


@pytest.mark.parametrize(
    ("when", "occasion"),
    [
        ("last week", ("2031-03-03/2031-03-10",)),
        ("in February", ("2031-02-01/2031-03-01",)),
        ("on Tuesday", ("2031-03-11",)),
        ("at 19:30 on 11 March", ("2031-03-11",)),
    ],
)
def test_it_was_said_within_the_days_that_the_text_names(when: str, occasion: tuple[str, ...]) -> None:
    text = f"The prime minister, Olaf Rund, said {when} that the army would leave the three villages."
    (origin,) = find_origins([from_text(text, "2031-03-12")]).origins
    assert origin.occasion == occasion


def test_a_day_within_the_month_is_the_day_on_which_it_was_said() -> None:
    words = ("the talks had gone well", "every convoy of grain would pass the bridge")
    text = f"In March Olaf Rund said that {words[0]}. On 3 March he said that {words[1]}."
    reading = read(text, [Said(each, "Olaf Rund", "indirect") for each in words], outlet="Post")
    statements = []
    for statement in reading.statements:
        at = text.rindex("said", 0, statement.span.start)
        statements.append(replace(statement, verb=Verb("said", Span(at, at + 4), "say", "say")))
    document = replace(reading.document, published=Told("2031-03-12", "given"))
    times = find_times(document, Dictionaries())
    assert [time.start for time in times] == ["2031-03-01", "2031-03-03"]
    (origin,) = find_origins(
        [replace(reading, document=document, statements=tuple(statements), times=times)]
    ).origins
    assert origin.occasion == ("2031-03-03",)
