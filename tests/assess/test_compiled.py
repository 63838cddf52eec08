# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from truceline.assess.compiled import Compiled, clock_breaks, is_during
from truceline.terms import Period, load_terms


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1000)


DAYTIME = Period(daily=((600, 1200),), zone="Asia/Damascus")
NIGHT = Period(daily=((22 * 60, 6 * 60),), weekdays=(4,), zone="Asia/Damascus")


@pytest.mark.parametrize(
    ("period", "at", "expected"),
    [
        (DAYTIME, "2016-05-01T09:59:59.999+03:00", False),
        (DAYTIME, "2016-05-01T10:00+03:00", True),
        (DAYTIME, "2016-05-01T19:59:59.999+03:00", True),
        (DAYTIME, "2016-05-01T20:00+03:00", False),
        (DAYTIME, "2016-02-01T10:00+02:00", True),  # the winter clock
        (NIGHT, "2016-05-06T23:00+03:00", True),  # a Friday
        (NIGHT, "2016-05-07T05:59+03:00", True),  # the night that began on it
        (NIGHT, "2016-05-07T23:00+03:00", False),
        (NIGHT, "2016-05-06T05:00+03:00", False),
    ],
)
def test_a_daily_window_follows_the_local_clock(period: Period, at: str, expected: bool) -> None:
    assert is_during(period, ms(at), (), None) is expected


def test_the_answer_changes_only_at_the_breaks_even_when_the_clock_changes() -> None:
    # 2016-03-25 00:00 does not exist in Damascus; 2016-10-27 23:00-24:00 exists twice.
    period = Period(daily=((0, 30), (23 * 60 + 30, 24 * 60)), zone="Asia/Damascus")
    for start, end in (
        ("2016-03-23T00:00Z", "2016-03-27T00:00Z"),
        ("2016-10-26T00:00Z", "2016-10-30T00:00Z"),
    ):
        breaks = sorted(b for b in clock_breaks(period, ms(start), ms(end)) if ms(start) < b < ms(end))
        bounds = [ms(start), *breaks, ms(end)]
        for low, high in itertools.pairwise(bounds):
            inside = {is_during(period, at, (), None) for at in range(low, high, 60_000)}
            assert len(inside) <= 1, (low, high)


def test_hours_of_the_day_over_centuries_have_few_states_to_look_at(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(
        "truceline: 1\nid: made\ntitle: Made\ntimezone: Asia/Damascus\ncitations: {text: {title: A text}}\n"
        "provisions:\n"
        "  cease:\n"
        "    prohibit: [attack]\n"
        "    during: {from: 1750-01-01, until: 2020-01-01, daily: [10:00, 12:00], weekdays: [sun]}\n"
        "    standing: [{is: in force, from: 1750-01-01}]\n"
        "    cite: text\n",
        encoding="utf-8",
    )
    terms = load_terms(path)
    compiled = Compiled(terms, terms.provisions["cease"])
    samples = compiled.samples()
    assert len(samples) < 500
    assert len({compiled.state_id(at_ms) for at_ms in samples}) == 3  # before or after, in force, in a window


def test_hours_of_the_day_break_time_only_within_their_period(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(
        "truceline: 1\nid: made\ntitle: Made\ntimezone: Asia/Damascus\n"
        "citations: {text: {title: A text}, other: {title: Another}}\n"
        "provisions:\n"
        "  cease:\n"
        "    prohibit: [attack]\n"
        "    during:\n"
        "      from: 2016-05-01T11:00\n"
        "      until: {one of: [{2016-05-03T13:00: text}, {2016-05-04T11:00: other}]}\n"
        "      extended: [{until: 2016-05-05T11:30, announced: 2016-05-03, cite: text}]\n"
        "      daily: [10:00, 12:00]\n"
        "    standing: [{is: in force, from: 2016-02-01}]\n"
        "    cite: text\n",
        encoding="utf-8",
    )
    terms = load_terms(path)
    for as_of_ms in (None, ms("2016-05-02T00:00Z")):
        compiled = Compiled(terms, terms.provisions["cease"], as_of_ms)
        low, high = ms("2016-04-29T00:00Z"), ms("2016-05-08T00:00Z")
        for start, end in itertools.pairwise([low, *compiled.breaks(low, high), high]):
            assert len({compiled.state_id(at) for at in range(start, end, 300_000)}) == 1
        assert len(compiled.breaks(ms("1800-01-01T00:00Z"), ms("2200-01-01T00:00Z"))) < 20
