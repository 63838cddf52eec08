# SPDX-License-Identifier: Apache-2.0
"""Saying without a verb of saying: "according to", "in the words of", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.sources.statements.clauses import clause_end
from truceline.sources.statements.frames import goes_on, quote_behind
from truceline.sources.statements.groups import Group, after
from truceline.sources.statements.tokens import BREAK, ENDS, QUOTED, Telling
from truceline.sources.statements.verbs import Lexicon, Saying

_LONG_NAME = 7
"""So many words before somebody's account his name may begin."""


def phrases(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """As in "According to two medical workers, ..." and "..., according to the mission"."""
    low = telling.low
    for at, word in enumerate(low):
        for rest, manner in lexicon.phrases.get(word, ()):
            if tuple(low[at + 1 : at + 1 + len(rest)]) == rest:
                made = _phrase(telling, at, at + len(rest), manner)
                if made is not None:
                    yield made
        if word in lexicon.accounts and low[at + 1] == ",":
            made = _account(telling, at, lexicon)
            if made is not None:
                yield made


def _account(telling: Telling, last: int, lexicon: Lexicon) -> Saying | None:
    """As in "by the priest's account, ..."."""
    low, words = telling.low, telling.words
    owner: int | None = None
    for at in range(last - 1, max(last - _LONG_NAME, -1), -1):
        if low[at] in words["possessive"] or low[at] in words["possessives"]:
            owner = at
        elif low[at] in words["by whom"] and owner is not None:
            if any(tuple(low[at + 1 : last + 1]) == rest for rest, _ in lexicon.phrases.get(low[at], ())):
                return None  # "in his words"
            manner = lexicon.accounts[low[last]]
            group = Group(at + 1, max(owner, at + 2), None, at, last + 1)
            return _beside(telling, Saying(at, last, low[last], manner, at, last + 1, group))
        elif not telling.is_word(at):
            return None
    return None


def _phrase(telling: Telling, at: int, last: int, manner: str) -> Saying | None:
    low = telling.low
    group = after(telling, last + 1)
    if low[at + 1] in telling.words["possessives"]:  # "in his words"
        group = Group(at + 1, at + 2, None, at + 1, last + 1)
    if group is None:
        return None
    return _beside(telling, Saying(at, last, " ".join(low[at : last + 1]), manner, at, group.end, group))


def _beside(telling: Telling, made: Saying) -> Saying | None:
    """What stands behind a phrase, before it, or around it."""
    low, at, group = telling.low, made.at, made.subject
    assert group is not None
    start, stop = telling.sentence(at)
    end_of_phrase = made.end
    first = start
    while first < at and (low[first] in (BREAK, ")") or low[first] in telling.words["conjunctions"]):
        first += 1
    if first >= at or all(word in (",", BREAK) for word in low[first:at]):
        return _leading(telling, made, end_of_phrase, stop)
    is_behind_opener = low[at - 1] == "," and low[at - 2] in telling.words["openers"]
    if is_behind_opener or low[at - 1] in (":", ";") or low[at - 1] in telling.words["conjunctions"]:
        return _leading(telling, made, end_of_phrase, stop)
    behind = quote_behind(telling, end_of_phrase, min(stop, end_of_phrase + 3))
    if low[first] == QUOTED and all(word in (",", BREAK) for word in low[first + 1 : at]):
        made.quotes = (first,)
        return made
    end = at - 1 if low[at - 1] == "," else at
    for place in range(end, first, -1):
        if low[place] == ";":
            first = place + 1
            break
    while first < end and low[first] in telling.words["conjunctions"]:
        first += 1
    if behind is not None:
        made.quotes = (behind,)
        made.said = (first, behind + 1)
    elif low[end_of_phrase] == "," and (
        further := goes_on(telling, made, first, end - 1, end_of_phrase, stop)
    ):
        made.said = (first, further)
    else:
        made.said = (first, end)
    return made


def _leading(telling: Telling, made: Saying, end: int, stop: int) -> Saying | None:
    low = telling.low
    place = end
    while place < stop and low[place] not in (",", ":") and low[place] not in ENDS:
        place += 1
    if place + 1 >= stop or low[place] not in (",", ":"):
        return None
    first = place + 1
    if (
        made.subject is not None
        and made.subject.last > first
        and low[first] not in telling.words["possessives"]
    ):  # what stands beside the one who speaks: "X, a Y, ..."
        closing = made.subject.last
        if closing + 1 < stop and low[closing] == ",":
            first = closing + 1
    while first < stop and low[first] in telling.words["relatives"] | telling.words["whose"]:
        comma = next((at for at in range(first, stop) if low[at] == ","), stop - 1)
        first = comma + 1  # "according to an officer, who gave no name, ..."
    while first < stop and (low[first] in (",", BREAK) or low[first] in telling.words["quoting"]):
        first += 1
    if (
        first < stop
        and low[first] == QUOTED
        and (first + 1 >= stop or low[first + 1] in ENDS or telling.is_sentence(first))
    ):
        made.quotes = (first,)
        return made
    made.said = (first, clause_end(telling, first, stop, made))
    return made if made.said[0] < made.said[1] else None


def ways(telling: Telling) -> Iterator[Saying]:
    """As in "'It holds' is how Roe puts it"": somebody's words, and then whose they are."""
    low, words = telling.low, telling.words
    for quote in telling.quotes:
        at = quote + 2 if low[quote + 1] == "," else quote + 1
        if low[at] not in words["be"] or low[at + 1] not in words["how"]:
            continue
        group = after(telling, at + 2)
        if group is not None:
            yield Saying(
                at + 1, at + 1, low[at + 1], "say", at, group.last, group, quotes=(quote,), is_late=True
            )


def hedges(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """As in "Reportedly" and "allegedly": what is said is the clause in which they stand."""
    low, words = telling.low, telling.words
    for at, word in enumerate(low):
        manner = lexicon.hedges.get(word)
        if manner is None:
            continue
        start, stop = telling.sentence(at)
        made = Saying(at, at, word, manner, at, at + 1, is_hedge=True)
        first = at
        while (
            first > start
            and low[first - 1] not in ENDS
            and low[first - 1] not in (":", QUOTED)
            and low[first - 1] not in words["openers"]
        ):
            if low[first - 1] == "," and first < at and low[first] in words["conjunctions"]:
                break
            first -= 1
        relative = first > start and low[first - 1] in words["relatives"]
        if relative:
            first = _antecedent(telling, first - 1, start)
        while first < at and (low[first] in (",", BREAK) or low[first] in words["conjunctions"]):
            first += 1
        if first == at:
            first = at + 1
            while first < stop and low[first] == ",":
                first += 1
        end = clause_end(telling, at + 1, stop, made)
        for place in range(max(at + 1, first), end):
            if low[place] == "," and (
                low[place + 1] in words["articles"]
                or (relative and low[place + 1] in words["pronoun subjects"])
                or place + 1 in telling.marked
                or place + 2 in telling.marked
            ):
                end = place
                break
        if first < end:
            made.said = (first, end)
            yield made


def _antecedent(telling: Telling, end: int, start: int) -> int:
    """Where the noun group begins that a relative clause is about."""
    low, words = telling.low, telling.words
    first = end
    while (
        first > start
        and telling.is_word(first - 1)
        and low[first - 1] not in words["conjunctions"]
        and low[first - 1] not in words["auxiliaries"]
    ):
        first -= 1
    return first
