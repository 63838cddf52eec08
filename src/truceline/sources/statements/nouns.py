# SPDX-License-Identifier: Apache-2.0
"""Nouns of saying with what is said: "the claim by the army that ...", "its offer to leave", "his call for a truce"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.sources.statements.clause_signs import begins_with_verb, has_finite, is_base, is_subject
from truceline.sources.statements.clauses import clause_end
from truceline.sources.statements.groups import Group, before
from truceline.sources.statements.tokens import QUOTED, Telling
from truceline.sources.statements.verbs import Lexicon, Saying

_FAR = 14
"""So many words behind the noun the one whose saying it is may end."""
_NEAR = 7
"""So many words may tell where or when, before "that"."""


def nouns(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """Nouns with what is said: "the claim by the army that ...", "his warning that ..."."""
    low = telling.low
    for at, word in enumerate(low):
        if word not in lexicon.of_saying:
            continue
        manner, manner_of_group = (
            lexicon.sayings.get(word),
            lexicon.offers.get(word) or lexicon.calls.get(word),
        )
        if (manner is None and manner_of_group is None) or at in telling.marked:
            continue
        stop = telling.sentence(at)[1]
        made = Saying(at, at, word, manner or manner_of_group or "", at, at + 1, is_noun=True)
        place = _whose(telling, made, stop)
        said = _clause(telling, made, place, stop) if manner is not None else None
        said = said or _group(telling, made, place, stop, lexicon)
        if said is not None:
            made.said = said
            yield made


def _whose(telling: Telling, made: Saying, stop: int) -> int:
    """Finds whose saying it is; where what is said may begin."""
    low, words, at = telling.low, telling.words, made.at
    place = at + 1
    if low[place] in words["by"] | words["from"]:
        while (
            place < min(stop, at + _FAR)
            and low[place] not in words["that"] | words["to"]
            and (telling.is_word(place) or (low[place] == "," and telling.is_name(place + 1)))
        ):
            place += 1
        made.subject = Group(at + 2, place, None, at + 2, place)
        comma = next((spot for spot in range(at + 2, place) if low[spot] == ","), place)
        if comma < place:
            made.subject = Group(at + 2, comma, (comma + 1, place), at + 2, place)
    elif low[at - 1] in words["possessives"]:
        made.subject = Group(at - 1, at, None, at - 1, at)
    elif low[at - 1] in words["possessive"]:
        made.subject = before(telling, at - 1)
    return place


def _clause(telling: Telling, made: Saying, place: int, stop: int) -> tuple[int, int] | None:
    """As in "reports that the bridge was gone"."""
    low, words, at = telling.low, telling.words, made.at
    if low[place] == ",":
        place = _behind_aside(telling, place, stop)
    if made.subject is not None and low[place] in words["be"] and low[place + 1] in words["that"]:
        place += 1  # "her answer was that"
    is_plain = low[at - 1] in words["amid"] or (
        telling.ends_as(at, "plural")
        and low[at - 1] not in words["determiners"]
        and at - 1 not in telling.marked
    )
    if low[place] in words["at"] and is_plain:  # "reports in the press that"
        that = next(
            (spot for spot in range(place, min(place + _NEAR, stop)) if low[spot] in words["that"]), place
        )
        place = that if all(telling.is_word(spot) for spot in range(place, that)) else place
    if (
        low[place] not in words["that"]
        or low[place + 1] in words["auxiliaries"]
        or telling.ends_as(place + 1, "past")
    ):
        return None
    first = place + 1
    is_told = low[at - 1] in words["articles"] and _is_content(telling, first, stop)
    if made.subject is None and not is_plain and not is_told:
        return None
    end = clause_end(telling, first, stop, made)
    if low[first - 2] not in words["be"] and not _has_verb(telling, telling.sentence(at)[0], at):
        close = _second_verb(telling, first, end)
        close = close or next((spot for spot in range(first, end) if low[spot] == ","), None)
        if close is None:
            return None  # nobody can tell where the clause ends and the sentence goes on
        end = close
    return (first, end) if has_finite(telling, first, end + 1, plural=False) else None


def _is_content(telling: Telling, first: int, stop: int) -> bool:
    """Whether "that" opens what is said and no relative clause, as in "the claim that the army made"."""
    low, words = telling.low, telling.words
    if not is_subject(telling, first) and telling.is_name(first):
        return False
    for at in range(first + 1, stop):
        if low[at] == QUOTED:
            return begins_with_verb(telling, at)
        if not telling.is_word(at) and low[at] not in words["possessive"]:
            return False
        if low[at] in words["be"]:
            return True
        if low[at] in words["modal"] or low[at] in words["have"] or telling.is_adverb(at):
            if not (low[at + 1] in words["auxiliaries"] or telling.is_adverb(at + 1)):
                return False
            continue
        if low[at] in words["auxiliaries"] or low[at] in words["finite"] or telling.ends_as(at, "past"):
            return False
    return False


def _has_verb(telling: Telling, start: int, at: int) -> bool:
    """Whether the noun of saying is not itself the subject of its sentence."""
    low, words = telling.low, telling.words
    return any(
        spot in telling.marked
        or low[spot] in words["auxiliaries"]
        or low[spot] in words["finite"]
        or telling.ends_as(spot, "past")
        for spot in range(start, at)
    )


def _second_verb(telling: Telling, first: int, end: int) -> int | None:
    """Where the verb of the sentence stands behind that of the clause: "the claim that it was open | was repeated"."""
    low, words = telling.low, telling.words
    at = first
    while at < end and low[at] not in words["auxiliaries"]:
        if not telling.is_word(at) or low[at] in words["finite"]:
            return None
        at += 1
    while at < end and (
        low[at] in words["auxiliaries"] or low[at] in words["negations"] or telling.is_adverb(at)
    ):
        at += 1
    is_participle = at < end and telling.ends_as(at, "past")
    for spot in range(at + 1, end):
        if not telling.is_word(spot) or low[spot] in words["conjunctions"]:
            return None
        if low[spot] in words["openers"] - words["prepositions"] or low[spot] in words["pronoun subjects"]:
            return None
        if low[spot] in words["auxiliaries"]:
            return spot
        if is_participle and spot == at + 1 and telling.ends_as(spot, "past"):
            return spot  # "that a clinic had been looted | proved wrong"
    return None


def _group(telling: Telling, made: Saying, place: int, stop: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "the army's offer to leave", "her call for a truce": somebody's only."""
    low, words = telling.low, telling.words
    if made.subject is None or place + 1 >= stop:
        return None
    word = low[made.at]
    if low[place] in words["to"] and word in lexicon.offers and is_base(telling, place + 1):
        first = place
    elif low[place] in words["for"] and word in lexicon.calls:
        first = place + 1
    else:
        return None
    made.is_group = True
    end = clause_end(telling, first, stop, made)
    return (first, end) if _has_verb(telling, telling.sentence(made.at)[0], made.at) else None


def _behind_aside(telling: Telling, comma: int, stop: int) -> int:
    """Behind something short between commas: "her warning, made in May, that"; else the comma itself."""
    for at in range(comma + 1, min(comma + 8, stop)):
        if telling.low[at] == ",":
            return at + 1
    if telling.low[comma + 1] in telling.words["that"]:
        return comma + 1
    return comma
