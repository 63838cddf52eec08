# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

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


def test_a_party_called_stranger_is_not_whoever_the_terms_do_not_name() -> None:
    made = terms(Party("stranger", "The Stranger"), standing=(PartyStanding(("stranger",), "bound"),))

    assert Moment(made, 0, ()).of_name("Who Knows", [BOUND]) == {0, 1}


def test_anybody_is_in_any() -> None:
    assert at(10).of_name("Who Knows", [PartySet(("any",))]) == {1}


def test_a_role_cell_holds_alternatives_of_names_that_acted_together() -> None:
    assert parse_role("a; b|c") == (("a", "b"), ("c",))


def test_names_that_acted_together_add_their_answers() -> None:
    assert together([frozenset([1]), frozenset([0, 2])]) == {1, 3}


# The same in plain words: go through all the worlds of the open lists, one name at a time.

NAMES = ("army", "shadow", "early", "joiners", "front", "side")


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    parties = []
    for order, name in enumerate(NAMES):
        lower = st.lists(st.sampled_from(NAMES[:order]), unique=True, max_size=3) if order else st.just([])
        members = None if order < 2 else draw(st.none() | st.builds(tuple, lower))
        spans = st.sampled_from([Span(), Span(day(10)), Span(None, day(10))])
        parties.append(
            Party(
                name,
                name,
                members=None if members is None else tuple(Member(m, draw(spans)) for m in members),
                complete=draw(st.booleans()),
                not_members=tuple(draw(lower)) if members is not None else (),
            )
        )
    entries = st.builds(
        PartyStanding,
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(["bound", "excluded"]),
    )
    return terms(*parties, standing=tuple(draw(st.lists(entries, max_size=3))))


ITEMS = st.lists(st.sampled_from([*NAMES, "any", "bound", "excluded"]), max_size=3, unique=True).map(tuple)


def is_below(terms: Terms, actor: str, group: str, also: frozenset[str], at_ms: int) -> bool:
    if actor == group or group in also:
        return True
    return any(
        is_below(terms, actor, member.party, also, at_ms)
        for member in terms.parties[group].members or ()
        if member.span.bounds(())[0] <= at_ms < member.span.bounds(())[1]
    )


def answer(terms: Terms, actor: str, sets: list[PartySet], sure: frozenset[str], also: frozenset[str]) -> int:
    def covered(standing: str, groups: frozenset[str]) -> bool:
        parties = [p for entry in terms.standing if entry.standing == standing for p in entry.parties]
        return any(is_below(terms, actor, party, groups, 0) for party in parties)

    def holds(item: str) -> bool:
        if item in ("bound", "excluded"):
            other = "excluded" if item == "bound" else "bound"
            is_surely_other = covered(other, sure) and not covered(item, sure)
            return covered(item, also) and not is_surely_other
        return item == "any" or is_below(terms, actor, item, also, 0)

    return sum(
        1 << order
        for order, one in enumerate(sets)
        if any(map(holds, one.any_of)) and not any(map(holds, one.none_of))
    )


@given(some_terms(), st.lists(st.builds(PartySet, ITEMS, ITEMS), max_size=3), st.data())
def test_every_answer_is_that_of_a_world_of_the_open_lists(
    made: Terms, sets: list[PartySet], data: st.DataObject
) -> None:
    groups = [p.id for p in made.parties.values() if p.members is not None and not p.complete]
    moment = Moment(made, 0, ())
    actor = data.draw(st.sampled_from(moment.anybody()))
    sure = frozenset([actor.removeprefix(UNLISTED)]) if actor.startswith(UNLISTED) else frozenset[str]()
    may_join = [
        group
        for group in groups
        if group not in sure
        and actor not in made.parties[group].not_members
        and not is_below(made, actor, group, frozenset(), 0)
    ]

    answers = {
        answer(made, actor, sets, sure, sure | frozenset(joined))
        for size in range(len(may_join) + 1)
        for joined in itertools.combinations(may_join, size)
    }

    assert moment.masks(actor, sets) == answers


@given(some_terms(), st.lists(st.builds(PartySet, ITEMS, ITEMS), max_size=2))
def test_every_answer_of_anybody_is_that_of_some_who_acted(made: Terms, sets: list[PartySet]) -> None:
    moment = Moment(made, 0, ())
    seen: set[int] = set()
    for actor in moment.anybody():
        masks = moment.masks(actor, sets)
        seen |= {old | mask for old in seen for mask in masks} | masks

    assert moment.of_name("", sets) == seen


def test_more_open_lists_than_are_worked_out_together_are_asked_set_by_set() -> None:
    groups = [Party(f"group-{n}", f"Group {n}", members=()) for n in range(7)]
    moment = Moment(terms(ARMY, *groups), 0, ())
    first, others = PartySet(("group-0",)), PartySet(tuple(group.id for group in groups[1:]))

    assert moment.masks("army", [first, others, PartySet(("any",))]) == {4, 5, 6, 7}
