# SPDX-License-Identifier: Apache-2.0
"""By which words a clause is known: its subject, its verb, the "that" before it."""

from __future__ import annotations

from collections.abc import Set

from truceline.sources.statements.tokens import ENDS, QUOTED, Telling


def near(telling: Telling, sought: Set[str], place: int, stop: int, most: int) -> int | None:
    """The next place of a word before the sentence ends, not further than so many words."""
    for at in range(place, min(stop, place + most)):
        if telling.low[at] in sought:
            return at
        if telling.low[at] in ENDS:
            return None
    return None


def is_base(telling: Telling, index: int) -> bool:
    """Whether a word behind "to" is a verb."""
    low, words = telling.low[index], telling.words
    if low == QUOTED:
        return True
    if telling.is_adverb(index):
        return index + 1 < len(telling) and is_base(telling, index + 1)
    return (
        telling.is_word(index)
        and (not telling.is_name(index) or telling.is_name(index - 1) or telling.is_headline(index))
        and low not in words["determiners"]
        and low not in words["pronouns"]
        and low not in words["objects"]
        and low not in words["questions"]
        and low not in words["prepositions"]
        and low not in words["conjunctions"]
        and not telling.ends_as(index, "plural")
        and not telling.ends_as(index, "gerund")
    )


def is_pronoun_that(telling: Telling, index: int) -> bool:
    """Whether "that" stands for a thing: "said that on Tuesday", "told him that"."""
    if telling.low[index - 1] in telling.words["prepositions"] and telling.is_word(index + 1):
        return True  # "in that speech"
    following = telling.low[index + 1] if index + 1 < len(telling) else "."
    if following == "," and telling.low[index + 2] in telling.words["conjunctions"]:
        return True  # "said that, and left"
    return following in ENDS or (
        following in telling.words["times"] and telling.low[index + 2 : index + 3] in ([], ["."])
    )


def has_finite(telling: Telling, place: int, stop: int, *, plural: bool = True) -> bool:
    """Whether a verb seems to follow before the clause ends; a word in -s may be one, or a plural."""
    low, words = telling.low, telling.words
    for at in range(place + 1, stop):
        word = low[at]
        if word in ENDS:
            return False
        if (
            word in words["auxiliaries"]
            or word in words["finite"]
            or word in words["possessive"]
            or (word == QUOTED and (plural or begins_with_verb(telling, at)))
        ):
            return True
        if (
            not telling.is_name(at)
            and len(word) > 3
            and (telling.ends_as(at, "past") or (plural and telling.ends_as(at, "plural")))
        ):
            return True
    return False


def begins_with_verb(telling: Telling, at: int) -> bool:
    """Whether a quotation goes on with a verb: "said the bridge 'is gone'", not "predicted a raid 'by May'"."""
    quote, words = telling.quotes[at], telling.words
    for word in telling.text[quote.start : quote.end].lower().split()[:3]:
        if word in words["negations"] or word in words["adverbs"]:
            continue
        endings = (words.endings["past"], words.endings["plural"])
        return word in words["auxiliaries"] or word in words["finite"] or word.endswith(endings)
    return False


def is_subject(telling: Telling, at: int) -> bool:
    """Whether a word may begin the subject of a clause."""
    low, words = telling.low[at], telling.words
    if low in words["pronoun subjects"] or low in words["determiners"]:
        return True
    is_small = low in words["small"] or low in words["times"] or low in words["months"]
    return telling.is_name(at) and not is_small and not telling.is_adverb(at)


def skip_adverbs(telling: Telling, place: int, stop: int) -> int:
    """The next place without an adverb."""
    while place < stop and telling.is_adverb(place):
        place += 1
    return place
