# SPDX-License-Identifier: Apache-2.0
"""Standings of parties that contradict each other, that bind to nothing, or that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, choices_of, conditions_of, list_of
from truceline.terms.lint.reach import members_of, reached, standing_as
from truceline.terms.model import PartyChoice, PartySet


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


def check_bound(written: Written) -> Iterator[Problem]:
    """Parties that are bound to nothing, and provisions for the bound where nobody is bound."""
    yield from _bound_to_nothing(written)
    terms = written.terms
    for standing in ("bound", "excluded"):
        addresses = [
            f"{address}.{key}"
            for address, conditions in conditions_of(terms)
            for key, choice in (("by", conditions.by), ("against", conditions.against))
            if choice and any(standing in option.any_of for option in choice.options)
        ]
        if addresses and not standing_as(standing, terms):
            yield written.problem(
                "nobody-bound",
                addresses[0],
                f"nobody is ever {standing}",
                f"{list_of(addresses)} can never hold",
                f"Say under `standing` who is {standing}, since when and by which source.",
            )


def _bound_to_nothing(written: Written) -> Iterator[Problem]:
    terms = written.terms
    binding: set[str] = set()
    for provision in terms.provisions.values():
        for conditions in provision.all_conditions():
            choice = conditions.by or PartyChoice((PartySet(("any",)),))
            for option in choice.options:
                binding |= reached(option, terms, surely=False)
    for duty in terms.duties.values():
        binding |= reached(PartySet(duty.of), terms, surely=False)
    for index, entry in enumerate(terms.standing):
        for place, party_id in enumerate(entry.parties):
            if entry.standing == "bound" and not binding & members_of(party_id, terms, surely=False):
                yield written.problem(
                    "bound-to-nothing",
                    f"standing[{index}].parties[{place}]",
                    f"{party_id} is bound, and no provision or duty binds it",
                    "nothing would ever be found of it",
                    "Is one missing, or its `by` too narrow?",
                )
