# SPDX-License-Identifier: Apache-2.0
"""In what tellings of one point differ, and in what they do not."""

from __future__ import annotations

import pytest

from hand_read import Said, read
from truceline.sources import find_origins


def differences(*tellings: str) -> set[tuple[str, frozenset[tuple[str, ...]]]]:
    """Kinds, each with its sides."""
    readings = [
        read(f"{words}, it is said in {number}.", [Said(words, "Ilya Moss", "indirect")], outlet=f"O{number}")
        for number, words in enumerate(tellings)
    ]
    found = find_origins(readings)
    assert len(found.origins) == 1
    return {
        (difference.kind, frozenset(side.values for side in difference.sides))
        for point in found.points
        for difference in point.differences
    }


def test_numbers_of_other_things_do_not_differ() -> None:
    one = "Three shells hit the old mill of the valley and wounded two fishermen on the bank"
    two = "Three shells hit the old mill of the valley, and two fishermen were wounded on the bank"
    assert differences(one, two) == set()


@pytest.mark.parametrize(
    ("old", "new", "sides"),
    [
        ("three shells", "five shells", {("three shells",), ("five shells",)}),
        ("three shells", "3 shells", None),
        ("three shells", "three of the shells", None),
        ("three shells", "shells", {("three shells",), ()}),
        ("72-hour", "two-week", {("72 hour",), ("two week",)}),
        ("72-hour", "72 hours of", None),
        ("the two sides", "the sides", None),
        ("the two sides", "both of the sides", None),
        ("two fishermen", "one of the fishermen", {("two fishermen",), ("one fishermen",)}),
        ("the mill", "the one", None),
        ("two fishermen", "two Jordanian fishermen", None),
        ("two fishermen", "six Jordanian fishermen", {("two fishermen",), ("six fishermen",)}),
    ],
)
def test_numbers_differ_where_they_count_the_same_thing(
    old: str, new: str, sides: set[tuple[str, ...]] | None
) -> None:
    base = (
        "before the 72-hour truce of the two sides in the eastern valley three shells hit the mill "
        "and two fishermen were carried over the bridge"
    )
    assert old in base
    found = {each for kind, each in differences(base, base.replace(old, new)) if kind == "number"}
    assert found == (set() if sides is None else {frozenset(sides)})


@pytest.mark.parametrize(
    ("one", "other", "sides"),
    [
        ("the road to Oman", "the road to Jordan", {("oman",), ("jordan",)}),
        ("the road in the Jordanian capital", "the road in Oman", {("jordan",), ("oman",)}),
        ("the territory of Syria", "the territory of Iraq", {("syria",), ("iraq",)}),
        ("the roads of Oman and in Jordan", "the roads of the valley and in Jordan", None),
        ("the Russian air forces", "the air forces", None),
        ("what Moscow has promised", "what was promised", None),
        ("what Russia has promised", "what was promised", None),
        ("the trucks in Moscow", "the trucks in Minsk", {("moscow",), ("minsk",)}),
        ("the trucks in the U.S. and", "the trucks in Minsk and", {("united states",), ("minsk",)}),
        ("the trucks with U.S. officials", "the trucks with officials", None),
    ],
)
def test_a_place_is_where_something_is_and_not_who_does_it(
    one: str, other: str, sides: set[tuple[str, ...]] | None
) -> None:
    frame = "every convoy of grain for the villages in the long valley will now pass {} before the harvest"
    told = differences(frame.format(one), frame.format(other))
    found = {each for kind, each in told if kind == "place"}
    assert found == (set() if sides is None else {frozenset(sides)})
