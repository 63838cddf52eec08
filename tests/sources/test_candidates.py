# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from itertools import combinations

import numpy as np

from truceline.sources.origins.candidates import (
    Texts,
    WordHashes,
    alike,
    least_hashes,
    sharing,
    shingles,
    texts_of,
)
from truceline.sources.origins.joining import Groups

SEED = 5


def _made() -> tuple[list[list[str]], list[int]]:
    """Texts of 20 words, some with a word or two changed, and which of them go back to one."""
    random = np.random.default_rng(SEED)
    texts, of = [], []
    for number in range(60):
        words = [f"w{word}" for word in random.integers(0, 3000, 20)]
        for _ in range(1 + number % 4):
            copy = list(words)
            for at in random.integers(0, 20, random.integers(0, 3)):
                copy[at] = "changed"
            texts.append(copy)
            of.append(number)
    return texts, of


def _shares(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 3]) for at in range(len(words))}


def _same_keys(texts: Texts) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.zeros(len(texts), dtype=np.uint64)


def test_the_share_of_equal_least_hashes_is_the_share_of_common_shingles() -> None:
    words, _ = _made()
    texts = texts_of(words, WordHashes())
    least = least_hashes(texts, 512)
    for one, other in list(combinations(range(12), 2)):
        mine, theirs = _shares(words[one]), _shares(words[other])
        share = len(mine & theirs) / len(mine | theirs)
        assert abs((least[one] == least[other]).mean() - share) < 0.1, (one, other, SEED)


def test_candidates_reach_all_that_comparing_everything_finds() -> None:
    words, _ = _made()
    texts = texts_of(words, WordHashes())
    found, whole = Groups(len(words)), Groups(len(words))
    for one, other in alike(texts, _same_keys(texts), bands=16, rows=2).tolist():
        if len(_shares(words[one]) & _shares(words[other])) >= 5:
            found.join(one, other)
    for one, other in combinations(range(len(words)), 2):
        if len(_shares(words[one]) & _shares(words[other])) >= 8:
            whole.join(one, other)
    apart = [
        (one, other)
        for one, other in combinations(range(len(words)), 2)
        if whole.of(one) == whole.of(other) and found.of(one) != found.of(other)
    ]
    assert not apart, SEED


def test_texts_with_other_keys_are_never_compared() -> None:
    texts = texts_of([["we", "agree", "to", "this"]] * 2, WordHashes())
    keys = np.array([1, 2], dtype=np.uint64)
    assert alike(texts, keys, bands=16, rows=2).tolist() == []
    assert sharing(texts, keys, most_keys=20).tolist() == []
    assert alike(texts, _same_keys(texts), bands=16, rows=2).tolist() == [[0, 1]]


def test_a_part_shares_a_shingle_with_the_whole() -> None:
    whole = [f"w{number}" for number in range(60)]
    texts = texts_of([whole, whole[20:26], ["other", "words", "alone"]], WordHashes())
    assert sharing(texts, _same_keys(texts), most_keys=20).tolist() == [[0, 1]]


def test_words_that_many_speakers_have_in_a_row_count_for_nothing() -> None:
    texts = texts_of([["in", "the", "end"]] * 12, WordHashes())
    keys = np.repeat(np.arange(6, dtype=np.uint64), 2)
    assert len(sharing(texts, keys, most_keys=6)) == 6
    assert len(sharing(texts, keys, most_keys=5)) == 0


def test_candidates_of_what_all_repeat_grow_with_the_number_and_not_with_its_square() -> None:
    texts = texts_of([[f"w{word}" for word in range(12)]] * 500, WordHashes())
    assert len(alike(texts, _same_keys(texts), bands=16, rows=2)) < 2 * 500
    assert len(sharing(texts, _same_keys(texts), most_keys=20)) < 2 * 500


def test_a_text_of_one_word_has_a_shingle_and_the_next_text_has_no_part_in_it() -> None:
    known = WordHashes()
    alone = shingles(texts_of([["truce"]], known))
    followed = shingles(texts_of([["truce"], ["signed"]], known))
    assert alone[0] == followed[0]
