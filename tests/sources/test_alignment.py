# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import SourcesError
from truceline.sources import Dictionaries, Place, Span
from truceline.sources.folding import Folding
from truceline.sources.origins.alignment import align, require_rapidfuzz

FOLDING = Folding(Dictionaries())


def _aligned(left: str, right: str) -> list[tuple[str, str, str]]:
    places = Place("a", Span(0, len(left))), Place("b", Span(0, len(right)))
    made = align(places[0], left, places[1], right, FOLDING)
    return [
        (
            stretch.kind,
            stretch.left.of(left) if stretch.left else "",
            stretch.right.of(right) if stretch.right else "",
        )
        for stretch in made.stretches
    ]


def test_changed_and_missing_words_have_their_places_on_either_side() -> None:
    assert _aligned("We met in Veld, and Orlan.", "They met in Sarn") == [
        ("changed", "We", "They"),
        ("same", "met in", "met in"),
        ("changed", "Veld", "Sarn"),
        ("left only", "and Orlan", ""),
    ]


def test_other_spelling_is_the_same_word() -> None:
    assert _aligned("the Defence centre", "The defense center") == [
        ("same", "the Defence centre", "The defense center")
    ]


_WORDS = st.lists(st.sampled_from(["truce", "holds", "in", "Veld", "not"]), max_size=12).map(" ".join)


@given(_WORDS, _WORDS)
def test_every_word_of_both_sides_is_in_one_stretch(left: str, right: str) -> None:
    stretches = _aligned(left, right)
    assert " ".join(words for _, words, _ in stretches if words) == left
    assert " ".join(words for _, _, words in stretches if words) == right
    assert all(a == b for kind, a, b in stretches if kind == "same")


def test_without_rapidfuzz_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(SourcesError, match=r"make setup, or pip install '\.\[read\]'"):
        require_rapidfuzz()
