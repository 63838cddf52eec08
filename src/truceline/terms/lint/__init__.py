# SPDX-License-Identifier: Apache-2.0
"""Gaps in terms that can be read: what is named and never used, what can never hold."""

from __future__ import annotations

from truceline.errors import Problem
from truceline.terms.lint.areas import check_areas
from truceline.terms.lint.citations import check_citations
from truceline.terms.lint.contradictions import check_answers
from truceline.terms.lint.dates import check_announcements, check_dates
from truceline.terms.lint.disputes import check_disputes
from truceline.terms.lint.names import check_unused
from truceline.terms.lint.parties import check_bound, check_standings
from truceline.terms.lint.parts import Written
from truceline.terms.lint.periods import check_exceptions, check_periods
from truceline.terms.lint.undefined import check_undefined
from truceline.terms.lint.widths import check_widths

__all__ = ["Written", "lint"]


_CONTRADICTIONS = (check_areas, check_standings)
"""The checks that can find an error."""


def lint(written: Written, *, errors_only: bool = False) -> tuple[Problem, ...]:
    """Warnings for gaps, and errors for contradictions, in terms that were read without error.

    Args:
        written: the terms and what they were read from.
        errors_only: look for contradictions alone, which takes a fraction of the time.
    """
    found: list[Problem] = []
    for check in (
        _CONTRADICTIONS
        if errors_only
        else (
            check_unused,
            check_periods,
            check_exceptions,
            check_areas,
            check_widths,
            check_standings,
            check_bound,
            check_answers,
            check_undefined,
            check_disputes,
            check_dates,
            check_announcements,
            check_citations,
        )
    ):
        found.extend(check(written))
    return tuple(found)
