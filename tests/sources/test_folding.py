# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from truceline.sources import Dictionaries, Span
from truceline.sources.folding import Folding, agree

FOLDING = Folding(Dictionaries())


def test_spelling_case_and_quotation_marks_make_no_other_word() -> None:
    assert FOLDING.words("The Defence centre’s “PROGRAMME”") == FOLDING.words("the defense center's program")


def test_an_abbreviation_in_capitals_is_not_the_word_in_small_letters() -> None:
    assert FOLDING.words("US told us") == ["u.s", "told", "us"]


def test_every_folded_word_has_its_place() -> None:
    text = "The U.S.-led force won’t   leave."
    assert [text[start:end] for start, end in FOLDING.places(text)] == [
        "The",
        "U.S",
        "led",
        "force",
        "won’t",
        "leave",
    ]
    assert len(FOLDING.words(text)) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the cease-fire’s end", "the ceasefire's end"),
        ("CEASE-FIRE", "ceasefire"),
        ("Co-operation and co‑ordinated re-opening", "cooperation and coordinated reopening"),
        ("peace-keepers at a check-point", "peacekeepers at a checkpoint"),
    ],
)
def test_a_word_that_is_written_with_a_hyphen_or_without_is_one(one: str, other: str) -> None:
    assert FOLDING.words(one) == FOLDING.words(other)
    assert [one[start:end] for start, end in FOLDING.places(one)] == [word.strip() for word in one.split()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("to re-sign", "to resign"),
        ("re-cover", "recover"),
        ("a truce-cease-fire", "a truceceasefire"),
        ("co-op", "coop"),
    ],
)
def test_other_hyphens_keep_words_apart(one: str, other: str) -> None:
    assert FOLDING.words(one) != FOLDING.words(other)
    assert len(FOLDING.words(one)) > len(FOLDING.words(other))


def test_every_spelling_is_one_that_words_meet() -> None:
    for spelt in Dictionaries()["folding"]["spelling"]:
        assert len(FOLDING.words(spelt)) == 1, spelt
    for begun in Dictionaries()["folding"]["hyphens"]["beginnings"]:
        assert FOLDING.words(begun) == [begun.replace("-", "")]


def test_a_full_stop_after_an_abbreviation_ends_no_sentence() -> None:
    text = "He met Gen. Orlan in the U.S. on Feb. 3. “We agree.” Then J. Moss left"
    found = [span.of(text) for span in FOLDING.sentences(text, Span(0, len(text)))]
    assert found == ["He met Gen. Orlan in the U.S. on Feb. 3.", "“We agree.”", "Then J. Moss left"]


def test_a_paragraph_ends_a_sentence_unless_a_comma_says_that_it_goes_on() -> None:
    text = "The mill\n\nThey may, from May,\n\ncross the bridge"
    found = [span.of(text) for span in FOLDING.sentences(text, Span(0, len(text)))]
    assert found == ["The mill", "They may, from May,\n\ncross the bridge"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Shoigu", "Sergey Shoygu"),
        ("Sergei Shoigu", "Shoigu"),
        ("Mr. J. Moss", "John Moss"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("Mikhail Orlan", "Michail Orlan"),
        ("Yuri Orlan", "Juri Orlan"),
    ],
)
def test_a_name_from_another_alphabet_is_the_same_name(one: str, other: str) -> None:
    assert agree(FOLDING.name(one), FOLDING.name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Moss", "John Moss"),
        ("Anna Moss", "Anna Orlan"),
        ("Ann Moss", "Jan Moss"),
        ("Mario Moss", "Maria Moss"),
    ],
)
def test_names_of_two_people_do_not_agree(one: str, other: str) -> None:
    assert not agree(FOLDING.name(one), FOLDING.name(other))
