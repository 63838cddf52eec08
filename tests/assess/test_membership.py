# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from truceline.assess.membership import STRANGER, UNLISTED, Moment, parse_role, together
from truceline.terms import (
    Member,
    Party,
    PartySet,
    PartyStanding,
    Span,
    Terms,
    Time,
    shipped_taxonomy,
)

BOUND = PartySet(("bound",))
EXCLUDED = PartySet(("excluded",))
NOT_BOUND = PartySet(("any",), ("bound",))


def day(number: int) -> Time:
    return Time((number * 86_400_000,))


def terms(*parties: Party, standing: tuple[PartyStanding, ...] = ()) -> Terms:
    return Terms(
        path="made.yaml",
        digest="",
        id="made",
        title="Made",
        zone="UTC",
        acts=shipped_taxonomy("acts"),
        weapons=shipped_taxonomy("weapons"),
        parties={party.id: party for party in parties},
        standing=standing,
    )


ARMY = Party("army", "Army")
SHADOW = Party("shadow", "Shadow")
JOINERS = Party("joiners", "Groups that joined", members=(Member("early", Span(day(10))),))
EARLY = Party("early", "Early")
STATE = Party("state", "State side", members=(Member("army"),), complete=True)
LABEL = Party("rebels", "Rebels", could_be=("joiners", "shadow"))
MADE = terms(
    ARMY,
    SHADOW,
    EARLY,
    JOINERS,
    STATE,
    LABEL,
    standing=(
        PartyStanding(("state", "joiners"), "bound"),
        PartyStanding(("shadow",), "excluded"),
    ),
)


def at(number: int) -> Moment:
    return Moment(MADE, number * 86_400_000, ())


def test_a_listed_member_is_bound_from_the_day_it_joined() -> None:
    assert at(10).masks("early", [BOUND]) == {1}


def test_before_it_joined_an_open_list_leaves_it_open() -> None:
    assert at(9).masks("early", [BOUND]) == {0, 1}


def test_whoever_is_excluded_for_certain_is_not_bound_by_an_open_list() -> None:
    assert at(10).masks("shadow", [BOUND, EXCLUDED]) == {2}


def test_a_closed_list_answers_no_for_those_absent() -> None:
    assert at(10).masks("shadow", [PartySet(("state",))]) == {0}


def test_bound_and_not_bound_hang_together() -> None:
    assert at(9).masks("early", [BOUND, NOT_BOUND]) == {1, 2}


def test_a_label_may_stand_for_one_or_more_of_its_parties() -> None:
    assert at(10).of_name("rebels", [BOUND, EXCLUDED]) == {1, 2, 3}


def test_an_unlisted_member_of_an_open_group_shares_its_standing() -> None:
    assert at(10).masks(UNLISTED + "joiners", [BOUND]) == {1}


def test_a_stranger_may_be_in_an_open_group_and_in_no_closed_one() -> None:
    assert at(10).masks(STRANGER, [PartySet(("joiners",)), PartySet(("state",))]) == {0, 1}


def test_a_name_that_nobody_mapped_is_anybody() -> None:
    assert at(10).of_name("Who Knows", [BOUND, EXCLUDED]) == {0, 1, 2, 3}


def test_anybody_is_in_any() -> None:
    assert at(10).of_name("Who Knows", [PartySet(("any",))]) == {1}


def test_a_role_cell_holds_alternatives_of_names_that_acted_together() -> None:
    assert parse_role("a; b|c") == (("a", "b"), ("c",))


def test_names_that_acted_together_add_their_answers() -> None:
    assert together([frozenset([1]), frozenset([0, 2])]) == {1, 3}
