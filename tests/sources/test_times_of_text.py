# SPDX-License-Identifier: Apache-2.0
"""Times that the text around them settles, and those beside them that must stay empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.sources import Dictionaries, TimeSaid, Told, document_of_text, find_times, read_document

DICTIONARIES = Dictionaries()
THURSDAY = "2031-03-13"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def times(text: str, published: str = THURSDAY) -> list[TimeSaid]:
    document = replace(document_of_text(text), published=Told(published, "given"))
    found = find_times(document, DICTIONARIES)
    assert all(one.span.of(text) == one.words for one in found)
    return list(found)


def starts(text: str, published: str = THURSDAY) -> list[tuple[str, str]]:
    return [(one.words, one.start) for one in times(text, published)]


def of_page(text: str, folder: Path) -> dict[str, TimeSaid]:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    assert document.published is None
    return {one.words: one for one in find_times(document, DICTIONARIES)}


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


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("They have had no men there since the 3rd.", "2031-03-03"),
        ("They left on the 28th.", "2031-02-28"),
        ("On 1 March they met. They left on the 3rd.", "2031-03-03"),
        ("On 20 March they will meet. They left on the 3rd.", "2031-03-03"),
        ("In January they met. They left on the 3rd.", ""),
        ("They left on the 3rd, as was agreed in January.", ""),
        ("They left on the 13th.", ""),
        ("They left on the 31st.", ""),
        ("They will leave on the 28th.", ""),
        ("They would leave on the 28th.", ""),
        ("“We left on the 3rd,” Maro said.", ""),
    ],
)
def test_the_number_of_a_day_is_of_the_last_month_if_the_text_names_no_other(text: str, start: str) -> None:
    assert [one.start for one in times(text) if one.words.startswith("the ")] == [start]


def test_a_month_that_an_earlier_paragraph_names_may_be_that_of_a_number() -> None:
    assert starts("It began in January.\n\nThey left on the 3rd.")[1] == ("the 3rd", "")


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("It has held since the second of March.", "the second of March", "2031-03-02"),
        ("It held until the twenty-first of March, 2030.", "the twenty-first of March, 2030", "2030-03-21"),
        ("They leave before the twentieth of this month.", "the twentieth of this month", "2031-03-20"),
        ("It lasted from 1993 to 1996.", "1993 to 1996", "1993-01-01"),
        ("It lasted between 1993 and 1996.", "1993 and 1996", "1993-01-01"),
        ("They were sacked as long ago as December.", "December", "2030-12-01"),
        ("We meet again Wednesday week.", "Wednesday week", "2031-03-26"),
        ("We meet again Thursday week.", "Thursday week", ""),
        ("There were 31 the week before.", "the week before", ""),
        ("They left the following day.", "the following day", ""),
        ("It stays until at least the end of June.", "the end of June", "2031-06-30"),
        ("It fell at four o'clock yesterday.", "four o'clock yesterday", ""),
        ("It fell at seven minutes to three.", "seven minutes to three", ""),
        ("They met at half past nine on Monday evening.", "half past nine on Monday evening", "2031-03-10T21:30"),
        ("They met at nine in the evening on Monday.", "nine in the evening on Monday", "2031-03-10T21:00"),
        ("It fell at a quarter to three yesterday afternoon.", "a quarter to three yesterday afternoon", "2031-03-12T14:45"),
        ("It fell at 4.20 on Tuesday morning.", "4.20 on Tuesday morning", "2031-03-11T04:20"),
        ("It fell at 3 this morning.", "3 this morning", "2031-03-13T03:00"),
        ("It fell at 2:05 on Tuesday afternoon.", "2:05 on Tuesday afternoon", "2031-03-11T14:05"),
        ("It fell at 2:05 on Tuesday night.", "2:05 on Tuesday night", ""),
        ("It fell at 12 on Tuesday morning.", "12 on Tuesday morning", ""),
        ("It fell at 11.30 on Tuesday morning.", "11.30 on Tuesday morning", "2031-03-11T11:30"),
        ("It fell at 11.30 on Tuesday afternoon.", "11.30 on Tuesday afternoon", ""),
        ("He died at 18 on Tuesday morning.", "Tuesday morning", "2031-03-11"),
        ("It fell at 1900 hours on Monday.", "1900 hours on Monday", "2031-03-10T19:00"),
        ("The curfew runs from 1900 to 2000 hours.", "2000 hours", ""),
    ],
)  # fmt: skip
def test_words_for_days_and_hours_in_words(text: str, words: str, start: str) -> None:
    assert starts(text) == [(words, start)]


def test_years_from_one_to_another_hold_the_last() -> None:
    (found,) = times("It lasted from 1993 to 1996.")
    assert (found.start, found.end) == ("1993-01-01", "1997-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "Every Friday they meet.",
        "Each Sunday morning they sing.",
        "He wrote it on his last evening.",
        "They paid 1900 to 2000 men.",
        "The second of the two raids failed.",
        "The day before the raid was calm.",
        "In the following days it was calm.",
        "They passed it by ten to nine.",
        "It fell from seven minutes to three.",
        "He died at 87.",
        "They closed it (see 16:48).",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert times(text) == []


def test_a_night_that_somebody_is_told_something_is_a_time() -> None:
    assert starts("Maro told her last night.") == [("last night", "2031-03-12")]


@pytest.mark.parametrize(
    "text",
    [
        "At around 9 p.m. on Tuesday a shell fell.",
        "A shell fell on Tuesday at about 9 p.m.",
        "A shell fell shortly before 9 p.m. on Tuesday.",
    ],
)
def test_the_bounds_of_a_time_that_is_only_about_so_hold_the_day(text: str) -> None:
    found = times(text)[-1]
    day = (datetime(2031, 3, 11, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
    assert found.start == "2031-03-11T21:00"
    assert found.earliest_ms is not None
    assert found.earliest_ms <= day - 14 * 3_600_000
    assert found.latest_ms is not None
    assert found.latest_ms >= day + 36 * 3_600_000


def test_clock_times_above_the_entries_of_a_page_are_none_of_its_text() -> None:
    entry = "Maro has replied to the army of the hills, and nobody at the bridge was surprised."
    text = f"{entry}\n\n16:55\n\n{entry}\n\n15:20\n\n{entry}\n\n14:05\n\n{entry}"
    assert times(text) == []
    assert [one.start for one in times(f"16:55\n\n{entry}\n\n17:20")] == [
        "2031-03-13T16:55",
        "2031-03-13T17:20",
    ]


PAGE = """Talks fail in the Arden valley

