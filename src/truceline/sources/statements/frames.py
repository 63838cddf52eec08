# SPDX-License-Identifier: Apache-2.0
"""What is said before a frame or on both sides of it: "..., Roe said", "the aim, Roe said, is peace"."""

from __future__ import annotations

from truceline.sources.statements.clause_signs import has_finite, is_subject
from truceline.sources.statements.clauses import clause_end, tense_of
from truceline.sources.statements.tokens import BREAK, DASHES, ENDS, QUOTED, Telling
from truceline.sources.statements.verbs import Saying


def around(telling: Telling, made: Saying, start: int, stop: int, *, only_midst: bool = False) -> None:
    """What is said stands before the one who says it, and may go on behind.

    With ``only_midst`` nothing is taken unless the clause must go on behind the frame, since it has no verb before it.
    """
    low, words = telling.low, telling.words
    edge = made.first - 1
    while edge > start and (low[edge] in DASHES or low[edge] in (",", BREAK)):
        edge -= 1
    if edge >= start and low[edge] == QUOTED:
        made.quotes = (edge,)
        made.is_late = True
        first = first_word(telling, start)
        is_one_clause = QUOTED not in low[first:edge] and not any(
            at in telling.marked for at in range(first, edge)
        )
        if edge > first and is_one_clause and not telling.is_sentence(edge):
            if only_midst:
                made.quotes = ()
                return
            made.said = (first, edge + 1)  # a clause that ends with words of the speaker's own
        behind = quote_behind(telling, made.end, stop)
        if behind is not None:
            made.quotes = (edge, behind)
        return
    if edge < start or low[made.first - 1] != ",":
        return
    first = first_word(telling, start) if low[start] not in words["conjunctions"] else start
    if first > edge or (edge in telling.marked and "," in low[max(edge - 5, first) : edge]):
        return
    was_late, made.is_late = made.is_late, True
    if not _framed(telling, made, first, edge, stop, only_midst=only_midst):
        made.is_late = was_late


def _framed(telling: Telling, made: Saying, first: int, edge: int, stop: int, *, only_midst: bool) -> bool:
    """Around a frame in commas; whether anything is said there."""
    low, words = telling.low, telling.words
    close = _closing(telling, made.end, stop)
    if low[edge] in words["framed relatives"]:
        if close is not None:
            made.said = (_relative(telling, edge, first), clause_end(telling, close + 1, stop, made))
        return close is not None
    if (
        low[edge] in words["openers"]
        or (low[edge] in words["conjunctions"] and edge > first)
        or (low[first] in words["conditions"] | words["have"] | words["likes"])
    ):
        return _round_about(telling, made, first if low[edge] not in words["openers"] else edge, stop)
    if low[first] == QUOTED and telling.is_sentence(first):
        made.quotes = (first,)
        return True
    if close is not None:
        first = _behind_opener(telling, first, edge)
    has_verb = has_finite(telling, first - 1, edge + 1)
    behind = goes_on(telling, made, first, edge, close, stop)
    if behind is None and (only_midst or not has_verb):
        return False
    if only_midst and has_verb and low[edge] not in words["auxiliaries"]:
        return False
    end = edge + 1
    for place in range(edge, first, -1):
        if low[place] == ";" and ":" not in low[first:place]:
            first = place + 1
            break
    made.said = (first, behind if behind is not None else end)
    return True


def _round_about(telling: Telling, made: Saying, first: int, stop: int) -> bool:
    """As in "If it fails, Roe said, nobody will come" and "..., although, he warned, it may fail"."""
    low, words = telling.low, telling.words
    if made.end >= stop or low[made.end] != ",":
        return False
    if low[first] in words["likes"]:  # "as far as the army is concerned, Roe said, the matter is closed"
        fore = range(first, made.first)
        if any(at in telling.marked for at in fore) or not has_finite(
            telling, first, made.first - 1, plural=False
        ):
            return False
        made.said = (first, clause_end(telling, made.end + 1, stop, made))
        return True
    if (low[first] in words["openers"] and low[first + 1] == ",") or low[first] not in words[
        "conditions"
    ] | words["have"]:
        first = made.end + 1
    made.said = (first, clause_end(telling, made.end + 1, stop, made))
    return True


