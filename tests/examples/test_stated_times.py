# SPDX-License-Identifier: Apache-2.0
"""The hours of the ceasefires in the library, against the conversions that sources got right or wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from truceline.terms import check_terms, load_terms

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/terms.yaml"))

INSTANTS = [
    ("hodeidah-2018", "start-in-practice", "2018-12-17T21:00Z"),
    ("hodeidah-2018", "reported-calm", "2018-12-18T00:00Z"),
    ("jeddah-2023", "truce-start", "2023-05-22T19:45Z"),
    ("jeddah-2023", "truce-second-end", "2023-06-03T19:45Z"),
    ("israel-lebanon-2024", "start", "2024-11-27T02:00Z"),
    ("gaza-2025", "january-planned", "2025-01-19T06:30Z"),
    ("gaza-2025", "october-noon", "2025-10-10T09:00Z"),
    ("karabakh-2020", "ceasefire-start", "2020-11-09T21:00Z"),
    ("ukraine-2014-2020", "ceasefire-2015", "2015-02-14T22:00Z"),
    ("ukraine-2014-2020", "measures-2020", "2020-07-26T21:01Z"),
    ("south-sudan-2017-2018", "coha-in-force", "2017-12-23T21:01Z"),
    ("syria-2016-september", "day-d", "2016-09-12T16:00Z"),
    ("syria-2016-december", "ceasefire", "2016-12-29T22:00Z"),
]
"""What the sources give in universal time, or what follows from the zone that they name."""

MISTAKES = [
    # A report: "3 a.m. (1200 GMT)".
    (
        "hodeidah-2018",
        "stated as: [2018-12-18T00:00Z]",
        "stated as: [2018-12-18T12:00Z]",
        "Tuesday 2018-12-18 00:00 GMT",
    ),
    # A report: "12:00 EET", in summer.
    ("gaza-2025", "Friday 2025-10-10T09:00Z", "Friday 2025-10-10T10:00Z", "Friday 2025-10-10 09:00 GMT"),
    # Midnight taken for that of Baku.
    ("karabakh-2020", "Monday 2020-11-09T21:00Z", "Monday 2020-11-09T20:00Z", "Monday 2020-11-09 21:00 GMT"),
    ("jeddah-2023", "Monday 2023-05-22T19:45Z", "Monday 2023-05-22T21:45Z", "Monday 2023-05-22 19:45 GMT"),
    # The zone of today for South Sudan, which was three hours ahead in 2017.
    ("south-sudan-2017-2018", "2017-12-23T21:01Z", "2017-12-23T22:01Z", "Saturday 2017-12-23 21:01 GMT"),
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_in_the_library_is_wrong_or_doubtful_without_a_note(folder: str) -> None:
    _, problems = check_terms(EXAMPLES / folder / "terms.yaml")
    assert [str(problem) for problem in problems if problem.severity != "note"] == []


@pytest.mark.parametrize(("folder", "event", "instant"), INSTANTS)
def test_an_hour_is_the_instant_that_the_sources_mean(folder: str, event: str, instant: str) -> None:
    terms = load_terms(EXAMPLES / folder / "terms.yaml")
    expected = datetime.fromisoformat(instant).timestamp() * 1000
    assert set(terms.events[event].at.at_ms) == {expected}


@pytest.mark.parametrize(("folder", "right", "wrong", "instant"), MISTAKES)
def test_a_mistaken_conversion_is_refused(
    folder: str, right: str, wrong: str, instant: str, tmp_path: Path
) -> None:
    text = (EXAMPLES / folder / "terms.yaml").read_text(encoding="utf-8")
    assert text.count(right) == 1
    path = tmp_path / "terms.yaml"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    terms, problems = check_terms(path)
    assert terms is None
    assert [problem.expected for problem in problems] == [f"the time itself is {instant}"]
