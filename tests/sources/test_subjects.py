# SPDX-License-Identifier: Apache-2.0
"""Who did what is told: only the party that heads the words before the verb, and is alone there."""

from __future__ import annotations

import pytest

from sources.claims_of_tests import incidents

ALONE = (
    "Dorn army shelled Asmet.",
    "The Dorn army had already shelled Asmet.",
    "On 5 May Dorn army shelled Asmet.",
    "In Asmet Dorn army shelled the mill.",
    "On Monday, Dorn army shelled the mill.",
    "In early May, Dorn army shelled the mill.",
    "Troops of the Dorn army shelled the mill.",
    "Ana Orlan said Dorn army shelled the mill.",
    "Ana Orlan told reporters that on Monday Dorn army had shelled the mill.",
    "“Dorn army shelled the mill,” Ana Orlan said.",
    "He left after Dorn army had shelled the mill.",
    "The mill was shelled by Dorn army.",
    "The mill was shelled by the Dorn army on Monday.",
    "The mill was shelled by Dorn army, Ana Orlan said.",
)
OPEN = (
    "Dorn army and Hill army shelled Asmet.",
    "The Sedge Front or Dorn army had shelled the mill.",
    "Hill army, Dorn army shelled the mill.",
    "Militias and Dorn army shelled the mill.",
    "Either the police or Dorn army shelled the mill.",
    "Soldiers fighting Dorn army shelled the mill.",
    "Rebels opposed to Dorn army shelled the mill.",
    "Villagers hostile to the Dorn army shelled the mill.",
    "Enemies of the Sedge Front shelled the mill.",
    "Guns captured from Dorn army shelled the mill.",
    "Former soldiers of Dorn army shelled the mill.",
    "Men dressed as Dorn army shelled the mill.",
    "A group that broke away from the Sedge Front shelled the mill.",
    "The mill was shelled by Dorn army or the Sedge Front.",
    "The mill was shelled by Dorn army deserters.",
    "The mill was shelled by Dorn army's enemies.",
    "The mill was shelled by Dorn army, the Sedge Front and others.",
)


@pytest.mark.parametrize("text", ALONE)
def test_who_alone_heads_the_words_before_the_verb_did_it(text: str) -> None:
    (claim,) = incidents(text)
    assert [party.id for party in claim.parties if party.role == "by"] == ["dorn"]


@pytest.mark.parametrize("text", OPEN)
def test_who_is_only_named_there_or_stands_beside_another_keeps_no_role(text: str) -> None:
    (claim,) = incidents(text)
    assert claim.parties
    assert {party.role for party in claim.parties} == {""}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Dorn army came under shelling.", "against"),
        ("Dorn army troops were killed.", "against"),
        ("Rebels fighting Dorn army were killed.", ""),
        ("Dorn army reported heavy shelling.", ""),
    ],
)
def test_who_came_under_fire_or_tells_of_it_did_not_do_it(text: str, role: str) -> None:
    (claim,) = incidents(text)
    assert [party.role for party in claim.parties] == [role]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 5 May Dorn army shelled Asmet.", 1),
        ("In May 2031 Dorn army shelled Asmet.", 1),
        ("In May Dorn army shelled Asmet.", 1),
        ("Theresa May said Dorn army shelled Asmet.", 1),
        ("Dorn army may have shelled Asmet.", 0),
        ("On 5 May Dorn army may have shelled Asmet.", 0),
        ("Dorn Army May Have Shelled Asmet.", 0),
    ],
)
def test_may_is_a_month_or_a_name_where_it_is_written_as_one(text: str, found: int) -> None:
    assert [claim.modality for claim in incidents(text)] == [()] * found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Dorn army shelled Hill army.", ["by", "against"]),
        ("Dorn army shelled Hill army positions.", ["by", "against"]),
        ("Dorn army shelled Hill army deserters.", ["by", ""]),
        ("Dorn army shelled Hill army or the Sedge Front.", ["by", "", ""]),
    ],
)
def test_against_whom_it_was_is_plain_only_behind_it_alone(text: str, wanted: list[str]) -> None:
    (claim,) = incidents(text)
    assert [party.role for party in claim.parties] == wanted