{}

The two sides of the valley left the inn on Thursday, each saying that the other had broken the truce at the old bridge.

The truce took effect on June 1, and the deal was signed on May 31. It was to last until September 12, the miller said.
"""


def test_of_a_page_with_two_possible_days_is_known_what_both_agree_on(tmp_path: Path) -> None:
    found = of_page(PAGE.format("Published: 12/06/2031"), tmp_path)
    assert found["June 1"].start == "2031-06-01"
    assert found["May 31"].start == "2031-05-31"
    assert found["Thursday"].start == ""
    assert "2031-06-12 or 2031-12-06" in found["Thursday"].how
    early, late = (
        (datetime(2031, *day, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1) for day in ((6, 12), (12, 4))
    )
    bounds = found["Thursday"]
    assert bounds.earliest_ms is not None
    assert bounds.earliest_ms <= early
    assert bounds.latest_ms is not None
    assert bounds.latest_ms >= late + 86_400_000


@pytest.mark.parametrize("line", ["05/06/2031\n\nPublished: 07/08/2031", "Menu 12/06/2031"])
def test_a_page_with_other_dates_tells_no_two_days(tmp_path: Path, line: str) -> None:
    assert not any(one.start for one in of_page(PAGE.format(line), tmp_path).values())


@pytest.mark.parametrize(
    "line",
    [
        "Weekly bulletin No. 27 (period covered: 1-7 June 2031)",
        "Situation report, 28 May to 7 June 2031",
        "Reporting period: 1 June - 7 June 2031",
    ],
)
def test_days_of_a_bulletin_are_those_near_its_period(tmp_path: Path, line: str) -> None:
    found = of_page(PAGE.format(line), tmp_path)
    assert found["June 1"].start == "2031-06-01"
    assert found["May 31"].start == "2031-05-31"
    assert (found["Thursday"].start, found["Thursday"].earliest_ms) == ("", None)


@pytest.mark.parametrize(
    "line",
    ["Plan for the period 1-7 June 2031", "Situation report on the raid of 7 June 2031", "Bulletin No. 27"],
)
def test_other_lines_with_dates_are_no_period_of_a_bulletin(tmp_path: Path, line: str) -> None:
    assert not any(one.start for one in of_page(PAGE.format(line), tmp_path).values())


def test_a_dateline_with_a_full_stop_behind_its_agency_dates_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    text = "Talks fail\n\nKARSK, 6 February 2031 (STA). – The sides of the valley left the inn on Thursday, the miller said.\n"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    assert document.published is not None
    assert document.published.value == "2031-02-06"
    assert [one.words for one in find_times(document, DICTIONARIES)] == ["Thursday"]
