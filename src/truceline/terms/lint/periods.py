# SPDX-License-Identifier: Apache-2.0
"""Periods that are empty, provisions that are never in force, exceptions that can never hold."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, choices_of, conditions_of, is_ever_empty, plain_shape
from truceline.terms.model import Conditions, Exemption, Period, Span, Terms


def check_periods(written: Written) -> Iterator[Problem]:
    """Periods that are empty, and provisions and duties that are never in force."""
    terms = written.terms
    for address, conditions in conditions_of(terms):
        if conditions.during:
            some, every = is_ever_empty(conditions.during, terms)
            if some:
                which = "whatever binds" if every else "under some of the disputed times"
                yield written.problem(
                    "period-empty",
                    f"{address}.during",
                    f"the period is empty {which}",
                    "it would never hold then",
                )
    for duty in terms.duties.values():
        due = Period(Span(duty.due.start, duty.due.by or duty.due.until))
        some, every = is_ever_empty(due, terms)
        if some:
            which = "whatever binds" if every else "under some of the disputed times"
            yield written.problem(
                "period-empty",
                f"duties.{duty.id}.due",
                f"no time is left to do it {which}",
                "it would be late from the first",
            )
    yield from _never_in_force(written)


def _never_in_force(written: Written) -> Iterator[Problem]:
    owed = {f"duties.{duty.id}": duty.standing for duty in written.terms.duties.values() if duty.standing}
    prohibited = {f"provisions.{p.id}": p.standing for p in written.terms.provisions.values()}
    for address, standing in (prohibited | owed).items():
        states = {entry.standing for entry in standing}
        if "in force" not in states and not {"proposed", "rejected"} & states:
            yield written.problem(
                "never-in-force",
                f"{address}.standing",
                f"the {'duty' if address in owed else 'provision'} is never in force",
                "nothing will be found under it",
            )


def check_exceptions(written: Written) -> Iterator[Problem]:
    """Exceptions whose conditions cannot hold together with those of their provision."""
    terms = written.terms
    for address, conditions in conditions_of(terms):
        for exception in conditions.unless:
            reason = _never(conditions, exception, terms)
            if reason:
                yield written.problem(
                    "exception-never",
                    f"{address}.unless.{exception.id}",
                    f"the exception can never hold: {reason}",
                    "expected one that can",
                    "Mend its conditions, or take it out.",
                )


def _weapon_codes(conditions: Conditions) -> tuple[str, ...]:
    return tuple(kind.code for kind in conditions.weapons or ())


def _never(outer: Conditions, exception: Exemption, terms: Terms) -> str:
    inner = exception.conditions
    for name, taxonomy, mine, theirs in (
        ("acts", terms.acts, inner.acts, outer.acts),
        ("weapons", terms.weapons, _weapon_codes(inner), _weapon_codes(outer)),
    ):
        if (
            mine
            and theirs
            and not any(taxonomy.is_within(a, b) or taxonomy.is_within(b, a) for a in mine for b in theirs)
        ):
            return f"its {name} are none of those prohibited"
    if inner.during and is_ever_empty(inner.during, terms)[1]:
        return "its period is empty"
    if inner.during and outer.during and not (inner.during.extended or outer.during.extended):
        both = (inner.during, outer.during)
        bounds = [tuple(period.bounds(choice) for period in both) for choice in choices_of(terms, *both)]
        if all(a[1] <= b[0] or b[1] <= a[0] for a, b in bounds):
            return "its period lies outside the provision's"
    mine_shape, their_shape = plain_shape(inner.area, terms), plain_shape(outer.area, terms)
    if mine_shape is not None and their_shape is not None and mine_shape.disjoint(their_shape):
        return "its area lies outside the provision's"
    return ""
