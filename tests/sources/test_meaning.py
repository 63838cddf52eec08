# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from truceline.sources import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning

FOLDING = Folding(Dictionaries())
MEANING = Meaning(Dictionaries(), FOLDING)


def content(text: str) -> set[str]:
    return set(MEANING.content(FOLDING.words(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the truce began", "a ceasefire starts"),
        ("The cessation of hostilities", "the truce"),
        ("convoys of arms", "caravans with weapons"),
        ("the Syrian Arab Republic", "Syria"),
        ("they agreed", "they negotiated"),
        ("observers were killed", "an observer was killed"),
    ],
)
def test_words_of_one_meaning_have_one_content(one: str, other: str) -> None:
    assert content(one) == content(other)


def test_what_may_stand_for_each_other_is_still_told_apart() -> None:
    values = [
        [sense.value for _, _, sense in MEANING.senses([word])]
        for word in ("agreed", "coordinated", "forty", "40")
    ]
    assert values == [["agree"], ["coordinate"], [""], ["40"]]


def test_the_number_of_a_day_is_a_time_and_may_is_a_month_only_beside_one() -> None:
    kinds = [
        [sense.kind for _, _, sense in MEANING.senses(FOLDING.words(text))]
        for text in ("on 3 May", "from May 25", "they may go")
    ]
    assert kinds[:2] == [["time", "time"], ["time", "time"]]
    assert kinds[2] == [""]


def test_what_is_joint_is_not_done_alone() -> None:
    together, alone = MEANING.content(["joint", "patrols"]), MEANING.content(["unilateral", "patrols"])
    assert MEANING.contradict(together, alone)
    assert MEANING.contradict(alone, together)
    assert not MEANING.contradict(together | alone, alone)
    assert not MEANING.contradict(together, MEANING.content(["patrols"]))
