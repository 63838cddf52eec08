# SPDX-License-Identifier: Apache-2.0
"""Sources that nobody could find again, that have no date, or that are later than the terms say they know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, parts_of
from truceline.terms.model import Cite
from truceline.terms.stated import stated_day


def check_citations(written: Written) -> Iterator[Problem]:
    """Citations without a locator, dates that are none, and sources that are later than the cut-off."""
    for citation in written.terms.citations.values():
        if not (citation.url or citation.clauses or citation.date or citation.publisher):
            yield written.problem(
                "citation-untraceable",
                f"citations.{citation.id}",
                "only a title is given",
                "nobody could find this source again",
                "Add its publisher, date, url or clauses.",
            )
        if citation.date and stated_day(citation.date) is None:
            yield _no_date(written, f"citations.{citation.id}.date", citation.date)
    yield from _late(written)


def _no_date(written: Written, address: str, text: str) -> Problem:
    return written.problem(
        "date-unreadable",
        address,
        f'"{text}" is no day, month or year of the calendar',
        "expected a date such as 2016-02-22, 2016-02 or 2016",
        "Leave it out if the source has none.",
    )


def _late(written: Written) -> Iterator[Problem]:
    terms = written.terms
    cutoff = stated_day(terms.as_known_at) if terms.as_known_at else None
    if terms.as_known_at and cutoff is None:
        yield _no_date(written, "as known at", terms.as_known_at)
    if cutoff is None:
        return
    # A map may be drawn later than the terms that it serves, so what only areas cite is left alone.
    cited = {cite.citation for cite in parts_of(replace(terms, areas={}), Cite)}
    for citation in terms.citations.values():
        day = stated_day(citation.date)
        if day is not None and day > _last_day(terms.as_known_at, cutoff) and citation.id in cited:
            yield written.problem(
                "citation-late",
                f"citations.{citation.id}.date",
                f'"{citation.date}" is later than the cut-off of the sources',
                f"the terms are as known at {terms.as_known_at}",
                "Mend one of the two dates.",
            )


def _last_day(text: str, first: date) -> date:
    """The last day of a date whose first day is known."""
    if len(text) == 4:
        return date(first.year, 12, 31)
    if len(text) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first
