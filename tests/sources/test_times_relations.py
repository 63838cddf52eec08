# SPDX-License-Identifier: Apache-2.0
"""What words beside a time make of it: bounds hold what is told in every reading of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.times_of_tests import DICTIONARIES, ms, times
from truceline.sources import (
    Claim,
    Mention,
    Phrase,
    Reading,
    Span,
    TimeSaid,
    document_of_text,
    find_claims,
    find_statements,
    find_times,
    incidents_of,
    read_document,
)
from truceline.sources.claims.cells import format_times, parse_times
from truceline.sources.origins.weighing import content_of

_FRIDAY = ms(datetime(2016, 5, 20, tzinfo=UTC))
_DAY_MS, _HOUR_MS = 86_400_000, 3_600_000


def the(text: str) -> TimeSaid:
    (found,) = times(text, "2016-05-22", "UTC")
    return found


@pytest.mark.parametrize(
    "words",
    [
        "before",
        "by",
        "until",
        "up until",
        "through",
        "no later than",
        "by late on",
        "on or before",
        "ahead of",
        "into",
    ],
)
def test_what_was_by_a_day_was_then_at_the_latest(words: str) -> None:
    found = the(f"The hill was shelled {words} 20 May 2016.")
    assert (found.words, found.start, found.relation) == ("20 May 2016", "2016-05-20", "until")
    assert (found.earliest_ms, found.latest_ms) == (None, _FRIDAY + _DAY_MS)
    assert found.how.endswith("; then at the latest")


@pytest.mark.parametrize(
    "words", ["after", "since", "from", "as of", "starting from", "no earlier than", "between"]
)
def test_what_was_from_a_day_on_was_then_at_the_earliest(words: str) -> None:
    found = the(f"The hill was shelled {words} 20 May 2016.")
    assert (found.start, found.relation) == ("2016-05-20", "from")
    assert (found.earliest_ms, found.latest_ms) == (_FRIDAY, None)


@pytest.mark.parametrize(
    "words", ["around", "about", "roughly", "shortly before", "until about", "until at least", "as early as"]
)
def test_nothing_bounds_a_day_that_is_only_about_so_or_open(words: str) -> None:
    found = the(f"The hill was shelled {words} 20 May 2016.")
    assert found.start == "2016-05-20"
    assert found.relation in ("about", "open")
    assert (found.earliest_ms, found.latest_ms) == (None, None)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("It fell on 20 May 2016 or later.", "from"),
        ("It fell on 20 May 2016 at the latest.", "until"),
        ("It fell on 20 May 2016 or so.", "about"),
        ("It fell on 20 May 2016 or earlier, or before.", "until"),
        ("It fell before or after 20 May 2016.", "open"),
    ],
)
def test_words_behind_a_time_count_as_well(text: str, relation: str) -> None:
    assert the(text).relation == relation


@pytest.mark.parametrize(
    "text",
    [
        "Not before 20 May 2016 did they go.",
        "They didn’t go until 20 May 2016.",
        "Until 20 May 2016 nobody went.",
    ],
)
def test_with_a_negation_nothing_bounds_it(text: str) -> None:
    found = the(text)
    assert found.start == "2016-05-20"
    assert (found.earliest_ms, found.latest_ms) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "It fell on 20 May 2016.",
        "It fell on 20 May 2016, not on the bridge.",
        "It fell early on 20 May 2016.",
        "They met for 20 May 2016 and went.",
        "The attack of 20 May 2016 was over before they came.",
    ],
)
def test_other_words_beside_a_day_leave_its_bounds(text: str) -> None:
    found = the(text)
    assert found.relation == ""
    assert (found.earliest_ms, found.latest_ms) == (_FRIDAY, _FRIDAY + _DAY_MS)


@pytest.mark.parametrize(
    "text",
    [
        "It was shelled from Monday to Friday.",
        "It was shelled Monday to Friday.",
        "It was shelled between Monday and Friday.",
        "It was shelled from Monday until late on Friday.",
    ],
)
def test_two_times_may_be_the_ends_of_one_stretch(text: str) -> None:
    first, last = times(text, "2016-05-22", "UTC")
    assert (first.relation, first.latest_ms) == ("from", None)
    assert (last.relation, last.earliest_ms) == ("until", None)


@pytest.mark.parametrize("text", ["It fell from 5 to 9 May 2016.", "It fell between 5 and 9 May 2016."])
def test_a_stretch_that_tells_both_its_ends_is_bounded_by_them(text: str) -> None:
    found = the(text)
    assert (found.start, found.end, found.relation) == ("2016-05-05", "2016-05-10", "")
    assert found.latest_ms is not None


@pytest.mark.parametrize(("words", "relation"), [("by", "until"), ("after", "from"), ("until", "until")])
def test_a_clock_time_has_the_bound_of_its_minute(words: str, relation: str) -> None:
    found = the(f"The hill was shelled {words} 4 p.m. on 20 May 2016.")
    minute = _FRIDAY + 16 * _HOUR_MS
    assert (found.start, found.relation) == ("2016-05-20T16:00", relation)
    expected = (None, minute + 60_000) if relation == "until" else (minute, None)
    assert (found.earliest_ms, found.latest_ms) == expected


@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.integers(0, 40),
    st.sampled_from(
        [
            "before",
            "by",
            "until",
            "not until",
            "till about",
            "after",
            "since",
            "not before",
            "around",
            "no later than",
        ]
    ),
    st.times(),
)
def test_every_world_of_a_bound_is_held(day: date, distance: int, words: str, clock: time) -> None:
    is_after = words in ("after", "since", "not before", "not until", "around")
    instant = datetime.combine(day + timedelta(days=distance if is_after else -distance), clock, UTC)
    (found,) = times(f"It fell {words} {day.isoformat()}.", "2016-05-22", "UTC")
    assert found.earliest_ms is None or found.earliest_ms <= ms(instant)
    assert found.latest_ms is None or ms(instant) < found.latest_ms


def test_a_claim_keeps_what_its_words_make_of_the_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Head of the hill\n\n22 May 2016\n\nThe army shelled the hill before Friday, and it burnt for hours.\n"
    )
    document = read_document(path)
    said = find_times(document, DICTIONARIES)
    statements = find_statements(document, DICTIONARIES)
    claims = find_claims(document, statements, said, DICTIONARIES)
    assert [(one.kind, [time.relation for time in one.times]) for one in claims] == [("incident", ["until"])]


def _claim(time: TimeSaid, text: str = "The army shelled the hill.") -> tuple[Claim, Reading]:
    document = document_of_text(text)
    span = Span(0, len(text))
    claim = Claim(
        f"{document.id}-c1",
        "incident",
        span,
        "",
        Phrase("shelled", Span(9, 16)),
        act="attack.shelling",
        times=(time,),
        review="accepted",
    )
    return claim, Reading(document, claims=(claim,))


@pytest.mark.parametrize("relation", ["", "until", "from", "about", "open"])
def test_a_reviewer_reads_and_writes_the_relation_of_a_time(relation: str) -> None:
    claim, reading = _claim(TimeSaid(Span(0, 3), "Friday", "2016-05-20", "2016-05-21", relation=relation))
    cell = f"{relation} 2016-05-20/2016-05-21".strip()
    assert format_times(claim.times) == cell
    (other,) = parse_times(
        cell.replace("20/2016-05-21", "18"), claim, reading.document, lambda *told: pytest.fail(str(told))
    )
    assert (other.start, other.end, other.relation) == ("2016-05-18", "2016-05-19", relation)
    assert (other.earliest_ms is None) == (relation not in ("", "from"))
    assert (other.latest_ms is None) == (relation not in ("", "until"))
    (words,) = parse_times(
        f'{relation} "the feast"'.strip(), claim, reading.document, lambda *told: pytest.fail(str(told))
    )
    assert (words.words, words.relation) == ("the feast", relation)


def test_an_incident_before_a_day_is_not_dated_that_day() -> None:
    for words, is_dated in (("on", True), ("before", False), ("after", False), ("about", False)):
        (time,) = times(f"The army shelled the hill {words} 20 May 2016.")
        claim, reading = _claim(time)
        (row,) = incidents_of([claim], [reading])
        assert bool(row["start"]) == is_dated


def test_claims_by_a_day_need_not_be_of_one_incident() -> None:
    settled = replace(
        _claim(times("It fell on 20 May 2016.")[0])[0], places=(Mention(Span(0, 3), "hill", "hill"),)
    )
    (by,) = times("It fell by 20 May 2016.")
    assert content_of(settled) is not None
    assert content_of(replace(settled, times=(by,))) is None
