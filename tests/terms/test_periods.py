# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

from truceline.terms import (
    Conditions,
    Dispute,
    Option,
    Period,
    Provision,
    Span,
    Standing,
    Terms,
    Time,
    in_force_periods,
    shipped_taxonomy,
    standing_periods,
)

DISPUTE = Dispute("provisions.p.during.from", (Option("00:01"), Option("01:00")))
TERMS = Terms(
    path="t.yaml",
    digest="",
    id="t",
    title="T",
    zone="UTC",
    acts=shipped_taxonomy("acts"),
    weapons=shipped_taxonomy("weapons"),
    disputes=(DISPUTE,),
)


def _at(*at_ms: int) -> Time:
    return Time(at_ms, (0,), (2,)) if len(at_ms) == 2 else Time(at_ms)


PROVISION = Provision(
    "p",
    "P",
    Conditions(),
    (Standing("proposed", _at(10)), Standing("in force", _at(20, 25)), Standing("ended", _at(40))),
)


def test_standing_follows_the_history_and_shows_where_sources_differ() -> None:
    assert standing_periods(TERMS, PROVISION) == [
        (10, 20, "proposed"),
        (20, 25, "in force or proposed"),
        (25, 40, "in force"),
        (40, None, "ended"),
    ]


def test_what_was_announced_later_is_left_out() -> None:
    entries = (*PROVISION.standing[:2], replace(PROVISION.standing[2], announced_ms=39))
    assert standing_periods(TERMS, replace(PROVISION, standing=entries), as_of_ms=30)[-1] == (
        25,
        None,
        "in force",
    )


def test_a_provision_applies_where_standing_and_period_meet() -> None:
    assert in_force_periods(TERMS, PROVISION) == [(20, 25, False), (25, 40, True)]
    during = Period(Span(_at(30), _at(60)))
    narrowed = replace(PROVISION, conditions=Conditions(during=during))
    assert in_force_periods(TERMS, narrowed) == [(30, 40, True)]


def test_one_dispute_used_twice_is_answered_once() -> None:
    during = Period(Span(_at(20, 25), None))
    narrowed = replace(PROVISION, conditions=Conditions(during=during))
    assert in_force_periods(TERMS, narrowed) == [(20, 25, False), (25, 40, True)]


def test_stretches_that_are_uncertain_for_other_reasons_are_one() -> None:
    late_then_early = (Standing("in force", _at(30, 20)), Standing("ended", _at(40, 30)))
    assert in_force_periods(TERMS, replace(PROVISION, standing=late_then_early)) == [(20, 40, False)]


def test_a_provision_without_history_has_no_periods() -> None:
    bare = replace(PROVISION, standing=())
    assert standing_periods(TERMS, bare) == []
    assert in_force_periods(TERMS, bare) == []
