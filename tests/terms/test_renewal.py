# SPDX-License-Identifier: Apache-2.0
"""Tacit renewal, lengths of the calendar, and who may change a standing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from truceline.assess import assess
from truceline.errors import TermsError
from truceline.records import read_incidents
from truceline.terms import Terms, describe, load_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Europe/Moscow
as known at: KNOWN
citations: {text: {title: Point 4}, letter: {title: A letter}}
parties: {council: {name: Council}, army: {name: Army}, chief: {name: Chief}}
events:
  notice: {at: NOTICE}
rules:
  loss: {title: Who persists may lose protection, by: [council], cite: text}
standing:
  - {parties: [army], is: bound, from: 2020-11-10, until: 2020-12-31, cite: text}
  - {parties: [army], is: excluded, from: 2021-01-01, under: loss, cite: letter}
provisions:
  contingent:
    prohibit: [attack]
    during: {from: 2020-11-10, for: 5 years, renewed: RENEWED}
    standing: [{is: in force, from: 2020-11-10, by: council, under: loss, cite: letter}]
    cite: text
"""
RENEWED = "{for: 5 years, notice: 6 months, cite: text}"


def made(
    tmp_path: Path, known: str = "2026-01-01", renewed: str = RENEWED, notice: str = "2020-01-01"
) -> Terms:
    path = tmp_path / "terms.yaml"
    text = TERMS.replace("KNOWN", known).replace("RENEWED", renewed).replace("NOTICE", notice)
    path.write_text(text, encoding="utf-8")
    return load_terms(path)


def result(terms: Terms, day: str, **options: Any) -> str:
    incidents = read_incidents(pa.Table.from_pylist([{"id": "1", "start": day, "act": "attack"}]), terms)
    (row,) = [row for b in assess(terms, incidents, all_rows=True, **options) for row in b.to_pylist()]
    return str(row["result"])


@pytest.mark.parametrize(
    ("known", "day", "expected"),
    [
        # Five years from 10 November 2020; a notice would have been due by 10 May 2025.
        ("2025-05-09", "2025-11-09", "violation"),
        ("2025-05-09", "2025-11-10", "possible"),
        ("2025-05-10", "2025-11-10", "violation"),
        ("2026-01-01", "2030-11-09", "violation"),
        ("2026-01-01", "2030-11-10", "possible"),
        ("2026-01-01", "2040-01-01", "possible"),
        ("2032-01-01", "2035-11-09", "violation"),
        ("2026-01-01", "2020-11-09", "none"),
    ],
)
def test_a_period_is_renewed_where_the_sources_know_of_no_notice(
    tmp_path: Path, known: str, day: str, expected: str
) -> None:
    assert result(made(tmp_path, known), day) == expected


@pytest.mark.parametrize(
    ("notice", "day", "expected"),
    [
        ("2025-05-09", "2025-11-10", "none"),
        ("2025-05-10", "2025-11-10", "none"),
        ("2025-05-11", "2025-11-10", "violation"),  # a day late
        ("{one of: [2025-05-01, 2025-06-01]}", "2025-11-10", "possible"),
        ("{one of: [2025-05-01, 2025-06-01]}", "2025-11-09", "violation"),
    ],
)
def test_a_notice_in_time_ends_it(tmp_path: Path, notice: str, day: str, expected: str) -> None:
    renewed = "{for: 5 years, notice: 6 months, given: notice, cite: text}"
    assert result(made(tmp_path, renewed=renewed, notice=notice), day) == expected


def test_as_of_a_time_before_the_last_day_for_a_notice_nothing_is_renewed(tmp_path: Path) -> None:
    terms = made(tmp_path)
    as_of = int(datetime(2025, 5, 1, tzinfo=UTC).timestamp() * 1000)
    assert result(terms, "2025-11-10", as_of_ms=as_of) == "none"
    assert result(terms, "2025-11-10", as_of_ms=as_of + 15 * 86_400_000) == "violation"


def test_months_and_years_go_by_the_calendar(tmp_path: Path) -> None:
    terms = made(tmp_path, "2026-01-01", "{for: 1 month}", "2025-01-31 + 1 month")
    moscow = datetime.fromtimestamp(terms.events["notice"].at.at_ms[0] / 1000, UTC)
    assert moscow.isoformat() == "2025-02-27T21:00:00+00:00"  # 28 February, local midnight
    leap = made(tmp_path, notice="2024-02-29 + 1 year").events["notice"].at.at_ms[0]
    assert datetime.fromtimestamp(leap / 1000, UTC).isoformat() == "2025-02-27T21:00:00+00:00"
    weeks = made(tmp_path, notice="2025-01-31 + 2 weeks").events["notice"].at.at_ms[0]
    assert datetime.fromtimestamp(weeks / 1000, UTC).isoformat() == "2025-02-13T21:00:00+00:00"


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("as known at: 2026-01-01\n", "", "no `as known at` in the terms"),
        ("for: 5 years, renewed", "renewed", "no end to renew"),
        ("for: 5 years, notice", "notice", 'the key "for" is missing'),
        ("notice: 6 months", "notice: half a year", "is not a length"),
        ("{for: 5 years, notice", "{for: 0 h, notice", "no time at all"),
        ("{for: 5 years, notice", "{for: 1 h, notice", "more than 200 renewals"),
        ("{for: 5 years, notice", "{for: 1.5 years, notice", "not a whole number of years"),
        ("under: loss, cite: letter}\nprov", "under: loss}\nprov", "a decision without a source"),
        ("under: loss, cite: letter}\nprov", "under: los, cite: letter}\nprov", 'Did you mean "loss"?'),
        ("by: council, under", "by: chief, under", "the rule loss leaves it to council"),
        (", by: [council], cite: text}", ", by: [council]}", 'the key "cite" is missing'),
    ],
)
def test_what_cannot_be_counted_or_was_not_decided_is_refused(
    tmp_path: Path, good: str, bad: str, words: str
) -> None:
    text = TERMS.replace("KNOWN", "2026-01-01").replace("RENEWED", RENEWED).replace("NOTICE", "2020-01-01")
    assert good in text
    path = tmp_path / "terms.yaml"
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(TermsError) as caught:
        load_terms(path)
    assert words in str(caught.value)


def test_renewals_and_rules_are_told(tmp_path: Path) -> None:
    told = " ".join(describe(made(tmp_path)).split())
    assert (
        "It is renewed until 24:00 on 9 November 2030, since nobody had given notice by 10 May 2025. [text]"
        in told
    )
    assert "Whether it is renewed then is open, since the sources end before 10 May 2030" in told
    assert (
        "Who persists may lose protection. It is decided by the Council. Used for the Army, contingent. [text]"
        in told
    )
