# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from truceline.sources import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.origins.cutting import Cutting

FOLDING = Folding(Dictionaries())
CUTTING = Cutting(Dictionaries(), Meaning(Dictionaries(), FOLDING), FOLDING)


def clauses(said: str) -> str:
    return " | ".join(said[start:end] for start, end, _, _ in CUTTING.of(said))


@pytest.mark.parametrize(
    "said",
    [
        "They shall keep these patrols away from hospitals, schools of the valley, grain mills and the old market at Veld",
        "The truce on the lake, which began on 14 February in Veld, has been joined by 61 armed bands",
        "The truce on the lake, a promise of both armies, has been joined by 61 armed bands",
        "I believe that the mayor of Veld, the council of elders and the river guard are on our side",
        "The guns shall spare bands that keep the truce, armed farmers who refuse it and the wounded of both sides",
        "The patrols search for shells in the old mill, armed boats backed by the river guard, grain for the north",
        "From next Sunday in the morning, the river guard may stop every boat without lights",
        "The guard opens the bridge of Veld and the road of Sarn, as of May 8, only for grain boats",
        "It is a truce in which the river guard counts every boat near Veld",
        "The truce brings fuel boats into the harbour of Veld, and the return of grain boats to agreed landings",
    ],
    ids=[
        "list",
        "aside",
        "apposition",
        "subjects",
        "relatives",
        "backed",
        "opening",
        "month",
        "in which",
        "participle",
    ],
)
def test_lists_and_asides_stay_whole(said: str) -> None:
    assert clauses(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "The guns on the ridge have been silent, | and the river guard has counted the boats at Veld",
        "The bridge of Veld was closed on Monday, | the road of Sarn was opened for grain boats",
        "The river guard holds the bridge of Veld; | grain boats wait for the road of Sarn",
        "The army left the bridge of Veld, | we hold the road of Sarn for grain boats",
        "They stopped every boat near the old bridge, | which carries grain for the schools of Sarn",
        "The guard spares mills, schools and the market of Veld, | but grain boats were burned at Sarn",
    ],
)
def test_what_has_a_verb_of_its_own_is_a_clause(said: str) -> None:
    assert clauses(said.replace(" | ", " ")) == said.replace(", |", " |").replace("; |", " |")
