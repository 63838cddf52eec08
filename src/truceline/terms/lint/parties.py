# SPDX-License-Identifier: Apache-2.0
"""Standings of parties that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, choices_of


def check_standings(written: Written) -> Iterator[Problem]:
    """Parties that would be bound and excluded at once."""
    terms = written.terms
    for first_index, first in enumerate(terms.standing):
        for second_index, second in enumerate(terms.standing[first_index + 1 :], first_index + 1):
            both = set(first.parties) & set(second.parties)
            if first.standing == second.standing or not both:
                continue
            for choice in choices_of(terms, first.span, second.span):
                (a, b), (c, d) = first.span.bounds(choice), second.span.bounds(choice)
                if a < d and c < b:
                    yield written.problem(
                        "bound-and-excluded",
                        f"standing[{second_index}]",
                        f"{', '.join(sorted(both))} would be bound and excluded at once",
                        f"standing[{first_index}] says otherwise",
                        "Give the two spans that do not overlap.",
                        severity="error",
                    )
                    break