def first_word(telling: Telling, start: int) -> int:
    """Where what is said may begin in a sentence: behind a conjunction, behind a dateline."""
    low, words = telling.low, telling.words
    while low[start] in (BREAK, ")", "]", ",") or low[start] in words["conjunctions"]:
        start += 1
    if (start == 0 or low[start - 1] == BREAK) and telling.said[start].isupper() and len(low[start]) > 2:
        for at in range(start + 1, min(start + 14, len(low))):  # a dateline: "ERBIL, May 4 (ABC) —"
            if low[at] in DASHES and low[at + 1] not in DASHES:
                return at + 1
    return start


def quote_behind(telling: Telling, end: int, stop: int) -> int | None:
    """A quotation that follows the one who speaks behind a comma, a colon or a dash."""
    low = telling.low
    place = end
    while place < stop and low[place] not in ENDS and low[place] != QUOTED:
        if low[place] == ":" or (low[place] == "," and place + 1 < stop and low[place + 1] == QUOTED):
            break
        place += 1
    place += 1
    while place < stop and low[place] in (BREAK, ",", ":"):
        place += 1
    return place if place < stop and low[place] == QUOTED else None


def _closing(telling: Telling, end: int, stop: int) -> int | None:
    """The comma that closes a frame, where words of the sentence follow it."""
    low = telling.low
    place = end
    while place < stop and low[place] not in ENDS and low[place] != ",":
        place += 1
    return place if place + 1 < stop and low[place] == "," else None


def _relative(telling: Telling, edge: int, first: int) -> int:
    """Where a relative clause begins that a frame breaks: "one of whom, she said, had left"."""
    low, words = telling.low, telling.words
    start = edge
    while start > first and (
        low[start - 1] in words["prepositions"] or low[start - 1] in words["determiners"]
    ):
        start -= 1
    return start


def _behind_opener(telling: Telling, first: int, edge: int) -> int:
    """Behind "because" where the clause in the midst of which a frame stands is a part of the sentence."""
    low, words = telling.low, telling.words
    for at in range(edge - 1, first, -1):
        if low[at] in words["clause openers"] and low[at] not in words["relatives"]:
            has_own = has_finite(telling, at, edge + 1, plural=False)
            return at + 1 if not has_own and has_finite(telling, first - 1, at) else first
    return first


def goes_on(
    telling: Telling, made: Saying, first: int, edge: int, close: int | None, stop: int
) -> int | None:
    """Where the clause ends that goes on behind the one who says it: "the aim, Roe said, is peace"."""
    low, words = telling.low, telling.words
    if close is None:
        return None
    place = close + 1
    following = low[place]
    if following == QUOTED:
        return place + 1 if not telling.is_sentence(place) else None
    if low[edge] in words["auxiliaries"]:
        return clause_end(telling, place, stop, made)  # "it was, she said, a mistake"
    if following in words["conjunctions"]:
        return _joined(telling, made, first, close, stop)
    has_verb = has_finite(telling, first - 1, edge + 1, plural=False)
    begins = is_subject(telling, first)
    is_when = (
        low[first] in words["prepositions"] | words["times"] | words["adverbs"] and "," not in low[first:edge]
    )
    is_when = is_when and low[first] not in words["openers"] - words["prepositions"]
    if is_when and not has_verb and is_subject(telling, place) and has_finite(telling, place - 1, stop):
        return clause_end(telling, place, stop, made)  # "in theory, she said, the cell meets"
    if (
        following in words["openers"]
        or following in words["determiners"]
        or telling.ends_as(place, "gerund")
        or following in words["prepositions"]
        or telling.is_name(place)
    ):
        return None
    is_verb = (
        following in words["auxiliaries"]
        or following in words["finite"]
        or telling.ends_as(place, "past", "plural")
    )
    if is_verb or (begins and not has_verb and following not in words["small"] and telling.is_word(place)):
        return clause_end(telling, place, stop, made)
    return None


def _joined(telling: Telling, made: Saying, first: int, close: int, stop: int) -> int | None:
    """As in "Repairs would be dear, he warned, and the council had no money": by its tense the second part is said, too."""
    low, words = telling.low, telling.words
    place = close + 1
    while place < stop and low[place] in words["conjunctions"]:
        place += 1
    if place >= stop or place in telling.marked:
        return None
    if low[place] in words["conditions"] or tense_of(telling, place, stop) == "shifted":
        end = clause_end(telling, place, stop, made)
        return None if any(at in telling.marked for at in range(place, end)) else end
    return None
