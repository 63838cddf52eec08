# SPDX-License-Identifier: Apache-2.0
"""An incident is in a place only where the words say so: not near it, nor at what is called after it."""

from __future__ import annotations

import pytest

from sources.claims_of_tests import incidents


@pytest.mark.parametrize(
    "text",
    [
        "Dorn army shelled Asmet.",
        "Dorn army fired at Asmet.",
        "Dorn army shelled the village of Asmet.",
        "Dorn army shelled the streets of Asmet.",
        "Dorn army shelled the mill in Asmet on Monday.",
        "In Asmet Dorn army shelled the mill.",
        "On Monday in Asmet, Dorn army shelled the mill.",
        "The mill in Asmet was shelled.",
        "Asmet was shelled.",
        "Asmet has been bombed again.",
        "The village of Asmet came under shelling.",
        "Ten men in Asmet were killed.",
        "Heavy fighting broke out in Asmet.",
    ],
)
def test_it_is_in_the_place_that_was_hit_or_stands_behind_in(text: str) -> None:
    (claim,) = incidents(text)
    assert [place.id for place in claim.places] == ["asmet"]


@pytest.mark.parametrize(
    "text",
    [
        "Dorn army bombed the road to Asmet.",
        "Dorn army shelled the outskirts of Asmet.",
        "Dorn army shelled Tarn from Asmet.",
        "Dorn army shelled Asmet Street in Karsk.",
        "Dorn army shelled the Asmet road.",
        "Dorn army shelled Asmet's neighbours.",
        "Dorn army shelled Asmet-based troops.",
        "Dorn army shelled Asmet Airport.",
        "Dorn army shelled the Asmet Coal office in Karsk.",
        "Dorn army shelled Karsk a day after a protest in Asmet.",
        "Dorn army killed 3 people born in Asmet.",
        "The Asmet Brigade shelled Karsk.",
        "The Asmet government shelled Karsk.",
        "Asmet had shelled Karsk.",
        "Soldiers in Asmet shelled Karsk.",
        "Troops bound for Asmet shelled Karsk.",
        "The mayor of Asmet was killed.",
        "ASMET, June 3 (Star) - Dorn army shelled the mill.",
    ],
)
def test_it_may_be_elsewhere_where_a_place_is_only_near_or_part_of_a_name(text: str) -> None:
    (claim,) = incidents(text)
    assert [(place.id, place.may_be) for place in claim.places] == [("", ("asmet",))]
